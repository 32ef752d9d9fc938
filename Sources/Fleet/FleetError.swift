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
        }
    }

    private func listed(_ names: [String]) -> String { names.joined(separator: ", ") }
}
