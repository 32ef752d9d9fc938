import Glibc
import Testing

@testable import Plants

struct DisturbanceTests {
    @Test func aWalkHasItsDeviationFromTheStart() {
        var squares = 0.0
        for seed in UInt64(0)..<4000 {
            var walk = FreeSignal(
                .meanReverting(deviation: 1.5, time: 90, purpose: "test"), step: 0.1, seed: seed)
            let first = walk.next()
            squares += first * first
        }
        #expect(abs((squares / 4000).squareRoot() / 1.5 - 1) < 0.04)
    }

    @Test func aWalkForgetsWithItsTimeConstant() {
        // Steps as long as the time constant: neighbours correlate by 1/e.
        var walk = FreeSignal(
            .meanReverting(deviation: 2, time: 30, purpose: "test"), step: 30, seed: 5)
        var last = walk.next()
        var (squares, products) = (0.0, 0.0)
        for _ in 0..<40_000 {
            let value = walk.next()
            squares += value * value
            products += value * last
            last = value
        }
        #expect(abs((squares / 40_000).squareRoot() / 2 - 1) < 0.02)
        #expect(abs(products / squares - exp(-1)) < 0.02)
    }

    @Test func stepsKeepTheirLevelAndJumpAtTheirMeanTime() {
        var steps = FreeSignal(
            .randomSteps(size: 0.25, time: 240, purpose: "test"), step: 0.1, seed: 9)
        var last = steps.next()
        #expect(last == 0)
        var levels: [Double] = []
        for _ in 0..<1_000_000 {
            let value = steps.next()
            if value != last { levels.append(value) }
            last = value
        }
        // 417 jumps expected, with a deviation of 20
        #expect((340...500).contains(levels.count))
        #expect(levels.allSatisfy { abs($0) <= 0.25 })
        let square = levels.map { $0 * $0 }.reduce(0, +) / Double(levels.count)
        #expect(abs(square.squareRoot() / (0.25 / 3.0.squareRoot()) - 1) < 0.1)
    }

    @Test func coolingWaterFollowsTheDayAndFoulingGrows() throws {
        let parameters = ["T200.walk": 0.0, "wash.interval": 1080]
        var bench = try Bench(PlantSettings(parameters: parameters), seed: 1)
        for _ in 0..<3601 { bench.step() }
        #expect(abs(bench.truth("T200") - 26.5) < 1e-9)
        #expect(abs(bench.truth("cleanness") - (1 - 0.03 * 360 / 1440)) < 1e-12)
        for _ in 0..<7200 { bench.step() }
        #expect(abs(bench.truth("T200") - 23.5) < 1e-9)
        #expect(abs(bench.truth("cleanness") - 1) < 1e-12)
    }
}
