import Control
import Gateway
import Learning
import Tags

/// Counts what a run comes to, event by event.
struct RunTally {
    private(set) var scans = 0
    private(set) var outcomes = 0
    private(set) var moves = 0
    private(set) var writes = 0
    private(set) var failedWrites: [String: Int] = [:]
    private(set) var holds: [String: Int] = [:]
    private(set) var truth: TruthScore?
    private(set) var lastTime = PlantTime.start
    let scoredFrom: PlantTime

    /// - Parameters:
    ///   - truth: Where to start scoring the true quality; nil for a real plant.
    ///   - scoredFrom: Plant time before which it is not scored.
    init(truth: TruthScore?, scoredFrom: PlantTime) {
        self.truth = truth
        self.scoredFrom = scoredFrom
    }

    mutating func take(_ event: RunEvent) {
        switch event {
        case .scan(let scan):
            scans += 1
            lastTime = max(lastTime, scan.time)
        case .decision(let decision, _):
            take(decision)
        case .write(let report):
            if report.outcome == .applied {
                writes += 1
            } else {
                failedWrites[report.outcome.rawValue, default: 0] += 1
                if report.outcome != .refused { writes += 1 }
            }
        case .truth(let value, let time):
            if time >= scoredFrom { truth?.add(value) }
        case .started, .health, .finished:
            break
        }
    }

    private mutating func take(_ decision: Decision) {
        switch decision {
        case .learned(let report): outcomes += report.result == .learned ? 1 : 0
        case .advise, .write: moves += 1
        case .hold(let reason): holds[reason.kind, default: 0] += 1
        case .observed, .withheld, .forecast, .release, .mode: break
        }
    }
}
