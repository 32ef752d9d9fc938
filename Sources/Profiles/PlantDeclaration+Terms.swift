extension PlantDeclaration {
    /// One of the terms that a disturbance is the sum of, in the unit of its input or output.
    package enum FreeTerm: Hashable, Sendable {
        case constant(Double)
        /// 0, and `value` from a moment on.
        case step(value: Double, at: Duration)
        /// 0 until `start`, then a straight line to `value`, reached after `length` and held; with
        /// `repeats` it starts over instead.
        case ramp(value: Double, start: Duration, length: Duration, repeats: Bool)
        /// `phase` is a part of the period.
        case sine(height: Double, period: Duration, phase: Double)
        /// `high` for the part `duty` of each period, then `low`.
        case square(low: Double, high: Double, period: Duration, duty: Double)
        /// Independent normal steps; `deviation` is reached after `time`.
        case randomWalk(deviation: Double, time: Duration)
        /// Ornstein–Uhlenbeck.
        case meanReverting(deviation: Double, time: Duration)
        /// A level uniform in ± `size`, new after `time` on average.
        case randomSteps(size: Double, time: Duration)
        /// Each value is a sum of those before and normal noise, with this deviation in the long
        /// run; a new one each `interval`, held between.
        case autoregressive(coefficients: [Double], deviation: Double, interval: Duration)
        /// A column of a file.
        case replay(ReplaySeries)
    }

    /// A recorded column, ready to be replayed from the start of plant time.
    package struct ReplaySeries: Hashable, Sendable {
        /// The file, as the profile names it.
        package var file: String
        /// Seconds from the first row to each; rising, first 0.
        package var times: [Double]
        /// One value for each time.
        package var values: [Double]
        /// Whether values between two rows lie on a line; else the earlier one holds.
        package var isLinear: Bool
        /// Whether it starts over one row's time after the last row; else the last value holds.
        package var loops: Bool
        /// Whether the mean of the disturbance is taken off the values.
        package var isAbsolute: Bool
    }
}
