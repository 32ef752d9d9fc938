package import ModbusWire
import Reactor
package import Tags

/// One simulated device as it stands.
package struct DeviceState: Hashable, Sendable {
    /// Where it listens.
    package let place: BoundDevice
    /// What it has seen.
    package let counters: DeviceCounters
}

/// How many requests of one kind one device got.
package struct RequestCount: Hashable, Sendable {
    /// The device; nil for unit ids that nobody has.
    package let device: String?
    /// Their function code.
    package let function: FunctionCode
    /// What became of them.
    package let outcome: JournalOutcome
    /// How many.
    package let count: Int
}

/// What a fleet has done so far, for reports and metrics.
package struct FleetReport: Hashable, Sendable {
    /// The seed of everything random in the run.
    package let seed: UInt64
    /// The time told.
    package let now: PlantTime
    /// The end of the last plant step.
    package let time: PlantTime
    /// Plant steps made.
    package let steps: Int
    /// How plant time moves.
    package let pace: FleetPace
    /// Every device, in the profile's order.
    package let devices: [DeviceState]
    /// What the whole fleet has seen.
    package let counters: FleetCounters
    /// Requests by device, function code and outcome; empty without a journal.
    package let requests: [RequestCount]
    /// Exception answers by code; empty without a journal.
    package let exceptions: [ExceptionCode: Int]
    /// Every fault injected so far, ended ones too, oldest first.
    package let faults: [FaultState]

    /// Requests for any device.
    package var requestCount: Int { devices.reduce(0) { $0 + $1.counters.requests } }
    /// Requests answered with an exception by their device.
    package var exceptionCount: Int { devices.reduce(0) { $0 + $1.counters.exceptions } }
}

extension FleetServer {
    /// Where each device listens, in the order of the devices.
    var places: [BoundDevice] {
        let addresses = listeners.flatMap { listener in
            listener.devices.map { (number: $0, address: listener.address) }
        }
        return addresses.sorted { $0.number < $1.number }.map { number, address in
            BoundDevice(
                name: devices[number].name, host: address.host, port: address.port,
                unit: devices[number].unit)
        }
    }

    /// Every device as it stands, in the order of the devices.
    func states() -> [DeviceState] {
        let counters = counters().devices
        return places.map { place in
            DeviceState(place: place, counters: counters[place.name] ?? DeviceCounters())
        }
    }

    /// Everything a report tells.
    func report() -> FleetReport {
        tellTime()
        return FleetReport(
            seed: seed, now: host.now, time: host.time, steps: host.steps, pace: pace,
            devices: states(), counters: counters(), requests: requestCounts(),
            exceptions: journal.exceptions.enumerated().reduce(into: [:]) { counts, code in
                guard code.element > 0 else { return }
                counts[ExceptionCode(rawValue: UInt8(code.offset))] = Int(clamping: code.element)
            },
            faults: faults.plan.states)
    }

    /// The counts of the journal, by device, function and outcome.
    private func requestCounts() -> [RequestCount] {
        var sums: [UInt32: JournalTally.Slot] = [:]
        journal.tally.forEach { key, slot in
            var sum = sums[UInt32(key.device) << 8 | UInt32(key.function)] ?? JournalTally.Slot()
            sum.normal += slot.normal
            sum.exception += slot.exception
            sum.silence += slot.silence
            sum.fault += slot.fault
            sums[UInt32(key.device) << 8 | UInt32(key.function)] = sum
        }
        return sums.sorted { $0.key < $1.key }.flatMap { key, slot -> [RequestCount] in
            let number = UInt16(truncatingIfNeeded: key >> 8)
            let name = number == JournalRecord.nobody ? nil : devices[Int(number)].name
            return JournalOutcome.allCases.compactMap { outcome in
                let count = slot.count(of: [outcome])
                guard count > 0 else { return nil }
                return RequestCount(
                    device: name,
                    function: FunctionCode(rawValue: UInt8(truncatingIfNeeded: key)),
                    outcome: outcome, count: count)
            }
        }
    }
}
