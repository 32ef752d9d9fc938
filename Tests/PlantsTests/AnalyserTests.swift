import Plants
import Testing

struct AnalyserTests {
    @Test func showsEachResultFiveMinutesAfterItsSampleAndHoldsIt() throws {
        let settings = PlantSettings(parameters: ["analyser.noise": 0])
        var bench = try Bench(settings, seed: 4)
        var atSample = 0.0
        #expect(bench["X2.counter"] == 0)
        #expect(bench["X2.status"] == 2)
        for number in 0..<500 {
            if number % 100 == 0 { atSample = bench.truth("X2") }
            let before = bench["X2.analyser"]
            bench.step()
            let sinceSample = number % 100
            #expect(bench["X2.counter"] == Double(number / 100 + (sinceSample >= 50 ? 1 : 0)))
            guard number >= 50 else { continue }
            #expect(bench["X2.analyser"] == (sinceSample == 50 ? atSample : before))
            let age = sinceSample >= 50 ? sinceSample + 1 : sinceSample + 101
            #expect(bench["X2.age"] == Double(age * 6))
            #expect(bench["X2.status"] == 1)
        }
    }

    @Test(arguments: [
        // preset, results in 24 h, sd of a result
        (0.0, 144, 0.15), (1, 14_400, 0.05), (2, 12, 0.1),
    ])
    func presetsHaveTheirIntervalAndNoise(preset: Double, results: Int, deviation: Double) throws {
        let parameters = ["analyser.preset": preset, "disturbances": 0]
        var sum = 0.0
        var count = 0.0
        // Few results a day: more days.
        for seed in UInt64(1)...(results < 1000 ? 30 : 1) {
            var bench = try Bench(PlantSettings(parameters: parameters), seed: seed)
            var lastCounter = 0.0
            for number in 0..<14_400 {
                bench.step()
                guard bench["X2.counter"] != lastCounter, number > 1200 else { continue }
                lastCounter = bench["X2.counter"]
                let error = bench["X2.analyser"] - bench.truth("X2")
                sum += error * error
                count += 1
            }
            // A result may still be under way at the end.
            #expect((results - 1...results).contains(Int(bench["X2.counter"])))
        }
        // What the quiet plant moves between sample and result is small beside the noise.
        let found = (sum / count).squareRoot()
        #expect(found > 0.88 * deviation && found < 1.12 * deviation, "found \(found)")
    }

    @Test func aMissingResultIsReportedLate() {
        var settings = AnalyserSettings.atLine
        settings.missing = 1
        var analyser = Analyser(
            showing: 25, range: 0...50, settings: settings, step: 0.1, seed: 1, purpose: "test")
        for number in 0..<152 {
            analyser.advance(24, step: number)
            #expect(analyser.status(after: number) == .uncertain)
        }
        analyser.advance(24, step: 152)
        #expect(analyser.status(after: 152) == [.uncertain, .resultLate])
        #expect(analyser.result == 25)
        #expect(analyser.counter == 0)
    }

    @Test func aResultAtAStopIsUncertain() {
        var settings = AnalyserSettings.refractometer
        settings.bias = 60
        var analyser = Analyser(
            showing: 25, range: 0...50, settings: settings, step: 0.1, seed: 1, purpose: "test")
        analyser.advance(25, step: 0)
        #expect(analyser.result == 50)
        #expect(analyser.status(after: 0) == .uncertain)
    }

    @Test func ageStopsAt65535Seconds() {
        var settings = AnalyserSettings.atLine
        settings.missing = 1
        let analyser = Analyser(
            showing: 25, range: 0...50, settings: settings, step: 0.1, seed: 1, purpose: "test")
        #expect(analyser.age(after: 10_000) == 60_006)
        #expect(analyser.age(after: 20_000) == 65_535)
    }

    @Test func theLaboratorysDelayScattersBy30Percent() {
        var analyser = Analyser(
            showing: 25, range: 0...50, settings: .laboratory, step: 0.1, seed: 1, purpose: "test")
        var lastCounter = 0
        var delays: [Double] = []
        for number in 0..<1200 * 400 {
            analyser.advance(25, step: number)
            guard analyser.counter != lastCounter else { continue }
            lastCounter = analyser.counter
            delays.append(Double(number % 1200) / 10)
        }
        #expect(delays.count == 400)
        #expect(delays.allSatisfy { (31.5...58.5).contains($0) })
        #expect(abs(delays.reduce(0, +) / 400 - 45) < 1.2)
        #expect((delays.max() ?? 0) > 57)
    }

    @Test func theFeedLaboratoryReportsEvery8Hours() throws {
        var bench = try Bench(seed: 2)
        var counts: [Double] = []
        for _ in 0..<4 {
            for _ in 0..<4800 { bench.step() }
            counts.append(bench["X1.counter"])
        }
        #expect(counts == [1, 2, 3, 4])
        #expect(bench["X1.status"] == 1)
        #expect(abs(bench["X1.laboratory"] - 5) < 0.6)
    }

    /// A laboratory that is right and quick: a sample a minute, its result half a minute later.
    private func quick(_ change: (inout AnalyserSettings) -> Void = { _ in }) -> Analyser {
        var settings = AnalyserSettings.atLine
        (settings.interval, settings.delay, settings.noise) = (1, 0.5, 0)
        change(&settings)
        return Analyser(
            showing: 25, range: 0...50, settings: settings, step: 0.1, seed: 1, purpose: "test")
    }

    @Test func resultsAreMissedAtTheirRate() {
        var analyser = quick { $0.missing = 0.2 }
        for number in 0..<50_006 { analyser.advance(25, step: number) }
        // 5001 samples: 1000 missed, with a deviation of 28
        #expect((3880...4130).contains(analyser.counter), "\(analyser.counter)")
    }

    @Test func aStuckAnalyserCountsOnAndASilentOneDoesNot() {
        for fault in [InstrumentFault.stuck, .silent] {
            var analyser = quick()
            for number in 0..<100 { analyser.advance(30, step: number) }
            #expect(analyser.shown == 30 && analyser.counter == 10)
            analyser.setFault(fault)
            for number in 100..<200 { analyser.advance(40, step: number) }
            #expect(analyser.shown == 30)
            #expect(analyser.counter == (fault == .stuck ? 20 : 10))
            #expect(
                analyser.status(after: 199)
                    == (fault == .stuck ? .good : [.uncertain, .resultLate]))
            analyser.setFault(nil)
            for number in 200..<206 { analyser.advance(40, step: number) }
            #expect(analyser.shown == 40)
        }
    }

    @Test(arguments: [
        (InstrumentFault.bias(2), 32.0, InstrumentStatus.good), (.gain(0.1), 33, .good),
        (.broken(.low), -1.25, .bad), (.broken(.high), 55, .bad),
    ])
    func aFaultOfAnAnalyserShows(fault: InstrumentFault, shown: Double, status: InstrumentStatus) {
        var analyser = quick()
        analyser.setFault(fault)
        for number in 0..<6 { analyser.advance(30, step: number) }
        #expect(abs(analyser.shown - shown) < 1e-12)
        #expect(analyser.status(after: 5) == status)
    }

    @Test func spikesOfAnAnalyserComeOnceAResultEitherWay() {
        var analyser = quick()
        analyser.setFault(.spikes(chance: 0.25, size: 10))
        var counts: [Double: Int] = [:]
        for number in 0..<10_000 {
            analyser.advance(30, step: number)
            if number % 10 == 5 { counts[analyser.shown, default: 0] += 1 }
        }
        // 1000 results: 125 each way, with a deviation of 10
        #expect(Set(counts.keys) == [20, 30, 40])
        for shown in [20.0, 40] { #expect((85...165).contains(counts[shown] ?? 0)) }
    }

    @Test func noiseAndDriftFaultsOfAnAnalyserHaveTheirDeviation() {
        var noisy = quick()
        noisy.setFault(.noise(0.5))
        var squares = 0.0
        for number in 0..<40_000 {
            noisy.advance(25, step: number)
            if number % 10 == 5 { squares += (noisy.shown - 25) * (noisy.shown - 25) }
        }
        #expect(abs((squares / 4000).squareRoot() / 0.5 - 1) < 0.04)

        squares = 0
        for seed in UInt64(0)..<500 {
            var settings = AnalyserSettings.atLine
            (settings.noise, settings.interval, settings.delay) = (0, 10, 0)
            var drifting = Analyser(
                showing: 25, range: 0...50, settings: settings, step: 10, seed: seed,
                purpose: "test")
            drifting.setFault(.drift(0.5))
            for number in 0..<144 { drifting.advance(25, step: number) }
            squares += (drifting.shown - 25) * (drifting.shown - 25)
        }
        #expect(abs((squares / 500).squareRoot() / 0.5 - 1) < 0.1)
    }
}
