import Control
import Tags
import Testing

/// Histories at random: devices fail, people interfere, results come late, and never is a move
/// decided that the rules forbid. What is allowed is worked out here a second time, from the
/// history and not from the loop.
struct RandomHistoryTests {
    typealias Tag = Tank.Tag

    /// What the history itself knows.
    struct Witness {
        var goodScans = 0
        var stillScans = 0
        var lastTime: PlantTime?
        var lastBeat: Double?
        var lastWrite: PlantTime?
        var isPending = false
        var isForeign = false
        /// The setpoint as last seen since someone armed the loop.
        var lastSetpoint: Double?

        /// Takes in a scan; returns whether moves are allowed at it.
        mutating func allows(_ scan: Scan) -> Bool {
            let isLater = lastTime.map { scan.time > $0 } ?? true
            let gap = lastTime.map { scan.time - $0 } ?? .zero
            if isLater { lastTime = scan.time }
            func usable(_ tag: TagName) -> Double? {
                guard let sample = scan[tag], sample.status.isGood, sample.value.isFinite,
                    scan.time - sample.answeredAt <= .seconds(12)
                else { return nil }
                return sample.value
            }
            let areGood = [Tag.temperature, Tag.setpoint, Tag.heartbeat, Tag.remote]
                .allSatisfy { usable($0) != nil }
            if isLater, let setpoint = usable(Tag.setpoint) { lastSetpoint = setpoint }
            if isLater, areGood, let beat = scan[Tag.heartbeat]?.value {
                stillScans = beat == lastBeat ? stillScans + 1 : 0
                lastBeat = beat
            }
            let isGood = isLater && areGood && stillScans <= 2 && scan[Tag.remote]?.value != 0
            if gap > .seconds(12) { goodScans = 0 }
            goodScans = isGood ? goodScans + 1 : 0
            return goodScans > 3 && !isPending && !isForeign
        }
    }

    struct History {
        var run: TankRun
        var witness = Witness()
        var random: SeededGenerator
        var pending: (move: SetpointMove, scansLeft: Int)?
        var writes = 0
        var settled: [MoveResult.Outcome: Int] = [:]

        init(seed: UInt64) throws {
            var tank = Tank(seed: seed)
            tank.analyserInterval = 3
            tank.analyserDelay = 2
            tank.loadWalk = 0.05
            run = try TankRun(tank: tank) {
                $0.law.response = 2
                $0.law.minimumMove = 0.02
                $0.law.interval = .zero
                $0.limits = SetpointLimits(
                    range: 95...105, maximumStep: 1, minimumInterval: .seconds(12),
                    maximumWritesPerHour: 100, maximumTravelPerHour: 40)
            }
            random = SeededGenerator(seed: seed, purpose: "history")
        }

        mutating func happens(_ chance: Double) -> Bool { random.nextUnit() < chance }

        /// Someone else's hand: on the register, on the mode, or on the plant.
        mutating func interfere() {
            if happens(0.01) {
                let value = run.tank.setpoint > 100 ? 96.25 : 103.75
                if abs(value - run.tank.setpoint) > 0.1 {
                    let known = witness.lastSetpoint ?? value
                    witness.isForeign = run.loop.mode == .automatic && value != known
                    run.tank.setpoint = value
                }
            }
            if happens(0.01) { run.tank.heartbeatStands = true }
            if happens(0.1) { run.tank.heartbeatStands = false }
            if happens(0.01) { change(to: .advisory) }
            if happens(0.01) { change(to: .manual) }
            if run.loop.mode != .automatic, happens(0.1) { change(to: .automatic) }
        }

        mutating func change(to mode: ControlMode) {
            guard !run.loop.change(to: mode).isEmpty else { return }
            witness.goodScans = 0
            witness.isForeign = false
            witness.lastSetpoint = nil
        }

        mutating func spoiled(_ scan: Scan) -> Scan {
            let tags = [Tag.temperature, Tag.setpoint, Tag.heartbeat, Tag.remote, Tag.quality]
            let tag = tags[Int(random.nextUnit() * 5)]
            switch Int(random.nextUnit() * 6) {
            case 0: return scan.replacing(tag, status: .bad(.timedOut))
            case 1: return scan.replacing(tag, status: .uncertain(.instrument))
            case 2: return scan.replacing(tag, value: .nan)
            case 3: return scan.replacing(tag, answeredAt: scan.time - .seconds(30))
            case 4: return scan.replacing(Tag.remote, value: 0)
            default: return scan.moved(to: scan.time - .seconds(12))
            }
        }

        /// Brings the result of a write that has waited long enough.
        mutating func settle() {
            guard let (move, scansLeft) = pending else { return }
            guard scansLeft == 0 else {
                pending = (move, scansLeft - 1)
                return
            }
            let before = run.tank.setpoint
            let outcomes: [MoveResult.Outcome] = [
                .applied, .applied, .applied, .applied, .refused, .unknown, .clamped,
            ]
            let outcome = outcomes[Int(random.nextUnit() * 7)]
            switch outcome {
            case .applied: run.tank.setpoint = move.to
            case .clamped: run.tank.setpoint = (move.from + move.to) / 2
            case .unknown where happens(0.5): run.tank.setpoint = move.to
            case .unknown, .refused: break
            }
            if run.tank.setpoint != before { witness.isForeign = false }
            if outcome != .applied { witness.goodScans = 0 }
            settled[outcome, default: 0] += 1
            pending = nil
            witness.isPending = false
            _ = run.loop.settle(
                .of(move, outcome, readBack: outcome == .unknown ? nil : run.tank.setpoint))
            if outcome == .clamped { #expect(run.loop.mode != .automatic) }
        }

        mutating func step() {
            interfere()
            run.tank.pass()
            if happens(0.02) {
                for _ in 0..<3 { run.tank.pass() }
            }
            settle()
            var scan = run.tank.scan()
            if happens(0.08) { scan = spoiled(scan) }
            let isAllowed = witness.allows(scan)
            let decisions = run.loop.advance(with: scan)
            #expect(decisions.writes.count <= 1)
            guard let move = decisions.writes.first else { return }
            #expect(isAllowed && run.loop.mode == .automatic)
            #expect(move.from == scan[Tag.setpoint]?.value && move.decidedAt == scan.time)
            #expect((95...105).contains(move.to) && abs(move.to - move.from) <= 1)
            if let last = witness.lastWrite { #expect(scan.time - last >= .seconds(12)) }
            witness.lastWrite = scan.time
            witness.isPending = true
            pending = (move, Int(random.nextUnit() * 4))
            writes += 1
        }
    }

    @Test(arguments: UInt64(0)..<200) func noForbiddenMoveIsEverDecided(seed: UInt64) throws {
        var history = try History(seed: seed)
        for _ in 0..<800 { history.step() }
        // A history in which nothing is ever written would prove nothing.
        #expect(history.writes >= 5)
    }
}
