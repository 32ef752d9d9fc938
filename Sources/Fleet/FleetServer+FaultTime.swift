import ModbusWire
import Profiles
import Reactor
import Tags

extension FleetServer {
    /// Does everything due by a plant time, in order.
    func passFaults(to time: PlantTime) {
        while let event = faults.events.take(dueBy: time) {
            host.tell(event.due)
            carryOut(event)
        }
    }

    /// Does what the told time has brought: never ahead of the plant's next step.
    func passFaults() {
        passFaults(to: min(host.now, host.nextStep ?? host.now))
    }

    private func carryOut(_ event: FaultEvent) {
        switch event.kind {
        case .send(let sending): sendDue(sending)
        case .edge(let number): passEdge(number)
        case .end(let number): end([number])
        case .idle(let number, let connection): closeIdle(number, connection)
        case .revert(let number, let kept):
            guard let fault = faults.plan[number] else { return }
            restore(kept, of: devices[fault.place.device])
        case .fall(let number, let round):
            guard let fault = faults.plan[number], fault.round == round,
                case .watchdog(_, let value) = fault.rule.effect
            else { return }
            for tag in fault.rule.target.tags { set(tag, to: value) }
        case .other(let number): actAsOther(number)
        case .keep(let number): keepPast(of: number)
        }
    }

    private func actAsOther(_ number: FaultNumber) {
        guard let fault = faults.plan[number], fault.isActing,
            case .otherClient(let other) = fault.rule.effect
        else { return }
        for tag in fault.rule.target.tags {
            switch other.act {
            case .writes(let value): set(tag, to: value)
            case .togglesBit(let bit): toggle(bit: bit, of: tag)
            }
        }
        if let every = other.every {
            faults.events.schedule(at: host.now + every, .other(number))
        }
    }

    private func closeIdle(_ number: FaultNumber, _ connection: UInt32) {
        guard let fault = faults.plan[number], fault.isActing,
            case .idle(let after, let close) = fault.rule.effect,
            let link = faults.links[connection], isOpen(link.descriptor, connection)
        else { return }
        guard link.lastHeard + after <= host.now else {
            faults.events.schedule(
                at: link.lastHeard + after, .idle(number, connection: connection))
            return
        }
        faults.update(number) { $0.strike() }
        if close == .reset { reset(link.descriptor) } else { self.close(link.descriptor) }
        endSpent()
    }

    /// Wakes up for the next event, if plant time follows the clock.
    func scheduleFaults() {
        if let faultTimer { reactor.cancel(faultTimer) }
        faultTimer = nil
        guard let clock, let due = faults.events.earliest else { return }
        faultTimer = reactor.schedule(
            at: MonotonicTime(nanoseconds: clock.moment(of: due)), token: Token.fault,
            handler: self)
    }

    func faultTimerFired() {
        faultTimer = nil
        tellTime()
        passFaults()
        // What lies beyond the plant's next step waits for it.
        guard let due = faults.events.earliest, due > host.now else { return }
        scheduleFaults()
    }
}

extension FleetServer {
    /// Asks every condition, and lets rules begin or cease to act by it.
    func updateConditions() {
        if faults.events.earliest != nil { passFaults() }
        guard faults.hasConditions else { return }
        var isChanged = false
        for fault in faults.plan.active {
            guard let condition = fault.rule.window.when,
                let place = TagName(condition.tag).flatMap({ tagPlaces[$0] })
            else { continue }
            let value = devices[place.device].reading(of: place.tag).number ?? .nan
            let isMet = condition.holds(for: value)
            guard isMet != fault.isConditionMet else { continue }
            faults.update(fault.number) { $0.isConditionMet = isMet }
            isChanged = true
        }
        if isChanged { review() }
    }

    /// Finds out at which listeners requests must be looked at, and marks their connections.
    func survey() {
        let active = faults.plan.active
        faults.hasConditions = active.contains { $0.rule.window.when != nil }
        faults.needsValues = active.contains { fault in
            switch fault.rule.effect {
            case .wholeValues, .oneValue, .halfWrites: true
            default: false
            }
        }
        var wanted: Set<Int> = []
        for fault in active where fault.isActing || fault.rule.window.when != nil {
            if fault.place.listener >= 0 { wanted.insert(fault.place.listener) }
            guard let tripped = fault.place.tripped else { continue }
            if let listener = listener(of: tripped.device) { wanted.insert(listener) }
        }
        faults.listeners = wanted
        if faults.isIdle { host.unwatchTime() }
        guard connections.count > 0 else { return }
        for descriptor in (0..<connections.capacity).lazy.map(Int32.init) {
            let connection = connections[descriptor]
            guard connection.pointee.listener >= 0 else { continue }
            let isWanted = wanted.contains(connection.pointee.listener)
            if isWanted, !connection.pointee.isFaulty {
                connection.pointee.isFaulty = true
                let isFresh = connection.pointee.lastHeard == connection.pointee.accepted
                connection.pointee.wasHeardBeforeFaults = !isFresh
            }
            guard !isWanted, connection.pointee.isFaulty else { continue }
            if faults.links[connection.pointee.number]?.isMarked != true {
                connection.pointee.isFaulty = false
                connection.pointee.wasHeardBeforeFaults = true
                faults.links[connection.pointee.number] = nil
            }
        }
    }

    func listener(of device: Int) -> Int? {
        listeners.firstIndex { $0.devices.contains(device) }
    }
}
