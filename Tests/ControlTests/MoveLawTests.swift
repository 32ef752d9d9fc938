import Control
import Tags
import Testing

struct MoveLawTests {
    static func law(
        response: Double = 0.5, deadBand: Double = 0, confidence: Double = 0,
        minimumMove: Double = 0, interval: Duration = .zero
    ) -> MoveLaw {
        MoveLaw(
            MoveLaw.Settings(
                response: response, integralTime: .seconds(100), deadBand: deadBand,
                confidence: confidence, minimumMove: minimumMove, interval: interval))
    }

    static func at(_ seconds: Double) -> PlantTime { PlantTime(seconds: seconds) }

    @Test func meetsANewErrorAtOnceAndAStandingOneByTheIntegral() throws {
        var law = Self.law()
        #expect(law.move(error: 0, deviation: 0, gain: 0.25, at: Self.at(0)) == nil)
        // Kp / gain × (e − e′ + e × 10 s / Ti) = 2 × (1 + 0.1)
        let first = law.move(error: 1, deviation: 0, gain: 0.25, at: Self.at(10))
        #expect(abs(try #require(first) - 2.2) < 1e-12)
        let second = law.move(error: 1, deviation: 0, gain: 0.25, at: Self.at(20))
        #expect(abs(try #require(second) - 0.2) < 1e-12)
    }

    @Test func startsWithoutABumpHoweverLargeTheError() throws {
        var law = Self.law()
        #expect(law.move(error: 50, deviation: 0, gain: 0.25, at: Self.at(0)) == nil)
        let first = law.move(error: 50, deviation: 0, gain: 0.25, at: Self.at(6))
        // Kp / gain × e × 6 s / Ti
        #expect(abs(try #require(first) - 6) < 1e-9)
    }

    @Test func startingOverForgetsErrorAndIntegral() throws {
        var law = Self.law(minimumMove: 1000)
        for second in 0..<100 {
            _ = law.move(error: 1, deviation: 0, gain: 1, at: Self.at(Double(second)))
        }
        law.startOver()
        var fresh = Self.law(minimumMove: 1000)
        for second in 100..<5000 {
            let time = Self.at(Double(second))
            #expect(
                law.move(error: 50, deviation: 0, gain: 1, at: time)
                    == fresh.move(error: 50, deviation: 0, gain: 1, at: time))
        }
    }

    @Test(arguments: [(-0.29, 0.1), (0.29, 0.1), (0.09, 0), (0, 0.5)])
    func takesErrorsInsideTheBandForNone(error: Double, deviation: Double) {
        var law = Self.law(deadBand: 0.1, confidence: 2)
        for second in 0..<10_000 {
            let move = law.move(
                error: error, deviation: deviation, gain: 0.25, at: Self.at(Double(second)))
            #expect(move == nil)
        }
    }

    @Test func countsOnlyWhatLiesBeyondTheBand() throws {
        var law = Self.law(deadBand: 0.1, confidence: 2)
        _ = law.move(error: 0, deviation: 0.1, gain: 1, at: Self.at(0))
        let move = law.move(error: -0.5, deviation: 0.1, gain: 1, at: Self.at(10))
        // Kp / gain × −0.2 × (1 + 10 s / Ti)
        #expect(abs(try #require(move) + 0.11) < 1e-12)
    }

    @Test(arguments: [0.25, -0.25]) func movesAgainstTheErrorWhateverTheGainsSign(gain: Double) {
        var law = Self.law()
        _ = law.move(error: 0, deviation: 0, gain: gain, at: Self.at(0))
        let move = law.move(error: 1, deviation: 0, gain: gain, at: Self.at(1)) ?? 0
        #expect(move * gain > 0)
    }

    @Test func waitsUntilAMoveIsLargeEnough() throws {
        var law = Self.law(minimumMove: 1)
        var moves: [Double] = []
        for second in 0...1000 {
            if let move = law.move(
                error: 0.5, deviation: 0, gain: 1, at: Self.at(Double(second)))
            {
                moves.append(move)
            }
        }
        // 0.5 × ∫0.5 dt / 100 reaches 1 after 400 s; a sum of 400 halves is exact.
        #expect(moves.count == 2)
        #expect(moves.allSatisfy { $0 >= 1 && $0 < 1.01 })
    }

    @Test func keepsTheIntervalThroughEveryInterruption() {
        var law = Self.law(interval: .seconds(60))
        _ = law.move(error: 0, deviation: 0, gain: 1, at: Self.at(0))
        #expect(law.move(error: 1, deviation: 0, gain: 1, at: Self.at(6)) != nil)
        law.startOver()
        law.noteWrite(at: Self.at(8))
        _ = law.move(error: 0, deviation: 0, gain: 1, at: Self.at(12))
        #expect(law.move(error: 9, deviation: 0, gain: 1, at: Self.at(66)) == nil)
        #expect(law.move(error: 9, deviation: 0, gain: 1, at: Self.at(68)) != nil)
    }

    @Test func doesNotWindUpWhenItsMovesCannotBeMade() throws {
        var law = Self.law(interval: .seconds(60))
        var largest = 0.0
        for scan in 0..<10_000 {
            let move = law.move(error: 1, deviation: 0, gain: 1, at: Self.at(Double(scan) * 6))
            largest = max(largest, abs(move ?? 0))
        }
        #expect(largest < 0.5 * 66 / 100)
        let time = Self.at(60_060)
        let back = law.move(error: -1, deviation: 0, gain: 1, at: time)
        #expect(try #require(back) < -0.9)
    }

    @Test(arguments: [
        (Double.nan, 0.0, 0.25), (.infinity, 0, 0.25), (1, .infinity, 0.25), (1, .nan, 0.25),
        (1, 0, 0), (1, 0, .nan),
    ])
    func startsOverAtWhatIsNoNumber(error: Double, deviation: Double, gain: Double) {
        var law = Self.law(confidence: 1)
        _ = law.move(error: 0, deviation: 0, gain: 0.25, at: Self.at(0))
        #expect(law.move(error: error, deviation: deviation, gain: gain, at: Self.at(6)) == nil)
        #expect(law.move(error: 5, deviation: 0, gain: 0.25, at: Self.at(600)) == nil)
    }

    @Test func withoutConfidenceItNeedsNoDeviation() {
        var law = Self.law(confidence: 0)
        _ = law.move(error: 0, deviation: .infinity, gain: 1, at: Self.at(0))
        #expect(law.move(error: 1, deviation: .infinity, gain: 1, at: Self.at(6)) != nil)
    }
}
