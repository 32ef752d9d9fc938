import Assembly
import Control
import Fleet
import Gateway
import Learning
import Profiles
import Tags

#if canImport(Glibc)
    import Glibc
#endif

/// What a run looks like now: fed with events, asked for lines. Pure.
struct RunPicture: Sendable {
    private(set) var time = PlantTime.start
    private(set) var health: [DeviceHealth] = []
    private(set) var bound: [BoundDevice] = []
    private(set) var forecast: Forecast?
    private(set) var outcome: Outcome?
    private(set) var truth: Double?
    private(set) var hold: HoldReason?
    private(set) var mode: ControlMode
    private(set) var moveCount = 0
    private var learnedCount = 0
    private(set) var setpoint: Double?
    private var score = (count: 0, error: 0.0, lastValueError: 0.0)
    private var trend: [Double] = []
    private var moves: [String] = []
    private var lastTrendTime: PlantTime?

    let configuration: RunConfiguration
    /// What distinguishes this run from another of the same command.
    let title: String?

    /// Columns of the sparkline.
    private static let trendLength = 48

    init(configuration: RunConfiguration, title: String?) {
        self.configuration = configuration
        self.title = title
        mode = configuration.mode
    }

    /// Takes in one event.
    mutating func take(_ event: RunEvent) {
        switch event {
        case .started(let bound, _): self.bound = bound
        case .scan(let scan):
            time = max(time, scan.time)
            if let tag = configuration.profile.control?.setpoint, let sample = scan[tag],
                sample.status.isGood
            {
                setpoint = sample.value
            }
        case .decision(let decision, _): take(decision)
        case .write(let report):
            note("\(report.setpoint.tag) \(report.outcome.rawValue): \(report.reason)", of: report)
        case .health(let health): self.health = health
        case .truth(let value, _): truth = value
        case .finished: break
        }
    }

    private mutating func take(_ decision: Decision) {
        switch decision {
        case .learned(let report):
            outcome = report.outcome
            if report.result == .learned { learnedCount += 1 }
            if case .learning(_, let needed) = hold {
                hold = .learning(outcomes: learnedCount, needed: needed)
            }
            if let settled = report.settled, let forecast = settled.forecast,
                let baseline = settled.baseline
            {
                score.count += 1
                score.error += abs(settled.outcome - forecast.value)
                score.lastValueError += abs(settled.outcome - baseline)
            }
        case .forecast(let forecast):
            self.forecast = forecast
            extendTrend(forecast.value)
        case .hold(let reason): hold = reason
        case .release: hold = nil
        case .mode(let mode): self.mode = mode
        case .advise(let move):
            moveCount += 1
            note("\(move) (advice)", at: move.decidedAt)
        case .write(let move):
            moveCount += 1
            note("\(move)", at: move.decidedAt)
        case .observed, .withheld: break
        }
    }

    private mutating func extendTrend(_ value: Double) {
        // The whole width is four hours, or the run if that is shorter.
        let span = min(configuration.duration ?? .seconds(14_400), .seconds(14_400))
        let step = span / Self.trendLength
        if let lastTrendTime, time - lastTrendTime < step { return }
        lastTrendTime = time
        trend.append(value)
        if trend.count > Self.trendLength { trend.removeFirst() }
    }

    private mutating func note(_ text: String, of report: WriteReport) {
        if report.outcome != .applied { note(text, at: report.at) }
    }

    private mutating func note(_ text: String, at time: PlantTime) {
        moves.append("\(Self.clock(time))  \(text)")
        if moves.count > 4 { moves.removeFirst() }
    }
}

extension RunPicture {
    /// Plant time as hours, minutes and seconds.
    static func clock(_ time: PlantTime) -> String {
        let seconds = time.nanoseconds / 1_000_000_000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    /// Values as a line of eight heights, from the lowest to the highest of them.
    static func sparkline(_ values: [Double]) -> String {
        guard let low = values.min(), let high = values.max() else { return "" }
        let marks = Array("▁▂▃▄▅▆▇█")
        guard high > low else { return String(repeating: marks[3], count: values.count) }
        return String(
            values.map { marks[min(Int(($0 - low) / (high - low) * 8), marks.count - 1)] })
    }

    /// One line for people without a terminal.
    var line: String {
        var parts = [Self.clock(time)]
        let unit = qualityUnit
        if let outcome { parts.append("measured \(Self.fixed(outcome.value))\(unit)") }
        if let forecast { parts.append("forecast \(Self.fixed(forecast.value))\(unit)") }
        if let truth { parts.append("true \(Self.fixed(truth))\(unit)") }
        if let setpoint, let tag = configuration.profile.control?.setpoint {
            parts.append("\(tag) \(Self.fixed(setpoint))")
        }
        parts.append("moves \(moveCount)")
        if let hold { parts.append("held: \(hold)") }
        return parts.joined(separator: "  ")
    }

    /// The whole screen, top to bottom.
    var screen: [String] {
        var lines = [header]
        if let progress { lines.append(progress) }
        lines.append("")
        lines += deviceLines
        lines.append("")
        lines += qualityLines
        lines.append("")
        lines.append(controlLine)
        lines += moves.map { "  \($0)" }
        return lines
    }

    private var header: String {
        let profile = configuration.profile
        let title = title.map { ", \($0)" } ?? ""
        return "trimtab  \(profile.name)\(title)  \(mode.rawValue)  seed \(configuration.seed)"
            + "  plant time \(Self.clock(time))"
    }

    private var progress: String? {
        guard let duration = configuration.duration, duration > .zero else { return nil }
        let share = min(time.seconds / duration.inSeconds, 1)
        let filled = Int(share * 40)
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 40 - filled)
        return "\(bar) \(Int(share * 100)) % of \(DurationText.text(duration))"
    }

    private var deviceLines: [String] {
        let width = health.map(\.device.count).max() ?? 0
        return health.map { device in
            let name = device.device + String(repeating: " ", count: width - device.device.count)
            let rate =
                time > .start
                ? "\(Self.fixed(Double(device.polls) / time.seconds))/s" : ""
            let trip = device.roundTripMean.map { ", \(Int($0 / .microseconds(1))) µs" } ?? ""
            let faults =
                device.faults.total == 0
                ? "" : "  \(device.faults.total) faults, last: \(device.lastFault ?? "")"
            return "  \(name)  \(device.state)  \(device.polls) polls \(rate)\(trip)\(faults)"
        }
    }

    private var qualityLines: [String] {
        guard let quality = configuration.profile.quality else { return [] }
        let unit = qualityUnit
        var lines = [
            "  \(quality.tag)  target \(Self.fixed(quality.target))\(unit) ± "
                + "\(Self.fixed(quality.tolerance))"
        ]
        if let outcome {
            lines.append(
                "  measured  \(Self.fixed(outcome.value))\(unit) of \(Self.clock(outcome.sampledAt))"
            )
        }
        if let forecast {
            let spread = forecast.deviation.isFinite ? " ± \(Self.fixed(forecast.deviation))" : ""
            lines.append("  forecast  \(Self.fixed(forecast.value))\(unit)\(spread)")
        }
        if let truth { lines.append("  true      \(Self.fixed(truth))\(unit)") }
        if !trend.isEmpty { lines.append("  \(Self.sparkline(trend))") }
        if score.count > 0 {
            let count = Double(score.count)
            lines.append(
                "  mean error of \(score.count) forecasts \(Self.fixed(score.error / count))\(unit), "
                    + "of the last result \(Self.fixed(score.lastValueError / count))\(unit)")
        }
        return lines
    }

    private var controlLine: String {
        guard let tag = configuration.profile.control?.setpoint else { return "no control" }
        let value = setpoint.map { " at \(Self.fixed($0))" } ?? ""
        let state = hold.map { "held: \($0)" } ?? (mode == .manual ? "nothing moves" : "free")
        return "\(tag)\(value), \(moveCount) moves; \(state)"
    }

    private var qualityUnit: String {
        guard let tag = configuration.profile.quality?.tag,
            let unit = configuration.profile.tag(tag)?.unit.symbol, !unit.isEmpty
        else { return "" }
        return " \(unit)"
    }

    /// Two digits after the point, four for values below 1.
    static func fixed(_ value: Double) -> String {
        value.shown(step: abs(value) < 1 ? 0.0001 : 0.01)
    }
}
