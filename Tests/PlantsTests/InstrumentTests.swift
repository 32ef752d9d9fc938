import Plants
import Tags
import Testing

struct InstrumentTests {
    private func instrument(
        _ settings: InstrumentSettings, range: ClosedRange<Double> = 0...100, at value: Double = 50,
        step: Double = 0.1, seed: UInt64 = 1
    ) -> Instrument {
        Instrument(
            showing: value, range: range, settings: settings, step: step, seed: seed,
            purpose: "test")
    }

    @Test func noiseHasItsDeviationAndNoMemory() {
        var instrument = instrument(InstrumentSettings(noise: 0.3))
        var last = 0.0
        var (sum, squares, products) = (0.0, 0.0, 0.0)
        let count = 40_000.0
        for _ in 0..<40_000 {
            instrument.sample(50)
            let error = instrument.shown - 50
            sum += error
            squares += error * error
            products += error * last
            last = error
        }
        #expect(abs(sum / count) < 0.006)
        #expect(abs((squares / count).squareRoot() / 0.3 - 1) < 0.015)
        #expect(abs(products / squares) < 0.02)
    }

    @Test func driftReachesItsDeviationAfterADay() {
        var squares = 0.0
        for seed in UInt64(0)..<1000 {
            var instrument = instrument(InstrumentSettings(drift: 0.1), step: 10, seed: seed)
            for _ in 0..<144 { instrument.sample(50) }
            squares += (instrument.shown - 50) * (instrument.shown - 50)
        }
        #expect(abs((squares / 1000).squareRoot() / 0.1 - 1) < 0.08)
    }

    @Test(arguments: [(12, 0.0002442), (16, 0.00001526)])
    func quantisationErrorIsAStepOverRootTwelve(bits: Int, step: Double) {
        var instrument = instrument(InstrumentSettings(bits: Double(bits)), range: 20...220)
        var random = SeededGenerator(seed: 3)
        var squares = 0.0
        for _ in 0..<20_000 {
            let truth = Double.random(in: 30...210, using: &random)
            instrument.sample(truth)
            let error = instrument.shown - truth
            #expect(abs(error) <= 0.5001 * step * 200)
            squares += error * error
        }
        let expected = step * 200 / 12.0.squareRoot()
        #expect(abs((squares / 20_000).squareRoot() / expected - 1) < 0.02)
    }

    @Test(arguments: [
        // truth, shown, status
        (50.0, 50.0, InstrumentStatus.good), (100, 100, .uncertain), (130, 100, .uncertain),
        (-1, 0, .uncertain), (0.5, 0.5, .good),
    ])
    func aValueAtAStopIsUncertain(truth: Double, shown: Double, status: InstrumentStatus) {
        var instrument = instrument(.ideal)
        instrument.sample(truth)
        #expect(instrument.shown == shown)
        #expect(instrument.status == status)
    }

    @Test func gainAndBiasWorkOnTheLaggedValue() {
        var instrument = instrument(InstrumentSettings(bias: 1, gain: 0.02))
        instrument.sample(40)
        #expect(abs(instrument.shown - 41.8) < 1e-12)
    }

    @Test func lagShows632PercentAfterItsTimeConstant() {
        var instrument = instrument(InstrumentSettings(lag: 0.5))
        for _ in 0..<5 { instrument.sample(60) }
        #expect(abs(instrument.shown - (50 + 10 * 0.6321205588)) < 1e-8)
    }
}
