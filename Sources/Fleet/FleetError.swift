package import ModbusWire
package import Profiles
package import Reactor
package import Tags

/// Why simulated devices cannot be built or started. All but the system's refusals are the
/// profile's author's move.
package enum FleetError: Error, Hashable, Sendable {
    /// The system refused the thread's own descriptors.
    case system(SystemError)
    /// The fleet has been stopped.
    case stopped
    /// No simulated device has that name.
    case unknownDevice(String, known: [String])
    /// Two devices of one listener have the same unit id.
    case duplicateUnit(UnitId, devices: [String])
    /// A simulated device needs a numeric address or `localhost`.
    case hostNotNumeric(device: String, host: String)
    /// Devices of one endpoint give different hosts or ports.
    case endpointDisagrees(endpoint: String, devices: [String])
    /// Devices of one listener say different things about unit ids that nobody has, or one of
    /// several would answer all.
    case unknownUnitDisagrees(devices: [String])
    /// The system does not let so many descriptors be open.
    case tooFewDescriptors(needed: Int, available: Int)
    /// The system refused the listener.
    case cannotListen(devices: [String], address: String, SystemError)
    /// A tag lies outside 0…65535.
    case tagOutsideTable(TagName, address: Int, count: Int)
    /// A tag's registers cannot hold the value it should show at first.
    case initialValue(TagName, CodecError)
    /// Signals are bound to tags, but there is no plant.
    case noPlant(binding: TagName)
    /// The plant has no such signal.
    case unknownSignal(String, tag: TagName, known: [String])
    /// No simulated device has the tag that a signal is bound to.
    case unknownTag(TagName, signal: String)
    /// A tag is bound to two signals.
    case boundTwice(TagName, signals: [String])
    /// Tags cannot be read, set or forced as asked; every one at fault, in order of their names.
    case tags([TagFault])
    /// The plant has no disturbance of that name.
    case unknownDisturbance(String, known: [String])
    /// A step was asked for while plant time follows the clock.
    case clockRuns(FleetPace)
    /// A fault that cannot be played, and why.
    case faultRefused(String, reason: String)
    /// No fault that has not ended has that number.
    case unknownFault(Int, known: [Int])
    /// A device replays a record that cannot be used, and why.
    case replay(device: String, reason: String)
    /// A snapshot that this fleet cannot take over, and why.
    case snapshot(String)
}

extension FleetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let error): "the fleet's thread cannot be made: \(error)."
        case .stopped: "the fleet has been stopped."
        case .unknownDevice(let name, let known):
            "there is no simulated device '\(name)'; there are \(listed(known))."
        case .duplicateUnit(let unit, let devices):
            "\(listed(devices)) share one listener and unit id \(unit); give each its own."
        case .hostNotNumeric(let device, let host):
            "\(device): host '\(host)' is no numeric address; a simulated device takes one, or"
                + " localhost."
        case .endpointDisagrees(let endpoint, let devices):
            "\(listed(devices)) share endpoint '\(endpoint)' but give different hosts or ports."
        case .unknownUnitDisagrees(let devices):
            "\(listed(devices)) share one listener: they must give the same unknownUnit, and"
                + " not served."
        case .tooFewDescriptors(let needed, let available):
            "the devices need \(needed) open descriptors, but only \(available) are allowed;"
                + " raise the hard limit (ulimit -Hn \(needed), or LimitNOFILE of the service)."
        case .cannotListen(let devices, let address, let error):
            "\(listed(devices)) cannot listen at \(address): \(error)."
        case .tagOutsideTable(let tag, let address, let count):
            "'\(tag)' needs \(count) at address \(address); the last address is 65535."
        case .initialValue(let tag, let error): "'\(tag)': \(error)"
        case .noPlant(let tag): "'\(tag)' is bound to a signal, but there is no plant."
        case .unknownSignal(let signal, let tag, let known):
            "'\(tag)' is bound to '\(signal)'; the plant's signals are \(listed(known))."
        case .unknownTag(let tag, let signal):
            "signal '\(signal)' is bound to '\(tag)', which no simulated device has."
        case .boundTwice(let tag, let signals): "'\(tag)' is bound to \(listed(signals))."
        case .tags(let faults): faults.map { "\($0)" }.joined(separator: "\n")
        case .unknownDisturbance(let name, let known):
            known.isEmpty
                ? "there is no disturbance '\(name)'; the plant has none that can be held."
                : "there is no disturbance '\(name)'; there are \(listed(known))."
        case .clockRuns(let pace):
            "plant time follows the clock (\(pace)); set the pace to stepped before stepping."
        case .faultRefused(let name, let reason): "fault '\(name)': \(reason)."
        case .unknownFault(let number, let known):
            known.isEmpty
                ? "there is no fault \(number); none is at work."
                : "there is no fault \(number); at work are \(listed(known.map { "\($0)" }))."
        case .replay(let device, let reason): "\(device): \(reason)"
        case .snapshot(let reason): "the snapshot cannot be restored: \(reason)."
        }
    }

    private func listed(_ names: [String]) -> String { names.joined(separator: ", ") }
}
