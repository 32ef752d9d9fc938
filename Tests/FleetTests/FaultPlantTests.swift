import Foundation
import Profiles
import Tags
import Testing

@testable import Fleet

/// Faults of the plant behind the devices, under the same rules.
struct FaultPlantTests {
    static let path = FaultScriptTests.path.replacing("unit-test-server", with: "evaporator-quiet")

    /// What some tags show after each of some plant steps.
    private func run(
        _ rules: [String], steps: Int, tags: [TagName],
        each: (SimulatedFleet, Int) async throws -> Void = { _, _ in }
    ) async throws -> (shown: [[Double]], faults: [FaultState]) {
        let profile = try #require(ProfileReader.read(Self.path).profile)
        let facts = FaultFacts(
            devices: profile.devices,
            plant: PlantFacts.catalogue.first { $0.model == "evaporator" })
        let made = try SimulatedFleet(simulating: profile, seed: 1, logger: quiet)
        let fleet = try #require(made)
        for text in rules {
            let (rule, told) = FaultRuleReader.read(text, named: "rule", facts: facts)
            try await fleet.inject(try #require(rule, "\(told)"))
        }
        var shown: [[Double]] = []
        for step in 1...steps {
            try await each(fleet, step)
            await fleet.advance(to: PlantTime(seconds: Double(6 * step)))
            let readings = try await fleet.readTags(tags)
            shown.append(readings.map { $0.number ?? .nan })
        }
        let faults = await fleet.faults()
        await fleet.stop()
        return (shown, faults)
    }

    private func isStill(_ values: some Collection<Double>) -> Bool {
        Set(values).count == 1
    }

    @Test func sticksAnInstrumentForItsTime() async throws {
        let run = try await run(
            ["{name: stick, instrument: T2, stuck: true, from: 60 s, for: 120 s}"], steps: 50,
            tags: ["steam.T2", "condenser.P2"])
        let temperatures = run.shown.map { $0[0] }
        #expect(!isStill(temperatures[..<9]))
        #expect(isStill(temperatures[11..<29]))
        #expect(!isStill(temperatures[31...]))
        #expect(!isStill(run.shown[11..<29].map { $0[1] }))
        #expect(run.faults.map(\.strikes) == [1])
        #expect(run.faults.map(\.phase) == [.ended])
    }

    @Test func beginsAndEndsWithItsCondition() async throws {
        let run = try await run(
            [
                "{name: high, instrument: T2, broken: high, when: {tag: steam.P100.setpoint, "
                    + "above: 300}, until: cleared}"
            ], steps: 30, tags: ["steam.T2"]
        ) { fleet, step in
            if step == 10 { try await fleet.setTag("steam.P100.setpoint", to: .number(350)) }
            if step == 20 { try await fleet.setTag("steam.P100.setpoint", to: .number(194.7)) }
        }
        let temperatures = run.shown.map { $0[0] }
        let highest = temperatures.max() ?? 0
        #expect(temperatures[..<9].allSatisfy { $0 < highest })
        #expect(temperatures[11..<19].allSatisfy { $0 == highest })
        #expect(temperatures[22...].allSatisfy { $0 < highest })
    }

    @Test func letsTheEffectComeLaterThanTheEcho() async throws {
        func held(_ rules: [String]) async throws -> [Double] {
            try await run(rules, steps: 40, tags: ["steam.P100.held"]) { fleet, step in
                if step == 5 { try await fleet.setTag("steam.P100.setpoint", to: .number(220)) }
            }.shown.map { $0[0] }
        }
        let free = try await held([])
        let stuck = try await held([
            "{name: stuck, actuator: P100, stuck: true, from: 12 s, for: 120 s}"
        ])
        #expect(free[10] != free[3])
        #expect(isStill(stuck[4..<20]))
        #expect(stuck[30] != stuck[10])
    }

    @Test func holdsADisturbance() async throws {
        let run = try await run(
            ["{name: warm, disturbance: T1, hold: 55, for: 5 min}"], steps: 20, tags: ["feed.T1"])
        #expect(run.shown.suffix(10).allSatisfy { abs($0[0] - 55) < 3 })
        #expect(run.faults.first?.rule.effect == .hold(55))
    }

    @Test func refusesPartsThatAreNotThere() async throws {
        let profile = try #require(ProfileReader.read(Self.path).profile)
        let made = try SimulatedFleet(simulating: profile, seed: 1, logger: quiet)
        let fleet = try #require(made)
        let rule = FaultRule(
            name: "x", scope: .actuator("nothing"), effect: .actuator(.stuck), end: .open)
        await #expect(throws: FleetError.self) { try await fleet.inject(rule) }
        let silent = FaultRule(
            name: "x", scope: .instrument("T2"), effect: .instrument(.silent), end: .open)
        await #expect(
            throws: FleetError.faultRefused("x", reason: "only an analyser can fall silent")
        ) { try await fleet.inject(silent) }
        await fleet.stop()
    }
}
