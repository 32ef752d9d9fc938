/// Recursive least squares with exponential forgetting (Ljung, *System Identification*, §11.2).
///
/// Weights belong to features standardised as they run; the covariance is kept as U D U′ and stays
/// positive. Forgetting without excitation would let it grow without end, so each outcome comes
/// with one row that agrees with a present weight, the weights taking turns: it moves nothing and
/// keeps each variance below 1 / `leastInformation`. Memory is fixed at ½ n² + 14 n numbers for n
/// features; one outcome costs O(n²) and allocates nothing.
///
/// ```swift
/// var model = RecursiveLeastSquares(featureCount: 2, forgetting: 0.995)
/// model.learn(4.1, from: [1, 0.8])     // moisture in %, and the features it followed from
/// model.prediction(for: [1, 0.9])      // %, the unit it learned
/// ```
package struct RecursiveLeastSquares: OnlineRegressor {
    package let featureCount: Int
    /// Weight an outcome keeps after each later one.
    package let forgetting: Double
    /// Outcomes' worth of belief, at the start, that a feature has no effect.
    package let prior: Double
    /// Outcomes' worth of information that forgetting leaves in each direction.
    package let leastInformation: Double
    /// Variance of the intercept's walk from one outcome to the next, over that of the noise.
    package let interceptWalk: Double
    package private(set) var outcomeCount = 0

    private var basis: RunningBasis
    private var block: NumberBlock
    private var outcomeCentre = 0.0
    private var nextAgreement = 0
    private var weight = 0.0
    private var unusedWeight: Double
    private var residualSquares = 0.0
    private var innovations = RunningSquare()

    /// Creates a model that predicts 0 until it has learned.
    ///
    /// - Parameters:
    ///   - featureCount: Length of every vector it will be given, 1 or more.
    ///   - forgetting: Weight an outcome keeps after each later one, 0.9…1. At 0.995 it halves in
    ///     138.
    ///   - prior: Outcomes' worth of belief that a feature has no effect, above 0. It calms the
    ///     first forecasts and fades.
    ///   - leastInformation: Outcomes' worth of information left in each direction however long
    ///     nothing happens there, 1e-12…1.
    ///   - interceptWalk: How far the plant's level wanders: the variance of its walk from one
    ///     outcome to the next over that of the noise, 0 or more. A drifting instrument is then
    ///     followed while the slopes forget nothing.
    package init(
        featureCount: Int, forgetting: Double = 0.995, prior: Double = 1,
        leastInformation: Double = 1e-4, interceptWalk: Double = 0
    ) {
        precondition(featureCount >= 1, "a regression needs a feature")
        precondition((0.9...1).contains(forgetting), "forgetting is 0.9…1")
        precondition(prior > 0 && prior <= 1e12, "prior is above 0")
        precondition((1e-12...1).contains(leastInformation), "least information is 1e-12…1")
        self.featureCount = featureCount
        self.forgetting = forgetting
        precondition(interceptWalk >= 0 && interceptWalk <= 1e12, "a walk is 0 or more")
        self.prior = prior
        self.interceptWalk = interceptWalk
        self.leastInformation = leastInformation
        // Spreads are followed four times as slowly as weights, so that the basis rarely moves.
        self.basis = RunningBasis(count: featureCount, memory: 1 - (1 - forgetting) / 4)
        self.unusedWeight = Double(featureCount + 1)
        let size = featureCount + 1
        block = NumberBlock(
            count: UDFactor.length(size: size) + 2 * size
                + RunningBasis.length(count: featureCount))
        let parts = parts(of: block)
        for index in 1..<size { parts.factor.setVariance(index, to: 1 / prior) }
        // The first outcome sets the level, not the prior: the intercept starts nearly free.
        parts.factor.setVariance(0, to: 1e6 / min(prior, 1))
    }

    @discardableResult
    package mutating func learn(
        _ outcome: Double, from features: UnsafeBufferPointer<Double>
    ) -> LearnResult {
        precondition(features.count == featureCount, "one number a feature")
        if let refusal = refusal(of: outcome, from: features) { return .refused(refusal) }
        guard let values = features.baseAddress else { return .learned }
        if !isKnownUniquelyReferenced(&block) { block = block.copy() }
        let parts = parts(of: block)
        if outcomeCount == 0 { outcomeCentre = outcome }
        if basis.observe(values, at: parts.basis) { moveBasis(parts) }

        basis.standardise(values, into: parts.row, at: parts.basis)
        let predicted = VectorKernels.dot(parts.weights, parts.row, count: featureCount + 1)
        let innovation = outcome - outcomeCentre - predicted
        // The first column of U is the first unit vector, so its D takes the whole walk, exactly.
        if interceptWalk > 0, outcomeCount > 0 {
            parts.factor.setVariance(0, to: parts.factor.variance(0) + interceptWalk)
        }
        let sum = parts.factor.learn(
            parts.row, innovation: innovation, forgetting: forgetting, weights: parts.weights)
        let information = leastInformation * (1 - forgetting) * Double(featureCount + 1)
        if information > 0 {
            parts.factor.learnAgreement(at: nextAgreement, information: information)
            nextAgreement = nextAgreement == featureCount ? 0 : nextAgreement + 1
        }
        count(innovation, sum: sum)
        return .learned
    }

    private mutating func count(_ innovation: Double, sum: Double) {
        if outcomeCount > 0 { innovations.add(innovation) }
        outcomeCount += 1
        weight = forgetting * weight + 1
        unusedWeight *= outcomeCount > featureCount + 1 ? forgetting : 1
        // Error before times error after learning: exactly what the weighted residuals' sum gains.
        residualSquares =
            forgetting * residualSquares + innovation * innovation * (forgetting / sum)
    }

    package func prediction(for features: UnsafeBufferPointer<Double>) -> Double {
        precondition(features.count == featureCount, "one number a feature")
        guard let values = features.baseAddress else { return 0 }
        let parts = parts(of: block)
        let sum = basis.sum(values, weights: parts.weights + 1, at: parts.basis)
        return outcomeCentre + parts.weights[0] + sum
    }

    package var coefficients: LinearCoefficients {
        let parts = parts(of: block)
        return basis.coefficients(
            intercept: outcomeCentre + parts.weights[0], weights: parts.weights + 1,
            at: parts.basis)
    }

    /// The size of the errors made before learning, in the outcome's unit, newer ones counting
    /// more (half in 34 outcomes); nil until the second outcome.
    package var innovationDeviation: Double? { innovations.deviation }

    /// The standard deviation of the noise around the fitted model, in the outcome's unit, with
    /// the degrees of freedom taken off; nil while there are none.
    package var residualDeviation: Double? {
        let freedom = weight - unusedWeight
        return outcomeCount > featureCount + 1 && freedom > 1e-9
            ? (residualSquares / freedom).squareRoot() : nil
    }

    /// One standard deviation of the expected outcome at `features`, its own noise left out, if the
    /// model holds there; nil while ``residualDeviation`` is. O(n²).
    package func knowledgeDeviation(for features: [Double]) -> Double? {
        residualDeviation.map { $0 * variance(along: features).squareRoot() }
    }

    /// One standard deviation of outcome less prediction at `features`, if the model holds there;
    /// nil while ``residualDeviation`` is. O(n²).
    package func predictionDeviation(for features: [Double]) -> Double? {
        residualDeviation.map { $0 * (1 + variance(along: features)).squareRoot() }
    }

    /// The variance of the prediction, in units of the noise's.
    private func variance(along features: [Double]) -> Double {
        precondition(features.count == featureCount, "one number a feature")
        let parts = parts(of: block)
        let row = NumberBlock(count: featureCount + 1)
        basis.standardise(features, into: row.base, at: parts.basis)
        return withExtendedLifetime(row) { parts.factor.variance(along: row.base) }
    }

    /// How sure the coefficients are; nil while ``residualDeviation`` is.
    ///
    /// With forgetting 1 and a small prior these are the textbook's standard errors. With less,
    /// discounted weight counts as information, which states about twice the sampling variance of
    /// a plant that stands still. A feature that never varied has infinite variance. O(n³).
    package var coefficientCovariance: CoefficientCovariance? {
        guard let residualDeviation else { return nil }
        let parts = parts(of: block)
        return parts.factor.covariance(
            noise: residualDeviation * residualDeviation,
            in: BasisView(count: featureCount, at: parts.basis))
    }

    private func moveBasis(_ parts: Parts) {
        basis.move(at: parts.basis)
        let view = BasisView(count: featureCount, at: parts.basis)
        parts.factor.follow(view, weights: parts.weights, freshVariance: 1 / prior)
    }

    private struct Parts {
        let factor: UDFactor
        let weights: UnsafeMutablePointer<Double>
        let row: UnsafeMutablePointer<Double>
        let basis: UnsafeMutablePointer<Double>
    }

    @inline(__always)
    private func parts(of block: NumberBlock) -> Parts {
        let size = featureCount + 1
        let weights = block.base + UDFactor.length(size: size)
        return Parts(
            factor: UDFactor(size: size, at: block.base), weights: weights, row: weights + size,
            basis: weights + 2 * size)
    }
}

/// The mean of squares, newer ones counting more: weight 0.98 an outcome.
struct RunningSquare: Sendable {
    private var weight = 0.0
    private var mean = 0.0

    mutating func add(_ value: Double) {
        weight = 0.98 * weight + 1
        mean += (value * value - mean) / weight
    }

    var deviation: Double? { weight > 0 ? mean.squareRoot() : nil }
}
