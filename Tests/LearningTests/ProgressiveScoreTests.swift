import Learning
import Tags
import Testing

struct ProgressiveScoreTests {
    /// Worked by hand.
    ///
    /// | forecast | outcome | baseline | error | baseline's error |
    /// |---|---|---|---|---|
    /// | 10 | 11 | none | 1 | |
    /// | 12 | 10 | 11 | −2 | −1 |
    /// | 9 | 9 | 10 | 0 | −1 |
    /// | 13 | 14 | 9 | 1 | 5 |
    @Test func agreesWithATableWorkedByHand() throws {
        var score = ProgressiveScore()
        score.add(forecast: 10, outcome: 11, baseline: nil)
        score.add(forecast: 12, outcome: 10, baseline: 11)
        score.add(forecast: 9, outcome: 9, baseline: 10)
        score.add(forecast: 13, outcome: 14, baseline: 9)
        #expect(score.count == 4)
        #expect(score.baselineCount == 3)
        #expect(score.meanAbsoluteError == 1)
        #expect(score.rootMeanSquareError == 1.5.squareRoot())
        // Outcomes 11, 10, 9, 14 have mean 11 and squares 0 + 1 + 4 + 9 = 14; errors' squares are 6.
        #expect(abs((score.determination ?? .nan) - (1 - 6.0 / 14)) < 1e-14)
        // Over the three rows with a baseline: forecast 3 / 3, baseline 7 / 3.
        #expect(abs((score.baselineMeanAbsoluteError ?? .nan) - 7.0 / 3) < 1e-14)
        #expect(abs((score.skill ?? .nan) - (1 - 3.0 / 7)) < 1e-14)
    }

    @Test func saysNothingBeforeItCan() {
        var score = ProgressiveScore()
        #expect(score.meanAbsoluteError == nil)
        #expect(score.rootMeanSquareError == nil)
        #expect(score.determination == nil)
        #expect(score.baselineMeanAbsoluteError == nil)
        #expect(score.skill == nil)
        score.add(forecast: 1, outcome: 1, baseline: nil)
        #expect(score.meanAbsoluteError == 0)
        #expect(score.determination == nil)
    }

    @Test(arguments: UInt64(0)..<10)
    func keepsItsDigitsOverALongRunFarFromZero(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var score = ProgressiveScore()
        var absolute = 0.0
        for _ in 0..<100_000 {
            let outcome = 1e9 + random.nextNormal()
            let forecast = outcome + 0.5 * random.nextNormal()
            score.add(forecast: forecast, outcome: outcome, baseline: nil)
            absolute += abs(outcome - forecast)
        }
        #expect(abs((score.meanAbsoluteError ?? .nan) - absolute / 1e5) < 1e-9)
        #expect(abs((score.determination ?? .nan) - 0.75) < 0.02)
    }
}

struct OutputBiasTests {
    @Test func settlesAtTheOffset() {
        var bias = OutputBias(drift: 0.1)
        for _ in 0..<100 { bias.learn(error: 2) }
        #expect(abs(bias.value - 2) < 1e-6)
    }

    @Test func endsAsAnExponentiallyWeightedMean() {
        var bias = OutputBias(drift: 0.1)
        for _ in 0..<200 { bias.learn(error: 0) }
        bias.learn(error: 1)
        // Steady gain of a random walk in noise: (√(q² + 4 q) − q) / 2 with q = 0.1.
        let share = ((0.1 * 0.1 + 0.4).squareRoot() - 0.1) / 2
        #expect(abs(bias.value - share) < 1e-12)
    }

    @Test func ignoresWhatIsNoNumber() {
        var bias = OutputBias(drift: 0.1)
        bias.learn(error: .nan)
        bias.learn(error: .infinity)
        #expect(bias.value == 0)
    }
}
