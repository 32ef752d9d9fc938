import Control
import Features
import Learning
import Tags
import Testing

/// Any doubt holds the loop, it says why, and it goes on by itself when the doubt is gone.
struct ControlLoopHoldTests {
    typealias Tag = Tank.Tag

    struct Doubt: CustomTestStringConvertible {
        let testDescription: String
        let reason: HoldReason
        var scans = 1
        let lens: @Sendable (Scan) -> Scan
    }

    /// A loop that has learned and moves, 4 hours on.
    static func running(
        mode: ControlMode = .automatic, adjust: (inout TankLoop.Configuration) -> Void = { _ in }
    ) throws -> TankRun {
        var tank = Tank(seed: 3)
        tank.loadWalk = 0.01
        var run = try TankRun(tank: tank, mode: mode, adjust: adjust)
        run.advance(scans: 2400)
        #expect(run.loop.hold == nil)
        return run
    }

    static let doubts: [Doubt] = [
        Doubt(
            testDescription: "input bad", reason: .input(Tag.temperature, .bad(.timedOut)),
            lens: { $0.replacing(Tag.temperature, status: .bad(.timedOut)) }),
        Doubt(
            testDescription: "input frozen", reason: .input(Tag.temperature, .uncertain(.frozen)),
            lens: { $0.replacing(Tag.temperature, status: .uncertain(.frozen)) }),
        Doubt(
            testDescription: "input old", reason: .input(Tag.temperature, .uncertain(.stale)),
            lens: { $0.replacing(Tag.temperature, answeredAt: $0.time - .seconds(20)) }),
        Doubt(
            testDescription: "setpoint unreadable",
            reason: .input(Tag.setpoint, .bad(.malformedAnswer)),
            lens: { $0.replacing(Tag.setpoint, value: .nan, status: .bad(.malformedAnswer)) }),
        Doubt(
            testDescription: "permissive gone", reason: .permissive(Tag.remote),
            lens: { $0.replacing(Tag.remote, value: 0) }),
        Doubt(
            testDescription: "heartbeat still", reason: .heartbeat(Tag.heartbeat, scans: 3),
            scans: 4, lens: { $0.replacing(Tag.heartbeat, value: 77_777) }),
    ]

    @Test(arguments: doubts) func holdsSaysWhyAndRecovers(doubt: Doubt) throws {
        var run = try Self.running()
        var during: [Decision] = []
        for _ in 0..<doubt.scans { during += run.advance(through: doubt.lens) }
        #expect(during.holds == [doubt.reason])
        #expect(run.loop.hold?.kind == doubt.reason.kind)
        let settling = run.advance(scans: 3)
        #expect(settling.holds == [.settling(scans: 1, needed: 3)])
        #expect(settling.writes.isEmpty)
        #expect(run.advance().contains(.release))
        #expect(run.advance(scans: 600).writes.isEmpty == false)
        #expect(run.loop.mode == .automatic)
    }

    @Test func saysAStandingReasonOnce() throws {
        var run = try Self.running()
        let lens = Self.doubts[0].lens
        let during = (0..<50).flatMap { _ in run.advance(through: lens) }
        #expect(during.holds.count == 1)
        #expect(during.writes.isEmpty && during.forecasts.isEmpty)
    }

    @Test func whatHappensDuringAHoldMakesNoBumpAfterIt() throws {
        var run = try Self.running()
        run.tank.disturb(by: -2)
        for _ in 0..<100 { run.advance { $0.replacing(Tag.remote, value: 0) } }
        let move = try #require(run.advance(scans: 20).writes.first)
        // The new error alone would ask for more than the largest step, 2.
        #expect(move.error > 1 && move.to > move.from && move.to - move.from < 0.3)
    }

    @Test func learnsTheNeededOutcomesBeforeTheFirstMove() throws {
        var run = try TankRun(tank: Tank(seed: 1))
        while run.loop.forecaster.regressor.outcomeCount < 6 {
            run.advance()
            #expect(run.decisions.writes.isEmpty)
            if run.tank.scanCount > 3 {
                let count = run.loop.forecaster.regressor.outcomeCount
                #expect(count == 6 || run.loop.hold == .learning(outcomes: count, needed: 6))
            }
        }
        #expect(run.advance(scans: 600).writes.isEmpty == false)
    }

    @Test func neverMovesOnForecastsThatWereNeverScored() throws {
        // Three outcomes allow forecasts, but those three were not forecast themselves.
        var run = try TankRun(tank: Tank(seed: 1)) { $0.minimumOutcomes = 1 }
        while run.loop.forecaster.regressor.outcomeCount < 3 { run.advance() }
        run.advance(scans: 20)
        #expect(
            run.loop.hold == .forecast("fewer than three forecasts have met their outcomes"))
        #expect(run.decisions.writes.isEmpty)
    }

    @Test func holdsWhenTheLatestResultIsTooOld() throws {
        var run = try Self.running()
        var during: [Decision] = []
        for _ in 0..<500 {
            during += run.advance { $0.replacing(Tag.quality, status: .bad(.instrument)) }
        }
        #expect(during.holds == [.input(Tag.quality, .uncertain(.stale))])
        #expect(during.forecasts.count == 500)
        let time = try #require(run.loop.forecaster.lastOutcome?.sampledAt)
        #expect(during.writes.allSatisfy { $0.decidedAt - time <= .seconds(1800) })
        #expect(run.advance(scans: 600).contains(.release))
    }

    @Test func holdsWhenTheFeaturesHaveGaps() throws {
        var run = try Self.running { $0.supervision.inputs = [] }
        let during = run.advance {
            $0.replacing(Tag.temperature, status: .uncertain(.notAvailable))
        }
        #expect(during.holds == [.features("tank.T is uncertain (not available)")])
        #expect(run.advance().contains(.release))
        #expect(run.loop.withheldCounts.values.reduce(0, +) == 1)
    }

    @Test func holdsWhenTheClockGoesBack() throws {
        var run = try Self.running()
        let now = run.tank.time
        let decisions = run.advance { $0.moved(to: now - .seconds(60)) }
        #expect(decisions.holds == [.clock(now - .seconds(60), after: now)])
        run.advance(scans: 3)
        #expect(run.advance().contains(.release))
    }

    @Test func holdsWhereTheLimitsLeaveNoRoom() throws {
        var run = try TankRun(tank: Tank(seed: 3)) {
            $0.limits = SetpointLimits(
                range: 90...110, maximumStep: 0.2, minimumInterval: .seconds(60),
                maximumWritesPerHour: 3)
            $0.law.minimumMove = 0
        }
        let decisions = run.advance(scans: 2400)
        #expect(decisions.holds.contains { $0.kind == "limit tank.P.setpoint" })
        for move in decisions.writes {
            let hour = decisions.writes.filter {
                $0.decidedAt <= move.decidedAt && move.decidedAt - $0.decidedAt < .seconds(3600)
            }
            #expect(hour.count <= 3)
        }
        #expect(run.loop.mode == .automatic)
    }

    @Test(arguments: [
        (HoldReason.learning(outcomes: 2, needed: 8), "learning: 2 of 8 outcomes"),
        (.input("a.T", .bad(.timedOut)), "a.T is bad (timed out)"),
        (.features("a.T is bad (stale)"), "a.T is bad (stale)"),
        (.permissive("a.remote"), "a.remote does not permit moves"),
        (.heartbeat("a.beat", scans: 3), "a.beat has stood still for 3 scans"),
        (
            .clock(PlantTime(seconds: 6), after: PlantTime(seconds: 60)),
            "the clock went from 60.0 s to 6.0 s"
        ),
        (
            .foreignWrite("a.SP", expected: 194.5, found: 190),
            "a.SP is 190.0, not 194.5: someone else moved it. Now in manual"
        ),
        (.settling(scans: 1, needed: 3), "1 of 3 good scans since the last interruption"),
        (.writePending("a.SP"), "a write to a.SP is under way"),
        (
            .writeNotApplied("a.SP", "refused, W4: too soon"),
            "the last write to a.SP was not applied: refused, W4: too soon"
        ),
        (
            .limit("a.SP", "was written 3 times in 60 minutes"),
            "a.SP was written 3 times in 60 minutes"
        ),
        (.forecast("the forecast is not finite"), "the forecast is not finite"),
    ])
    func reasonsReadAsSentences(reason: HoldReason, text: String) {
        #expect(reason.description == text)
    }

    @Test func aMoveReadsAsASentence() {
        let move = SetpointMove(
            tag: "steam.P100.setpoint", from: 194.7, to: 192.1004, forecast: 25.42, error: -0.42,
            gain: 0.2, decidedAt: .start)
        #expect(
            move.description
                == "steam.P100.setpoint 194.7 → 192.1: forecast 25.42 is 0.42 above target")
    }
}
