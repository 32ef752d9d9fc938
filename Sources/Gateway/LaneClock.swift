import Reactor
import Tags

/// Turns the machine's time into plant time, or holds plant time still between advances.
struct LaneClock: Sendable {
    private let kind: GatewayClock
    private(set) var origin = MonotonicTime(nanoseconds: 0)
    /// Plant time in lockstep.
    var held = PlantTime.start

    init(_ kind: GatewayClock) { self.kind = kind }

    var isLockstep: Bool { kind == .lockstep }

    /// Plant time 0 is `moment`.
    mutating func start(at moment: MonotonicTime) { origin = moment }

    /// The plant time of a moment.
    func plantTime(at moment: MonotonicTime) -> PlantTime {
        guard case .running(let speed) = kind else { return held }
        let passed = Int64(clamping: moment.nanoseconds - min(origin, moment).nanoseconds)
        if speed == 1 { return PlantTime(nanoseconds: passed) }
        return PlantTime(nanoseconds: Int64(Double(passed) * speed))
    }

    /// The moment of a plant time; in lockstep, never.
    func moment(of time: PlantTime) -> MonotonicTime {
        guard case .running(let speed) = kind else { return .distantFuture }
        if speed == 1 { return origin.advanced(byNanoseconds: time.nanoseconds) }
        // Rounded up: a timer that fires early would find nothing due.
        let passed = (Double(time.nanoseconds) / speed).rounded(.up) + 1
        return origin.advanced(byNanoseconds: Int64(passed))
    }

    /// The clock back-off is counted by.
    func backOffTime(at moment: MonotonicTime) -> Duration {
        isLockstep ? .nanoseconds(held.nanoseconds) : moment - origin
    }
}
