/// Why bytes are no JSON (RFC 8259).
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it stopped, counted from 0.
    package let offset: Int
    /// What was expected or found there.
    package let reason: String

    package var description: String { "\(reason), at byte \(offset)" }
}

/// Reads JSON strictly: no member twice, no byte behind the value, no more than 64 levels.
package struct JSONReader {
    private static let deepest = 64

    private let bytes: [UInt8]
    private var offset = 0

    /// The value that the bytes are.
    package static func read(_ bytes: [UInt8]) throws(JSONError) -> JSON {
        var reader = JSONReader(bytes: bytes)
        reader.skipBlanks()
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.offset == bytes.count else {
            throw reader.error("there is more behind the value")
        }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func error(_ reason: String) -> JSONError {
        JSONError(offset: offset, reason: reason)
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            offset += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth < Self.deepest else { throw error("more than \(Self.deepest) levels") }
        switch next {
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try list(depth: depth)
        case 0x22: return .text(try text())
        case 0x74: return try word("true", .flag(true))
        case 0x66: return try word("false", .flag(false))
        case 0x6E: return try word("null", .null)
        case .some(0x2D), .some(0x30...0x39): return try number()
        case nil: throw error("the text ends where a value should be")
        default: throw error("no value begins like this")
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        for byte in word.utf8 {
            guard take(byte) else { throw error("'\(word)' was expected") }
        }
        return value
    }

    private mutating func list(depth: Int) throws(JSONError) -> JSON {
        offset += 1
        var items: [JSON] = []
        skipBlanks()
        if take(0x5D) { return .list(items) }
        while true {
            skipBlanks()
            items.append(try value(depth: depth + 1))
            skipBlanks()
            if take(0x5D) { return .list(items) }
            guard take(0x2C) else { throw error("',' or ']' was expected") }
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        offset += 1
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipBlanks()
        if take(0x7D) { return .object(members) }
        while true {
            skipBlanks()
            guard next == 0x22 else { throw error("a name in quotes was expected") }
            let name = try text()
            guard names.insert(name).inserted else { throw error("'\(name)' stands there twice") }
            skipBlanks()
            guard take(0x3A) else { throw error("':' was expected") }
            skipBlanks()
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
            skipBlanks()
            if take(0x7D) { return .object(members) }
            guard take(0x2C) else { throw error("',' or '}' was expected") }
        }
    }
}

extension JSONReader {
    private mutating func digits() -> Int {
        let start = offset
        while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
        return offset - start
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = offset
        _ = take(0x2D)
        let hasLeadingZero = next == 0x30
        let whole = digits()
        guard whole > 0, !hasLeadingZero || whole == 1 else { throw error("this is no number") }
        var isWhole = true
        if take(0x2E) {
            isWhole = false
            guard digits() > 0 else { throw error("digits were expected behind the point") }
        }
        if next == 0x65 || next == 0x45 {
            isWhole = false
            offset += 1
            if !take(0x2B) { _ = take(0x2D) }
            guard digits() > 0 else { throw error("digits were expected in the exponent") }
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        if isWhole, let value = UInt64(text) { return .unsigned(value) }
        guard let value = Double(text), value.isFinite else {
            throw error("\(text.prefix(40)) is beyond what a number can be")
        }
        return .number(value)
    }

    private mutating func text() throws(JSONError) -> String {
        offset += 1
        var result: [UInt8] = []
        while let byte = next {
            offset += 1
            switch byte {
            case 0x22:
                guard let text = String(validating: result, as: UTF8.self) else {
                    throw error("the text is no UTF-8")
                }
                return text
            case 0x5C: try escape(into: &result)
            case 0..<0x20: throw error("a control character stands in a text")
            default: result.append(byte)
            }
        }
        throw error("the text has no end")
    }

    private mutating func escape(into result: inout [UInt8]) throws(JSONError) {
        let simple: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
        ]
        guard let byte = next else { throw error("the text has no end") }
        offset += 1
        if let plain = simple[byte] {
            result.append(plain)
            return
        }
        guard byte == 0x75 else { throw error("this is no escape") }
        var code = try unit()
        if (0xD800..<0xDC00).contains(code) {
            guard take(0x5C), take(0x75) else { throw error("half of a pair") }
            let low = try unit()
            guard (0xDC00..<0xE000).contains(low) else { throw error("half of a pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("half of a pair") }
        result += Array(String(Character(scalar)).utf8)
    }

    private mutating func unit() throws(JSONError) -> UInt32 {
        guard offset + 4 <= bytes.count,
            let code = UInt32(
                String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16),
            bytes[offset] != 0x2B, bytes[offset] != 0x2D
        else { throw error("four hexadecimal digits were expected") }
        offset += 4
        return code
    }
}
