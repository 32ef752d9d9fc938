package import Tags

/// What one unit of a setpoint does to the quality: learned, and held to bounds.
///
/// Quality = base + gain × setpoint, the setpoint seen through a first-order lag. The base walks at
/// random, which is what keeps feedback from hiding the gain: a plain regression of quality on a
/// setpoint that a controller moves learns that it does nothing (Forssell and Ljung, Automatica 35
/// (1999) 1215). A Kalman filter of two states follows both (Kalman, J. Basic Eng. 82 (1960) 35).
package struct GainEstimator: Sendable {
    /// What is known beforehand.
    package struct Settings: Hashable, Sendable {
        /// Lowest and highest gain, of one sign, in quality's unit per setpoint's unit.
        package var bounds: ClosedRange<Double>
        /// Time constant between setpoint and quality.
        package var lag: Duration
        /// Standard deviation of one result of the quality, in its unit; above 0.
        package var resultDeviation: Double
        /// Standard deviation of the base's walk from one result to the next, in quality's unit.
        package var walkDeviation: Double

        package init(
            bounds: ClosedRange<Double>, lag: Duration, resultDeviation: Double,
            walkDeviation: Double
        ) {
            precondition(bounds.lowerBound * bounds.upperBound > 0, "a gain has one sign")
            precondition(resultDeviation > 0 && walkDeviation >= 0 && lag >= .zero)
            self.bounds = bounds
            self.lag = lag
            self.resultDeviation = resultDeviation
            self.walkDeviation = walkDeviation
        }
    }

    private struct Seen: Sendable {
        var time: PlantTime
        var lagged: Double
    }

    private let settings: Settings
    private var base = 0.0
    private var gain: Double
    private var baseVariance = 1e4
    private var covariance = 0.0
    private var gainVariance: Double
    private var origin: Double?
    private var history: [Seen] = []
    private var hasResult = false

    /// Scans of the setpoint that are remembered for results still to come.
    package static let historyLimit = 8192

    /// Starts in the middle of the bounds.
    package init(_ settings: Settings) {
        self.settings = settings
        let width = settings.bounds.upperBound - settings.bounds.lowerBound
        gain = (settings.bounds.lowerBound + settings.bounds.upperBound) / 2
        gainVariance = width * width / 64
    }

    /// The gain to count on, inside the bounds.
    package var value: Double {
        min(max(gain, settings.bounds.lowerBound), settings.bounds.upperBound)
    }

    /// One standard deviation of the learned gain, before it is held to the bounds.
    package var deviation: Double { max(gainVariance, 0).squareRoot() }

    /// Notes where the setpoint stands; times must rise.
    package mutating func observe(setpoint: Double, at time: PlantTime) {
        guard setpoint.isFinite else { return }
        let origin = self.origin ?? setpoint
        self.origin = origin
        guard let last = history.last else {
            history.append(Seen(time: time, lagged: setpoint - origin))
            return
        }
        guard time > last.time else { return }
        let passed = (time - last.time).inSeconds
        let lag = settings.lag.inSeconds
        let share = lag > 0 ? passed / (lag + passed) : 1
        let lagged = last.lagged + share * (setpoint - origin - last.lagged)
        if history.count == Self.historyLimit { history.removeFirst(Self.historyLimit / 2) }
        history.append(Seen(time: time, lagged: lagged))
    }

    /// Learns from a result of the quality, by the setpoint as it stood when the sample was taken.
    package mutating func learn(_ quality: Double, sampledAt: PlantTime) {
        guard quality.isFinite, let seen = history.last(where: { $0.time <= sampledAt }) else {
            return
        }
        history.removeAll { $0.time < seen.time }
        let setpoint = seen.lagged
        if hasResult {
            baseVariance += settings.walkDeviation * settings.walkDeviation
        } else {
            base = quality - gain * setpoint
            hasResult = true
        }
        let toBase = baseVariance + covariance * setpoint
        let toGain = covariance + gainVariance * setpoint
        let noise = settings.resultDeviation * settings.resultDeviation
        let spread = toBase + toGain * setpoint + noise
        let innovation = quality - base - gain * setpoint
        // A result further than 4 standard deviations off tells nothing about the gain.
        guard innovation * innovation <= 16 * spread else { return }
        base += toBase / spread * innovation
        gain += toGain / spread * innovation
        baseVariance -= toBase * toBase / spread
        covariance -= toBase * toGain / spread
        gainVariance -= toGain * toGain / spread
    }
}
