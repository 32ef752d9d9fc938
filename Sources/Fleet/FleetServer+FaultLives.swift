import ModbusWire
import Plants
import Profiles
import Reactor
import Tags

extension FleetServer {
    /// Takes a fault in; it may act at once.
    func inject(_ rule: FaultRule) throws(FleetError) -> FaultNumber {
        tellTime()
        let place = try place(of: rule)
        if faults.plan.active.contains(where: { $0.rule.name == rule.name }) {
            throw .faultRefused(
                rule.name, reason: "another fault of that name has not ended; clear it first")
        }
        guard let number = faults.plan.insert(rule, at: place) else {
            throw .faultRefused(
                rule.name, reason: "there are \(FaultPlan.limit) faults already; clear some")
        }
        let begin = max(host.now, .start + (rule.window.from ?? .zero))
        if begin > host.now {
            faults.events.schedule(at: begin, .edge(number))
        } else if let next = rule.window.cycle?.edge(after: host.now) {
            faults.events.schedule(at: next, .edge(number))
        }
        watchTime()
        survey()
        updateConditions()
        review()
        scheduleFaults()
        return number
    }

    /// Lets faults know of plant time.
    func watchTime() {
        host.watchTime(
            before: { [unowned self] in passFaults(to: $0) },
            after: { [unowned self] in updateConditions() })
    }

    func clear(_ number: FaultNumber) throws(FleetError) {
        guard faults.plan.index(of: number) != nil else {
            if faults.plan.past.contains(where: { $0.number == number }) { return }
            throw .unknownFault(
                number.rawValue, known: faults.plan.active.map(\.number.rawValue))
        }
        tellTime()
        end([number])
        scheduleFaults()
    }

    func clearFaults() {
        tellTime()
        end(faults.plan.active.map(\.number))
        scheduleFaults()
    }

    /// Ends rules that have struck as often as they may.
    func endSpent() {
        let spent = faults.plan.spent
        if !spent.isEmpty { end(spent) }
    }

    /// Ends rules: what they did is undone as far as it lasts with them.
    func end(_ numbers: [FaultNumber]) {
        for number in numbers {
            guard let fault = faults.plan[number] else { continue }
            if fault.isActing { finish(fault) }
            faults.plan.end(number, at: host.now)
        }
        survey()
    }

    /// Looks at every rule whether it acts now, and does what its beginning or end asks for.
    func review() {
        guard !faults.isReviewing else { return }
        faults.isReviewing = true
        defer { faults.isReviewing = false }
        for fault in faults.plan.active {
            let isActing = fault.mayAct(at: host.now)
            guard isActing != fault.isActing else { continue }
            if isActing {
                begin(fault)
            } else {
                faults.update(fault.number) { $0.isActing = false }
                finish(fault)
            }
        }
        endSpent()
        survey()
    }

    private func begin(_ fault: ActiveFault) {
        let now = host.now
        let isFirst = fault.began == nil
        faults.update(fault.number) { fault in
            fault.isActing = true
            if isFirst { fault.began = now }
            if fault.rule.effect.isStanding { fault.strike() }
        }
        if isFirst, let lasting = fault.rule.end.lasting {
            faults.events.schedule(at: now + lasting, .end(fault.number))
        }
        start(fault)
    }

    /// What the times of day of a rule's cycle ask for next.
    func passEdge(_ number: FaultNumber) {
        guard let fault = faults.plan[number] else { return }
        if let next = fault.rule.window.cycle?.edge(after: host.now) {
            faults.events.schedule(at: next, .edge(number))
        }
        review()
    }
}

extension ActiveFault {
    /// Whether it acts at a time, its condition as it is now.
    func mayAct(at now: PlantTime) -> Bool {
        if let from = rule.window.from, now < .start + from { return false }
        return isConditionMet && rule.window.cycle?.contains(now) ?? true
    }
}

extension FaultCycle {
    func contains(_ time: PlantTime) -> Bool {
        let period = every.nanoseconds
        let place = time.nanoseconds % period
        let offset = (place - from.nanoseconds + period) % period
        return offset < lasting.nanoseconds
    }

    /// The next time at which its part begins or ends; nil if it never does.
    func edge(after time: PlantTime) -> PlantTime? {
        let period = every.nanoseconds
        guard lasting.nanoseconds < period else { return nil }
        let place = (time.nanoseconds - from.nanoseconds % period + period) % period
        let wait = place < lasting.nanoseconds ? lasting.nanoseconds - place : period - place
        return PlantTime(nanoseconds: time.nanoseconds + wait)
    }
}
