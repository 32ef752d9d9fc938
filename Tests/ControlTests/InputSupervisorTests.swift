import Control
import Tags
import Testing

struct InputSupervisorTests {
    typealias Tag = Tank.Tag

    var tank = Tank(seed: 1)
    var supervisor = InputSupervisor(TankRun.configuration.supervision)

    /// Judges the next scan as `lens` shows it.
    mutating func judge(
        owned: Bool = true, _ lens: (Scan) -> Scan = { $0 }
    ) -> InputSupervisor.Verdict {
        tank.pass()
        return supervisor.judge(lens(tank.scan()), ownsSetpoint: owned)
    }

    /// How many good scans pass before moves are allowed.
    mutating func scansToClear() -> Int? {
        for scans in 0..<10 {
            if case .clear = judge() { return scans }
        }
        return nil
    }

    @Test mutating func threeGoodScansComeFirst() {
        for scan in 1...3 {
            #expect(judge() == .hold(.settling(scans: scan, needed: 3)))
        }
        #expect(judge() == .clear(setpoint: 100))
    }

    static let doubts: [(@Sendable (Scan) -> Scan, HoldReason)] = [
        (
            { $0.replacing(Tag.temperature, status: .bad(.timedOut)) },
            .input(Tag.temperature, .bad(.timedOut))
        ),
        (
            { $0.replacing(Tag.temperature, status: .uncertain(.frozen)) },
            .input(Tag.temperature, .uncertain(.frozen))
        ),
        (
            { $0.replacing(Tag.temperature, value: .nan) },
            .input(Tag.temperature, .bad(.undecodable))
        ),
        (
            { $0.replacing(Tag.temperature, answeredAt: $0.time - .seconds(13)) },
            .input(Tag.temperature, .uncertain(.stale))
        ),
        (
            { $0.replacing(Tag.heartbeat, value: .nan) },
            .input(Tag.heartbeat, .bad(.undecodable))
        ),
        (
            { $0.replacing(Tag.remote, status: .bad(.notConnected)) },
            .input(Tag.remote, .bad(.notConnected))
        ),
        ({ $0.replacing(Tag.remote, value: 0) }, .permissive(Tag.remote)),
        (
            { $0.replacing(Tag.setpoint, status: .bad(.exception(2))) },
            .input(Tag.setpoint, .bad(.exception(2)))
        ),
        (
            { $0.replacing(Tag.setpoint, value: .nan) },
            .input(Tag.setpoint, .bad(.undecodable))
        ),
        (
            { $0.replacing(Tag.setpoint, value: 97) },
            .foreignWrite(Tag.setpoint, expected: 100, found: 97)
        ),
        (
            { $0.moved(to: $0.time - .seconds(6)) },
            .clock(PlantTime(seconds: 24), after: PlantTime(seconds: 24))
        ),
    ]

    @Test(arguments: doubts.indices) mutating func holdsAtOneDoubtAndSettlesAgain(row: Int) {
        let (lens, reason) = Self.doubts[row]
        _ = scansToClear()
        #expect(judge(lens) == .hold(reason))
        if case .foreignWrite = reason { supervisor.startOver() }
        #expect(scansToClear() == 3)
    }

    @Test mutating func anyNumberButZeroPermits() {
        for _ in 1...3 { _ = judge { $0.replacing(Tag.remote, value: 4) } }
        #expect(judge { $0.replacing(Tag.remote, value: -1) } == .clear(setpoint: 100))
    }

    @Test func aTagNobodyReadsHolds() {
        var configuration = TankRun.configuration.supervision
        configuration.inputs.append("tank.missing")
        var supervisor = InputSupervisor(configuration)
        var tank = Tank(seed: 1)
        tank.pass()
        #expect(
            supervisor.judge(tank.scan(), ownsSetpoint: true)
                == .hold(.input("tank.missing", .bad(.notYetRead))))
    }

    @Test mutating func aHeartbeatMayStandStillForTwoScans() {
        _ = scansToClear()
        tank.heartbeatStands = true
        #expect(judge() == .clear(setpoint: 100))
        #expect(judge() == .clear(setpoint: 100))
        #expect(judge() == .hold(.heartbeat(Tag.heartbeat, scans: 3)))
        #expect(judge() == .hold(.heartbeat(Tag.heartbeat, scans: 4)))
        tank.heartbeatStands = false
        #expect(scansToClear() == 3)
    }

    @Test mutating func settlesAgainAfterAGapOfMoreThanTwoIntervals() {
        _ = scansToClear()
        tank.pass()
        #expect(judge() == .clear(setpoint: 100))
        tank.pass()
        tank.pass()
        #expect(judge() == .hold(.settling(scans: 1, needed: 3)))
    }

    @Test mutating func remembersTheSetpointThroughAnOutage() {
        _ = scansToClear()
        for _ in 0..<5 { _ = judge { $0.replacing(Tag.setpoint, status: .bad(.notConnected)) } }
        tank.setpoint = 97
        #expect(judge() == .hold(.foreignWrite(Tag.setpoint, expected: 100, found: 97)))
    }

    @Test mutating func seesAnotherHandEvenIfSomethingElseIsBad() {
        _ = scansToClear()
        tank.setpoint = 97
        let verdict = judge { $0.replacing(Tag.temperature, status: .bad(.timedOut)) }
        #expect(verdict == .hold(.foreignWrite(Tag.setpoint, expected: 100, found: 97)))
    }

    @Test(arguments: [100.0, 102]) mutating func takesEitherValueOfAWriteForOurs(value: Double) {
        _ = scansToClear()
        supervisor.expectSetpoint(among: [100, 102])
        tank.setpoint = value
        #expect(judge() == .clear(setpoint: value))
        tank.setpoint = 202 - value
        #expect(judge() == .hold(.foreignWrite(Tag.setpoint, expected: value, found: 202 - value)))
    }

    /// Scans go on while a write is under way, and are judged after it.
    @Test mutating func aSampleAskedForBeforeAWriteWasOverMayShowTheValueBefore() {
        _ = scansToClear()
        let over = tank.time + Tank.interval * 2.5
        supervisor.expectSetpoint(among: [102], passing: [100, 102], until: over)
        #expect(judge() == .clear(setpoint: 100))
        tank.setpoint = 102
        #expect(judge() == .clear(setpoint: 102))
        #expect(judge() == .clear(setpoint: 102))
        tank.setpoint = 100
        #expect(judge() == .hold(.foreignWrite(Tag.setpoint, expected: 102, found: 100)))
    }

    @Test mutating func aThirdValueIsForeignAlsoWhileAWriteIsPassing() {
        _ = scansToClear()
        supervisor.expectSetpoint(
            among: [102], passing: [100, 102], until: tank.time + Tank.interval * 9)
        tank.setpoint = 101
        #expect(judge() == .hold(.foreignWrite(Tag.setpoint, expected: 102, found: 101)))
    }

    @Test mutating func aThirdValueIsAForeignWrite() {
        _ = scansToClear()
        supervisor.expectSetpoint(among: [100, 102])
        tank.setpoint = 101
        #expect(judge() == .hold(.foreignWrite(Tag.setpoint, expected: 102, found: 101)))
    }

    @Test mutating func lessThanHalfAStepIsNoMove() {
        _ = scansToClear()
        tank.setpoint = 100.004
        #expect(judge() == .clear(setpoint: 100.004))
    }

    @Test mutating func peopleMayMoveASetpointThatIsTheirs() {
        _ = scansToClear()
        tank.setpoint = 95
        #expect(judge(owned: false) == .clear(setpoint: 95))
        #expect(judge() == .clear(setpoint: 95))
    }
}
