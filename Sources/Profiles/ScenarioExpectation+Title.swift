import Tags

extension ScenarioExpectation.Kind {
    /// The expectation in words.
    var title: String {
        switch self {
        case .value(let value, let rule, let at):
            "\(value) \(rule) at \(DurationText.text(at))"
        case .always(let value, let rule, let window):
            "\(value) \(rule) \(window.words)"
        case .statistic(let value, let statistic, let rule, let window):
            "\(statistic) of \(value) \(rule) \(window.words)"
        case .settles(let value, let rule, let within, let span, let after):
            "\(value) \(rule) within \(DurationText.text(within))"
                + (span > .zero ? " and for \(DurationText.text(span))" : "") + after.words
        case .count(let subject, let bounds, let window):
            "\(subject): \(bounds.words) \(window.words)"
        case .forecast(let figure, let rule):
            "\(figure.rawValue) of the forecasts \(rule)"
        case .recovered(let device, let patience, let span, let after):
            "\(device) recovered within \(patience)"
                + (span.map { " and for \(DurationText.text($0))" } ?? "") + after.words
        }
    }
}

extension ClosedRange<Duration> {
    fileprivate var words: String {
        "from \(DurationText.text(lowerBound)) to \(DurationText.text(upperBound))"
    }
}

extension ClosedRange<Int> {
    /// `3`, `at least 3`, `60…62`.
    package var words: String {
        if lowerBound == upperBound { return "\(lowerBound)" }
        if upperBound == Int(Int32.max) { return "at least \(lowerBound)" }
        return lowerBound == 0 ? "at most \(upperBound)" : "\(lowerBound)…\(upperBound)"
    }
}

extension ScenarioMoment {
    fileprivate var words: String {
        switch self {
        case .time(.zero): ""
        case .time(let time): " after \(DurationText.text(time))"
        case .endOfFault(let name): " after the end of \(name)"
        }
    }
}

extension ScenarioExpectation.Patience: CustomStringConvertible {
    package var description: String {
        switch self {
        case .time(let time): DurationText.text(time)
        case .scans(1): "1 scan"
        case .scans(let count): "\(count) scans"
        }
    }
}

extension ScenarioExpectation.Statistic: CustomStringConvertible {
    package var description: String {
        switch self {
        case .mean: "mean"
        case .standardDeviation: "standard deviation"
        case .minimum: "minimum"
        case .maximum: "maximum"
        case .span: "span"
        case .meanAbsoluteError(let target): "mean absolute error from \(target.plain)"
        case .shareInTolerance(let target, let tolerance):
            "share within \(tolerance.plain) of \(target.plain)"
        case .changes: "number of changes"
        }
    }
}

extension CountSubject: CustomStringConvertible {
    package var description: String {
        switch self {
        case .requests(let filter): "requests\(filter)"
        case .connections(let device): "connections to \(device)"
        case .strikes(let fault): "strikes of \(fault)"
        case .samples(let tags, let status): "\(status) samples of \(tags.words)"
        case .wrongSamples(let tags, _): "wrong samples with status good of \(tags.words)"
        case .missingScans: "missing scans"
        case .decisions(let word, let reason):
            "decisions '\(word.rawValue)'" + (reason.map { " for '\($0)'" } ?? "")
        case .writes(let outcome): outcome.map { "\($0) writes" } ?? "writes"
        case .violations: "writes beyond a limit"
        case .lines(let text): "lines with '\(text)'"
        }
    }
}

extension RequestFilter: CustomStringConvertible {
    package var description: String {
        var text = device.map { " to \($0)" } ?? ""
        if let functions {
            text += " by function \(functions.sorted().map(String.init).joined(separator: ", "))"
        }
        if let addresses { text += " at \(addresses.lowerBound)–\(addresses.upperBound)" }
        if let outcomes { text += " that ended as \(outcomes.sorted().joined(separator: ", "))" }
        return text
    }
}

extension Set<TagName>? {
    fileprivate var words: String {
        guard let self else { return "all tags" }
        return self.count == 1 ? self.first?.text ?? "" : "\(self.count) tags"
    }
}
