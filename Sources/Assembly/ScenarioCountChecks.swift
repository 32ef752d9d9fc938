import Control
import Gateway
import Learning
import Profiles
import Tags

/// How often something happened in a window.
struct CountCheck: ScenarioCheck {
    let subject: CountSubject
    let bounds: ClosedRange<Int>
    let window: ClosedRange<PlantTime>
    private var count = 0
    private var opening: Int?
    private var closing: Int?
    private var trace = ValueTrace()

    init(_ subject: CountSubject, _ bounds: ClosedRange<Int>, over window: ClosedRange<PlantTime>) {
        self.subject = subject
        self.bounds = bounds
        self.window = window
    }

    mutating func take(_ event: ScenarioEvent, at time: PlantTime) {
        if case .total(subject, let total, let edge) = event {
            if edge == .before, time == window.lowerBound { opening = opening ?? total }
            if edge == .after, time == window.upperBound { closing = total }
            return
        }
        guard window.contains(time) else { return }
        switch (subject, event) {
        case (.samples(let tags, let status), .scan(let scan, _)):
            for (tag, sample) in zip(scan.layout.tags, scan.samples)
            where sample.status.word == status && tags?.contains(tag) ?? true {
                note("\(tag) \(sample.status)", at: time)
            }
        case (.wrongSamples(let tags, let tolerance), .scan(let scan, let held)):
            for (tag, sample) in zip(scan.layout.tags, scan.samples)
            where sample.status.isGood && tags?.contains(tag) ?? true {
                compare(sample, of: tag, with: held[tag], tolerance, at: time)
            }
        case (.decisions(let word, let reason), .decision(let decision)):
            guard let text = decision.text(as: word), reason.map(text.contains) ?? true else {
                return
            }
            note(text, at: time)
        case (.writes(let outcome), .write(let report)):
            guard outcome == nil || outcome == report.outcome.rawValue else { return }
            note("\(report.setpoint.tag) \(report.outcome.rawValue): \(report.reason)", at: time)
        case (.lines(let text), .line(let line)):
            if line.contains(text) { note(line, at: time) }
        default: break
        }
    }

    private mutating func compare(
        _ sample: Sample, of tag: TagName, with held: Double?, _ tolerance: Double,
        at time: PlantTime
    ) {
        // Text has no number on either side.
        if sample.value.isNaN && held == nil { return }
        if let held, abs(sample.value - held) <= tolerance { return }
        let own = held.map(ScenarioText.number) ?? "no value"
        note(
            "\(tag) read \(ScenarioText.number(sample.value)), the device holds \(own)", at: time)
    }

    private mutating func note(_ text: String, at time: PlantTime) {
        count += 1
        // The first that were too many tell most.
        if count <= ValueTrace.capacity { trace.append(text, at: time) }
    }

    func judgement(_ ending: ScenarioEnding) -> Judgement {
        guard ending.time >= window.upperBound else {
            return .ended(ending, before: window.upperBound, trace.values)
        }
        let total: Int
        if subject.isTotal {
            guard let opening, let closing else { return .failed("nobody could tell") }
            total = closing - opening
        } else {
            total = count
        }
        return bounds.contains(total) ? .met("\(total)") : .failed("\(total)", trace.values)
    }
}

extension CountSubject {
    /// Whether it is asked for as a total so far, and not counted as it happens.
    var isTotal: Bool {
        switch self {
        case .requests, .connections, .strikes, .missingScans, .violations: true
        case .samples, .wrongSamples, .decisions, .writes, .lines: false
        }
    }
}

extension Decision {
    /// What it says, if it is one of that word.
    fileprivate func text(as word: DecisionWord) -> String? {
        switch (word, self) {
        case (.learned, .learned(let report)): "\(report.result)"
        case (.forecast, .forecast): "forecast"
        case (.move, .advise(let move)), (.move, .write(let move)): "\(move)"
        case (.hold, .hold(let reason)): "\(reason.kind): \(reason)"
        case (.release, .release): "moves allowed"
        case (.mode, .mode(let mode)): mode.rawValue
        default: nil
        }
    }
}

/// A figure of the forecasts at the end.
struct ForecastCheck: ScenarioCheck {
    let figure: ScenarioExpectation.ForecastFigure
    let rule: NumberRule

    mutating func take(_ event: ScenarioEvent, at time: PlantTime) {}

    func judgement(_ ending: ScenarioEnding) -> Judgement {
        guard let score = ending.forecast else { return .failed("no forecast was scored") }
        let value: Double? =
            switch figure {
            case .meanAbsoluteError: score.meanAbsoluteError
            case .rootMeanSquareError: score.rootMeanSquareError
            case .skill: score.skill
            case .determination: score.determination
            case .count: Double(score.count)
            }
        guard let value else { return .failed("the outcomes never varied") }
        let text = "\(ScenarioText.number(value)), from \(score.count) forecasts"
        return rule.holds(for: value) ? .met(text) : .failed(text)
    }
}
