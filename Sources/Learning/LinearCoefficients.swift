/// A linear model in plain units: outcome = intercept + Σ slope × feature.
package struct LinearCoefficients: Hashable, Sendable {
    /// The prediction where all features are 0, in the outcome's unit.
    package let intercept: Double
    /// Outcome units a feature unit, in the order of the features.
    package let slopes: [Double]

    package init(intercept: Double, slopes: [Double]) {
        self.intercept = intercept
        self.slopes = slopes
    }
}

/// The covariance of a linear model's coefficients, in their units.
package struct CoefficientCovariance: Hashable, Sendable {
    /// How many coefficients: the intercept and one slope a feature.
    package let count: Int
    private let entries: [Double]

    /// Takes all entries by rows; position 0 is the intercept, 1 the first slope.
    package init(count: Int, entries: [Double]) {
        precondition(entries.count == count * count, "one entry a pair of coefficients")
        self.count = count
        self.entries = entries
    }

    /// The entry of two coefficients; 0 is the intercept, 1 the first slope.
    package subscript(row: Int, column: Int) -> Double { entries[row * count + column] }

    /// The standard deviation of the intercept.
    package var interceptDeviation: Double { entries[0].squareRoot() }

    /// The standard deviation of the slope of one feature, counted from 0.
    package func slopeDeviation(of feature: Int) -> Double {
        self[feature + 1, feature + 1].squareRoot()
    }

    /// The standard deviation of Σ weight × slope, for a gain spread over several features.
    package func deviation(ofSlopes weights: [Double]) -> Double {
        precondition(weights.count == count - 1, "one weight a feature")
        var variance = 0.0
        for row in 1..<count {
            for column in 1..<count {
                variance += weights[row - 1] * weights[column - 1] * self[row, column]
            }
        }
        return max(variance, 0).squareRoot()
    }
}
