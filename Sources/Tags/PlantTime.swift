/// Time on the plant's clock, counted from the start of the run.
///
/// In a run at real speed it keeps step with a monotonic clock; faster runs stretch it; in
/// lockstep it moves only when told. Held in whole nanoseconds, so sums are exact.
package struct PlantTime: Hashable, Sendable, Comparable, Codable {
    /// Nanoseconds since the start of the run.
    package let nanoseconds: Int64

    /// The start of the run.
    package static let start = PlantTime(nanoseconds: 0)

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The time `seconds` after the start of the run, to the nearest nanosecond.
    package init(seconds: Double) {
        self.nanoseconds = Int64((seconds * 1e9).rounded())
    }

    /// Seconds since the start of the run.
    package var seconds: Double { Double(nanoseconds) / 1e9 }

    package static func < (left: PlantTime, right: PlantTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The time `duration` after `time`. Traps beyond ±292 years.
    package static func + (time: PlantTime, duration: Duration) -> PlantTime {
        PlantTime(nanoseconds: time.nanoseconds + duration.nanoseconds)
    }

    /// The time `duration` before `time`. Traps beyond ±292 years.
    package static func - (time: PlantTime, duration: Duration) -> PlantTime {
        PlantTime(nanoseconds: time.nanoseconds - duration.nanoseconds)
    }

    /// The time that passed from `right` to `left`.
    package static func - (left: PlantTime, right: PlantTime) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
}

extension Duration {
    /// The whole duration in nanoseconds, cut towards zero. Traps beyond ±292 years.
    package var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    /// The whole duration in seconds.
    package var inSeconds: Double { Double(nanoseconds) / 1e9 }
}
