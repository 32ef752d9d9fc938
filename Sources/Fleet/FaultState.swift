package import Profiles
package import Tags

/// Names one injected fault for the time of the fleet.
package struct FaultNumber: RawRepresentable, Hashable, Sendable, Codable, Comparable,
    CustomStringConvertible
{
    /// Counted from 1 in the order of injection.
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package var description: String { "\(rawValue)" }

    package static func < (left: FaultNumber, right: FaultNumber) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// One fault and what became of it so far.
package struct FaultState: Hashable, Sendable, Codable {
    /// Where it is in its life.
    package enum Phase: String, Hashable, Sendable, Codable {
        /// Its time has not come, or its condition has not held yet.
        case waiting
        /// It acts, or acts whenever its condition holds.
        case active
        /// It is over.
        case ended
    }

    /// Its number.
    package let number: FaultNumber
    /// What was asked for.
    package let rule: FaultRule
    /// How often it struck: requests it changed, or its beginnings if it lasts without requests.
    package var strikes: Int
    /// Where it is in its life.
    package var phase: Phase
    /// Plant time at which it first could act; nil while it waits.
    package var began: PlantTime?
    /// Plant time at which it was over; nil before.
    package var ended: PlantTime?
}

/// Faults as lines of a report.
package enum FaultReport {
    /// One line a fault, such as `fault late (separator): delay: 3 s: struck 12 times, 600 s to
    /// 720 s`.
    package static func text(_ faults: [FaultState]) -> [String] {
        faults.map { fault in
            let times = fault.strikes == 1 ? "once" : "\(fault.strikes) times"
            let struck = fault.strikes == 0 ? "never struck" : "struck \(times)"
            let began = fault.began.map { DurationText.text($0 - .start) }
            let span: String
            switch (fault.phase, began, fault.ended) {
            case (.waiting, _, _): span = "has not begun"
            case (.active, let began?, _): span = "acts since \(began)"
            case (_, let began?, let ended?):
                span = "\(began) to \(DurationText.text(ended - .start))"
            default: span = "cleared before it began"
            }
            return "fault \(fault.rule.name) (\(fault.rule.scope.name)): "
                + "\(fault.rule.effect.text): \(struck), \(span)"
        }
    }
}
