import ModbusWire
import Plants
import Profiles
import Reactor
import Tags

extension FleetServer {
    /// The numbers behind a rule's names.
    ///
    /// - Throws: ``FleetError/unknownDevice(_:known:)``, or ``FleetError/faultRefused(_:reason:)``
    ///   naming what there is not.
    func place(of rule: FaultRule) throws(FleetError) -> FaultPlace {
        guard case .device(let name) = rule.scope else {
            try checkPlant(rule)
            return FaultPlace()
        }
        var place = FaultPlace()
        place.device = try number(of: name)
        place.listener = listener(of: place.device) ?? -1
        for tag in rule.target.tags {
            let (device, range) = try find(tag, for: rule)
            guard device == place.device else {
                throw .faultRefused(rule.name, reason: "'\(tag)' is no tag of \(name)")
            }
            place.tags.append(range)
        }
        if let condition = rule.window.when { _ = try find(condition.tag, for: rule) }
        switch rule.effect {
        case .trip(let tag, _): place.tripped = try find(tag, for: rule)
        case .scaleFactor(let tag, _, _): _ = try find(tag, for: rule)
        case .answersTo(let units):
            for unit in units {
                let owner = listeners[place.listener].devices.first {
                    devices[$0].unit.rawValue == unit
                }
                if let owner, owner != place.device {
                    throw .faultRefused(
                        rule.name, reason: "unit id \(unit) is \(devices[owner].name)'s")
                }
            }
        default: break
        }
        return place
    }

    private func find(
        _ tag: String, for rule: FaultRule
    ) throws(FleetError) -> (device: Int, range: FaultRange) {
        guard let place = TagName(tag).flatMap({ tagPlaces[$0] }),
            let range = devices[place.device].tags[place.tag].mapping.range
        else {
            let known = tagPlaces.keys.map(\.text).sorted()
            throw .faultRefused(
                rule.name,
                reason: "no simulated device has the tag '\(tag)'."
                    + Suggestion.text(for: tag, among: known))
        }
        let table = devices[place.device].tags[place.tag].mapping.table
        return (
            place.device, FaultRange(table: table, start: range.start, count: range.count)
        )
    }

    private func checkPlant(_ rule: FaultRule) throws(FleetError) {
        guard let plant = host.plant else {
            throw .faultRefused(rule.name, reason: "there is no plant")
        }
        let description = plant.description
        let known: [String] =
            switch rule.scope {
            case .instrument:
                description.instruments.map(\.signal) + description.analysers.map(\.signal)
            case .actuator: description.actuators.map(\.name)
            case .disturbance: description.disturbances.map(\.name)
            case .device: []
            }
        guard known.contains(rule.scope.name) else {
            throw .faultRefused(
                rule.name,
                reason: "the plant has no \(rule.scope.key) '\(rule.scope.name)'; it has "
                    + known.joined(separator: ", "))
        }
        if case .instrument(.silent) = rule.effect,
            !description.analysers.contains(where: { $0.signal == rule.scope.name })
        {
            throw .faultRefused(rule.name, reason: "only an analyser can fall silent")
        }
    }
}

extension FleetServer {
    /// Lets a new connection in, or deals with it as rules about their number ask.
    ///
    /// - Returns: Whether it may come in, and the number of the fault that keeps it from being
    ///   answered; 0 if none does.
    func admitsWithFaults(at listener: Int) -> (isIn: Bool, mutedBy: Int) {
        tellTime()
        updateConditions()
        for fault in faults.plan.active where fault.isActing && fault.place.listener == listener {
            guard case .connections(let limit, let others) = fault.rule.effect,
                listeners[listener].connections >= limit
            else { continue }
            faults.update(fault.number) { $0.strike() }
            endSpent()
            switch others {
            case .refuse: return (false, 0)
            case .neverAnswer: return (true, fault.number.rawValue)
            case .dropOldest:
                let oldest = openDescriptors(of: listener).min {
                    connections[$0].pointee.number < connections[$1].pointee.number
                }
                if let oldest { reset(oldest) }
            }
        }
        return (true, 0)
    }

    /// Marks a connection that has just come in.
    func welcomeWithFaults(_ descriptor: Int32, mutedBy fault: Int) {
        let number = connections[descriptor].pointee.number
        connections[descriptor].pointee.isFaulty = true
        var link = link(of: descriptor)
        link.isMuted = fault != 0
        link.fault = fault
        faults.links[number] = link
        watchIdle(number, link.listener)
        scheduleFaults()
    }

    /// Everything faults remember, for a snapshot of the fleet.
    var faultMemory: FaultMemory {
        get { FaultMemory(plan: faults.plan, events: faults.events, links: faults.links) }
        set {
            faults.plan = newValue.plan
            faults.events = newValue.events
            faults.links = [:]
            for descriptor in (0..<connections.capacity).lazy.map(Int32.init) {
                let number = connections[descriptor].pointee.number
                guard connections[descriptor].pointee.listener >= 0,
                    var link = newValue.links[number]
                else { continue }
                link.descriptor = descriptor
                faults.links[number] = link
                connections[descriptor].pointee.isFaulty = true
            }
            resumeStanding()
            survey()
            if !faults.isIdle { watchTime() }
            scheduleFaults()
        }
    }

    /// Brings what lies outside the memory to what its rules say: unit ids answered.
    private func resumeStanding() {
        for fault in faults.plan.active where fault.isActing {
            if case .answersTo = fault.rule.effect { start(fault) }
        }
    }
}
