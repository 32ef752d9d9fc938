extension RegisterType {
    /// The numeric types by the names profiles use.
    static let numericByName: [(name: String, type: RegisterType)] = [
        ("int16", .int16), ("uint16", .uint16), ("int32", .int32), ("uint32", .uint32),
        ("int64", .int64), ("uint64", .uint64), ("float32", .float32), ("float64", .float64),
    ]

    /// Whether raw values are whole numbers.
    package var isInteger: Bool {
        switch self {
        case .int16, .uint16, .int32, .uint32, .int64, .uint64: true
        case .bool, .bit, .float32, .float64, .string: false
        }
    }

    /// Whether the value is a coil, a discrete input or one bit.
    package var isFlag: Bool {
        switch self {
        case .bool, .bit: true
        default: false
        }
    }

    /// Whether the value is text.
    package var isText: Bool {
        if case .string = self { true } else { false }
    }

    /// Bits of a raw number.
    var bitWidth: Int {
        switch self {
        case .bool, .bit: 1
        default: registerCount * 16
        }
    }

    /// The lowest and highest raw number; 64-bit limits are rounded to the nearest `Double`. Nil
    /// for text.
    package var rawLimits: ClosedRange<Double>? {
        switch self {
        case .bool, .bit: 0...1
        case .int16: -32_768...32_767
        case .uint16: 0...65_535
        case .int32: -2_147_483_648...2_147_483_647
        case .uint32: 0...4_294_967_295
        case .int64: -0x1p63...0x1p63
        case .uint64: 0...0x1p64
        case .float32:
            -Double(Float.greatestFiniteMagnitude)...Double(Float.greatestFiniteMagnitude)
        case .float64: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        case .string: nil
        }
    }
}

extension RegisterType: CustomStringConvertible {
    /// As in a profile: `uint16`, `bit 3`, `string 16`.
    package var description: String {
        switch self {
        case .bool: "bool"
        case .bit(let number): "bit \(number)"
        case .string(let bytes): "string \(bytes)"
        default: Self.numericByName.first { $0.type == self }?.name ?? ""
        }
    }
}

extension RegisterType {
    /// With its article: `an int16`, `a float32`.
    var withArticle: String {
        switch self {
        case .int16, .int32, .int64: "an \(self)"
        default: "a \(self)"
        }
    }
}
