/// A model that learns one outcome at a time and is never retrained.
///
/// Memory is fixed at creation and one outcome allocates nothing. Models are values: a copy learns
/// on its own. What it is given is refused, never learned, if it would not leave the model finite.
package protocol OnlineRegressor: Sendable {
    /// Length of every feature vector, 1 or more.
    var featureCount: Int { get }

    /// Outcomes learned so far.
    var outcomeCount: Int { get }

    /// The prediction for `features`, in the outcome's unit; 0 until something is learned.
    ///
    /// NaN if a feature is. Changes nothing. Traps unless there is one number a feature.
    func prediction(for features: UnsafeBufferPointer<Double>) -> Double

    /// Learns that `outcome` followed from `features`, or says why it may not.
    ///
    /// Traps unless there is one number a feature.
    @discardableResult
    mutating func learn(_ outcome: Double, from features: UnsafeBufferPointer<Double>)
        -> LearnResult

    /// What has been learned, in the units of outcome and features.
    var coefficients: LinearCoefficients { get }

    /// One standard deviation of the expected outcome at `features`, its own noise left out; nil if
    /// the learner cannot say, or not yet.
    func knowledgeDeviation(for features: [Double]) -> Double?

    /// How sure the coefficients are; nil if the learner cannot say, or not yet.
    var coefficientCovariance: CoefficientCovariance? { get }
}

extension OnlineRegressor {
    /// The prediction for `features`, in the outcome's unit; 0 until something is learned.
    package func prediction(for features: [Double]) -> Double {
        features.withUnsafeBufferPointer { prediction(for: $0) }
    }

    /// Learns that `outcome` followed from `features`, or says why it may not.
    @discardableResult
    package mutating func learn(_ outcome: Double, from features: [Double]) -> LearnResult {
        features.withUnsafeBufferPointer { learn(outcome, from: $0) }
    }

    package func knowledgeDeviation(for features: [Double]) -> Double? { nil }

    package var coefficientCovariance: CoefficientCovariance? { nil }
}

/// What became of an outcome.
package enum LearnResult: Hashable, Sendable {
    /// The model has changed.
    case learned
    /// The model is as it was.
    case refused(LearnRefusal)
}

/// Why an outcome was not learned.
package enum LearnRefusal: Hashable, Sendable {
    /// The outcome is NaN, infinite or beyond ±1e20.
    case outcome(Double)
    /// The feature at this position is NaN, infinite or beyond ±1e20.
    case feature(position: Int, Double)

    /// The largest magnitude that is learned. Every 64-bit counter fits; what lies beyond is a
    /// misread register, and its square would eat up the range of a `Double`.
    package static let largestMagnitude = 1e20
}

extension LearnRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .outcome(let value): "the outcome is \(value)"
        case .feature(let position, let value): "feature \(position) is \(value)"
        }
    }
}
