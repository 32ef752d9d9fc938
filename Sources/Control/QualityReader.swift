package import Learning
package import Tags

/// Tells a new analyser result from one that is merely still shown.
package struct QualityReader: Sendable {
    private let target: QualityTarget
    private var lastMark: Double?
    private var lastSequence: Int?

    /// Ages beyond this are no ages, in seconds.
    private static let longestAge = 1e9

    /// Reads results as `target` says they arrive.
    package init(target: QualityTarget) { self.target = target }

    /// The result that this scan is the first to show; nil if there is none.
    ///
    /// What stands there at the first good scan only sets the mark: nobody saw it arrive. Without
    /// an age tag the same holds after a missed or bad scan. A scan that shows a new result and no
    /// good age is passed over, and the next one tells. A sample time at or before the start of the
    /// run is never reported: no feature belongs to it.
    package mutating func take(_ scan: Scan) -> Outcome? {
        guard let value = number(target.tag, in: scan),
            let mark = target.counter.map({ number($0, in: scan) }) ?? value,
            let age = age(in: scan)
        else { return nil }
        let isSeamless = lastSequence.map { $0 + 1 == scan.sequence } ?? false
        let isNew = lastMark.map { $0 != mark } ?? false
        lastMark = mark
        lastSequence = scan.sequence
        guard isNew, isSeamless || target.age != nil else { return nil }
        let sampledAt = scan.time - age
        guard sampledAt > .start else { return nil }
        return Outcome(value: value, sampledAt: sampledAt, arrivedAt: scan.time)
    }

    private func age(in scan: Scan) -> Duration? {
        guard let tag = target.age else { return target.delay }
        guard let seconds = number(tag, in: scan), (0...Self.longestAge).contains(seconds) else {
            return nil
        }
        return .nanoseconds(Int64((seconds * 1e9).rounded()))
    }

    private func number(_ tag: TagName, in scan: Scan) -> Double? {
        guard let sample = scan[tag], sample.status.isGood, sample.value.isFinite else {
            return nil
        }
        return sample.value
    }
}
