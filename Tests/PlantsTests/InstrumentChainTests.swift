import Glibc
import Plants
import Testing

/// The parts of an instrument's chain that are off by default, each held to its law.
struct InstrumentChainTests {
    private func instrument(
        _ settings: InstrumentSettings, step: Double = 0.1, seed: UInt64 = 1
    ) -> Instrument {
        Instrument(
            showing: 50, range: 0...100, settings: settings, step: step, seed: seed,
            purpose: "test")
    }

    @Test(arguments: [(1.0, 2.302585), (2, 3.8897), (8, 11.771)])
    func equalLagsReach90PercentWhenTheyShould(lags: Double, times: Double) {
        var instrument = instrument(InstrumentSettings(lag: 1, lags: lags), step: 0.001)
        var steps = 0.0
        while instrument.shown < 59 {
            instrument.sample(60)
            steps += 1
        }
        #expect(abs(steps * 0.001 - times) < 0.006, "after \(steps * 0.001) τ")
    }

    @Test(arguments: [(0.3, 3), (0.34, 3), (12, 120)])
    func deadTimeIsWholeSteps(deadTime: Double, steps: Int) {
        var instrument = instrument(InstrumentSettings(deadTime: deadTime))
        for number in 0..<steps {
            instrument.sample(60 + Double(number % 7))
            #expect(instrument.shown == 50)
        }
        for number in 0..<300 {
            instrument.sample(60 + Double((number + steps) % 7))
            #expect(instrument.shown == 60 + Double(number % 7))
        }
    }

    @Test func spikesComeAtTheirRateAndSizeEitherWay() {
        var instrument = instrument(InstrumentSettings(spikeChance: 0.001, spikeSize: 10))
        var (up, down) = (0, 0)
        for _ in 0..<400_000 {
            instrument.sample(50)
            if instrument.shown == 60 { up += 1 } else if instrument.shown == 40 { down += 1 }
            #expect([40, 50, 60].contains(instrument.shown))
        }
        // 400 expected, with a deviation of 20, half of them each way
        #expect((330...470).contains(up + down), "\(up + down)")
        #expect(abs(up - down) < 80, "\(up) up, \(down) down")
    }

    @Test func aStuckValueStaysForItsTimeAndSticksAtItsRate() {
        var instrument = instrument(
            InstrumentSettings(noise: 1, stuckChance: 0.002, stuckTime: 1))
        var last = 0.0
        var run = 1
        var runs: [Int] = []
        for _ in 0..<100_000 {
            instrument.sample(50)
            if instrument.shown == last {
                run += 1
            } else {
                if run > 1 { runs.append(run) }
                run = 1
            }
            last = instrument.shown
        }
        #expect(runs.allSatisfy { $0 == 10 })
        // 100 000 · 0.002 / (1 + 10 · 0.002) = 196 expected, with a deviation of 14
        #expect((146...246).contains(runs.count), "\(runs.count)")
    }

    @Test(arguments: [(130.0, 103.125), (102, 102), (-9, -1.25), (-1, -1)])
    func aTransmitterShowsALittleBeyondItsRangeAndSaysSo(truth: Double, shown: Double) {
        var instrument = instrument(InstrumentSettings(overrange: 1))
        instrument.sample(truth)
        #expect(instrument.shown == shown)
        #expect(instrument.status == .uncertain)
    }

    @Test(arguments: [(InstrumentFault.Failure.low, -2.5), (.high, 110)])
    func aBrokenInstrumentShowsItsCodeAndIsBad(failure: InstrumentFault.Failure, shown: Double) {
        var instrument = instrument(InstrumentSettings(noise: 1, bits: 12))
        let canBreak = instrument.setFault(.broken(failure))
        #expect(canBreak)
        instrument.sample(50)
        #expect(instrument.shown == shown)
        #expect(instrument.status == .bad)
        instrument.setFault(nil)
        instrument.sample(50)
        #expect(abs(instrument.shown - 50) < 6)
        #expect(instrument.status == .good)
    }

    @Test(arguments: [
        InstrumentFault.stuck, .spikes(chance: 0.1, size: 20), .broken(.low), .bias(3), .drift(90),
        .gain(0.05), .noise(2),
    ])
    func afterAFaultAllIsAsIfItHadNeverBeen(fault: InstrumentFault) {
        let settings = InstrumentSettings(
            noise: 0.5, drift: 1, lag: 0.5, bits: 12, lags: 2, deadTime: 0.5, spikeChance: 0.05,
            spikeSize: 5)
        var sound = instrument(settings)
        var faulty = instrument(settings)
        var differences = 0
        for number in 0..<400 {
            if number == 100 { faulty.setFault(fault) }
            if number == 300 { faulty.setFault(nil) }
            let truth = 50 + 10 * sin(Double(number) / 30)
            sound.sample(truth)
            faulty.sample(truth)
            if (100..<300).contains(number) {
                if faulty.shown != sound.shown { differences += 1 }
            } else {
                #expect(faulty.shown == sound.shown && faulty.status == sound.status)
            }
        }
        #expect(differences > (fault == .spikes(chance: 0.1, size: 20) ? 8 : 150))
    }

    @Test func biasAndGainFaultsAddToWhatTheInstrumentShows() {
        var instrument = instrument(InstrumentSettings(bias: 1, gain: 0.02))
        instrument.setFault(.bias(2))
        instrument.sample(40)
        #expect(abs(instrument.shown - 43.8) < 1e-12)
        instrument.setFault(.gain(0.1))
        instrument.sample(40)
        #expect(abs(instrument.shown - 45.8) < 1e-12)
    }

    @Test func aDriftFaultReachesItsDeviationAfterADayAndStartsOver() {
        var squares = 0.0
        for seed in UInt64(0)..<1000 {
            var instrument = instrument(.ideal, step: 10, seed: seed)
            instrument.setFault(.drift(0.8))
            for _ in 0..<144 { instrument.sample(50) }
            squares += (instrument.shown - 50) * (instrument.shown - 50)
            instrument.setFault(.drift(0))
            instrument.sample(50)
            #expect(instrument.shown == 50)
        }
        #expect(abs((squares / 1000).squareRoot() / 0.8 - 1) < 0.08)
    }

    @Test func aNoiseFaultHasItsDeviation() {
        var instrument = instrument(.ideal)
        instrument.setFault(.noise(2))
        var squares = 0.0
        for _ in 0..<40_000 {
            instrument.sample(50)
            squares += (instrument.shown - 50) * (instrument.shown - 50)
        }
        #expect(abs((squares / 40_000).squareRoot() / 2 - 1) < 0.015)
    }

    @Test func onlyAnalysersFallSilent() {
        var instrument = instrument(.ideal)
        let canFallSilent = instrument.setFault(.silent)
        #expect(!canFallSilent)
        instrument.sample(60)
        #expect(instrument.shown == 60)
    }
}
