import Profiles
import Tags

/// A value at one time.
struct ValueCheck: ScenarioCheck {
    let value: ScenarioValue
    let rule: NumberRule
    let time: PlantTime
    private var seen: Double?
    private var trace = ValueTrace()

    init(_ value: ScenarioValue, _ rule: NumberRule, at time: PlantTime) {
        self.value = value
        self.rule = rule
        self.time = time
    }

    mutating func take(_ event: ScenarioEvent, at now: PlantTime) {
        guard case .value(value, let number, _) = event, now <= time else { return }
        trace.add(number, at: now)
        seen = number
    }

    func judgement(_ ending: ScenarioEnding) -> Judgement {
        guard ending.time >= time else { return .ended(ending, before: time, trace.values) }
        guard let seen else { return .failed("there was no value", trace.values) }
        let text = ScenarioText.number(seen)
        return rule.holds(for: seen) ? .met(text) : .failed(text, trace.values)
    }
}

/// Every value in a window.
struct AlwaysCheck: ScenarioCheck {
    let value: ScenarioValue
    let rule: NumberRule
    let window: ClosedRange<PlantTime>
    private var count = 0
    private var broken = 0
    private var firstBroken: (value: Double?, time: PlantTime)?
    private var worst = 0.0
    private var worstValue: (value: Double?, time: PlantTime)?
    private var trace = ValueTrace()

    init(_ value: ScenarioValue, _ rule: NumberRule, over window: ClosedRange<PlantTime>) {
        self.value = value
        self.rule = rule
        self.window = window
    }

    mutating func take(_ event: ScenarioEvent, at time: PlantTime) {
        guard case .value(value, let number, _) = event, window.contains(time) else { return }
        // What led to the first break tells more than what the end looked like.
        if broken < 3 { trace.add(number, at: time) }
        count += 1
        let distance = rule.distance(of: number ?? .nan)
        guard distance > 0 else { return }
        broken += 1
        if firstBroken == nil { firstBroken = (number, time) }
        if distance > worst {
            worst = distance
            worstValue = (number, time)
        }
    }

    func judgement(_ ending: ScenarioEnding) -> Judgement {
        guard ending.time >= window.upperBound else {
            return .ended(ending, before: window.upperBound, trace.values)
        }
        guard count > 0 else { return .failed("there was no value") }
        guard let firstBroken, let worstValue else { return .met("\(count) values") }
        return .failed(
            "\(broken) of \(count) values are not: the first \(text(firstBroken)), "
                + "the worst \(text(worstValue))", trace.values)
    }

    private func text(_ seen: (value: Double?, time: PlantTime)) -> String {
        (seen.value.map(ScenarioText.number) ?? "no value")
            + " at \(ScenarioText.clock(seen.time))"
    }
}

/// A value that comes to meet a rule in time, and goes on meeting it.
struct SettleCheck: ScenarioCheck {
    let value: ScenarioValue
    let rule: NumberRule
    let within: Duration
    let span: Duration
    private let fault: String?
    private var start: PlantTime?
    private var streak: PlantTime?
    private var settled: PlantTime?
    private var isOver = false
    private var lost: PlantTime?
    private var nearest: (distance: Double, value: Double, time: PlantTime)?
    private var trace = ValueTrace()

    init(
        _ value: ScenarioValue, _ rule: NumberRule, within: Duration, for span: Duration,
        after moment: ScenarioMoment
    ) {
        self.value = value
        self.rule = rule
        self.within = within
        self.span = span
        switch moment {
        case .time(let time):
            start = .start + time
            fault = nil
        case .endOfFault(let name):
            fault = name
        }
    }

    mutating func take(_ event: ScenarioEvent, at time: PlantTime) {
        if case .faultEnded(let name) = event, name == fault, start == nil { start = time }
        guard case .value(value, let number, _) = event, settled == nil, !isOver else { return }
        trace.add(number, at: time)
        guard let start, time >= start else { return }
        let distance = rule.distance(of: number ?? .nan)
        guard distance == 0 else {
            if let streak, streak <= start + within { lost = time }
            streak = nil
            if let number, distance < nearest?.distance ?? .infinity {
                nearest = (distance, number, time)
            }
            isOver = time > start + within
            return
        }
        let began = streak ?? time
        streak = began
        guard began <= start + within else {
            isOver = true
            return
        }
        if time - began >= span { settled = began }
    }

    func judgement(_ ending: ScenarioEnding) -> Judgement {
        if let settled { return .met("since \(ScenarioText.clock(settled))") }
        guard let start else {
            return .failed("the fault '\(fault ?? "")' never ended", trace.values)
        }
        if let streak, !isOver {
            return .failed(
                "only since \(ScenarioText.clock(streak)), and the scenario ended at "
                    + ScenarioText.clock(ending.time), trace.values)
        }
        if let lost {
            return .failed(
                "met, and lost again at \(ScenarioText.clock(lost))", trace.values)
        }
        let deadline = min(start + within, ending.time)
        guard let nearest else {
            return .failed("no value by \(ScenarioText.clock(deadline))", trace.values)
        }
        return .failed(
            "not met by \(ScenarioText.clock(deadline)); nearest \(ScenarioText.number(nearest.value)) "
                + "at \(ScenarioText.clock(nearest.time))", trace.values)
    }
}

extension Judgement {
    static func ended(
        _ ending: ScenarioEnding, before time: PlantTime, _ trace: [TracedValue] = []
    ) -> Judgement {
        .failed(
            "the scenario ended at \(ScenarioText.clock(ending.time)), before "
                + ScenarioText.clock(time), trace)
    }
}
