import Control
import Tags
import Testing

struct GainEstimatorTests {
    static func settings(
        _ bounds: ClosedRange<Double>, walk: Double = 1, lag: Duration = .zero
    ) -> GainEstimator.Settings {
        GainEstimator.Settings(
            bounds: bounds, lag: lag, resultDeviation: 0.5, walkDeviation: walk)
    }

    /// An EWMA controller on a load that walks at random (IMA(1,1)); returns the learned gain.
    static func learned(
        trueGain: Double, bounds: ClosedRange<Double>, walk: Double = 1, seed: UInt64
    ) -> GainEstimator {
        var random = SeededGenerator(seed: seed)
        var estimator = GainEstimator(settings(bounds, walk: walk))
        var load = 0.0
        var setpoint = 0.0
        for run in 1...1800 {
            let time = PlantTime(seconds: Double(run))
            load += 0.3 * random.nextNormal()
            let quality = load + trueGain * setpoint + 0.5 * random.nextNormal()
            estimator.observe(setpoint: setpoint, at: time)
            estimator.learn(quality, sampledAt: time)
            setpoint -= 0.3 * quality / trueGain
        }
        return estimator
    }

    @Test(arguments: UInt64(1)...10) func findsTheGainAlthoughTheControllerWorks(seed: UInt64) {
        let gain = Self.learned(trueGain: 1, bounds: 0.4...2.4, walk: 0.3, seed: seed).value
        #expect(abs(gain - 1) < 0.15)
    }

    @Test(arguments: [(0.1, 0.5...2, 0.5), (5.0, 0.5...2, 2.0)])
    func neverLeavesItsBounds(trueGain: Double, bounds: ClosedRange<Double>, found: Double) {
        let estimator = Self.learned(trueGain: trueGain, bounds: bounds, walk: 0.3, seed: 1)
        #expect(estimator.value == found)
    }

    @Test func startsInTheMiddleAndKnowsNothing() {
        #expect(GainEstimator(Self.settings(0.1...0.5)).value == 0.3)
        #expect(GainEstimator(Self.settings(-0.5 ... -0.1)).value == -0.3)
    }

    @Test func learnsNothingFromASetpointThatNeverMoves() {
        var random = SeededGenerator(seed: 4)
        var estimator = GainEstimator(Self.settings(0.1...0.5))
        let uncertainty = estimator.deviation
        for run in 1...500 {
            let time = PlantTime(seconds: Double(run))
            estimator.observe(setpoint: 180, at: time)
            estimator.learn(25 + random.nextNormal(), sampledAt: time)
        }
        #expect(estimator.value == 0.3)
        #expect(estimator.deviation == uncertainty)
    }

    @Test func takesTheSetpointAsItStoodWhenTheSampleWasTaken() {
        var late = GainEstimator(Self.settings(0.1...0.5))
        var prompt = GainEstimator(Self.settings(0.1...0.5))
        var random = SeededGenerator(seed: 5)
        var waiting: [(Double, PlantTime)] = []
        for run in 1...300 {
            let time = PlantTime(seconds: Double(run))
            let setpoint = 10 * random.nextNormal()
            late.observe(setpoint: setpoint, at: time)
            prompt.observe(setpoint: setpoint, at: time)
            let quality = 20 + 0.2 * setpoint
            prompt.learn(quality, sampledAt: time)
            waiting.append((quality, time))
            if waiting.count > 50 {
                let (quality, time) = waiting.removeFirst()
                late.learn(quality, sampledAt: time)
            }
        }
        for (quality, time) in waiting { late.learn(quality, sampledAt: time) }
        #expect(late.value == prompt.value)
        #expect(abs(late.value - 0.2) < 0.002)
    }

    @Test func aWildResultTellsNothing() {
        var random = SeededGenerator(seed: 6)
        var estimator = GainEstimator(Self.settings(0.1...0.5, walk: 0.1))
        for run in 1...100 {
            let time = PlantTime(seconds: Double(run))
            let setpoint = random.nextNormal()
            estimator.observe(setpoint: setpoint, at: time)
            estimator.learn(25 + 0.3 * setpoint + 0.1 * random.nextNormal(), sampledAt: time)
        }
        let before = estimator.value
        let time = PlantTime(seconds: 101)
        estimator.observe(setpoint: 5, at: time)
        for wild in [1e6, -1e6, .nan, .infinity] { estimator.learn(wild, sampledAt: time) }
        #expect(estimator.value == before)
    }

    @Test func sampleTimesBeforeTheFirstScanAreNotLearned() {
        var estimator = GainEstimator(Self.settings(0.1...0.5))
        estimator.learn(25, sampledAt: PlantTime(seconds: 5))
        estimator.observe(setpoint: .nan, at: PlantTime(seconds: 6))
        estimator.learn(25, sampledAt: PlantTime(seconds: 7))
        #expect(estimator.value == 0.3)
    }
}
