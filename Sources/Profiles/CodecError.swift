package import Tags

/// Why a value cannot be put into registers.
package enum CodecError: Error, Hashable, Sendable {
    /// NaN or infinity.
    case notFinite(Double)
    /// Outside what the registers can hold; limits in the tag's unit.
    case outOfRange(TagValue, limits: ClosedRange<Double>, RegisterType)
    /// A number for text, text for a number, a flag for a number.
    case wrongKind(TagValue, RegisterType)
    /// A word the tag's enumeration does not have.
    case unknownWord(String, allowed: [String])
    /// More bytes of text than the registers hold.
    case tooLong(String, bytes: Int, limit: Int)
    /// The registers would read as "not available".
    case reserved(TagValue, pattern: UInt64)
}

extension CodecError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFinite(let number):
            "\(number) is no value to write"
        case .outOfRange(let value, let limits, let type):
            "\(value.plain) is outside \(limits.plain), all that its \(type) can hold"
        case .wrongKind(let value, let type):
            "'\(value)' does not fit \(type.withArticle)"
        case .unknownWord(let word, let allowed):
            allowed.isEmpty
                ? "'\(word)' is text, and the tag is a number without named values"
                : "'\(word)' is none of the tag's values: \(allowed.joined(separator: ", "))"
        case .tooLong(let text, let bytes, let limit):
            "'\(text)' takes \(bytes) bytes; the tag holds \(limit)"
        case .reserved(let value, let pattern):
            "\(value.plain) becomes 0x\(String(pattern, radix: 16, uppercase: true)), "
                + "which means 'not available'"
        }
    }
}

extension TagValue {
    /// The value without a needless `.0`.
    var plain: String {
        if case .number(let number) = self { number.plain } else { description }
    }
}

extension Double {
    /// The number as people write it: no `.0` behind whole numbers.
    var plain: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension ClosedRange<Double> {
    /// `lowest…highest`.
    var plain: String { "\(lowerBound.plain)…\(upperBound.plain)" }
}
