import Assembly
import Testing

struct TruthScoreTests {
    @Test func figuresAreThoseOfTheValues() throws {
        var score = TruthScore(target: 25, tolerance: 1)
        for value in [24.0, 25, 26, 27] { score.add(value) }
        #expect(score.count == 4)
        #expect(try #require(score.meanAbsoluteError) == 1)
        #expect(abs(try #require(score.standardDeviation) - 1.25.squareRoot()) < 1e-12)
        #expect(try #require(score.shareInTolerance) == 0.75)
    }

    @Test func thereAreNoneBeforeTheFirstValue() {
        let score = TruthScore(target: 25, tolerance: 1)
        #expect(score.meanAbsoluteError == nil)
        #expect(score.standardDeviation == nil)
        #expect(score.shareInTolerance == nil)
    }
}
