import Features
import Learning
import Tags
import Testing

/// A plant whose quality is 1 + 2 × feature a minute later, sampled every 5 min, known 3 min later.
struct ForecasterTests {
    @Test func learnsFromTheFeaturesOfTheTimeOfIssue() throws {
        var plant = try LatePlant()
        plant.run(minutes: 600)
        let found = plant.forecaster.regressor.coefficients
        #expect(abs(found.slopes[0] - 2) < 1e-3)
        #expect(abs(found.intercept - 1) < 1e-3)
    }

    @Test func issuesNothingUntilEnoughOutcomesAreLearned() throws {
        var plant = try LatePlant()
        #expect(plant.forecaster.minimumOutcomes == 3)
        plant.run(minutes: 600)
        // Sampled at 5, 10 and 15 min, known at 8, 13 and 18.
        #expect(plant.firstForecast == PlantTime(seconds: 18 * 60))
    }

    @Test func scoresWhatWasIssuedAgainstTheResultKnownThen() throws {
        var plant = try LatePlant()
        plant.run(minutes: 600)
        let score = plant.forecaster.score
        let skill = try #require(score.skill)
        let baseline = try #require(score.baselineMeanAbsoluteError)
        #expect(score.count == plant.scoredByHand.count)
        #expect(abs((score.meanAbsoluteError ?? .nan) - plant.meanErrorByHand) < 1e-12)
        #expect(abs(baseline - plant.meanBaselineErrorByHand) < 1e-12)
        #expect(skill > 0.9)
    }

    @Test func deviationIsThatOfForecastsAsIssued() throws {
        var plant = try LatePlant(noise: 0.5)
        plant.run(minutes: 6000)
        let deviation = try #require(plant.forecaster.lastForecast).deviation
        #expect((0.3...0.8).contains(deviation))
        let known = try #require(plant.forecaster.lastForecast).knowledgeDeviation
        #expect(known > 0 && known < 0.1)
    }

    @Test func deviationIsInfiniteUntilThreeForecastsAreSettled() throws {
        var plant = try LatePlant()
        plant.run(minutes: 19)
        #expect(plant.forecaster.lastForecast?.deviation == .infinity)
        plant.run(minutes: 40)
        #expect(plant.forecaster.lastForecast?.deviation.isFinite == true)
    }

    @Test func namesOutcomesItCannotUse() throws {
        var plant = try LatePlant()
        plant.run(minutes: 100)
        let count = plant.forecaster.regressor.outcomeCount
        let soon = PlantTime(seconds: 6000)
        let future = Outcome(value: 3, sampledAt: PlantTime(seconds: 7000), arrivedAt: soon)
        let again = Outcome(value: 3, sampledAt: PlantTime(seconds: 5700), arrivedAt: soon)
        let wild = Outcome(value: .nan, sampledAt: PlantTime(seconds: 5880), arrivedAt: soon)
        for outcome in [future, again, wild] {
            let report = plant.forecaster.learn(outcome)
            #expect("\(report.result)".hasPrefix("not learned: the outcome "))
            #expect(report.settled == nil)
        }
        #expect(plant.forecaster.regressor.outcomeCount == count)
        #expect(plant.forecaster.passedOverCount == 3)
    }

    @Test func goesNoFurtherThanOneRangeBeyondTheOutcomesSeen() throws {
        var plant = try LatePlant()
        plant.run(minutes: 300)
        let schema = plant.schema
        let far = FeatureVector(
            time: PlantTime(seconds: 300 * 60), values: [1e6], schemaDigest: schema.digest)
        let issued = plant.forecaster.forecast(from: far)
        let forecast = try #require(issued)
        // Outcomes lie within 1 ± 2, so the range is at most 4 wide.
        #expect(forecast.value <= 7.5)
    }

    @Test func keepsABiasBesideTheRegressorIfAskedTo() throws {
        var plant = try LatePlant(bias: OutputBias(drift: 0.1))
        plant.run(minutes: 600)
        let bias = try #require(plant.forecaster.bias)
        #expect(abs(bias.value) < 0.05)
        #expect(bias.variance < 0.5)
    }
}

/// Feeds a forecaster as a run would, and keeps its own account.
private struct LatePlant {
    let schema: FeatureSchema
    var forecaster: Forecaster<RecursiveLeastSquares>
    var firstForecast: PlantTime?
    var scoredByHand: [(error: Double, baselineError: Double)] = []

    private let noise: Double
    private var random = SeededGenerator(seed: 1)
    private var minute = 0
    private var features: [Double] = []
    private var outcomes: [Int: Double] = [:]
    private var issued: [Int: (value: Double, baseline: Double)] = [:]
    private var known: Double?

    init(noise: Double = 0, bias: OutputBias? = nil) throws {
        schema = try FeatureSchema(features: [Feature(name: "feed", term: .value("plant.feed"))])
        self.noise = noise
        forecaster = Forecaster(
            tag: "plant.quality", regressor: RecursiveLeastSquares(featureCount: 1, forgetting: 1),
            schema: schema, horizon: .seconds(60),
            ledger: ForecastLedger(capacity: 20, featureCount: 1, tolerance: .seconds(30)),
            bias: bias)
    }

    var meanErrorByHand: Double {
        scoredByHand.map(\.error).reduce(0, +) / Double(scoredByHand.count)
    }

    var meanBaselineErrorByHand: Double {
        scoredByHand.map(\.baselineError).reduce(0, +) / Double(scoredByHand.count)
    }

    mutating func run(minutes: Int) {
        while minute < minutes {
            step()
            minute += 1
        }
    }

    private mutating func step() {
        let time = PlantTime(seconds: Double(minute) * 60)
        if minute > 0 && minute % 5 == 0 {
            outcomes[minute] = 1 + 2 * features[minute - 1] + noise * random.nextNormal()
        }
        if let value = outcomes[minute - 3] { learn(value, sampledIn: minute - 3, at: time) }
        features.append(2 * random.nextUnit() - 1)
        let vector = FeatureVector(
            time: time, values: [features[minute]], schemaDigest: schema.digest)
        guard let forecast = forecaster.forecast(from: vector) else { return }
        firstForecast = firstForecast ?? forecast.issuedAt
        issued[minute + 1] = (forecast.value, known ?? .nan)
    }

    private mutating func learn(_ value: Double, sampledIn sampled: Int, at time: PlantTime) {
        if let said = issued[sampled] {
            scoredByHand.append((abs(value - said.value), abs(value - said.baseline)))
        }
        let report = forecaster.learn(
            Outcome(
                value: value, sampledAt: PlantTime(seconds: Double(sampled) * 60),
                arrivedAt: time))
        #expect(report.result == .learned)
        known = value
    }
}
