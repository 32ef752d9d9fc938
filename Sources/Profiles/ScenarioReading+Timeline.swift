import Tags

extension ScenarioReading {
    /// Most entries of one timeline.
    static let maximumEntries = 1_000

    /// Reads `timeline:`.
    func readTimeline(_ top: inout Section) -> [ScenarioEntry] {
        let nodes = top.list("timeline") ?? []
        guard nodes.count <= Self.maximumEntries else {
            top.error(
                "'timeline' has \(nodes.count) entries; at most \(Self.maximumEntries).",
                at: "timeline")
            return []
        }
        return nodes.enumerated().compactMap { number, node in
            let subject = "entry \(number + 1) of the timeline"
            guard var section = Section(node, subject: subject, findings: findings) else {
                return nil
            }
            let trigger = readTrigger(&section)
            let actions = readActions(&section)
            section.finish()
            if actions.isEmpty && !section.hasAny(of: Self.actionKeys) {
                findings.error(
                    "\(subject) does nothing. Add one of \(Self.actionKeys.listed).",
                    at: section.place)
            }
            return trigger.map {
                ScenarioEntry(trigger: $0, actions: actions, place: section.place)
            }
        }
    }

    private func readTrigger(_ section: inout Section) -> ScenarioEntry.Trigger? {
        let kinds = ["at", "every", "when"].filter(section.has)
        guard kinds.count == 1 else {
            for key in ["at", "every", "when"] { _ = section.entry(key) }
            findings.error(
                kinds.isEmpty
                    ? "\(section.subject) says no time. Give it 'at', 'every' or 'when'."
                    : "\(section.subject) has \(kinds.listed); one says when it happens.",
                at: section.place)
            return nil
        }
        let at = section.duration("at", in: .zero...duration)
        let period = section.duration("every", in: .milliseconds(100)...duration)
        let when = section.section("when")
        if let period {
            let first = section.duration("from", in: .zero...duration) ?? period
            let last = section.duration("to", in: first...duration) ?? duration
            return .every(period, first: first, last: last)
        }
        if var when {
            let value = readValue(&when)
            let rule = readRule(&when)
            when.finish()
            let span = section.duration("for", in: .zero...duration) ?? .zero
            guard let value, let rule else { return nil }
            return .when(value, rule, for: span)
        }
        return at.map(ScenarioEntry.Trigger.at)
    }
}

extension ScenarioReading {
    static let actionKeys = [
        "set", "force", "release", "signal", "fault", "clear", "suspend", "resume", "mode",
    ]

    /// Reads all actions of an entry, in the order written.
    private func readActions(_ section: inout Section) -> [ScenarioAction] {
        var actions: [String: [ScenarioAction]] = [:]
        actions["set"] = values(&section, "set").map { .set($0.tag, to: $0.value) }
        actions["force"] = values(&section, "force").map { .force($0.tag, to: $0.value) }
        actions["release"] = words(&section, "release").compactMap { node in
            tag(node, namedBy: "'release' of \(section.subject)").map { .release($0.name) }
        }
        actions["signal"] = readSignals(&section)
        actions["fault"] = readFault(&section).map { [.fault($0)] } ?? []
        actions["clear"] = readClear(&section)
        actions["suspend"] = device(&section, "suspend").map { [.suspend($0)] } ?? []
        actions["resume"] = device(&section, "resume").map { [.resume($0)] } ?? []
        let mode: ScenarioMode? = section.choice("mode")
        if let mode {
            actions["mode"] = [.mode(mode)]
            if case .gateway = system {
            } else {
                section.error("'mode' is for 'system: gateway'.", at: "mode")
            }
        }
        return section.entries.flatMap { actions[$0.key] ?? [] }
    }

    /// Tags and the values to give them.
    private func values(
        _ section: inout Section, _ key: String
    ) -> [(tag: TagName, value: Double)] {
        (section.named(key) ?? []).compactMap { entry in
            let subject = "'\(key)' of \(section.subject)"
            let name = YAMLNode(.scalar(entry.key, isQuoted: false), at: entry.place)
            guard let profile = tag(name, namedBy: subject) else { return nil }
            guard let value = entry.value.flagOrNumber else {
                findings.error(
                    "'\(entry.key)' in \(subject) must be a number, true or false, not "
                        + "\(entry.value.kind).", at: entry.value.place)
                return nil
            }
            if let limits = profile.mapping?.valueLimits, !limits.contains(value) {
                findings.error(
                    "'\(entry.key)' in \(subject) is \(value.plain); its registers hold "
                        + "\(limits.plain).", at: entry.value.place)
                return nil
            }
            return (profile.name, value)
        }
    }

    private func readFault(_ section: inout Section) -> FaultRule? {
        guard let node = section.entry("fault")?.value, let faultFacts else { return nil }
        let rule = FaultRuleReader.read(node, facts: faultFacts, findings: findings)
        if let rule { faultNames.insert(rule.name) }
        return rule
    }

    /// Free signals of the plant: a number holds one, `free` lets it run again.
    private func readSignals(_ section: inout Section) -> [ScenarioAction] {
        (section.named("signal") ?? []).compactMap { entry in
            let name = "signal-\(entry.key)"
            if entry.value.text == "free" { return .clear(name) }
            guard let value = entry.value.number else {
                findings.error(
                    "'\(entry.key)' in 'signal' of \(section.subject) must be a number, or free to "
                        + "let it run, not \(entry.value.kind).", at: entry.value.place)
                return nil
            }
            return hold(entry, name: name, text: value.plain).map { .fault($0) }
        }
    }

    /// The rule that holds a free signal until it is cleared.
    private func hold(_ signal: YAMLNode.Entry, name: String, text: String) -> FaultRule? {
        guard let faultFacts else { return nil }
        let parts = [
            ("name", name), ("disturbance", signal.key), ("hold", text), ("until", "cleared"),
        ]
        let entries = parts.map { key, value in
            YAMLNode.Entry(
                key: key, place: signal.place,
                value: YAMLNode(.scalar(value, isQuoted: false), at: signal.value.place))
        }
        return FaultRuleReader.read(
            YAMLNode(.mapping(entries), at: signal.place), facts: faultFacts, findings: findings)
    }

    private func readClear(_ section: inout Section) -> [ScenarioAction] {
        words(&section, "clear").compactMap { node in
            guard let text = node.text else { return nil }
            if text == "all" { return .clear(nil) }
            return faultName(node, namedBy: "'clear' of \(section.subject)").map { .clear($0) }
        }
    }

    /// A word, or a list of words.
    private func words(_ section: inout Section, _ key: String) -> [YAMLNode] {
        guard let node = section.entry(key)?.value else { return [] }
        if case .sequence(let items) = node.content { return items }
        return [node]
    }
}

extension YAMLNode {
    /// The number; 1 for true, 0 for false.
    var flagOrNumber: Double? {
        switch text {
        case "true": 1
        case "false": 0
        default: number
        }
    }
}

extension Section {
    /// Whether one of these keys stands there.
    func hasAny(of keys: [String]) -> Bool { keys.contains(where: has) }
}

extension [String] {
    /// `'at', 'every'`.
    var listed: String { map { "'\($0)'" }.joined(separator: ", ") }
}
