/// What a profile allows for one manipulated tag. All limits hold at once.
package struct SetpointLimits: Hashable, Sendable {
    /// The lowest and the highest setpoint, in the tag's unit. Nothing outside is ever written.
    package let range: ClosedRange<Double>
    /// The largest single change, in the tag's unit, above 0.
    package let maximumStep: Double
    /// The shortest time between two writes.
    package let minimumInterval: Duration
    /// The most writes in any 60 minutes, 1 or more.
    package let maximumWritesPerHour: Int
    /// The most that all moves in any 60 minutes may add up to, rises and falls alike, in the tag's
    /// unit; infinite for no such limit.
    package let maximumTravelPerHour: Double

    package init(
        range: ClosedRange<Double>, maximumStep: Double, minimumInterval: Duration,
        maximumWritesPerHour: Int, maximumTravelPerHour: Double = .infinity
    ) {
        precondition(maximumStep > 0 && minimumInterval >= .zero && maximumWritesPerHour >= 1)
        precondition(maximumTravelPerHour > 0)
        self.range = range
        self.maximumStep = maximumStep
        self.minimumInterval = minimumInterval
        self.maximumWritesPerHour = maximumWritesPerHour
        self.maximumTravelPerHour = maximumTravelPerHour
    }

    /// The setpoint nearest to `proposal` that one move from `current` may reach.
    ///
    /// Always inside ``range``; within ``maximumStep`` of `current` whenever `current` itself lies
    /// inside the range. A proposal that is not finite reaches nothing: the result is `current`
    /// held to the range.
    package func reachable(from current: Double, toward proposal: Double) -> Double {
        let start = clamped(current)
        guard proposal.isFinite else { return start }
        let step = min(max(proposal - start, -maximumStep), maximumStep)
        let next = clamped(start + step)
        // Rounding of start + step may pass the limit by one unit in the last place.
        return abs(next - start) <= maximumStep ? next : clamped(next.nudged(toward: start))
    }

    /// `value` held to ``range``.
    package func clamped(_ value: Double) -> Double {
        min(max(value, range.lowerBound), range.upperBound)
    }
}

extension Double {
    /// The next representable number in the direction of `other`.
    fileprivate func nudged(toward other: Double) -> Double {
        other > self ? nextUp : nextDown
    }
}
