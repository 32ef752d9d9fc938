import Tags

/// Each reads one key: nil if it is absent or told to be wrong.
extension Section {
    mutating func text(_ key: String, upTo limit: Int = 1000) -> String? {
        guard let node = entry(key)?.value else { return nil }
        guard case .scalar(let text, _) = node.content, text.utf8.count <= limit else {
            refuse(key, node, must: "text of at most \(limit) bytes")
            return nil
        }
        return text
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let node = entry(key)?.value else { return nil }
        switch node.content {
        case .scalar("true", isQuoted: false): return true
        case .scalar("false", isQuoted: false): return false
        default:
            refuse(key, node, must: "true or false")
            return nil
        }
    }

    mutating func integer(_ key: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let node = entry(key)?.value else { return nil }
        guard let whole = node.whole?.signed, let value = Int(exactly: whole),
            bounds.contains(value)
        else {
            refuse(key, node, must: "a whole number in \(bounds.lowerBound)…\(bounds.upperBound)")
            return nil
        }
        return value
    }

    mutating func unsigned(_ key: String) -> UInt64? {
        guard let node = entry(key)?.value else { return nil }
        guard let whole = node.whole, !whole.isNegative else {
            refuse(key, node, must: "a whole number in 0…\(UInt64.max)")
            return nil
        }
        return whole.magnitude
    }

    /// Reads a number; `rule` says in words what `isAllowed` tests.
    mutating func number(
        _ key: String, _ rule: String = "a number",
        where isAllowed: (Double) -> Bool = { _ in true }
    ) -> Double? {
        guard let node = entry(key)?.value else { return nil }
        guard let value = node.number, isAllowed(value) else {
            refuse(key, node, must: rule)
            return nil
        }
        return value
    }

    mutating func duration(
        _ key: String, in bounds: ClosedRange<Duration> = .zero...DurationText.longest
    ) -> Duration? {
        guard let node = entry(key)?.value else { return nil }
        guard let value = node.duration, bounds.contains(value) else {
            refuse(key, node, must: Self.durationRule(bounds))
            return nil
        }
        return value
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, of type: Choice.Type = Choice.self
    ) -> Choice? {
        guard let node = entry(key)?.value else { return nil }
        if case .scalar(let text, _) = node.content, let choice = Choice(rawValue: text) {
            return choice
        }
        refuse(key, node, allowed: Choice.allCases.map(\.rawValue))
        return nil
    }

    /// Reads a list of two numbers, the lower first.
    mutating func range(_ key: String) -> ClosedRange<Double>? {
        guard let node = entry(key)?.value else { return nil }
        guard case .sequence(let items) = node.content, items.count == 2,
            let lowest = items[0].number, let highest = items[1].number
        else {
            refuse(key, node, must: "a list of two numbers, [lowest, highest]")
            return nil
        }
        guard lowest < highest else {
            findings.error(
                "'\(key)' of \(subject) is [\(lowest.plain), \(highest.plain)]; "
                    + "the lower number comes first, and the two differ.", at: node.place)
            return nil
        }
        return lowest...highest
    }

    mutating func list(_ key: String) -> [YAMLNode]? {
        guard let node = entry(key)?.value else { return nil }
        guard case .sequence(let items) = node.content else {
            refuse(key, node, must: "a list")
            return nil
        }
        return items
    }

    /// Reads a mapping whose keys are names.
    mutating func named(_ key: String) -> [YAMLNode.Entry]? {
        guard let node = entry(key)?.value else { return nil }
        guard case .mapping(let entries) = node.content else {
            refuse(key, node, must: "a mapping")
            return nil
        }
        return entries
    }

    /// Opens a section within.
    mutating func section(_ key: String) -> Section? {
        guard let entry = entry(key) else { return nil }
        return Section(
            entry.value, subject: "'\(key)' of \(subject)", place: entry.place, findings: findings)
    }

    /// Tells that a word is none of those allowed.
    func refuse(_ key: String, _ node: YAMLNode, allowed: [String]) {
        var suggestion = ""
        if case .scalar(let text, _) = node.content {
            suggestion = findings.suggestion(for: text, among: allowed)
        }
        findings.error(
            "'\(key)' of \(subject) is \(node.kind).\(suggestion) "
                + (allowed.isEmpty
                    ? "There is none to choose from."
                    : "Allowed: \(allowed.joined(separator: ", "))."),
            at: node.place)
    }

    static func durationRule(_ bounds: ClosedRange<Duration>) -> String {
        let lowest = DurationText.text(bounds.lowerBound)
        let highest = DurationText.text(bounds.upperBound)
        return "a duration in \(lowest)…\(highest) with its unit (ms, s, min, h), such as 6 s"
    }
}

/// Each sets a variable if the key is there and right.
extension Section {
    mutating func integer(_ key: String, in bounds: ClosedRange<Int>, into value: inout Int) {
        value = integer(key, in: bounds) ?? value
    }

    /// `words` say the bounds: `in 0…10`.
    mutating func number(
        _ key: String, _ bounds: ClosedRange<Double>, _ words: String, into value: inout Double
    ) {
        value = number(key, "a number \(words)", where: bounds.contains) ?? value
    }

    mutating func duration(
        _ key: String, in bounds: ClosedRange<Duration>, into value: inout Duration
    ) {
        value = duration(key, in: bounds) ?? value
    }
}

extension YAMLNode {
    /// The scalar's text; nil for lists and mappings.
    var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    private var plainText: String? {
        guard case .scalar(let text, isQuoted: false) = content else { return nil }
        return text
    }

    var whole: WholeNumber? { plainText.flatMap(NumberText.whole) }

    var number: Double? { plainText.flatMap(NumberText.real) }

    var duration: Duration? { text.flatMap(DurationText.parse) }
}
