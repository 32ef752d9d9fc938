/// A JSON value. Members of an object keep their order.
package enum JSON: Hashable, Sendable {
    case null
    case flag(Bool)
    case integer(Int64)
    /// A whole number beyond `Int64.max`.
    case unsigned(UInt64)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([Member])

    /// A name and its value.
    package struct Member: Hashable, Sendable {
        /// The name, unescaped.
        package let name: String
        /// The value.
        package let value: JSON

        /// A member from its parts.
        package init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The member of that name; nil if there is none, or this is no object.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text; nil for anything else.
    package var string: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The number; nil for anything else.
    package var double: Double? {
        switch self {
        case .integer(let whole): Double(whole)
        case .unsigned(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }

    /// The whole number; nil for anything else, and for one that does not fit.
    package var int: Int? {
        switch self {
        case .integer(let whole): Int(exactly: whole)
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The items; nil for anything else.
    package var items: [JSON]? {
        if case .list(let items) = self { items } else { nil }
    }

    /// The members; nil for anything else.
    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// What it is, for messages: `text`, `a number`.
    package var kind: String {
        switch self {
        case .null: "null"
        case .flag: "true or false"
        case .integer, .unsigned, .number: "a number"
        case .text: "text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
    package init(arrayLiteral elements: JSON...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }

    /// A whole number.
    package init(_ whole: Int) { self = .integer(Int64(whole)) }

    /// A text, or null.
    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    /// A number; null if it is not finite or not there.
    package init(_ number: Double?) {
        self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
    }
}

extension JSON {
    /// The value as bytes of UTF-8, without blanks.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        case .integer(let whole): bytes += "\(whole)".utf8
        case .unsigned(let whole): bytes += "\(whole)".utf8
        case .number(let number): Self.write(number, to: &bytes)
        case .text(let text): Self.write(text, to: &bytes)
        case .list(let items):
            bytes.append(0x5B)
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                item.write(to: &bytes)
            }
            bytes.append(0x5D)
        case .object(let members):
            bytes.append(0x7B)
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                Self.write(member.name, to: &bytes)
                bytes.append(0x3A)
                member.value.write(to: &bytes)
            }
            bytes.append(0x7D)
        }
    }

    /// Shortest digits that give the number back; whole numbers without a point.
    private static func write(_ number: Double, to bytes: inout [UInt8]) {
        guard number.isFinite else {
            bytes += "null".utf8
            return
        }
        let text = "\(number)"
        bytes += (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22: bytes += [0x5C, 0x22]
            case 0x5C: bytes += [0x5C, 0x5C]
            case 0x0A: bytes += [0x5C, 0x6E]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += "\\u00".utf8
                bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}
