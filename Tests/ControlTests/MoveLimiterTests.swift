import Tags
import Testing

@testable import Control

struct MoveLimiterTests {
    static func limiter(
        perHour: Int = 1000, travel: Double = .infinity, smallest: Double = 0
    ) -> MoveLimiter {
        MoveLimiter(
            SetpointLimits(
                range: 90...110, maximumStep: 2, minimumInterval: .zero,
                maximumWritesPerHour: perHour, maximumTravelPerHour: travel),
            of: Tank.Tag.setpoint, smallest: smallest, resolution: 0.005)
    }

    static func move(from: Double, to: Double, at seconds: Double) -> SetpointMove {
        SetpointMove(
            tag: Tank.Tag.setpoint, from: from, to: to, forecast: 0, error: 0, gain: 1,
            decidedAt: PlantTime(seconds: seconds))
    }

    @Test(arguments: [
        (100.0, 1.5, 101.5), (100, 5, 102), (100, -5, 98), (109, 5, 110), (91, -1e300, 90),
        (110.004, -5, 108.004),
    ])
    func goesAsFarAsTheLimitsAllow(from: Double, change: Double, to: Double) throws {
        let target = Self.limiter().target(from: from, by: change, at: .start)
        #expect(abs(try #require(target) - to) < 1e-9)
    }

    @Test(arguments: [(110.0, 5.0), (90, -5), (100, 0.004), (100, 0), (109.9, 3), (100, .nan)])
    func makesNoMoveThatIsNotWorthAWrite(from: Double, change: Double) {
        #expect(Self.limiter(smallest: 0.2).target(from: from, by: change, at: .start) == nil)
    }

    @Test func saysThatSomeonePutTheSetpointOutsideItsRange() {
        let reason = Self.limiter().obstacle(at: .start, setpoint: 112)
        #expect(reason?.description == "tank.P.setpoint is 112.0, outside 90.0…110.0")
    }

    @Test func countsWritesInSixtyMinutesAndNoLonger() {
        var limiter = Self.limiter(perHour: 2)
        limiter.note(Self.move(from: 100, to: 101, at: 0))
        limiter.noteWrite(at: PlantTime(seconds: 5))
        #expect(limiter.obstacle(at: PlantTime(seconds: 10), setpoint: 101) == nil)
        limiter.note(Self.move(from: 101, to: 102, at: 10))
        let reason = limiter.obstacle(at: PlantTime(seconds: 3604), setpoint: 102)
        #expect(reason?.description == "tank.P.setpoint was written 2 times in 60 minutes")
        #expect(limiter.obstacle(at: PlantTime(seconds: 3605), setpoint: 102) == nil)
    }

    @Test func sharesOutTheTravelOfSixtyMinutes() throws {
        var limiter = Self.limiter(travel: 3)
        limiter.note(Self.move(from: 100, to: 102, at: 0))
        let target = limiter.target(from: 102, by: -2, at: PlantTime(seconds: 60))
        let next = try #require(target)
        #expect(next >= 101 && next < 101.000001)
        limiter.note(Self.move(from: 102, to: next, at: 60))
        let reason = limiter.obstacle(at: PlantTime(seconds: 120), setpoint: next)
        #expect(reason?.description == "tank.P.setpoint has travelled 3.0 in 60 minutes")
    }

    @Test(arguments: UInt64(0)..<50) func leavesNoLimitBehind(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var limiter = Self.limiter(perHour: 40, travel: 20)
        var setpoint = 100.0
        var past: [(time: Double, travel: Double)] = []
        for scan in 0..<2000 {
            let time = Double(scan) * 30
            let now = PlantTime(seconds: time)
            guard limiter.obstacle(at: now, setpoint: setpoint) == nil,
                let next = limiter.target(from: setpoint, by: 4 * random.nextNormal(), at: now)
            else { continue }
            let move = Self.move(from: setpoint, to: next, at: time)
            limiter.note(move)
            past.append((time, abs(next - setpoint)))
            let recent = past.filter { time - $0.time < 3600 }
            #expect((90...110).contains(next) && abs(next - setpoint) <= 2)
            #expect(recent.count <= 40 && recent.reduce(0) { $0 + $1.travel } <= 20)
            setpoint = next
        }
        #expect(past.count > 100)
    }
}
