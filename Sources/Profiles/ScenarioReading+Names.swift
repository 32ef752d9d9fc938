package import Tags

/// Names that a scenario uses; each is told if the profile has none of them.
extension ScenarioReading {
    /// A tag of the profile; its mapping is nil where the profile is unknown.
    func tag(
        _ node: YAMLNode, namedBy subject: String
    ) -> (name: TagName, mapping: RegisterMapping?)? {
        guard let text = node.text, let name = TagName(text) else {
            findings.error("\(subject) must name a tag, not \(node.kind).", at: node.place)
            return nil
        }
        guard let profile else { return (name, nil) }
        guard let tag = profile.tag(name) else {
            let suggestion = findings.suggestion(for: text, among: profile.tags.map(\.name.text))
            findings.error(
                "\(subject) names '\(text)', which is no tag of the profile.\(suggestion)",
                at: node.place)
            return nil
        }
        guard profile.device(of: name)?.isSimulated ?? false else {
            findings.error(
                "\(subject) names '\(text)', whose device is not simulated.", at: node.place)
            return nil
        }
        return (name, tag.mapping)
    }

    /// A simulated device of the profile.
    func device(_ section: inout Section, _ key: String) -> String? {
        guard let node = section.entry(key)?.value, let text = node.text else {
            return nil
        }
        guard let profile else { return text }
        let names = profile.devices.filter(\.isSimulated).map(\.name)
        guard names.contains(text) else {
            section.refuse(key, node, allowed: names)
            return nil
        }
        return text
    }

    /// A fault of the profile or of the timeline; those of the timeline stand before what names
    /// them.
    func faultName(_ node: YAMLNode, namedBy subject: String) -> String? {
        guard let text = node.text else {
            findings.error("\(subject) must name a fault, not \(node.kind).", at: node.place)
            return nil
        }
        guard profile != nil, !faultNames.contains(text) else { return text }
        let suggestion = findings.suggestion(for: text, among: faultNames)
        let known = faultNames.sorted().joined(separator: ", ")
        findings.error(
            "\(subject) names the fault '\(text)', which begins nowhere before.\(suggestion) "
                + (known.isEmpty ? "There is none." : "There is \(known)."), at: node.place)
        return nil
    }

    /// One of `tag`, `sample` and `truth`.
    func readValue(_ section: inout Section) -> ScenarioValue? {
        let nodes = ["tag", "sample", "truth"].map { section.entry($0)?.value }
        let owner = section.subject
        let subject = { (key: String) in "'\(key)' of \(owner)" }
        switch nodes.compactMap({ $0 }).count {
        case 0:
            if !section.hasAny(of: ["tag", "sample", "truth"]) {
                findings.error(
                    "\(section.subject) names no value. Give it 'tag', 'sample' or 'truth'.",
                    at: section.place)
            }
            return nil
        case 1: break
        default:
            findings.error(
                "\(section.subject) names more than one of 'tag', 'sample' and 'truth'.",
                at: section.place)
            return nil
        }
        if let node = nodes[0] {
            return tag(node, namedBy: subject("tag")).map { .tag($0.name) }
        }
        if let node = nodes[1] {
            return sampled(node, namedBy: subject("sample")).map(ScenarioValue.sample)
        }
        guard let node = nodes[2], let text = node.text else { return nil }
        if let facts, !facts.truths.contains(text) {
            section.refuse("truth", node, allowed: facts.truths)
            return nil
        }
        return .truth(text)
    }

    /// A tag that the gateway reads.
    func sampled(_ node: YAMLNode, namedBy subject: String) -> TagName? {
        guard let name = tag(node, namedBy: subject)?.name else { return nil }
        guard case .gateway = system else {
            findings.error("\(subject) is for 'system: gateway'.", at: node.place)
            return nil
        }
        if let profile, !profile.scanGroups.contains(where: { $0.tags.contains(name) }) {
            findings.error(
                "\(subject) names '\(name)', which no scan group reads.", at: node.place)
            return nil
        }
        return name
    }

    /// The one condition of a section; `target` alone belongs to a statistic.
    func readRule(_ section: inout Section, isTargetRule: Bool = true) -> NumberRule? {
        var rules: [NumberRule] = []
        let count = findings.count
        if let range = section.range("between") { rules.append(.between(range)) }
        if let range = section.range("outside") { rules.append(.outside(range)) }
        if let bound = section.number("above") { rules.append(.above(bound)) }
        if let bound = section.number("below") { rules.append(.below(bound)) }
        if let bound = section.number("atLeast") { rules.append(.atLeast(bound)) }
        if let bound = section.number("atMost") { rules.append(.atMost(bound)) }
        if let bound = section.number("equals") { rules.append(.equals(bound)) }
        if isTargetRule, section.hasAny(of: ["target", "tolerance"]) {
            let target = section.number("target") ?? profile?.quality?.target
            let tolerance = section.number("tolerance", "a number, 0 or more") { $0 >= 0 }
            if !section.has("tolerance") {
                findings.error(
                    "\(section.subject) has a target and no 'tolerance'.", at: section.place)
            }
            if let target, let tolerance { rules.append(.near(target, tolerance: tolerance)) }
        } else if isTargetRule {
            _ = (section.entry("target"), section.entry("tolerance"))
        }
        if rules.count != 1, findings.count == count {
            findings.error(
                rules.isEmpty
                    ? "\(section.subject) says nothing of the value. Give it one of between, "
                        + "outside, above, below, atLeast, atMost, equals, or target with tolerance."
                    : "\(section.subject) says more than one thing of the value; write another for "
                        + "the rest.", at: section.place)
        }
        return rules.count == 1 ? rules.first : nil
    }
}

extension Profile {
    /// The device that has a tag.
    package func device(of tag: TagName) -> DeviceProfile? {
        devices.first { device in device.tags.contains { $0.name == tag } }
    }
}
