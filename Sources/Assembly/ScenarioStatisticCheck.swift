import Profiles
import Tags

/// A figure of all regular values in a window.
struct StatisticCheck: ScenarioCheck {
    let value: ScenarioValue
    let statistic: ScenarioExpectation.Statistic
    let rule: NumberRule
    let window: ClosedRange<PlantTime>
    private var sums = RunningFigures()
    private var missing = 0
    private var trace = ValueTrace()

    init(
        _ value: ScenarioValue, _ statistic: ScenarioExpectation.Statistic, _ rule: NumberRule,
        over window: ClosedRange<PlantTime>
    ) {
        self.value = value
        self.statistic = statistic
        self.rule = rule
        self.window = window
    }

    mutating func take(_ event: ScenarioEvent, at time: PlantTime) {
        guard case .value(value, let number, isRegular: true) = event, window.contains(time) else {
            return
        }
        trace.add(number, at: time)
        guard let number, !number.isNaN else {
            missing += 1
            return
        }
        sums.add(number, statistic)
    }

    func judgement(_ ending: ScenarioEnding) -> Judgement {
        guard ending.time >= window.upperBound else {
            return .ended(ending, before: window.upperBound, trace.values)
        }
        guard let figure = sums.figure(statistic) else {
            return .failed("there was no value", trace.values)
        }
        var text = "\(ScenarioText.number(figure)) of \(sums.count) values"
        if missing > 0 { text += ", \(missing) more were none" }
        return rule.holds(for: figure) ? .met(text) : .failed(text, trace.values)
    }
}

/// Figures of numbers that come one by one (Welford's recurrence for the deviation).
private struct RunningFigures {
    private(set) var count = 0
    private var mean = 0.0
    private var spread = 0.0
    private var lowest = Double.infinity
    private var highest = -Double.infinity
    private var errors = 0.0
    private var near = 0
    private var changes = 0
    private var last: Double?

    mutating func add(_ value: Double, _ statistic: ScenarioExpectation.Statistic) {
        count += 1
        let deviation = value - mean
        mean += deviation / Double(count)
        spread += deviation * (value - mean)
        lowest = min(lowest, value)
        highest = max(highest, value)
        if let last, last != value { changes += 1 }
        last = value
        switch statistic {
        case .meanAbsoluteError(let target):
            errors += (abs(value - target) - errors) / Double(count)
        case .shareInTolerance(let target, let tolerance):
            if NumberRule.near(target, tolerance: tolerance).holds(for: value) { near += 1 }
        default: break
        }
    }

    func figure(_ statistic: ScenarioExpectation.Statistic) -> Double? {
        guard count > 0 else { return nil }
        switch statistic {
        case .mean: return mean
        case .standardDeviation: return (spread / Double(count)).squareRoot()
        case .minimum: return lowest
        case .maximum: return highest
        case .span: return highest - lowest
        case .meanAbsoluteError: return errors
        case .shareInTolerance: return Double(near) / Double(count)
        case .changes: return Double(changes)
        }
    }
}
