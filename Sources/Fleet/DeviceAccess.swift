import ModbusWire
import Profiles

/// What a device refuses beyond what every device does: functions, addresses, halves of values.
struct DeviceAccess {
    private let functions: (low: UInt64, high: UInt64)
    private let rules: [DeviceServerSettings.AccessRule]
    private let halfValues: ExceptionCode?
    /// Whether it refuses nothing.
    let isOpen: Bool

    init(_ server: DeviceServerSettings) {
        var (low, high): (UInt64, UInt64) = (0, 0)
        for function in server.functions {
            let code = UInt64(function.rawValue)
            if code < 64 { low |= 1 << code } else if code < 128 { high |= 1 << (code - 64) }
        }
        functions = (low, high)
        rules = server.access
        halfValues = server.halfValues
        isOpen =
            server.functions == DeviceServerSettings.servedFunctions && rules.isEmpty
            && halfValues == nil
    }

    /// Whether the device carries a function out, if it can be served at all.
    func serves(_ function: UInt8) -> Bool {
        switch function {
        case 0..<64: functions.low >> UInt64(function) & 1 == 1
        case 64..<128: functions.high >> UInt64(function - 64) & 1 == 1
        default: false
        }
    }

    /// Checks addresses in the order of refusals: rules, then what is declared, then halves.
    ///
    /// - Returns: The exception of the first refusal; nil if there is none.
    func refusal(
        of table: BankTable, _ name: PrimaryTable, start: Int, count: Int, isWrite: Bool
    ) -> ExceptionCode? {
        let end = start + count
        for rule in rules where rule.table == name {
            let isAllowed =
                switch rule.allowed {
                case .read: !isWrite
                case .write: isWrite
                case .none: false
                }
            if !isAllowed, start < rule.range.end, rule.range.start < end { return rule.exception }
        }
        let place = table.place(of: start, count)
        guard place >= 0 else { return .illegalDataAddress }
        if let halfValues, table.cutsValue(at: place) || table.cutsValue(at: place + count) {
            return halfValues
        }
        return nil
    }
}
