import Tags

extension ScenarioReading {
    /// Reads an expectation of how often something happens.
    func readCount(_ key: String, _ section: inout Section) -> ScenarioExpectation.Kind? {
        let subject = readCountSubject(key, &section)
        let window = readWindow(&section)
        let bounds: ClosedRange<Int>?
        if key == "violations" || key == "missingScans" {
            bounds = section.integer(key, in: 0...Int(Int32.max)).map { $0...$0 }
        } else {
            bounds = readBounds(&section)
        }
        guard let subject, let window, let bounds else { return nil }
        return .count(subject, bounds, over: window)
    }

    private func readCountSubject(_ key: String, _ section: inout Section) -> CountSubject? {
        switch key {
        case "requests": return readRequests(&section).map(CountSubject.requests)
        case "connections": return device(&section, key).map { .connections(device: $0) }
        case "strikes":
            guard let node = section.entry(key)?.value else { return nil }
            return faultName(node, namedBy: "'strikes' of \(section.subject)").map {
                .strikes(fault: $0)
            }
        case "samples":
            needGateway(section, key)
            let status: StatusWord? = section.choice(key)
            let set = readSet(&section, "of")
            guard let status, let set else { return nil }
            return .samples(of: set.tags, status: status.rawValue)
        case "wrongSamples":
            needGateway(section, key)
            let tolerance = section.number("tolerance", "a number, 0 or more") { $0 >= 0 }
            return readSet(&section, key).map {
                .wrongSamples(of: $0.tags, tolerance: tolerance ?? 0)
            }
        case "missingScans":
            needGateway(section, key)
            return .missingScans
        case "decisions":
            needGateway(section, key)
            let word: DecisionWord? = section.choice(key)
            let reason = section.text("reason", upTo: 200)
            return word.map { .decisions($0, reason: reason) }
        case "writes":
            needGateway(section, key)
            let word: OutcomeWord? = section.choice(key)
            return word.map { .writes(outcome: $0 == .any ? nil : $0.rawValue) }
        case "lines":
            if case .process = system {
            } else {
                section.error("'lines' is for a system with a 'command'.", at: key)
            }
            return section.text(key).map { .lines(containing: $0) }
        default:
            return .violations
        }
    }

    private func readRequests(_ section: inout Section) -> RequestFilter? {
        guard var inner = section.section("requests") else { return nil }
        var filter = RequestFilter()
        filter.device = device(&inner, "device")
        if let nodes = inner.list("functions") {
            filter.functions = []
            for node in nodes {
                guard let whole = node.whole?.signed, let code = UInt8(exactly: whole) else {
                    findings.error(
                        "a function code of \(inner.subject) is \(node.kind), not a whole number "
                            + "in 0…255.", at: node.place)
                    continue
                }
                filter.functions?.insert(code)
            }
        }
        if let nodes = inner.list("addresses") {
            let ends = nodes.compactMap { $0.whole?.signed.flatMap { Int(exactly: $0) } }
            if ends.count == 2, nodes.count == 2, ends[0] <= ends[1], ends[0] >= 0,
                ends[1] <= 65_535
            {
                filter.addresses = ends[0]...ends[1]
            } else {
                inner.error(
                    "'addresses' of \(inner.subject) must be two addresses in 0…65535, the lower "
                        + "first.", at: "addresses")
            }
        }
        if let nodes = inner.list("outcomes") {
            let allowed = ["normal", "exception", "silence", "fault"]
            filter.outcomes = Set(nodes.compactMap(\.text))
            for node in nodes where !allowed.contains(node.text ?? "") {
                inner.refuse("outcomes", node, allowed: allowed)
            }
        }
        inner.finish()
        return filter
    }

    /// `count: 3`, `count: [60, 62]`, `atLeast` or `atMost`.
    private func readBounds(_ section: inout Section) -> ClosedRange<Int>? {
        let limits = 0...Int(Int32.max)
        let least = section.integer("atLeast", in: limits)
        let most = section.integer("atMost", in: least.map { $0...limits.upperBound } ?? limits)
        if section.has("count") {
            guard let node = section.entry("count")?.value else { return nil }
            if case .sequence(let items) = node.content {
                let ends = items.compactMap { $0.whole?.signed.flatMap { Int(exactly: $0) } }
                if ends.count == 2, items.count == 2, ends[0] >= 0, ends[0] <= ends[1] {
                    return ends[0]...ends[1]
                }
                section.refuse("count", node, must: "a whole number, or two, the lower first")
                return nil
            }
            return section.integer("count", in: limits).map { $0...$0 }
        }
        _ = section.entry("count")
        guard section.hasAny(of: ["atLeast", "atMost"]) else {
            findings.error(
                "\(section.subject) says no number. Give it 'count', 'atLeast' or 'atMost'.",
                at: section.place)
            return nil
        }
        return (least ?? 0)...(most ?? limits.upperBound)
    }

    /// Tags, devices or `all`; nil tags stand for all.
    private func readSet(
        _ section: inout Section, _ key: String
    ) -> (tags: Set<TagName>?, Void)? {
        guard let node = section.entry(key)?.value else {
            return section.has(key) ? nil : (nil, ())
        }
        if node.text == "all" { return (nil, ()) }
        var nodes = [node]
        if case .sequence(let items) = node.content { nodes = items }
        var tags: Set<TagName> = []
        for node in nodes {
            if let text = node.text,
                let device = profile?.devices.first(where: { $0.name == text })
            {
                tags.formUnion(device.tags.map(\.name))
            } else if let tag = sampled(node, namedBy: "'\(key)' of \(section.subject)") {
                tags.insert(tag)
            }
        }
        return (tags, ())
    }
}

private enum StatusWord: String, CaseIterable {
    case good, uncertain, bad
}

private enum OutcomeWord: String, CaseIterable {
    case applied, clamped, refused, unknown, any
}
