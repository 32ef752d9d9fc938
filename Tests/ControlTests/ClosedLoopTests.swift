import Control
import Learning
import Tags
import Testing

/// The loop and a plant together, over hours.
struct ClosedLoopTests {
    /// The true quality over the last part of a run.
    struct Truth {
        var mean = 0.0
        var deviation = 0.0
        var meanAbsoluteError = 0.0

        init(_ values: ArraySlice<Double>, target: Double = 25) {
            let count = Double(values.count)
            mean = values.reduce(0, +) / count
            let mean = mean
            deviation =
                (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
            meanAbsoluteError = values.reduce(0) { $0 + abs($1 - target) } / count
        }
    }

    /// Eight hours of a tank; returns the truth of the last six.
    static func truth(
        seed: UInt64, mode: ControlMode, walk: Double = 0.01,
        adjust: (inout TankLoop.Configuration) -> Void = { _ in }
    ) throws -> (truth: Truth, run: TankRun) {
        var tank = Tank(seed: seed)
        tank.loadWalk = walk
        var run = try TankRun(tank: tank, mode: mode, adjust: adjust)
        var values: [Double] = []
        for _ in 0..<4800 {
            run.advance()
            values.append(run.tank.quality)
        }
        return (Truth(values.suffix(3600)), run)
    }

    @Test(arguments: UInt64(1)...5) func bringsTheQualityToItsTarget(seed: UInt64) throws {
        let (off, _) = try Self.truth(seed: seed, mode: .manual)
        let (on, run) = try Self.truth(seed: seed, mode: .automatic)
        #expect(abs(on.mean - 25) < 0.1)
        #expect(on.meanAbsoluteError < 0.25)
        #expect(on.meanAbsoluteError < 0.55 * off.meanAbsoluteError)
        #expect(run.loop.mode == .automatic)
    }

    @Test(arguments: UInt64(1)...5) func doesNoHarmWhereThereIsNothingToDo(seed: UInt64) throws {
        let quiet = { (configuration: inout TankLoop.Configuration) in
            configuration.target.value = 24
        }
        let (on, run) = try Self.truth(seed: seed, mode: .automatic, walk: 0, adjust: quiet)
        #expect(abs(on.mean - 24) < 0.06 && on.deviation < 0.05)
        #expect(run.decisions.writes.count < 40)
    }

    @Test(arguments: UInt64(1)...5) func everyMoveIsInsideTheLimits(seed: UInt64) throws {
        // A load that the range cannot make up for.
        let (_, run) = try Self.truth(seed: seed, mode: .automatic, walk: 0.08)
        let moves = run.decisions.writes
        #expect(moves.count > 50)
        for (move, next) in zip(moves, moves.dropFirst()) {
            #expect((90...110).contains(next.to) && abs(next.to - next.from) <= 2)
            #expect(next.from == move.to)
            #expect(next.decidedAt - move.decidedAt >= .seconds(60))
            #expect(abs(next.to - next.from) >= 0.1)
        }
    }

    @Test func leavesALimitAsSoonAsTheErrorTurns() throws {
        var run = try ControlLoopHoldTests.running()
        run.tank.disturb(by: -9)
        run.advance(scans: 1800)
        #expect(run.tank.setpoint > 109.8)
        run.tank.disturb(by: 11)
        let after = run.advance(scans: 60)
        let first = try #require(after.writes.first)
        #expect(first.to < first.from)
        #expect(run.tank.setpoint < 106)
    }

    @Test(arguments: [ControlMode.manual, .advisory]) func onlyAutomaticMoves(
        mode: ControlMode
    ) throws {
        let (_, run) = try Self.truth(seed: 1, mode: mode)
        #expect(run.decisions.writes.isEmpty && run.tank.setpoint == 100)
        #expect(run.decisions.advice.isEmpty == (mode == .manual))
        #expect(run.decisions.forecasts.count > 4000)
        #expect(run.loop.forecaster.score.count > 60)
        if mode == .manual { #expect(run.decisions.holds.isEmpty) }
    }

    @Test(arguments: UInt64(1)...5) func takesOverWithoutABump(seed: UInt64) throws {
        var tank = Tank(seed: seed)
        tank.loadWalk = 0.01
        var run = try TankRun(tank: tank, mode: .advisory)
        run.advance(scans: 3000)
        run.tank.disturb(by: 2)
        run.advance(scans: 200)
        #expect(run.loop.change(to: .automatic) == [.mode(.automatic)])
        let settling = run.advance(scans: 3)
        #expect(settling.writes.isEmpty)
        #expect(settling.holds == [.settling(scans: 1, needed: 3)])
        var first: SetpointMove?
        while first == nil, run.tank.scanCount < 3400 { first = run.advance().writes.first }
        let move = try #require(first)
        // Kp / gain × e alone would be 3 or more; only the integral of one interval is due.
        #expect(abs(move.to - move.from) < 0.25 * 0.5 / move.gain * abs(move.error) + 0.15)
    }

    /// The gain it counts on is too small, right, or too large by these factors.
    @Test(arguments: [1 / 1.5, 1, 1.5], [UInt64(1), 2, 3, 4, 5])
    func staysStableWithAWrongGain(factor: Double, seed: UInt64) throws {
        let (truth, run) = try Self.truth(seed: seed, mode: .automatic) {
            $0.gain.bounds = (factor * 0.25)...(factor * 0.25)
        }
        #expect(run.loop.gain.value == factor * 0.25)
        #expect(abs(truth.mean - 25) < 0.15 && truth.deviation < 0.35)
    }

    @Test(arguments: UInt64(1)...5) func learnsTheGainWhileItWorks(seed: UInt64) throws {
        let (_, run) = try Self.truth(seed: seed, mode: .automatic)
        #expect(abs(run.loop.gain.value - 0.25) < 0.05)
    }

    @Test func theSameSeedDecidesTheSame() throws {
        let first = try Self.truth(seed: 9, mode: .automatic).run.decisions
        let second = try Self.truth(seed: 9, mode: .automatic).run.decisions
        #expect(first == second)
    }
}
