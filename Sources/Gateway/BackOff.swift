import Tags

/// How long to wait after each failure in a row: doubled each time, from the shortest to the
/// longest wait, each shortened by up to a quarter by chance, so that many do not come back at once.
struct BackOff: Sendable {
    /// Failures in a row.
    private(set) var failures = 0
    private let shortest: Duration
    private let longest: Duration
    private var chance: SeededGenerator

    /// Waits from 1 s (or `longest`, if that is shorter) to `longest`.
    ///
    /// - Parameters:
    ///   - longest: Above zero.
    ///   - seed: Seed of the run.
    ///   - purpose: What waits, so that each has chances of its own.
    init(longest: Duration, seed: UInt64, purpose: String) {
        self.longest = longest
        shortest = min(.seconds(1), longest)
        chance = SeededGenerator(seed: seed, purpose: "back-off " + purpose)
    }

    /// Counts a failure; returns how long to wait now.
    mutating func failed() -> Duration {
        let doublings = min(failures, 30)
        failures += 1
        let whole = min(shortest * (1 << doublings), longest)
        return whole * (1 - 0.25 * chance.nextUnit())
    }

    /// Counts a success.
    mutating func succeeded() { failures = 0 }
}
