import Glibc
import Tags
import Testing

@testable import Plants

/// What free signals are over time: values where they are known, statistics where they are not.
struct FreeSignalTests {
    static func values(
        _ term: SignalTerm, _ count: Int, step: Double = 0.5, seed: UInt64 = 1
    ) -> [Double] {
        var signal = FreeSignal(term, step: step, seed: seed)
        return (0..<count).map { _ in signal.next() }
    }

    static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count)).squareRoot()
    }

    @Test func stepsAtItsMoment() {
        #expect(Self.values(.step(to: 2, at: 1.5), 5) == [0, 0, 0, 2, 2])
    }

    @Test func drawsALineThatHolds() {
        let line = SignalTerm.line(to: 4, at: 0.5, over: 2, repeats: false)
        #expect(Self.values(line, 7) == [0, 0, 1, 2, 3, 4, 4])
    }

    @Test func drawsALineThatStartsOver() {
        let saw = SignalTerm.line(to: 4, at: 0.5, over: 2, repeats: true)
        #expect(Self.values(saw, 10) == [0, 0, 1, 2, 3, 0, 1, 2, 3, 0])
    }

    @Test func keepsTheDutyOfASquare() {
        let square = SignalTerm.square(low: -1, high: 3, period: 5, duty: 0.3)
        #expect(Self.values(square, 12) == [3, 3, 3, -1, -1, -1, -1, -1, -1, -1, 3, 3])
        let long = Self.values(.square(low: 0, high: 1, period: 7, duty: 0.25), 14_000)
        #expect(abs(long.reduce(0, +) / 14_000 - 0.25) < 0.04)
        // A period that is no number of binary steps keeps its edges for a week.
        let week = Self.values(
            .square(low: 0, high: 1, period: 0.3, duty: 0.5), 100_000, step: 0.05)
        #expect((0..<100_000).allSatisfy { week[$0] == ($0 % 6 < 3 ? 1 : 0) })
    }

    @Test func startsASineAtItsPhase() {
        let sine = Self.values(.sine(height: 2, period: 2, phase: 0.25), 4)
        for (ours, theirs) in zip(sine, [2.0, 0, -2, 0]) { #expect(abs(ours - theirs) < 1e-12) }
    }

    @Test func walksAtRandomAsFarAsItSays() {
        let ends = (UInt64(0)..<600).map { seed in
            let walk = SignalTerm.randomWalk(deviation: 3, time: 60, purpose: "walk")
            return Self.values(walk, 121, seed: seed)
        }
        // After the whole time, and after a quarter of it half as far: √n.
        #expect(abs(Self.deviation(ends.map { $0[120] }) - 3) < 0.3)
        #expect(abs(Self.deviation(ends.map { $0[30] }) - 1.5) < 0.15)
        #expect(ends.allSatisfy { $0[0] == 0 })
    }

    @Test func keepsDeviationAndMemoryOfAnAutoregression() {
        let noise = SignalTerm.autoregressive(
            coefficients: [0.8], deviation: 2, interval: 0.5, purpose: "noise")
        let values = Self.values(noise, 60_000)
        let deviation = Self.deviation(values)
        #expect(abs(deviation - 2) < 0.08)
        for (lag, expected) in [(1, 0.8), (2, 0.64), (5, 0.32768)] {
            let product = zip(values, values.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
            let correlation = product / Double(values.count - lag) / (deviation * deviation)
            #expect(abs(correlation - expected) < 0.04)
        }
    }

    @Test func reachesItsDeviationWithManyCoefficientsToo() {
        let noise = SignalTerm.autoregressive(
            coefficients: [1.2, -0.5, 0.1], deviation: 1.5, interval: 0.5, purpose: "noise")
        #expect(abs(Self.deviation(Self.values(noise, 60_000)) - 1.5) < 0.06)
        // It starts as it goes on: no run-in can be seen in the first value over many seeds.
        let first = (UInt64(0)..<2000).map { Self.values(noise, 1, seed: $0)[0] }
        #expect(abs(Self.deviation(first) - 1.5) < 0.1)
    }

    @Test func holdsAnAutoregressionBetweenItsValues() {
        let noise = SignalTerm.autoregressive(
            coefficients: [0.5], deviation: 1, interval: 1.5, purpose: "noise")
        let values = Self.values(noise, 9)
        #expect(values[0] == values[2] && values[3] == values[5] && values[2] != values[3])
    }

    @Test func replaysWhatWasRecorded() {
        let times = [0.0, 1, 3]
        func values(isLinear: Bool, loops: Bool) -> [Double] {
            let trace = SignalTrace(
                times: times, values: [10, 20, 40], isLinear: isLinear, loops: loops)
            return Self.values(.replay(trace, mean: 10), 13)
        }
        #expect(
            values(isLinear: false, loops: false)
                == [0, 0, 10, 10, 10, 10, 30, 30, 30, 30, 30, 30, 30])
        let line = values(isLinear: true, loops: false)
        for (ours, theirs) in zip(line, [0.0, 5, 10, 15, 20, 25, 30, 30, 30]) {
            #expect(abs(ours - theirs) < 1e-9)
        }
        // The last row lasts as long as the one before: the series starts over after 5 min.
        #expect(
            values(isLinear: false, loops: true)
                == [0, 0, 10, 10, 10, 10, 30, 30, 30, 30, 0, 0, 10])
    }

    @Test(arguments: [
        SignalTerm.randomWalk(deviation: 1, time: 10, purpose: "a"),
        .autoregressive(coefficients: [0.4, 0.3], deviation: 1, interval: 1, purpose: "b"),
        .square(low: 0, high: 1, period: 3, duty: 0.4),
        .line(to: 1, at: 2, over: 30, repeats: true),
        .replay(SignalTrace(times: [0, 4], values: [1, 2], isLinear: true, loops: true), mean: 0),
    ])
    func goesOnFromASnapshotBitForBit(term: SignalTerm) {
        var first = FreeSignal(term, step: 0.5, seed: 5)
        for _ in 0..<41 { _ = first.next() }
        var writer = SnapshotWriter()
        first.save(to: &writer)
        var second = FreeSignal(term, step: 0.5, seed: 5)
        var reader = SnapshotReader(
            PlantSnapshot(model: "", numbers: writer.numbers, words: writer.words))
        second.restore(from: &reader)
        for _ in 0..<100 { #expect(first.next() == second.next()) }
    }
}
