/// The value of one tag in engineering units.
package enum TagValue: Hashable, Sendable {
    /// A scaled or floating-point number.
    case number(Double)
    /// A whole number up to 64 bits wide, exact.
    case integer(Int64)
    /// A whole number beyond `Int64.max`, exact.
    case unsigned(UInt64)
    /// A coil, a discrete input, or one bit of a register.
    case flag(Bool)
    /// Characters held in registers.
    case text(String)

    /// The value as a number: 1 and 0 for a flag, nil for text.
    ///
    /// Whole numbers beyond 2⁵³ lose their last digits here.
    package var number: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .flag(let value): value ? 1 : 0
        case .text: nil
        }
    }
}

extension TagValue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .unsigned(let value): "\(value)"
        case .flag(let value): value ? "true" : "false"
        case .text(let value): value
        }
    }
}
