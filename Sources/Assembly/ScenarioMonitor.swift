package import Profiles
package import Tags

/// Judges a scenario: takes in what happens, in order of plant time, and says at the end what came
/// of each expectation. Its memory does not grow with the scenario's length.
package struct ScenarioMonitor: Sendable {
    private let expectations: [ScenarioExpectation]
    private var checks: [any ScenarioCheck]
    /// Every value it wants to see.
    package let values: Set<ScenarioValue>
    /// Totals it wants to know, and when: at the first time before all else, at the second after.
    package let totals: [(subject: CountSubject, window: ClosedRange<PlantTime>)]
    /// Moments at which it wants to see the values, in order.
    package let moments: [PlantTime]
    /// Faults whose end it wants to know of.
    package let faults: Set<String>
    /// Whether it wants to know what the devices' own tags hold at each scan, and which; nil for
    /// all.
    package let compared: Set<TagName>?
    /// Whether it compares samples at all.
    package let compares: Bool

    /// Takes over what a scenario expects.
    package init(_ scenario: Scenario) {
        expectations = scenario.expectations
        checks = scenario.expectations.map { Self.check($0.kind, scenario.profile) }
        let kinds = scenario.expectations.map(\.kind)
        values = Set(kinds.compactMap(\.watched))
        totals = kinds.compactMap { kind in
            guard case .count(let subject, _, let over) = kind, subject.isTotal else { return nil }
            return (subject, over.plantTimes)
        }
        moments = Set(kinds.flatMap(\.moments)).sorted()
        faults = Set(kinds.compactMap(\.awaitedFault))
        let sets = kinds.compactMap { kind -> CountSubject.SampleSet? in
            guard case .count(.wrongSamples(let tags, _), _, _) = kind else { return nil }
            return .some(tags)
        }
        compares = !sets.isEmpty
        compared = sets.contains(nil) ? nil : Set(sets.flatMap { $0 ?? [] })
    }

    /// Takes in one event.
    package mutating func take(_ event: ScenarioEvent, at time: PlantTime) {
        for index in checks.indices { checks[index].take(event, at: time) }
    }

    /// What came of each expectation, in the scenario's order.
    package func verdicts(_ ending: ScenarioEnding) -> [ScenarioVerdict] {
        zip(expectations, checks).map { expectation, check in
            let judgement = check.judgement(ending)
            return ScenarioVerdict(
                name: expectation.name, line: expectation.place.line, isMet: judgement.isMet,
                found: judgement.found, values: judgement.isMet ? [] : judgement.trace)
        }
    }

    private static func check(
        _ kind: ScenarioExpectation.Kind, _ profile: Profile
    ) -> any ScenarioCheck {
        switch kind {
        case .value(let value, let rule, let at):
            return ValueCheck(value, rule, at: .start + at)
        case .always(let value, let rule, let over):
            return AlwaysCheck(value, rule, over: over.plantTimes)
        case .statistic(let value, let statistic, let rule, let over):
            return StatisticCheck(value, statistic, rule, over: over.plantTimes)
        case .settles(let value, let rule, let within, let span, let after):
            return SettleCheck(value, rule, within: within, for: span, after: after)
        case .count(let subject, let bounds, let over):
            return CountCheck(subject, bounds, over: over.plantTimes)
        case .forecast(let figure, let rule):
            return ForecastCheck(figure: figure, rule: rule)
        case .recovered(let device, let patience, let span, let after):
            let own = Set(profile.devices.first { $0.name == device }?.tags.map(\.name) ?? [])
            let group = profile.scanGroups.filter { !own.isDisjoint(with: $0.tags) }
                .min { $0.interval < $1.interval }
            return RecoveryCheck(
                group: group?.name ?? "", tags: own, within: patience, for: span, after: after)
        }
    }
}

/// What came of one expectation.
package struct ScenarioVerdict: Hashable, Sendable {
    /// What was expected, in words.
    package var name: String
    /// The line of the scenario's file; 0 for what no line says.
    package var line: Int
    /// Whether it came so.
    package var isMet: Bool
    /// What was found, in words.
    package var found: String
    /// The values that led to a failure, oldest first.
    package var values: [TracedValue]

    package init(
        name: String, line: Int, isMet: Bool, found: String, values: [TracedValue] = []
    ) {
        self.name = name
        self.line = line
        self.isMet = isMet
        self.found = found
        self.values = values
    }
}

extension ClosedRange<Duration> {
    var plantTimes: ClosedRange<PlantTime> {
        (.start + lowerBound)...(.start + upperBound)
    }
}

extension ScenarioExpectation.Kind {
    /// The value it looks at.
    fileprivate var watched: ScenarioValue? {
        switch self {
        case .value(let value, _, _), .always(let value, _, _), .statistic(let value, _, _, _),
            .settles(let value, _, _, _, _):
            value
        case .count, .forecast, .recovered: nil
        }
    }

    /// When it wants to see it, beside the regular times.
    fileprivate var moments: [PlantTime] {
        switch self {
        case .value(_, _, let at): [.start + at]
        case .always(_, _, let over), .statistic(_, _, _, let over), .count(_, _, let over):
            [.start + over.lowerBound, .start + over.upperBound]
        case .settles(_, _, _, _, .time(let after)): [.start + after]
        case .settles, .forecast, .recovered: []
        }
    }

    /// The fault whose end it counts from.
    fileprivate var awaitedFault: String? {
        switch self {
        case .settles(_, _, _, _, .endOfFault(let name)),
            .recovered(_, _, _, .endOfFault(let name)):
            name
        default: nil
        }
    }
}
