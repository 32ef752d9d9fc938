import Tags

/// Keeps moves inside a setpoint's limits: range, step, and what 60 minutes may hold (W3, W4).
///
/// The gateway checks the same limits again behind everything that decides; here they keep the loop
/// from asking for what would be refused.
struct MoveLimiter: Sendable {
    private struct Write: Sendable {
        var time: PlantTime
        let travel: Double
    }

    private let tag: TagName
    private let limits: SetpointLimits
    private let smallest: Double
    private let resolution: Double
    private var writes: [Write] = []

    private static let window = Duration.seconds(3600)

    /// Limits moves of `tag`. A move smaller than `smallest` is not worth a write, and values closer
    /// than `resolution` are the same in the register; both in the tag's unit.
    init(_ limits: SetpointLimits, of tag: TagName, smallest: Double, resolution: Double) {
        self.limits = limits
        self.tag = tag
        self.smallest = smallest
        self.resolution = resolution
    }

    /// Why no move at all is possible now; nil if one is.
    func obstacle(at time: PlantTime, setpoint: Double) -> HoldReason? {
        let range = limits.range
        guard abs(setpoint - limits.clamped(setpoint)) <= resolution else {
            return .limit(
                tag, "is \(setpoint), outside \(range.lowerBound)…\(range.upperBound)")
        }
        guard recent(at: time).count < limits.maximumWritesPerHour else {
            return .limit(tag, "was written \(limits.maximumWritesPerHour) times in 60 minutes")
        }
        guard travelLeft(at: time) > max(smallest, resolution) else {
            return .limit(tag, "has travelled \(limits.maximumTravelPerHour) in 60 minutes")
        }
        return nil
    }

    /// Where one move from `setpoint` by `change` may go; nil if what is left is not worth a write.
    func target(from setpoint: Double, by change: Double, at time: PlantTime) -> Double? {
        let most = min(limits.maximumStep, travelLeft(at: time))
        let step = min(max(change, -most), most)
        let next = limits.reachable(from: setpoint, toward: setpoint + step)
        let size = abs(next - setpoint)
        return size > resolution && size >= smallest && size <= limits.maximumStep ? next : nil
    }

    /// Counts a move that is about to be written.
    mutating func note(_ move: SetpointMove) {
        writes = recent(at: move.decidedAt)
        writes.append(Write(time: move.decidedAt, travel: abs(move.to - move.from)))
    }

    /// Notes that the last move was written at `time`, later than it was decided.
    mutating func noteWrite(at time: PlantTime) {
        guard let last = writes.indices.last else { return }
        writes[last].time = max(writes[last].time, time)
    }

    private func recent(at time: PlantTime) -> [Write] {
        writes.filter { time - $0.time < Self.window }
    }

    private func travelLeft(at time: PlantTime) -> Double {
        guard limits.maximumTravelPerHour.isFinite else { return .infinity }
        // A billionth is kept back, so that a sum in another order stays inside too.
        return recent(at: time).reduce(limits.maximumTravelPerHour * (1 - 1e-9)) {
            $0 - $1.travel
        }
    }
}
