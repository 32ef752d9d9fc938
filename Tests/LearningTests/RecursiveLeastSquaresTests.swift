import Learning
import Tags
import Testing

struct RecursiveLeastSquaresTests {
    typealias Row = (outcome: Double, features: [Double])

    @Test func learnsAsTheExampleSays() {
        var model = RecursiveLeastSquares(featureCount: 2, forgetting: 0.995)
        model.learn(4.1, from: [1, 0.8])
        #expect(abs(model.prediction(for: [1, 0.9]) - 4.1) < 1e-12)
    }

    @Test(arguments: UInt64(0)..<20)
    func equalsBatchLeastSquaresWithoutForgetting(seed: UInt64) {
        let rows = Self.rows(seed: seed, count: 200)
        var model = RecursiveLeastSquares(featureCount: 4, forgetting: 1, prior: 1e-13)
        for row in rows { model.learn(row.outcome, from: row.features) }
        let batch = BatchLeastSquares.fit(rows, weights: rows.map { _ in 1 })
        #expect(Self.distance(model.coefficients, batch) < 1e-9)
    }

    @Test(arguments: UInt64(0)..<20, [0.95, 0.99])
    func equalsWeightedLeastSquaresWithForgetting(seed: UInt64, forgetting: Double) {
        let rows = Self.rows(seed: seed, count: 200)
        var model = RecursiveLeastSquares(
            featureCount: 4, forgetting: forgetting, prior: 1e-13, leastInformation: 1e-12)
        var weights: [Double] = []
        for row in rows {
            model.learn(row.outcome, from: row.features)
            weights = weights.map { $0 * forgetting } + [1]
        }
        let batch = BatchLeastSquares.fit(rows, weights: weights)
        #expect(Self.distance(model.coefficients, batch) < 1e-9)
    }

    @Test func followsAChangeOfThePlantWithinItsMemory() {
        var random = SeededGenerator(seed: 1)
        var model = RecursiveLeastSquares(featureCount: 1, forgetting: 0.95)
        for step in 0..<400 {
            let feature = random.nextNormal()
            model.learn(step < 200 ? feature : 3 - 2 * feature, from: [feature])
        }
        #expect(abs(model.coefficients.slopes[0] + 2) < 1e-3)
        #expect(abs(model.coefficients.intercept - 3) < 1e-3)
    }

    /// Without the agreement rows the variance of an idle direction would reach 1e2000 here.
    @Test(arguments: [(0.9, 50_000), (0.99, 500_000), (0.995, 50_000)])
    func boundsTheCovarianceWhileNothingHappens(forgetting: Double, steps: Int) throws {
        var random = SeededGenerator(seed: 2)
        var model = RecursiveLeastSquares(featureCount: 2, forgetting: forgetting)
        for _ in 0..<1000 {
            let features = [random.nextNormal(), random.nextNormal()]
            model.learn(features[0] - features[1] + 0.1 * random.nextNormal(), from: features)
        }
        let learned = model.coefficients
        for _ in 0..<steps { model.learn(0.1 * random.nextNormal(), from: [0.5, 0.5]) }
        let covariance = try #require(model.coefficientCovariance)
        for feature in 0..<2 {
            // 1 / 1e-4 outcomes' variance, with noise 0.1 and scales near 1.
            #expect((1..<20).contains(covariance.slopeDeviation(of: feature)))
            #expect(abs(model.coefficients.slopes[feature] - learned.slopes[feature]) < 0.3)
        }
        #expect(abs(model.prediction(for: [0.5, 0.5])) < 0.1)
    }

    @Test(arguments: UInt64(0)..<20)
    func movesOfTheBasisLoseNothing(seed: UInt64) {
        // Spread and centre wander over eight orders of magnitude, so the basis moves often.
        var random = SeededGenerator(seed: seed)
        var rows: [Row] = []
        for step in 0..<120 {
            let size = step < 40 ? 1e-3 : step < 80 ? 1 : 1e5
            let feature = size * (3 + random.nextNormal())
            rows.append((7 + 2 * feature + random.nextNormal(), [feature]))
        }
        var model = RecursiveLeastSquares(featureCount: 1, forgetting: 1, prior: 1e-13)
        for row in rows { model.learn(row.outcome, from: row.features) }
        let batch = BatchLeastSquares.fit(rows, weights: rows.map { _ in 1 })
        #expect(abs(model.coefficients.slopes[0] / batch[1] - 1) < 1e-9)
        #expect(abs(model.coefficients.intercept / batch[0] - 1) < 1e-7)
    }

    @Test(arguments: UInt64(0)..<20)
    func standardErrorsTellTheScatterOfTheSlopes(seed: UInt64) throws {
        // Over 100 repetitions the slope lies within two standard errors about 95 times.
        var random = SeededGenerator(seed: seed)
        var inside = 0
        for _ in 0..<100 {
            var model = RecursiveLeastSquares(featureCount: 1, forgetting: 1, prior: 1e-6)
            for _ in 0..<30 {
                let feature = 10 + 4 * random.nextNormal()
                model.learn(1 - 0.5 * feature + random.nextNormal(), from: [feature])
            }
            let deviation = try #require(model.coefficientCovariance).slopeDeviation(of: 0)
            if abs(model.coefficients.slopes[0] + 0.5) < 2 * deviation { inside += 1 }
        }
        #expect((86...100).contains(inside))
    }

    @Test func predictionDeviationGrowsAwayFromWhatItHasSeen() throws {
        var random = SeededGenerator(seed: 3)
        var model = RecursiveLeastSquares(featureCount: 1, forgetting: 1)
        #expect(model.predictionDeviation(for: [0]) == nil)
        #expect(model.innovationDeviation == nil)
        for _ in 0..<2000 {
            let feature = random.nextNormal()
            model.learn(feature + 0.3 * random.nextNormal(), from: [feature])
        }
        let near = try #require(model.predictionDeviation(for: [0]))
        let far = try #require(model.predictionDeviation(for: [1000]))
        #expect(abs(near - 0.3) < 0.02)
        #expect(far > 10 * near)
        // The mean of 2,000 outcomes is known to 0.3 / √2000.
        let known = try #require(model.knowledgeDeviation(for: [0]))
        #expect((0.006...0.0075).contains(known))
        let innovation = try #require(model.innovationDeviation)
        #expect(abs(innovation - 0.3) < 0.09)
    }

    @Test func aFeatureThatNeverVariesHasNoSlopeAndInfiniteDeviation() throws {
        var random = SeededGenerator(seed: 4)
        var model = RecursiveLeastSquares(featureCount: 2, forgetting: 0.99)
        for _ in 0..<300 {
            let feature = random.nextNormal()
            model.learn(2 * feature + 0.1 * random.nextNormal(), from: [feature, 8])
        }
        let covariance = try #require(model.coefficientCovariance)
        #expect(model.coefficients.slopes[1] == 0)
        #expect(covariance.slopeDeviation(of: 1) == .infinity)
        #expect(covariance.slopeDeviation(of: 0) < 0.1)
        // Once it varies it is learned like any other.
        for _ in 0..<300 {
            let features = [random.nextNormal(), 8 + random.nextNormal()]
            model.learn(2 * features[0] - 3 * (features[1] - 8), from: features)
        }
        #expect(abs(model.coefficients.slopes[1] + 3) < 0.05)
    }

    /// Four features of different size around different centres, and noise 0.1.
    private static func rows(seed: UInt64, count: Int) -> [Row] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let features = (0..<4).map { 3 * Double($0) + (Double($0) + 0.5) * random.nextNormal() }
            let sum = 2 * features[0] - features[1] + 0.3 * features[2] + features[3]
            return (4 + sum + 0.1 * random.nextNormal(), features)
        }
    }

    private static func distance(_ found: LinearCoefficients, _ batch: [Double]) -> Double {
        zip([found.intercept] + found.slopes, batch).map { abs($0 - $1) }.max() ?? .infinity
    }

    /// A level that walks, seen through noise: the share of an error taken up is that of the steady
    /// Kalman filter, k = (√(q² + 4 q) − q) / 2 for a walk of variance q (Kalman 1960).
    @Test(arguments: [0.01, 0.05, 0.2, 1])
    func aWalkingInterceptFollowsLikeTheSteadyKalmanFilter(walk: Double) {
        var model = RecursiveLeastSquares(
            featureCount: 1, forgetting: 1, prior: 1, interceptWalk: walk)
        for _ in 0..<2_000 { model.learn(10, from: [3]) }
        model.learn(11, from: [3])
        let share = ((walk * walk + 4 * walk).squareRoot() - walk) / 2
        #expect(abs(model.prediction(for: [3]) - 10 - share) < 1e-6)
    }
}
