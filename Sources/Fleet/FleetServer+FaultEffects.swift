import Logging
import ModbusWire
import Plants
import Profiles
import Tags

extension FleetServer {
    /// Does what a rule asks for when it begins to act.
    func start(_ fault: ActiveFault) {
        let place = fault.place
        switch fault.rule.effect {
        case .power:
            attempt("power off") { () throws(FleetError) in
                try suspend(devices[place.device].name)
            }
        case .freeze: faults.update(fault.number) { $0.kept = keepAll(of: fault) }
        case .torn: keepPast(of: fault.number)
        case .counterReset:
            let device = devices[place.device]
            var numbers: [String: Double] = [:]
            for (index, tag) in device.tags.enumerated() where fault.isAbout(tag) {
                numbers[tag.name.text] = device.reading(of: index).number
            }
            faults.update(fault.number) { $0.numbers = numbers }
        case .answersTo(let units): answer(units, with: place)
        case .otherClient(let other):
            guard let every = other.every else { return }
            faults.events.schedule(at: host.now + every, .other(fault.number))
        case .idle:
            for descriptor in openDescriptors(of: place.listener) {
                let number = connections[descriptor].pointee.number
                faults.links[number] = link(of: descriptor)
                watchIdle(number, place.listener)
            }
        case .instrument, .actuator, .hold: fail(fault, isOn: true)
        default: break
        }
    }

    /// Undoes what lasts with a rule.
    func finish(_ fault: ActiveFault) {
        let place = fault.place
        switch fault.rule.effect {
        case .power(let isReset):
            attempt("power on") { () throws(FleetError) in
                if isReset { try resetRegisters(of: place.device) }
                try resume(devices[place.device].name)
            }
        case .answersTo(let units):
            for unit in units
            where listeners[place.listener].units[Int(unit)]?.takeUnretainedValue()
                === devices[place.device] && unit != devices[place.device].unit.rawValue
            {
                listeners[place.listener].units[Int(unit)] = nil
            }
        case .halfOpen(let back):
            for descriptor in openDescriptors(of: place.listener) {
                let number = connections[descriptor].pointee.number
                var link = link(of: descriptor)
                link.scars[place.device] = back
                link.fault = fault.number.rawValue
                faults.links[number] = link
            }
        case .join: sendJoined(at: place.listener)
        case .instrument, .actuator, .hold: fail(fault, isOn: false)
        default: break
        }
    }

    private func answer(_ units: [UInt8], with place: FaultPlace) {
        guard !devices[place.device].counters.isSuspended else { return }
        for unit in units where listeners[place.listener].units[Int(unit)] == nil {
            listeners[place.listener].units[Int(unit)] = .passUnretained(devices[place.device])
        }
    }

    private func attempt(_ what: String, _ body: () throws(FleetError) -> Void) {
        do throws(FleetError) {
            try body()
        } catch {
            logger.warning("a fault failed: \(what)", metadata: ["fleet.error": "\(error)"])
        }
    }

    /// Lets every register hold what it did at first.
    private func resetRegisters(of number: Int) throws(FleetError) {
        guard let fresh = try freshDevice?(number) else { return }
        let device = devices[number]
        device.underForces {
            for table in PrimaryTable.allCases {
                let bank = fresh.bank[table]
                for index in 0..<bank.runCount {
                    let run = bank.runs[index]
                    let count = Int(run.end - run.start)
                    guard let range = AddressRange(start: Int(run.start), count: count) else {
                        continue
                    }
                    device.put(fresh.items(table, range), table, range)
                }
            }
        }
        device.shownStep = -1
    }

    /// Sets or ends a fault of the plant.
    private func fail(_ fault: ActiveFault, isOn: Bool) {
        guard let plant = host.plant else { return }
        switch (fault.rule.scope, fault.rule.effect) {
        case (.instrument(let name), .instrument(let effect)):
            guard let signal = plant.description.index(of: name) else { return }
            _ = plant.setFault(isOn ? InstrumentFault(effect) : nil, onInstrument: signal)
        case (.actuator(let name), .actuator(let effect)):
            _ = plant.setFault(isOn ? ActuatorFault(effect) : nil, onActuator: name)
        case (.disturbance(let name), .hold(let value)):
            _ = plant.override(name, with: isOn ? value : nil)
        default: return
        }
        for device in devices { device.shownStep = -1 }
    }

    /// Keeps what a rule's registers hold, and comes back for it when that is old.
    func keepPast(of number: FaultNumber) {
        guard let fault = faults.plan[number], case .torn(let age) = fault.rule.effect,
            fault.isActing
        else { return }
        let before = faults.plan.active.filter { other in
            other.number < number && other.isActing && other.place.device == fault.place.device
                && other.rule.effect.isView
        }
        let seen = keepAll(of: fault).map { kept in
            var picture = FaultPicture(devices[fault.place.device], kept.range, now: host.now)
            for other in before { picture.apply(other) }
            return KeptWords(
                range: kept.range, words: (kept.range.start..<kept.range.end).map { picture[$0] })
        }
        faults.update(number) { fault in
            fault.kept = fault.keptNext.isEmpty ? seen : fault.keptNext
            fault.keptNext = seen
        }
        faults.events.schedule(at: host.now + age, .keep(number))
    }

    /// Watches a connection for rules that close silent ones.
    func watchIdle(_ number: UInt32, _ listener: Int) {
        for fault in faults.plan.active where fault.isActing && fault.place.listener == listener {
            guard case .idle(let after, _) = fault.rule.effect else { continue }
            faults.links[number]?.lastHeard = host.now
            let isNew = faults.links[number]?.watchedBy.insert(fault.number).inserted ?? false
            guard isNew else { continue }
            faults.events.schedule(at: host.now + after, .idle(fault.number, connection: number))
        }
    }
}

extension InstrumentFault {
    fileprivate init(_ effect: InstrumentEffect) {
        switch effect {
        case .stuck: self = .stuck
        case .spikes(let chance, let size): self = .spikes(chance: chance, size: size)
        case .brokenLow: self = .broken(.low)
        case .brokenHigh: self = .broken(.high)
        case .bias(let value): self = .bias(value)
        case .drift(let value): self = .drift(value)
        case .gain(let value): self = .gain(value)
        case .noise(let value): self = .noise(value)
        case .silent: self = .silent
        }
    }
}

extension ActuatorFault {
    fileprivate init(_ effect: ActuatorEffect) {
        switch effect {
        case .stuck: self = .stuck
        case .stiction(let band, let jump): self = .stiction(stickBand: band, slipJump: jump)
        case .deadBand(let value): self = .deadBand(value)
        case .gain(let value): self = .gain(value)
        case .open: self = .open
        case .closed: self = .closed
        }
    }
}
