/// Reads single rules, such as the body of a request to the control API.
package enum FaultRuleReader {
    /// Reads one rule from YAML or JSON and checks it against what there is.
    ///
    /// - Parameters:
    ///   - text: One mapping, at most 64 KiB.
    ///   - named: What to call the text in messages: a file, or `request body`.
    ///   - facts: The devices, tags and plant parts that may be named.
    /// - Returns: The rule, nil if anything is wrong with it, and all that is.
    package static func read(
        _ text: String, named: String, facts: FaultFacts
    ) -> (rule: FaultRule?, diagnostics: [ProfileDiagnostic]) {
        let findings = Findings()
        guard text.utf8.count <= 65_536 else {
            findings.error(
                "the rule has \(text.utf8.count) bytes; a rule has at most 65536.",
                at: SourcePlace(file: named, line: 1, column: 1))
            return (nil, findings.sorted(files: [named]))
        }
        let rule = YAMLReader.read(Array(text.utf8), file: named, findings: findings).flatMap {
            read($0, facts: facts, findings: findings)
        }
        return (findings.hasErrors ? nil : rule, findings.sorted(files: [named]))
    }

    /// Reads one rule that stands in a file somebody else reads; nil, and told, if it is wrong.
    static func read(_ node: YAMLNode, facts: FaultFacts, findings: Findings) -> FaultRule? {
        guard let section = Section(node, subject: "the fault", findings: findings) else {
            return nil
        }
        var reading = FaultReading(section: section, facts: facts)
        return reading.read()
    }
}

extension FaultRuleReader {
    /// Most rules of one list.
    static let maximumRules = 1_000

    /// Reads a list of rules under `faults`.
    static func readList(
        _ section: inout Section, facts: FaultFacts
    ) -> [FaultRule] {
        guard let nodes = section.list("faults") else { return [] }
        if nodes.count > maximumRules {
            section.error(
                "'faults' of \(section.subject) has \(nodes.count) rules; there may be at most "
                    + "\(maximumRules).", at: "faults")
            return []
        }
        var rules: [FaultRule] = []
        var names: Set<String> = []
        for node in nodes {
            guard let rule = read(node, facts: facts, findings: section.findings) else { continue }
            if !names.insert(rule.name).inserted {
                section.findings.error(
                    "two faults are called '\(rule.name)'; give each its own name.", at: node.place)
            }
            rules.append(rule)
        }
        return rules
    }
}

extension ProfileReading {
    /// Reads `faults:`.
    func readFaults(_ top: inout Section) -> [FaultRule] {
        var facts = FaultFacts(
            devices: devices.map { device in
                var profile = device.profile
                profile.tags = device.tags.map(\.profile)
                return profile
            }, plant: plantFacts)
        facts.faultyTags = faultyTags
        facts.incompleteDevices = incompleteDevices
        return FaultRuleReader.readList(&top, facts: facts)
    }
}
