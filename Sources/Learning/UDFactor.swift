/// The covariance P = U D U′ of a least-squares estimate, U unit upper triangular, D diagonal
/// (Bierman, *Factorization Methods for Discrete Sequential Estimation*, 1977, ch. V).
///
/// P is positive by construction: only U and D are ever kept. A view of memory that a learner owns;
/// column j of U starts at j (j − 1) / 2 and holds its j entries above the diagonal.
struct UDFactor {
    let size: Int
    private let upper: UnsafeMutablePointer<Double>
    private let diagonal: UnsafeMutablePointer<Double>
    private let gain: UnsafeMutablePointer<Double>

    /// Beyond these an entry of D would be on its way out of a `Double`'s range.
    private static let smallest = 1e-60
    private static let largest = 1e60

    /// Numbers a factor of this size takes, scratch included.
    static func length(size: Int) -> Int { size * (size - 1) / 2 + 2 * size + 2 }

    init(size: Int, at memory: UnsafeMutablePointer<Double>) {
        self.size = size
        upper = memory
        diagonal = memory + size * (size - 1) / 2
        gain = diagonal + size
    }

    /// The start of column `index` above the diagonal.
    @inline(__always)
    func column(_ index: Int) -> UnsafeMutablePointer<Double> {
        upper + (index &* (index &- 1)) &>> 1
    }

    /// An entry of D.
    func variance(_ index: Int) -> Double { diagonal[index] }

    /// Sets an entry of D.
    func setVariance(_ index: Int, to value: Double) { diagonal[index] = Self.held(value) }

    /// Takes in one row with unit noise, older rows weighing `forgetting`, and moves `weights` by
    /// the gain times `innovation`. Returns forgetting + row′ P row, P as it was.
    @inline(__always)
    func learn(
        _ row: UnsafePointer<Double>, innovation: Double, forgetting: Double,
        weights: UnsafeMutablePointer<Double>
    ) -> Double {
        let growth = 1 / forgetting
        let first = row[0]
        let share = diagonal[0] * first
        var sum = forgetting + first * share
        diagonal[0] = Self.held(diagonal[0] / sum)
        VectorKernels.store(SIMD2(share, 0), gain, 0)
        var index = 1
        while index < size {
            let column = column(index)
            let part = row[index] + VectorKernels.dot(column, row, count: index)
            sum = widen(column, index, part: part, after: sum, growth: growth)
            index &+= 1
        }
        VectorKernels.add(innovation / sum, times: gain, to: weights, count: size)
        return sum
    }

    /// Takes in one row that is 1 at `position` and 0 elsewhere and agrees with the weights, so
    /// that only the covariance changes: it stays below 1 / `information` there.
    @inline(__always)
    func learnAgreement(at position: Int, information: Double) {
        var sum = 1 / information
        let own = diagonal[position]
        VectorKernels.set(gain, to: own, times: column(position), count: position, last: own)
        diagonal[position] = Self.held(own * sum / (sum + own))
        sum += own
        var index = position &+ 1
        while index < size {
            let column = column(index)
            sum = widen(column, index, part: column[position], after: sum, growth: 1)
            index &+= 1
        }
    }

    @inline(__always)
    private func widen(
        _ column: UnsafeMutablePointer<Double>, _ index: Int, part: Double, after sum: Double,
        growth: Double
    ) -> Double {
        let own = diagonal[index]
        let share = own * part
        let next = sum + part * share
        diagonal[index] = Self.held(own * growth * (sum / next))
        VectorKernels.shear(column, gain, step: -part / sum, share: share, count: index)
        return next
    }

    /// row′ P row.
    func variance(along row: UnsafePointer<Double>) -> Double {
        var sum = diagonal[0] * row[0] * row[0]
        for index in 1..<size {
            let part = row[index] + VectorKernels.dot(column(index), row, count: index)
            sum += diagonal[index] * part * part
        }
        return sum
    }

    @inline(__always)
    private static func held(_ value: Double) -> Double {
        value < smallest ? smallest : value > largest ? largest : value
    }
}
