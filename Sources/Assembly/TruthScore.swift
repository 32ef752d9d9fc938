/// How near the product's true quality stayed to its target.
package struct TruthScore: Hashable, Sendable {
    /// The value to hold, in the quality's unit.
    package let target: Double
    /// Half the width of the band that counts as in tolerance.
    package let tolerance: Double
    /// Values seen.
    package private(set) var count = 0

    private var mean = 0.0
    private var spread = 0.0
    private var absoluteError = 0.0
    private var inTolerance = 0

    package init(target: Double, tolerance: Double) {
        self.target = target
        self.tolerance = tolerance
    }

    /// Takes in one value; values are taken at equal intervals.
    package mutating func add(_ value: Double) {
        count += 1
        let deviation = value - mean
        mean += deviation / Double(count)
        spread += deviation * (value - mean)
        absoluteError += (abs(value - target) - absoluteError) / Double(count)
        if abs(value - target) <= tolerance { inTolerance += 1 }
    }

    /// Mean of |value − target|; nil before the first value.
    package var meanAbsoluteError: Double? { count > 0 ? absoluteError : nil }

    /// Standard deviation about the mean; nil before the first value.
    package var standardDeviation: Double? {
        count > 0 ? (spread / Double(count)).squareRoot() : nil
    }

    /// Part of the values within tolerance, 0…1; nil before the first.
    package var shareInTolerance: Double? {
        count > 0 ? Double(inTolerance) / Double(count) : nil
    }
}
