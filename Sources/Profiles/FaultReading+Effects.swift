import ModbusWire

extension FaultReading {
    /// Reads the one effect of the rule; nil, and told, if there is none or it is wrong.
    mutating func readEffect() -> FaultEffect? {
        let readers = readers
        let found = section.entries.compactMap { entry in
            readers.first { $0.key == entry.key }
        }
        // So that a misspelt key is told with those there are.
        for reader in readers where !section.has(reader.key) { _ = section.entry(reader.key) }
        guard let first = found.first else {
            let isMisspelt = section.hasUnknownKeys
            if !isMisspelt {
                findings.error(
                    "\(section.subject) does nothing. Add one of "
                        + "\(readers.map(\.key).joined(separator: ", ")).", at: section.place)
            }
            return nil
        }
        if found.count > 1 {
            for other in found { _ = section.entry(other.key) }
            section.error(
                "\(section.subject) has both '\(first.key)' and '\(found[1].key)'; a rule has one "
                    + "effect. Write two rules.", at: found[1].key)
            return nil
        }
        guard section.entry(first.key) != nil else { return nil }
        let before = findings.count
        let effect = first.read(&self, first.key)
        return findings.count == before ? effect : nil
    }

    struct Reader: Sendable {
        let key: String
        let read: @Sendable (inout FaultReading, String) -> FaultEffect?
    }

    /// The effects that fit what the rule hits.
    private var readers: [Reader] {
        if section.has("instrument") { return Self.instrumentReaders }
        if section.has("actuator") { return Self.actuatorReaders }
        if section.has("disturbance") { return Self.disturbanceReaders }
        return Self.answerReaders + Self.connectionReaders + Self.byteReaders + Self.blockReaders
            + Self.numberReaders + Self.writeReaders
    }
}

extension FaultReading {
    /// The parameters of an effect; a value alone stands for the one called `shorthand`.
    mutating func parameters(_ key: String, shorthand: String) -> Section? {
        guard let entry = section.entry(key) else { return nil }
        let subject = "'\(key)' of \(section.subject)"
        if case .mapping = entry.value.content {
            return Section(
                entry.value, subject: subject, place: entry.place, findings: findings)
        }
        let only = YAMLNode.Entry(key: shorthand, place: entry.place, value: entry.value)
        return Section(entries: [only], subject: subject, place: entry.place, findings: findings)
    }

    /// Reads `true`, the value of effects that need no other.
    mutating func isTrue(_ key: String) -> Bool {
        guard let node = section.entry(key)?.value else { return false }
        if node.text == "true" { return true }
        section.refuse(key, node, must: "true")
        return false
    }

    /// Reads an exception code, or `silence`.
    func refusal(_ section: inout Section, _ key: String = "else") -> FaultRefusal? {
        guard let node = section.entry(key)?.value else { return nil }
        if node.text == "silence" { return .silence }
        guard let code = node.whole?.signed, (1...255).contains(code) else {
            section.refuse(key, node, must: "an exception code in 1…255, or silence")
            return nil
        }
        return .exception(UInt8(code))
    }

    /// Reads `{add: 1}` or `{fixed: 7}`.
    mutating func change(_ key: String, in bounds: ClosedRange<Int>) -> FieldChange? {
        guard var section = parameters(key, shorthand: "fixed") else { return nil }
        let add = section.integer("add", in: -65_535...65_535)
        let fixed = section.integer("fixed", in: bounds)
        if section.has("add") == section.has("fixed") {
            findings.error("\(section.subject) needs one of add: and fixed:.", at: section.place)
        }
        section.finish()
        return add.map(FieldChange.add) ?? fixed.map(FieldChange.fixed)
    }

    /// Reads bytes: `"83 02"`, `"0x83 0x02"` or `"8302"`.
    func hex(_ section: inout Section, _ key: String, upTo limit: Int = 260) -> [UInt8]? {
        guard let node = section.entry(key)?.value else { return nil }
        guard let words = Self.byteWords(node.text), words.count <= limit else {
            section.refuse(key, node, must: "1 to \(limit) bytes such as \"83 02\"")
            return nil
        }
        let bytes = words.compactMap { UInt8($0, radix: 16) }
        guard bytes.count == words.count, !bytes.isEmpty else {
            section.refuse(key, node, must: "1 to \(limit) bytes such as \"83 02\"")
            return nil
        }
        return bytes
    }

    /// The two-digit words of a text of bytes; nil if it cannot be cut into such.
    static func byteWords(_ text: String?) -> [String]? {
        guard let text else { return nil }
        var words: [String] = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "|" }) {
            let digits = word.hasPrefix("0x") || word.hasPrefix("0X") ? word.dropFirst(2) : word
            guard !digits.isEmpty, digits.count.isMultiple(of: 2) || digits.count == 1 else {
                return nil
            }
            var rest = digits
            while !rest.isEmpty {
                words.append(String(rest.prefix(2)))
                rest = rest.dropFirst(2)
            }
        }
        return words
    }
}

extension Section {
    /// Whether a key stands there that nothing has asked for, apart from those every rule has.
    fileprivate var hasUnknownKeys: Bool {
        entries.contains { entry in
            !["when", "cycle", "from", "count", "for", "until"].contains(entry.key)
                && !isAsked(entry.key)
        }
    }
}
