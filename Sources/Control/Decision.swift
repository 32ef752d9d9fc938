package import Features
package import Learning
package import Tags

/// What a control loop wants recorded or done after a scan, in this order.
package enum Decision: Hashable, Sendable {
    /// A result came in; it was scored and learned, or passed over.
    case learned(OutcomeReport)
    /// The features of this scan.
    case observed(FeatureVector)
    /// No feature vector, and why.
    case withheld([WithheldReason])
    /// What the quality will be.
    case forecast(Forecast)
    /// Moves stop, for this reason. Said once, when it begins or its reason changes.
    case hold(HoldReason)
    /// Moves are allowed again.
    case release
    /// The mode changed without being asked to.
    case mode(ControlMode)
    /// The move that would be made in automatic mode.
    case advise(SetpointMove)
    /// The move to make now; ``ControlLoop/settle(_:)`` wants to know what became of it.
    case write(SetpointMove)
}

/// What became of a move.
package struct MoveResult: Hashable, Sendable {
    /// How a write ended.
    package enum Outcome: String, Hashable, Sendable {
        /// The register holds the value asked for.
        case applied
        /// The register holds a third value.
        case clamped
        /// The device, or a rule that stands before it, said no.
        case refused
        /// Nobody can say.
        case unknown
    }

    /// The move.
    package let move: SetpointMove
    /// How its write ended.
    package let outcome: Outcome
    /// What the register was last seen to hold; nil if nobody knows.
    package let readBack: Double?
    /// What happened, in words.
    package let reason: String
    /// When the write was asked for, the scan's time or later: intervals are counted from here.
    package let at: PlantTime
    /// When the outcome was known: what was asked of the device before may show either value.
    package let settledAt: PlantTime

    /// Reports a move; without `at`, the time of its decision is taken, without `settledAt` that.
    package init(
        move: SetpointMove, outcome: Outcome, readBack: Double?, reason: String,
        at: PlantTime? = nil, settledAt: PlantTime? = nil
    ) {
        self.move = move
        self.outcome = outcome
        self.readBack = readBack
        self.reason = reason
        self.at = at ?? move.decidedAt
        self.settledAt = settledAt ?? self.at
    }
}
