import Glibc
import Learning
import Testing

/// One pass of the filter, forgetting 1 and hardly any prior, against certified least squares.
///
/// The digits asked for are those of a Householder QR on the same sets, or better; Wampler4 and 5
/// bury a polynomial of degree 5 under noise 10⁵ and 10⁷ times its size at the low end.
struct CertifiedResultsTests {
    static let digits: [(ReferenceSet, Double)] = [
        (.norris, 12), (.pontius, 11.5), (.longley, 10.5), (.wampler1, 9), (.wampler2, 12),
        (.wampler3, 9), (.wampler4, 7), (.wampler5, 5),
    ]

    @Test(arguments: digits)
    func agreesWithTheCertifiedCoefficients(set: ReferenceSet, digits: Double) {
        let found = Self.fitted(to: set).coefficients
        for (value, certified) in zip([found.intercept] + found.slopes, set.coefficients) {
            #expect(correctDigits(value, certified) >= digits)
        }
    }

    @Test(arguments: [ReferenceSet.norris, .pontius, .longley, .wampler3, .wampler4, .wampler5])
    func agreesWithTheCertifiedStandardErrors(set: ReferenceSet) throws {
        let model = Self.fitted(to: set)
        let covariance = try #require(model.coefficientCovariance)
        let deviation = try #require(model.residualDeviation)
        #expect(correctDigits(deviation, set.residualDeviation) >= 10.5)
        #expect(correctDigits(covariance.interceptDeviation, set.standardErrors[0]) >= 10.5)
        for feature in 0..<model.featureCount {
            let certified = set.standardErrors[feature + 1]
            #expect(correctDigits(covariance.slopeDeviation(of: feature), certified) >= 10.5)
        }
    }

    /// A fit through the origin is the fit to the data and their mirror image.
    @Test(arguments: [ReferenceSet.noInt1, .noInt2])
    func agreesWithTheCertifiedSlopeThroughTheOrigin(set: ReferenceSet) {
        var model = RecursiveLeastSquares(featureCount: 1, forgetting: 1, prior: 1e-14)
        for row in set.rows {
            model.learn(row[0], from: [row[1]])
            model.learn(-row[0], from: [-row[1]])
        }
        #expect(correctDigits(model.coefficients.slopes[0], set.coefficients[0]) >= 13)
        #expect(abs(model.coefficients.intercept) < 1e-10)
    }

    private static func fitted(to set: ReferenceSet) -> RecursiveLeastSquares {
        var model = RecursiveLeastSquares(
            featureCount: set.coefficients.count - 1, forgetting: 1, prior: 1e-14)
        for row in set.rows { model.learn(row[0], from: set.features(row)) }
        return model
    }
}

/// How many decimal digits of `value` are right, 15 at most.
private func correctDigits(_ value: Double, _ certified: Double) -> Double {
    value == certified ? 15 : min(-log10(abs((value - certified) / certified)), 15)
}
