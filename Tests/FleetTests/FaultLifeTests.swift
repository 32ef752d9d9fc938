import Foundation
import Profiles
import Reactor
import Tags
import Testing

@testable import Fleet

/// Faults begin, end, are counted and refused.
struct FaultLifeTests {
    private func expect(_ steps: [FaultStep], of rules: [String]) async throws {
        try await withFleet(FaultFixture.devices) { fleet, bound in
            let stage = try FaultStage(fleet, bound)
            for (number, text) in rules.enumerated() {
                try await fleet.inject(try FaultFixture.rule(text, number: number))
            }
            for step in steps { try await stage.play(step, FaultRow(0, "life", steps: steps)) }
        }
    }

    @Test func actsWhileItsConditionHolds() async throws {
        try await expect(
            [
                .ask("03 00 00 00 01", told5), .ask("06 00 31 00 0B", "06 00 31 00 0B"),
                .ask(ask0, "83 06"), .ask("06 00 31 00 0A", "86 06"), .advance(5),
                .ask(ask0, "83 06"), .clear, .ask(ask0, told5),
            ], of: ["exception: 6, when: {tag: pump.total, above: 10}"])
    }

    @Test func beginsAndEndsWhenItSays() async throws {
        try await withFleet(FaultFixture.devices) { fleet, bound in
            let number = try await fleet.inject(
                try FaultFixture.rule("name: late, exception: 6, from: 10 s, for: 5 s"))
            #expect(await fleet.faults().map(\.phase) == [.waiting])
            await fleet.advance(to: PlantTime(seconds: 12))
            #expect(await fleet.faults().map(\.phase) == [.active])
            await fleet.advance(to: PlantTime(seconds: 20))
            let state = try #require(await fleet.faults().first)
            #expect(state.number == number && state.phase == .ended)
            #expect(state.began == PlantTime(seconds: 10) && state.ended == PlantTime(seconds: 15))
            #expect(
                FaultReport.text([state])
                    == ["fault late (pump): exception: 6: never struck, 10 s to 15 s"])
        }
    }

    @Test func refusesWhatThereIsNot() async throws {
        try await withFleet(FaultFixture.devices) { fleet, _ in
            var rule = try FaultFixture.rule("name: one, exception: 6")
            rule.scope = .device("pomp")
            await #expect(
                throws: FleetError.unknownDevice("pomp", known: ["pump", "mate", "aside"])
            ) {
                try await fleet.inject(rule)
            }
            rule.scope = .device("pump")
            rule.target.tags = ["pump.levle"]
            let refusal = FleetError.faultRefused(
                "one",
                reason: "no simulated device has the tag 'pump.levle'. Did you mean 'pump.level'?")
            await #expect(throws: refusal) { try await fleet.inject(rule) }
            rule.target.tags = []
            rule.effect = .answersTo([2])
            await #expect(throws: FleetError.faultRefused("one", reason: "unit id 2 is mate's")) {
                try await fleet.inject(rule)
            }
            rule.scope = .instrument("T2")
            rule.effect = .instrument(.stuck)
            await #expect(throws: FleetError.faultRefused("one", reason: "there is no plant")) {
                try await fleet.inject(rule)
            }
            await #expect(throws: FleetError.unknownFault(9, known: [])) {
                try await fleet.clearFault(FaultNumber(rawValue: 9))
            }
        }
    }

    @Test func looksAtNoConnectionWithoutNeed() async throws {
        try await withFleet(FaultFixture.devices) { fleet, bound in
            let client = try WireClient(bound[0])
            let other = try WireClient(bound[2])
            func faulty() async -> [Bool] {
                await fleet.reactor.perform {
                    (0..<fleet.server.connections.capacity).map(Int32.init)
                        .filter { fleet.server.connections[$0].pointee.listener >= 0 }
                        .map { fleet.server.connections[$0].pointee.isFaulty }
                } ?? []
            }
            for _ in 0..<3 { _ = await fleet.counters() }
            #expect(await faulty() == [false, false])
            try await fleet.inject(try FaultFixture.rule("exception: 6"))
            #expect(await faulty().sorted { !$0 && $1 } == [false, true])
            await fleet.clearFaults()
            #expect(await faulty() == [false, false])
            withExtendedLifetime((client, other)) {}
        }
    }

    @Test func resetsRatherThanHoldTooManyAnswers() async throws {
        try await withFleet(FaultFixture.devices) { fleet, bound in
            try await fleet.inject(try FaultFixture.rule("delay: 1 h"))
            let client = try WireClient(bound[0])
            for _ in 0..<20 {
                client.send((0..<500).flatMap { _ in client.request(ask0, unit: 1) })
            }
            while await fleet.journal().count < 10_000 { await Task.yield() }
            #expect(client.receiveNow() == [])
            client.send(client.request(ask0, unit: 1))
            #expect(client.ending() == "reset")
            #expect(await fleet.counters().lateAnswersRefused == 1)
        }
    }

    @Test func letsAnswersLeaveByTheClock() async throws {
        try await withFleet(FaultFixture.devices) { fleet, bound in
            try await fleet.inject(try FaultFixture.rule("delay: 60 s"))
            await fleet.runClock(speed: 6000)
            let client = try WireClient(bound[0])
            let start = ContinuousClock.now
            client.send(client.request(ask0, unit: 1))
            #expect(client.receive(11) == hex(whole5(1)))
            #expect(ContinuousClock.now - start >= .milliseconds(9))
        }
    }

    /// Everything a run's client hears in an hour of plant time.
    private func traffic(seed: UInt64) async throws -> [UInt8] {
        let rules = [
            "delay: {by: 1 s, jitter: 5 s}, on: {chance: 0.2}",
            "silence: request, on: {chance: 0.1}",
            "exception: 6, on: {chance: 0.1}", "drip: {bytes: 3, every: 300 ms}, on: {chance: 0.1}",
            "counter: {start: 65000, perMinute: 30, limit: 65535}, on: {tags: pump.total}",
            "otherClient: {togglesBit: 2, every: 7 s}, on: {tags: pump.flags}",
        ]
        let faults = try rules.enumerated().map { try FaultFixture.rule($1, number: $0) }
        let fleet = try SimulatedFleet(
            devices: FaultFixture.devices, faults: faults, seed: seed, logger: quiet)
        let client = try WireClient(try await fleet.start()[0])
        var heard: [UInt8] = []
        for step in 1...1_200 {
            client.send(client.request("03 00 30 00 05", unit: 1))
            while await fleet.counters().devices["pump"]?.requests ?? 0 < step {
                await Task.yield()
            }
            await fleet.advance(to: PlantTime(seconds: Double(3 * step)))
            heard += client.receiveNow() ?? []
        }
        await fleet.stop()
        return heard
    }

    @Test func givesTheSameBytesForTheSameSeedOverAnHour() async throws {
        let first = try await traffic(seed: 5)
        #expect(first.count > 10_000)
        #expect(try await traffic(seed: 5) == first)
        #expect(try await traffic(seed: 6) != first)
    }

    @Test func carriesWaitingAnswersOverASnapshot() async throws {
        try await withFleet(FaultFixture.devices) { fleet, bound in
            try await fleet.inject(try FaultFixture.rule("delay: 10 s"))
            let client = try WireClient(bound[0])
            client.send(client.request(ask0, unit: 1))
            while await fleet.journal().count < 1 { await Task.yield() }
            let snapshot = try await fleet.snapshot()
            await fleet.advance(to: PlantTime(seconds: 10))
            #expect(client.receive(11) == hex(whole5(1)))
            try await fleet.restore(snapshot)
            await fleet.advance(to: PlantTime(seconds: 9))
            #expect(client.receiveNow() == [])
            await fleet.advance(to: PlantTime(seconds: 10))
            #expect(client.receive(11) == hex(whole5(1)))
        }
    }
}
