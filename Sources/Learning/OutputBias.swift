/// A slowly wandering offset between a regressor and the plant: a random walk seen through noise.
///
/// The scalar Kalman filter (Kalman, J. Basic Eng. 82 (1960) 35); once settled it is an
/// exponentially weighted mean of the errors, but its first steps are longer.
package struct OutputBias: Hashable, Sendable {
    /// Variance of the walk from one outcome to the next, in units of the noise's variance.
    package let drift: Double
    /// What to add to a prediction, in the outcome's unit.
    package private(set) var value = 0.0
    /// Variance of ``value``, in units of the noise's variance.
    package private(set) var variance: Double

    /// Starts at 0.
    ///
    /// - Parameters:
    ///   - drift: Variance of the walk an outcome over the variance of the noise, above 0. A drift
    ///     of 0.1 gives each new error a share of 0.27 in the end.
    ///   - startVariance: Variance of the bias before the first outcome, in the same unit.
    package init(drift: Double, startVariance: Double = 1) {
        precondition(drift > 0 && startVariance >= 0, "a bias that never moves is no bias")
        self.drift = drift
        self.variance = startVariance
    }

    /// Learns the error, outcome less bare prediction, of one settled forecast.
    package mutating func learn(error: Double) {
        guard error.isFinite else { return }
        let predicted = variance + drift
        let share = predicted / (predicted + 1)
        value += share * (error - value)
        variance = share  // (1 − share) predicted = share, the noise's variance being 1
    }
}
