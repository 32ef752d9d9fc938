/// Linear regression by normalised gradient steps (Nagumo and Noda, IEEE Trans. Autom. Control 12
/// (1967) 282; Widrow and Hoff's rule made safe for any scale).
///
/// Features are standardised as they run; one step takes away `rate` of the present error. Less
/// exact than ``RecursiveLeastSquares``, and for thousands of features: memory is 9 n numbers, one
/// outcome costs O(n) and allocates nothing.
package struct NormalizedGradient: OnlineRegressor {
    package let featureCount: Int
    /// The part of an error that one step takes away.
    package let rate: Double
    package private(set) var outcomeCount = 0

    private var basis: RunningBasis
    private var block: NumberBlock
    private var outcomeCentre = 0.0
    private var innovations = RunningSquare()

    /// Creates a model that predicts 0 until it has learned.
    ///
    /// - Parameters:
    ///   - featureCount: Length of every vector it will be given, 1 or more.
    ///   - rate: Part of an error that one step takes away, 0…2, both excluded. Small rates
    ///     average noise, large ones follow change.
    package init(featureCount: Int, rate: Double = 0.1) {
        precondition(featureCount >= 1, "a regression needs a feature")
        precondition(rate > 0 && rate < 2, "outside 0…2 the steps diverge")
        self.featureCount = featureCount
        self.rate = rate
        self.basis = RunningBasis(count: featureCount, memory: 0.999)
        block = NumberBlock(
            count: 2 * (featureCount + 1) + RunningBasis.length(count: featureCount))
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

        let size = featureCount + 1
        basis.standardise(values, into: parts.row, at: parts.basis)
        let predicted = VectorKernels.dot(parts.weights, parts.row, count: size)
        let innovation = outcome - outcomeCentre - predicted
        let power = VectorKernels.dot(parts.row, parts.row, count: size)
        VectorKernels.add(
            rate * innovation / power, times: parts.row, to: parts.weights, count: size)
        if outcomeCount > 0 { innovations.add(innovation) }
        outcomeCount += 1
        return .learned
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

    private func moveBasis(_ parts: Parts) {
        basis.move(at: parts.basis)
        let view = BasisView(count: featureCount, at: parts.basis)
        for index in 0..<featureCount where view.ratios[index] != 0 {
            parts.weights[0] += parts.weights[index + 1] * view.shifts[index]
            parts.weights[index + 1] *= view.ratios[index]
        }
    }

    private struct Parts {
        let weights: UnsafeMutablePointer<Double>
        let row: UnsafeMutablePointer<Double>
        let basis: UnsafeMutablePointer<Double>
    }

    @inline(__always)
    private func parts(of block: NumberBlock) -> Parts {
        Parts(
            weights: block.base, row: block.base + featureCount + 1,
            basis: block.base + 2 * (featureCount + 1))
    }
}
