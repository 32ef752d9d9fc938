import Learning
import Tags
import Testing

/// What every learner must do, whoever wrote it.
///
/// Each check makes its own learners of three features with `make`.
struct RegressorChecks<Regressor: OnlineRegressor> {
    let make: @Sendable () -> Regressor

    func runAll() {
        predictsZeroBeforeItHasLearned()
        predictingChangesNothing()
        theSameStreamGivesTheSameState()
        copiesLearnOnTheirOwn()
        badInputIsRefusedAndLeavesItAsItWas()
        coefficientsAreThePrediction()
        scalesAndOffsetsOfFeaturesDoNotMatter()
        for stream in HardStream.allCases { staysFiniteAndSane(on: stream) }
    }

    func predictsZeroBeforeItHasLearned() {
        let model = make()
        #expect(model.prediction(for: [1, 2, 3]) == 0)
        #expect(model.outcomeCount == 0)
        #expect(model.featureCount == 3)
        #expect(model.coefficients == LinearCoefficients(intercept: 0, slopes: [0, 0, 0]))
    }

    func predictingChangesNothing() {
        var asked = make()
        var left = make()
        forEachRow(seed: 1, count: 300) { outcome, features in
            for scale in [0, 1, 1e20] { _ = asked.prediction(for: features.map { $0 * scale }) }
            _ = asked.prediction(for: [.nan, .infinity, 0])
            asked.learn(outcome, from: features)
            left.learn(outcome, from: features)
        }
        #expect(asked.coefficients == left.coefficients)
    }

    func theSameStreamGivesTheSameState() {
        var first = make()
        var second = make()
        forEachRow(seed: 2, count: 1000) { first.learn($0, from: $1) }
        forEachRow(seed: 2, count: 1000) { second.learn($0, from: $1) }
        #expect(first.coefficients == second.coefficients)
        #expect(first.outcomeCount == 1000)
    }

    func copiesLearnOnTheirOwn() {
        var model = make()
        forEachRow(seed: 3, count: 50) { model.learn($0, from: $1) }
        let before = model.coefficients
        var copy = model
        forEachRow(seed: 4, count: 50) { copy.learn($0, from: $1) }
        #expect(model.coefficients == before)
        #expect(copy.coefficients != before)
    }

    func badInputIsRefusedAndLeavesItAsItWas() {
        var model = make()
        forEachRow(seed: 5, count: 50) { model.learn($0, from: $1) }
        let before = model.coefficients
        for bad in [Double.nan, .infinity, -.infinity, 1e300, -2e20] {
            let outcome = model.learn(bad, from: [1, 2, 3])
            if case .refused(.outcome) = outcome {} else { Issue.record("\(bad): \(outcome)") }
            let feature = model.learn(1, from: [1, bad, 3])
            if case .refused(.feature(position: 1, _)) = feature {
            } else {
                Issue.record("\(bad): \(feature)")
            }
        }
        #expect(model.coefficients == before)
        #expect(model.outcomeCount == 50)
    }

    func coefficientsAreThePrediction() {
        var model = make()
        forEachRow(seed: 6, count: 400) { model.learn($0, from: $1) }
        let found = model.coefficients
        forEachRow(seed: 7, count: 20) { _, features in
            let sum = zip(found.slopes, features).reduce(found.intercept) { $0 + $1.0 * $1.1 }
            #expect(abs(model.prediction(for: features) - sum) < 1e-9)
        }
    }

    func scalesAndOffsetsOfFeaturesDoNotMatter() {
        var plain = make()
        var scaled = make()
        var worst = 0.0
        func shown(_ features: [Double]) -> [Double] {
            [features[0] * 1e4 + 2e4, features[1] * 1e-4 - 3e-4, features[2] + 40]
        }
        forEachRow(seed: 8, count: 500) { outcome, features in
            let difference =
                plain.prediction(for: features) - scaled.prediction(for: shown(features))
            worst = max(worst, abs(difference))
            plain.learn(outcome, from: features)
            scaled.learn(outcome, from: shown(features))
        }
        #expect(worst < 1e-6)
    }

    /// Many rows that excite little or the same thing twice, then 500 ordinary ones.
    func staysFiniteAndSane(on stream: HardStream) {
        var model = make()
        var random = SeededGenerator(seed: 9)
        for _ in 0..<stream.length {
            let features = stream.features(&random)
            model.learn(Self.plant(features) + 0.1 * random.nextNormal(), from: features)
        }
        let found = model.coefficients
        #expect(found.slopes.contains { !$0.isFinite } == false && found.intercept.isFinite)
        forEachRow(seed: 10, count: 500) { outcome, features in
            #expect(abs(model.prediction(for: features)) < 1e4, "\(stream)")
            model.learn(outcome, from: features)
        }
        var worst = 0.0
        forEachRow(seed: 11, count: 50) { outcome, features in
            worst = max(worst, abs(model.prediction(for: features) - outcome))
        }
        #expect(worst < 1, "\(stream)")
    }

    /// Rows of a plain linear plant with noise 0.1.
    private func forEachRow(seed: UInt64, count: Int, _ body: (Double, [Double]) -> Void) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<count {
            let features = (0..<3).map { _ in random.nextNormal() }
            body(Self.plant(features) + 0.1 * random.nextNormal(), features)
        }
    }

    private static func plant(_ features: [Double]) -> Double {
        5 + 2 * features[0] - features[1] + 0.5 * features[2]
    }
}

/// Streams that break careless learners.
enum HardStream: CaseIterable {
    case constantRow, zeros, duplicatedColumns, almostNothing, rareSpikes, lateStart

    var length: Int {
        switch self {
        case .constantRow, .zeros, .duplicatedColumns: 200_000
        case .almostNothing, .rareSpikes, .lateStart: 20_000
        }
    }

    func features(_ random: inout SeededGenerator) -> [Double] {
        let value = random.nextNormal()
        switch self {
        case .constantRow: return [3, 50, -2]
        case .zeros: return [0, 0, 0]
        case .duplicatedColumns: return [value, value, 3 * value + 1]
        case .almostNothing: return [50 + 1e-13 * value, 1e-250 * value, value]
        case .rareSpikes:
            return [value, random.nextUnit() < 1e-3 ? 100 * value : value, random.nextNormal()]
        case .lateStart: return [7, 7, random.nextUnit() < 0.001 ? 7.5 : 7]
        }
    }
}

struct RegressorConformanceTests {
    @Test(arguments: [0.95, 0.995, 1])
    func recursiveLeastSquaresPassesTheChecks(forgetting: Double) {
        RegressorChecks { RecursiveLeastSquares(featureCount: 3, forgetting: forgetting) }.runAll()
    }

    @Test(arguments: [0.1, 0.5])
    func normalizedGradientPassesTheChecks(rate: Double) {
        RegressorChecks { NormalizedGradient(featureCount: 3, rate: rate) }.runAll()
    }
}
