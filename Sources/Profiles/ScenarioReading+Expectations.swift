import Tags

extension ScenarioReading {
    /// Most expectations of one scenario.
    static let maximumExpectations = 1_000

    static let subjectKeys = [
        "tag", "sample", "truth", "requests", "connections", "strikes", "samples",
        "wrongSamples", "missingScans", "decisions", "writes", "violations", "lines", "forecast",
        "recovered",
    ]

    /// Reads `expect:`.
    func readExpectations(_ top: inout Section) -> [ScenarioExpectation] {
        guard let nodes = top.list("expect") else { return [] }
        guard (1...Self.maximumExpectations).contains(nodes.count) else {
            top.error(
                "'expect' has \(nodes.count) entries; a scenario expects 1 to "
                    + "\(Self.maximumExpectations) things.", at: "expect")
            return []
        }
        return nodes.enumerated().compactMap { number, node in
            let subject = "expectation \(number + 1)"
            guard var section = Section(node, subject: subject, findings: findings) else {
                return nil
            }
            let name = section.text("name", upTo: 200)
            let kind = readKind(&section)
            section.finish()
            return kind.map {
                ScenarioExpectation(name: name ?? $0.title, kind: $0, place: section.place)
            }
        }
    }

    private func readKind(_ section: inout Section) -> ScenarioExpectation.Kind? {
        let subjects = Self.subjectKeys.filter(section.has)
        guard subjects.count == 1, let subject = subjects.first else {
            for entry in section.entries { _ = section.entry(entry.key) }
            findings.error(
                subjects.isEmpty
                    ? "\(section.subject) is about nothing. Give it one of "
                        + "\(Self.subjectKeys.joined(separator: ", "))."
                    : "\(section.subject) is about \(subjects.listed); write one for each.",
                at: section.place)
            return nil
        }
        switch subject {
        case "tag", "sample", "truth": return readValueKind(&section)
        case "forecast":
            let figure: ScenarioExpectation.ForecastFigure? = section.choice("forecast")
            let rule = readRule(&section)
            needGateway(section, "forecast")
            if let figure, let rule { return .forecast(figure, rule) }
            return nil
        case "recovered": return readRecovery(&section)
        default: return readCount(subject, &section)
        }
    }

    private func readValueKind(_ section: inout Section) -> ScenarioExpectation.Kind? {
        let value = readValue(&section)
        let times = ["at", "over", "within"].filter(section.has)
        guard times.count == 1, let time = times.first else {
            for entry in section.entries { _ = section.entry(entry.key) }
            findings.error(
                "\(section.subject) has \(times.isEmpty ? "no time" : times.listed). It is true "
                    + "'at' a time, 'over' a window, or comes true 'within' a time.",
                at: section.place)
            return nil
        }
        switch time {
        case "at":
            let at = section.duration("at", in: .zero...duration)
            let rule = readRule(&section)
            guard let value, let rule, let at else { return nil }
            return .value(value, rule, at: at)
        case "over":
            let window = readWindow(&section)
            if section.has("statistic") { return readStatistic(&section, of: value, over: window) }
            let rule = readRule(&section)
            guard let value, let rule, let window else { return nil }
            return .always(value, rule, over: window)
        default:
            let within = section.duration("within", in: .zero...duration)
            let span = section.duration("for", in: .zero...duration) ?? .zero
            let after = readMoment(&section)
            let rule = readRule(&section)
            guard let value, let rule, let within, let after else { return nil }
            return .settles(value, rule, within: within, for: span, after: after)
        }
    }

    private func readStatistic(
        _ section: inout Section, of value: ScenarioValue?, over window: ClosedRange<Duration>?
    ) -> ScenarioExpectation.Kind? {
        let word: StatisticWord? = section.choice("statistic")
        let needsTarget = word == .meanAbsoluteError || word == .shareInTolerance
        var target: Double?
        var tolerance: Double?
        if needsTarget {
            target = section.number("target") ?? profile?.quality?.target
            if target == nil, profile != nil, !section.has("target") {
                findings.error(
                    "\(section.subject) has no 'target', and the profile has no quality.",
                    at: section.place)
            }
        }
        if word == .shareInTolerance {
            tolerance =
                section.number("tolerance", "a number, 0 or more") { $0 >= 0 }
                ?? profile?.quality?.tolerance
            if tolerance == nil, profile != nil, !section.has("tolerance") {
                findings.error(
                    "\(section.subject) has no 'tolerance', and the profile has no quality.",
                    at: section.place)
            }
        }
        let rule = readRule(&section, isTargetRule: !needsTarget)
        guard let value, let window, let rule, let word,
            let statistic = word.statistic(target: target, tolerance: tolerance)
        else { return nil }
        return .statistic(value, statistic, rule, over: window)
    }

    private func readRecovery(_ section: inout Section) -> ScenarioExpectation.Kind? {
        let device = device(&section, "recovered")
        needGateway(section, "recovered")
        let after = readMoment(&section)
        let span = section.duration("for", in: .zero...duration)
        section.require("within", "after")
        guard let node = section.entry("within")?.value else { return nil }
        var patience: ScenarioExpectation.Patience?
        if let time = node.duration {
            patience = .time(time)
        } else if let text = node.text, text.hasSuffix(" scans") || text.hasSuffix(" scan"),
            let count = text.split(separator: " ").first.flatMap({ Int($0) }), count > 0
        {
            patience = .scans(count)
        } else {
            section.refuse("within", node, must: "a duration or a number of scans, such as 2 scans")
        }
        guard let device, let patience, let after else { return nil }
        return .recovered(device: device, within: patience, for: span, after: after)
    }
}

extension ScenarioReading {
    /// `over:`, two times; the whole scenario by default.
    func readWindow(_ section: inout Section) -> ClosedRange<Duration>? {
        guard let nodes = section.list("over") else {
            return section.has("over") ? nil : .zero...duration
        }
        let times = nodes.map { $0.text == "end" ? duration : $0.duration }
        guard times.count == 2, let first = times[0], let last = times[1], first <= last,
            last <= duration
        else {
            section.error(
                "'over' of \(section.subject) must be two times from 0 s to "
                    + "\(DurationText.text(duration)), the earlier first, such as [1 h, end].",
                at: "over")
            return nil
        }
        return first...last
    }

    /// `after:`, a time or a fault whose end is meant; the start by default.
    func readMoment(_ section: inout Section) -> ScenarioMoment? {
        guard let node = section.entry("after")?.value else {
            return section.has("after") ? nil : .time(.zero)
        }
        if let time = node.duration {
            guard time <= duration else {
                section.refuse("after", node, must: "a time before the scenario ends")
                return nil
            }
            return .time(time)
        }
        return faultName(node, namedBy: "'after' of \(section.subject)").map {
            .endOfFault($0)
        }
    }

    func needGateway(_ section: Section, _ key: String) {
        if case .gateway = system { return }
        section.error("'\(key)' is for 'system: gateway'.", at: key)
    }
}

/// The figures of values by their names in a file.
enum StatisticWord: String, CaseIterable {
    case mean, standardDeviation, minimum, maximum, span, meanAbsoluteError, shareInTolerance
    case changes

    /// The figure; nil if it lacks its target or tolerance.
    func statistic(target: Double?, tolerance: Double?) -> ScenarioExpectation.Statistic? {
        switch self {
        case .mean: .mean
        case .standardDeviation: .standardDeviation
        case .minimum: .minimum
        case .maximum: .maximum
        case .span: .span
        case .changes: .changes
        case .meanAbsoluteError: target.map { .meanAbsoluteError(target: $0) }
        case .shareInTolerance:
            if let target, let tolerance {
                .shareInTolerance(target: target, tolerance: tolerance)
            } else {
                nil
            }
        }
    }
}
