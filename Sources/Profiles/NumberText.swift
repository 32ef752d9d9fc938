/// Numbers as profiles write them.
enum NumberText {
    /// A whole number, decimal or hexadecimal (`0x8000`), with sign; nil if it is none or has more
    /// than 64 bits.
    static func whole(_ text: String) -> WholeNumber? {
        let isNegative = text.hasPrefix("-")
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let isHexadecimal = digits.hasPrefix("0x") || digits.hasPrefix("0X")
        let body = isHexadecimal ? digits.dropFirst(2) : digits
        guard let first = body.first, first.isASCII, first.isHexDigit,
            let magnitude = UInt64(body, radix: isHexadecimal ? 16 : 10)
        else { return nil }
        return WholeNumber(magnitude: magnitude, isNegative: isNegative && magnitude > 0)
    }

    /// A finite decimal number; hexadecimal whole numbers count too.
    static func real(_ text: String) -> Double? {
        if let whole = whole(text) { return whole.double }
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }
}

/// A whole number of up to 64 bits and a sign.
struct WholeNumber: Hashable {
    let magnitude: UInt64
    let isNegative: Bool

    var double: Double { isNegative ? -Double(magnitude) : Double(magnitude) }

    /// The number; nil beyond `Int64`.
    var signed: Int64? {
        if isNegative && magnitude == 1 << 63 { return .min }
        guard let value = Int64(exactly: magnitude) else { return nil }
        return isNegative ? -value : value
    }

    /// The number as bits of a raw value that wide, two's complement; nil if it does not fit.
    func pattern(bits: Int) -> UInt64? {
        let limit: UInt64 = bits == 64 ? .max : 1 << UInt64(bits) - 1
        guard isNegative else { return magnitude <= limit ? magnitude : nil }
        guard magnitude <= 1 << UInt64(bits - 1) else { return nil }
        return (0 &- magnitude) & limit
    }
}
