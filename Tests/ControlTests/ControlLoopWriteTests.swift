import Control
import Tags
import Testing

/// What becomes of a write, and who else may move the setpoint (W7, W8, W9).
struct ControlLoopWriteTests {
    typealias Tag = Tank.Tag

    /// A loop about to move: the load has just changed for good.
    static func disturbed(mode: ControlMode = .automatic) throws -> TankRun {
        var run = try ControlLoopHoldTests.running(mode: mode)
        run.tank.disturb(by: 1.5)
        return run
    }

    /// Lets scans pass until a write is decided, at most an hour.
    static func write(of run: inout TankRun) throws -> SetpointMove {
        for _ in 0..<600 {
            if let move = run.advance().writes.first { return move }
        }
        return try #require(nil as SetpointMove?)
    }

    @Test func nothingIsWrittenWhileAWriteIsPending() throws {
        var run = try Self.disturbed()
        run.answer = { _ in nil }
        let move = try Self.write(of: &run)
        // The register may change before the result is known, and back.
        run.tank.setpoint = move.to
        let waiting = run.advance(scans: 100)
        #expect(waiting.writes.isEmpty)
        #expect(waiting.holds == [.writePending(Tag.setpoint)])
        #expect(run.loop.mode == .automatic)
        #expect(run.loop.settle(.of(move, .applied, readBack: move.to)).isEmpty)
        run.answer = { (.applied, $0.to) }
        #expect(run.advance().contains(.release))
        #expect(run.advance(scans: 100).writes.isEmpty == false)
    }

    @Test func aResultNobodyWaitsForChangesNothing() throws {
        var run = try Self.disturbed()
        let move = try Self.write(of: &run)
        #expect(run.loop.settle(.of(move, .clamped, readBack: 95)).isEmpty)
        #expect(run.loop.mode == .automatic)
    }

    @Test(arguments: [false, true]) func anUnknownWriteHoldsUntilTheRegisterIsReadAgain(
        hasArrived: Bool
    ) throws {
        var run = try Self.disturbed()
        run.answer = { (.unknown, hasArrived ? $0.to : $0.from) }
        let move = try Self.write(of: &run)
        let reason = HoldReason.writeNotApplied(Tag.setpoint, "unknown, said the test")
        #expect(run.loop.hold == reason)
        run.answer = { (.applied, $0.to) }
        let bad = run.advance { $0.replacing(Tag.setpoint, status: .bad(.timedOut)) }
        #expect(bad.holds == [.input(Tag.setpoint, .bad(.timedOut))])
        let settling = run.advance(scans: 3)
        #expect(settling.holds == [reason] && settling.writes.isEmpty)
        #expect(run.advance().contains(.release))
        let next = try Self.write(of: &run)
        #expect(next.from == (hasArrived ? move.to : move.from))
        #expect(run.loop.mode == .automatic)
    }

    @Test func anUnknownWriteThatLeftAThirdValueIsAForeignWrite() throws {
        var run = try Self.disturbed()
        run.answer = { _ in (.unknown, 93) }
        let move = try Self.write(of: &run)
        let decisions = run.advance()
        #expect(
            decisions.holds
                == [.foreignWrite(Tag.setpoint, expected: move.to, found: 93)])
        #expect(decisions.last == .mode(.manual))
        #expect(run.loop.mode == .manual)
    }

    @Test func aRefusedWriteIsTriedTwiceMore() throws {
        var run = try Self.disturbed()
        run.answer = { (.refused, $0.from) }
        var times: [PlantTime] = []
        for attempt in 1...3 {
            #expect(run.loop.mode == .automatic)
            times.append(try Self.write(of: &run).decidedAt)
            #expect(run.loop.hold?.kind == "write not applied tank.P.setpoint")
            #expect(run.loop.mode == (attempt < 3 ? .automatic : .manual))
        }
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= .seconds(60) })
        #expect(run.decisions.last == .mode(.manual))
        #expect(run.advance(scans: 600).writes.isEmpty)
    }

    @Test func anAppliedWriteForgivesEarlierRefusals() throws {
        var run = try Self.disturbed()
        for _ in 0..<4 {
            run.tank.disturb(by: 1)
            run.answer = { (.refused, $0.from) }
            _ = try Self.write(of: &run)
            _ = try Self.write(of: &run)
            run.answer = { (.applied, $0.to) }
            _ = try Self.write(of: &run)
        }
        #expect(run.loop.mode == .automatic)
    }

    @Test func aClampedWriteNeedsAPerson() throws {
        var run = try Self.disturbed()
        run.answer = { (.clamped, ($0.from + $0.to) / 2) }
        _ = try Self.write(of: &run)
        #expect(
            run.decisions.suffix(2).first
                == .hold(
                    .writeNotApplied(
                        Tag.setpoint, "clamped, said the test")))
        #expect(run.decisions.last == .mode(.manual))
        run.answer = { (.applied, $0.to) }
        #expect(run.advance(scans: 600).writes.isEmpty)
        #expect(run.loop.change(to: .automatic) == [.mode(.automatic)])
        #expect(run.advance(scans: 600).writes.isEmpty == false)
    }

    @Test func startsTheNextMoveFromWhatTheRegisterReallyHolds() throws {
        var run = try Self.disturbed()
        // The register rounds to tenths.
        run.answer = { (.applied, ($0.to * 10).rounded() / 10) }
        let decisions = run.advance(scans: 1200)
        #expect(decisions.writes.count > 3)
        #expect(run.loop.mode == .automatic)
        #expect(
            decisions.writes.dropFirst().allSatisfy {
                abs($0.from * 10 - ($0.from * 10).rounded()) < 1e-9
            })
    }

    @Test func someoneElsesWriteEndsAutomatic() throws {
        var run = try Self.disturbed()
        let expected = run.tank.setpoint
        run.tank.setpoint = 96
        let decisions = run.advance()
        #expect(decisions.holds == [.foreignWrite(Tag.setpoint, expected: expected, found: 96)])
        #expect(decisions.last == .mode(.manual))
        #expect(run.advance(scans: 600).writes.isEmpty)
        #expect(run.tank.setpoint == 96)
    }

    @Test func startsAgainFromTheirValueWithoutABump() throws {
        var run = try Self.disturbed()
        run.tank.setpoint = 96
        run.advance(scans: 100)
        _ = run.loop.change(to: .automatic)
        #expect(run.advance(scans: 3).writes.isEmpty)
        let move = try Self.write(of: &run)
        #expect(move.from == 96)
    }

    @Test func inAdvisoryPeopleMoveTheSetpoint() throws {
        var run = try Self.disturbed(mode: .advisory)
        var followed = 0
        for _ in 0..<1200 {
            let decisions = run.advance()
            #expect(decisions.holds.isEmpty && decisions.writes.isEmpty)
            if let advice = decisions.advice.first {
                run.tank.setpoint = followed % 2 == 0 ? advice.to : advice.to - 0.5
                followed += 1
            }
        }
        #expect(followed > 3)
        #expect(run.loop.mode == .advisory)
    }

    @Test func aWriteUnderWaySurvivesAChangeOfMode() throws {
        var run = try Self.disturbed()
        run.answer = { _ in nil }
        let move = try Self.write(of: &run)
        _ = run.loop.change(to: .manual)
        run.advance(scans: 5)
        _ = run.loop.change(to: .automatic)
        #expect(run.advance(scans: 100).writes.isEmpty)
        #expect(run.loop.hold == .writePending(Tag.setpoint))
        _ = run.loop.settle(.of(move, .applied, readBack: run.tank.setpoint))
        run.answer = { (.applied, $0.to) }
        #expect(run.advance(scans: 300).writes.isEmpty == false)
    }

    @Test func intervalsCountFromWhenTheWriteWasAskedFor() throws {
        var run = try Self.disturbed()
        run.tank.disturb(by: 3)
        run.answer = { _ in nil }
        let move = try Self.write(of: &run)
        run.tank.setpoint = move.to
        run.advance(scans: 4)
        let asked = move.decidedAt + .seconds(20)
        _ = run.loop.settle(
            MoveResult(
                move: move, outcome: .applied, readBack: move.to, reason: "late", at: asked))
        let next = try Self.write(of: &run)
        #expect(next.decidedAt - asked >= .seconds(60))
    }
}

extension MoveResult {
    static func of(_ move: SetpointMove, _ outcome: Outcome, readBack: Double?) -> MoveResult {
        MoveResult(move: move, outcome: outcome, readBack: readBack, reason: "said the test")
    }
}
