/// Centre and scale of each feature, followed as they run, and the basis the weights stand in.
///
/// Least squares on raw plant values loses digits and gradients blow up, so weights belong to
/// (x − centre) / scale. The basis moves at doubling counts, when a spread has grown or shrunk to
/// twice or half its scale, and when a mean has gone four scales from its centre; the learner then
/// maps its weights exactly, and nothing is forgotten.
///
/// A value that repeats the one before says nothing about spread and leaves it alone: a setpoint
/// held for a week keeps the scale of its last moves. A feature that has never varied has scale 0
/// and stands for nothing.
struct RunningBasis: Sendable {
    let count: Int

    private let memory: Double
    private var samples = 0

    /// Numbers the basis takes in a learner's block.
    static func length(count: Int) -> Int { 9 * BasisView.stride(count: count) }

    /// Makes a basis that has seen nothing; `memory` is the weight a value keeps after each later
    /// one in means and spreads.
    init(count: Int, memory: Double) {
        self.count = count
        self.memory = memory
    }

    /// Takes in a vector; true if the basis should move before it is learned.
    @inline(__always)
    mutating func observe(
        _ features: UnsafePointer<Double>, at memory: UnsafeMutablePointer<Double>
    ) -> Bool {
        let view = BasisView(count: count, at: memory)
        samples += 1
        guard samples > 1 else {
            view.start(at: features, count: count)
            return false
        }
        var hasMoved = false
        var index = 0
        while index &+ 2 <= count {
            if view.follow(VectorKernels.pair(features, index), index, memory: self.memory) {
                hasMoved = true
            }
            index &+= 2
        }
        if index < count {
            // The lane beyond the last feature repeats itself, so it is left alone.
            let value = SIMD2(features[index], view.last[index &+ 1])
            if view.follow(value, index, memory: self.memory) { hasMoved = true }
        }
        return hasMoved || samples & (samples - 1) == 0 || (samples & 63 == 0 && hasShrunk(view))
    }

    private func hasShrunk(_ view: BasisView) -> Bool {
        (0..<count).contains {
            view.squares[$0] < 0.25 * view.weights[$0] * view.scales[$0] * view.scales[$0]
        }
    }

    /// Moves centres and scales to the present means and spreads, and leaves in `shifts` and
    /// `ratios` what a linear model needs to follow: (new centre − old) / old scale and new scale
    /// / old. A feature that varies for the first time has ratio 0.
    func move(at memory: UnsafeMutablePointer<Double>) {
        let view = BasisView(count: count, at: memory)
        for index in 0..<count {
            let old = view.scales[index]
            let mean = view.means[index]
            view.shifts[index] = 0
            view.ratios[index] = 1
            if old == 0 && view.squares[index] == 0 { continue }
            let spread = (view.squares[index] / view.weights[index]).squareRoot()
            // Below a millionth of the value a spread is rounding, not movement of the plant.
            let scale = max(spread, abs(mean) * 1e-6, 1e-60)
            if old == 0 {
                // All that was learned was learned at this centre: it must stay.
                view.ratios[index] = 0
            } else {
                view.ratios[index] = scale / old
                view.shifts[index] = (mean - view.centres[index]) / old
                view.centres[index] = mean
            }
            view.scales[index] = scale
            view.inverses[index] = 1 / scale
        }
    }

    /// Writes 1, for the intercept, and then (x − centre) / scale of each feature.
    @inline(__always)
    func standardise(
        _ features: UnsafePointer<Double>, into row: UnsafeMutablePointer<Double>,
        at memory: UnsafeMutablePointer<Double>
    ) {
        let view = BasisView(count: count, at: memory)
        let first = (features[0] - view.centres[0]) * view.inverses[0]
        VectorKernels.store(SIMD2(1, first), row, 0)
        var index = 1
        while index &+ 2 <= count {
            let deviations =
                VectorKernels.pair(features, index) - VectorKernels.pair(view.centres, index)
            VectorKernels.store(
                deviations * VectorKernels.pair(view.inverses, index), row, index &+ 1)
            index &+= 2
        }
        if index < count {
            row[index &+ 1] = (features[index] - view.centres[index]) * view.inverses[index]
        }
    }

    /// Σ weight × (x − centre) / scale.
    @inline(__always)
    func sum(
        _ features: UnsafePointer<Double>, weights: UnsafePointer<Double>,
        at memory: UnsafeMutablePointer<Double>
    ) -> Double {
        let view = BasisView(count: count, at: memory)
        var sum = 0.0
        for index in 0..<count {
            let standard = (features[index] - view.centres[index]) * view.inverses[index]
            sum += weights[index] * standard
        }
        return sum
    }

    /// A linear model of this basis in plain units.
    func coefficients(
        intercept: Double, weights: UnsafePointer<Double>, at memory: UnsafeMutablePointer<Double>
    ) -> LinearCoefficients {
        let view = BasisView(count: count, at: memory)
        let slopes = (0..<count).map { weights[$0] * view.inverses[$0] }
        let offset = (0..<count).reduce(0.0) { $0 + slopes[$1] * view.centres[$1] }
        return LinearCoefficients(intercept: intercept - offset, slopes: slopes)
    }
}
