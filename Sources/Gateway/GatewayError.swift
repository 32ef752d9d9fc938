package import ModbusWire
package import Reactor
package import Tags

/// Why a gateway cannot be made or started. The case tells whose move it is.
package enum GatewayError: Error, Hashable, Sendable {
    /// The profile's: a scan group names a tag no device has.
    case unknownTag(TagName, group: String)
    /// The profile's: two devices, tags or groups of one name, or two devices at one unit id.
    case duplicate(String)
    /// The profile's: the tag's value does not lie inside addresses 0…65535 of its table (W16).
    case address(TagName, start: Int, count: Int)
    /// The profile's: libmodbus takes unit ids 0…247 and 255 only.
    case unit(device: String, UnitId)
    /// The profile's: one read of the tag needs more registers than the device allows.
    case tooLong(TagName, registers: Int, allowed: Int)
    /// The machine's: no thread, no descriptor.
    case system(SystemError)
    /// The disk's: the record of earlier writes cannot be read, so none may follow (W4).
    case journal(WriteJournalError)
}

extension GatewayError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownTag(let tag, let group):
            "scan group '\(group)' reads '\(tag)', which no device has."
        case .duplicate(let name):
            "'\(name)' is declared twice."
        case .address(let tag, let start, let count):
            "'\(tag)' takes addresses \(start)…\(start + count - 1); a table ends at 65535."
        case .unit(let device, let unit):
            "\(device): unit id \(unit.rawValue) is not served; 0…247 and 255 are."
        case .tooLong(let tag, let registers, let allowed):
            "'\(tag)' needs \(registers) registers in one read; its device allows \(allowed)."
        case .system(let error):
            "\(error)"
        case .journal(let error):
            "\(error)"
        }
    }
}
