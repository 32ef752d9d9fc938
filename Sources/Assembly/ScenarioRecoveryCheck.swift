import Profiles
import Tags

/// All samples of a device are good again in time, and stay so.
struct RecoveryCheck: ScenarioCheck {
    let group: String
    let tags: Set<TagName>
    let patience: ScenarioExpectation.Patience
    let span: Duration?
    private let fault: String?
    private var start: PlantTime?
    private var scans = 0
    private var streak: (time: PlantTime, scan: Int)?
    private var isDone = false
    private var lost: PlantTime?
    private var wasBad = false
    private var trace = ValueTrace()

    /// - Parameters:
    ///   - group: The scan group that is watched.
    ///   - tags: Those of the device in it.
    ///   - patience: How long it may take.
    ///   - span: How long it must last; nil for to the end.
    ///   - moment: When it begins.
    init(
        group: String, tags: Set<TagName>, within patience: ScenarioExpectation.Patience,
        for span: Duration?, after moment: ScenarioMoment
    ) {
        self.group = group
        self.tags = tags
        self.patience = patience
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
        guard case .scan(let scan, _) = event, scan.layout.group == group else { return }
        let bad = zip(scan.layout.tags, scan.samples).filter {
            tags.contains($0) && !$1.status.isGood
        }
        guard let start, time >= start else {
            wasBad = wasBad || !bad.isEmpty
            return
        }
        guard !isDone else { return }
        scans += 1
        if let first = bad.first {
            trace.add("\(first.0) \(first.1.status), \(bad.count) samples in all", at: time)
            wasBad = true
            if streak != nil { lost = time }
            streak = nil
            return
        }
        trace.add("all samples good", at: time)
        let began = streak ?? (time, scans)
        streak = began
        if let span, isInTime(began, start), time - began.time >= span { isDone = true }
    }

    private func isInTime(_ began: (time: PlantTime, scan: Int), _ start: PlantTime) -> Bool {
        switch patience {
        case .time(let time): began.time <= start + time
        case .scans(let count): began.scan <= count
        }
    }

    func judgement(_ ending: ScenarioEnding) -> Judgement {
        guard let start else {
            return .failed("the fault '\(fault ?? "")' never ended", trace.values)
        }
        guard let streak else {
            return .failed("not yet after \(scans) scans", trace.values)
        }
        let text = "good since \(ScenarioText.clock(streak.time)), scan \(streak.scan) after it"
        guard isInTime(streak, start) else {
            let again = lost.map { "; bad last at \(ScenarioText.clock($0))" } ?? ""
            return .failed(text + again, trace.values)
        }
        guard isDone || span == nil else {
            return .failed(text + ", and then the scenario ended", trace.values)
        }
        // A device that was never lost has recovered from nothing.
        guard wasBad else { return .failed("the device was never lost", trace.values) }
        return .met(text)
    }
}
