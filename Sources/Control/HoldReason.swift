package import Tags

/// Why no setpoint moves although the mode would allow it.
package enum HoldReason: Hashable, Sendable {
    /// Too few outcomes have been learned (W15).
    case learning(outcomes: Int, needed: Int)
    /// A tag the decision rests on is not good (W5).
    case input(TagName, SampleStatus)
    /// The features could not be made, and why.
    case features(String)
    /// A permissive tag is not true (W6).
    case permissive(TagName)
    /// A heartbeat has stood still for so many scans (W5).
    case heartbeat(TagName, scans: Int)
    /// A scan is not later than the one before it (W5).
    case clock(PlantTime, after: PlantTime)
    /// The setpoint is not what we last saw there: someone else moved it (W7).
    case foreignWrite(TagName, expected: Double, found: Double)
    /// Too few good scans have followed a start, a reconnection or a pause (W10).
    case settling(scans: Int, needed: Int)
    /// A write has left and its result is not known yet.
    case writePending(TagName)
    /// The last write was not applied (W8), and what became of it.
    case writeNotApplied(TagName, String)
    /// The profile's limits leave no room for any move (W3, W4), and which.
    case limit(TagName, String)
    /// The forecast cannot be relied on (W15), and why.
    case forecast(String)
}

extension HoldReason {
    /// The reason without what changes from scan to scan: a hold is said once a kind.
    package var kind: String {
        switch self {
        case .learning: "learning"
        case .input(let tag, let status): "input \(tag) \(status.word)"
        case .features: "features"
        case .permissive(let tag): "permissive \(tag)"
        case .heartbeat(let tag, _): "heartbeat \(tag)"
        case .clock: "clock"
        case .foreignWrite(let tag, _, _): "foreign write \(tag)"
        case .settling: "settling"
        case .writePending(let tag): "write pending \(tag)"
        case .writeNotApplied(let tag, _): "write not applied \(tag)"
        case .limit(let tag, _): "limit \(tag)"
        case .forecast(let why): why
        }
    }
}

extension HoldReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .learning(let outcomes, let needed):
            "learning: \(outcomes) of \(needed) outcomes"
        case .input(let tag, let status):
            "\(tag) is \(status)"
        case .features(let why):
            why
        case .permissive(let tag):
            "\(tag) does not permit moves"
        case .heartbeat(let tag, let scans):
            "\(tag) has stood still for \(scans) scans"
        case .clock(let time, let last):
            "the clock went from \(last.seconds) s to \(time.seconds) s"
        case .foreignWrite(let tag, let expected, let found):
            "\(tag) is \(found), not \(expected): someone else moved it. Now in manual"
        case .settling(let scans, let needed):
            "\(scans) of \(needed) good scans since the last interruption"
        case .writePending(let tag):
            "a write to \(tag) is under way"
        case .writeNotApplied(let tag, let what):
            "the last write to \(tag) was not applied: \(what)"
        case .limit(let tag, let what):
            "\(tag) \(what)"
        case .forecast(let why):
            why
        }
    }
}
