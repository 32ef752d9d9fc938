/// A proportional-integral loop as a PLC runs it, once a step.
///
/// u = u0 + Kc (e + I/Ti) with e = setpoint − measured, clipped to the limits of what it moves. The
/// integral stands still while it would push further into a limit.
package struct PILoop: Hashable, Sendable {
    /// u0: the output for which no error is left at the nominal point.
    package let nominalOutput: Double
    /// Kc, in units of the output per unit of the measured value; its sign is the loop's action.
    package let gain: Double
    /// Ti, in minutes.
    package let integralTime: Double
    /// The lowest output.
    package let low: Double
    /// The highest output.
    package let high: Double
    /// I: the error summed over time, in units of the measured value times minutes.
    package private(set) var integral = 0.0

    /// A loop at rest at its nominal output.
    package init(
        nominalOutput: Double, gain: Double, integralTime: Double, limits: ClosedRange<Double>
    ) {
        self.nominalOutput = nominalOutput
        self.gain = gain
        self.integralTime = integralTime
        self.low = limits.lowerBound
        self.high = limits.upperBound
    }

    /// Runs the loop once and gives what the actuator is to hold.
    ///
    /// - Parameters:
    ///   - setpoint: What the measured value should be.
    ///   - measured: What the instrument shows.
    ///   - duration: Minutes until the loop runs again.
    /// - Returns: The output, within its limits.
    package mutating func output(
        setpoint: Double, measured: Double, for duration: Double
    ) -> Double {
        let error = setpoint - measured
        let wanted = nominalOutput + gain * (error + integral / integralTime)
        let output = clipped(wanted, low, high)
        let pushesFurther = (wanted - output) * gain * error > 0
        if wanted == output || !pushesFurther { integral += error * duration }
        return output
    }

    func save(to writer: inout SnapshotWriter) { writer.add(integral) }

    mutating func restore(from reader: inout SnapshotReader) { integral = reader.number() }
}
