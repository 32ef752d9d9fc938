import Tags

/// When a group is scanned: at a phase, and from there in equal steps that never drift.
///
/// A scan whose time has passed is not made up for; it is counted.
struct ScanSchedule: Sendable {
    /// A scan to make now.
    struct Due: Equatable {
        /// Counts scans from 0, missed ones included.
        let sequence: Int
        /// When it was to start.
        let time: PlantTime
    }

    /// Scans that were due and never started.
    private(set) var missed = 0
    private var next = 0
    private let interval: Int64
    private let phase: Int64

    /// Plans scans at `phase`, `phase` + `interval`, `phase` + 2 × `interval` …
    ///
    /// - Parameters:
    ///   - interval: 1 ns or more.
    ///   - phase: When the first is due.
    init(interval: Duration, phase: Duration = .zero) {
        precondition(interval > .zero && phase >= .zero, "a schedule moves forward")
        self.interval = interval.nanoseconds
        self.phase = phase.nanoseconds
    }

    /// When the next scan is due.
    var nextDue: PlantTime { time(of: next) }

    /// Takes the latest scan due at `time`; those before it that were not taken count as missed.
    /// Nil if none is due.
    mutating func take(at time: PlantTime) -> Due? {
        guard time >= nextDue else { return nil }
        let latest = Int((time.nanoseconds - phase) / interval)
        missed += latest - next
        next = latest + 1
        return Due(sequence: latest, time: self.time(of: latest))
    }

    /// Lets all scans due at `time` go by, because the one before is still under way.
    mutating func skip(at time: PlantTime) {
        if take(at: time) != nil { missed += 1 }
    }

    private func time(of sequence: Int) -> PlantTime {
        PlantTime(nanoseconds: phase + Int64(sequence) * interval)
    }
}
