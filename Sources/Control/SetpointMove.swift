package import Tags

/// One change of a setpoint, and what it answers.
package struct SetpointMove: Hashable, Sendable {
    /// The setpoint to move.
    package let tag: TagName
    /// What the register holds now, in the setpoint's unit.
    package let from: Double
    /// What it shall hold.
    package let to: Double
    /// The forecast quality the move answers, in the quality's unit.
    package let forecast: Double
    /// Target less forecast, in the quality's unit.
    package let error: Double
    /// Quality per unit of setpoint that the move counts on.
    package let gain: Double
    /// The scan it follows from.
    package let decidedAt: PlantTime

    package init(
        tag: TagName, from: Double, to: Double, forecast: Double, error: Double, gain: Double,
        decidedAt: PlantTime
    ) {
        self.tag = tag
        self.from = from
        self.to = to
        self.forecast = forecast
        self.error = error
        self.gain = gain
        self.decidedAt = decidedAt
    }
}

extension SetpointMove: CustomStringConvertible {
    /// `steam.P100.setpoint 194.7 → 192.1: forecast 25.42 is 0.42 above target`; «and closing» is
    /// added where the move eases off, because the error shrinks faster than it needs to.
    package var description: String {
        let side = error < 0 ? "above" : "below"
        return "\(tag) \(from.rounded(to: 3)) → \(to.rounded(to: 3)): forecast "
            + "\(forecast.rounded(to: 3)) is \(abs(error).rounded(to: 3)) \(side) target"
            + ((to - from) * gain * error < 0 ? " and closing" : "")
    }
}

extension Double {
    /// The value with at most so many digits after the point.
    fileprivate func rounded(to digits: Int) -> Double {
        var power = 1.0
        for _ in 0..<digits { power *= 10 }
        return (self * power).rounded() / power
    }
}
