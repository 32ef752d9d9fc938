/// The numbers of a ``RunningBasis`` in a learner's block.
struct BasisView {
    let centres: UnsafeMutablePointer<Double>
    let scales: UnsafeMutablePointer<Double>
    let inverses: UnsafeMutablePointer<Double>
    let means: UnsafeMutablePointer<Double>
    let squares: UnsafeMutablePointer<Double>
    let weights: UnsafeMutablePointer<Double>
    let last: UnsafeMutablePointer<Double>
    let shifts: UnsafeMutablePointer<Double>
    let ratios: UnsafeMutablePointer<Double>

    /// Numbers from one array to the next: even, so that the last pair is whole.
    static func stride(count: Int) -> Int { count + count % 2 }

    @inline(__always)
    init(count: Int, at memory: UnsafeMutablePointer<Double>) {
        let stride = Self.stride(count: count)
        centres = memory
        scales = memory + stride
        inverses = memory + 2 * stride
        means = memory + 3 * stride
        squares = memory + 4 * stride
        weights = memory + 5 * stride
        last = memory + 6 * stride
        shifts = memory + 7 * stride
        ratios = memory + 8 * stride
    }

    /// Takes the first vector.
    func start(at features: UnsafePointer<Double>, count: Int) {
        for index in 0..<count {
            means[index] = features[index]
            centres[index] = features[index]
            last[index] = features[index]
            weights[index] = 1
        }
    }

    /// Takes two values into mean and spread (West, Commun. ACM 22 (1979) 532), except one that
    /// repeats the one before; true if a spread has doubled or a mean has gone far.
    @inline(__always)
    func follow(_ value: SIMD2<Double>, _ index: Int, memory: Double) -> Bool {
        let changed = value .!= VectorKernels.pair(last, index)
        guard changed[0] || changed[1] else { return false }
        VectorKernels.store(value, last, index)
        let oldWeight = VectorKernels.pair(weights, index)
        let oldMean = VectorKernels.pair(means, index)
        let oldSquare = VectorKernels.pair(squares, index)
        let nextWeight = memory * oldWeight + 1
        let deviation = value - oldMean
        let nextMean = oldMean + deviation / nextWeight
        let nextSquare = memory * oldSquare + deviation * (value - nextMean)
        let weight = oldWeight.replacing(with: nextWeight, where: changed)
        let mean = oldMean.replacing(with: nextMean, where: changed)
        let square = oldSquare.replacing(with: nextSquare, where: changed)
        VectorKernels.store(weight, weights, index)
        VectorKernels.store(mean, means, index)
        VectorKernels.store(square, squares, index)
        let scale = VectorKernels.pair(scales, index)
        let variance = scale * scale
        let shift = mean - VectorKernels.pair(centres, index)
        let limits = (square .> 4 * weight * variance) .| (shift * shift .> 16 * variance)
        return limits[0] || limits[1]
    }
}
