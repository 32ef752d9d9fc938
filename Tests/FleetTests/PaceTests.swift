import ModbusWire
import Tags
import Testing

@testable import Fleet

struct PaceTests {
    @Test
    func steppedTimeMovesOnlyWhenTold() async throws {
        try await withFleet(
            [StubMap.profile], plant: StubPlant(), bindings: StubMap.bindings
        ) { fleet, bound in
            let client = try Client(bound[0])
            for _ in 0..<20 { _ = try client.ask(.read(.inputRegisters, range(0, 2)), unit: 7) }
            #expect(await fleet.now() == .start)
            #expect(await fleet.pace() == .stepped)
            for tenths in 1...10 {
                try await fleet.step(by: .milliseconds(300))
                #expect(await fleet.now() == PlantTime(nanoseconds: Int64(tenths) * 300_000_000))
            }
            #expect(await fleet.time() == PlantTime(seconds: 3))
            #expect(await fleet.steps() == 3)
        }
    }

    @Test
    func stepsAskedForAtOnceAddUp() async throws {
        try await withFleet(
            [StubMap.profile], plant: StubPlant(), bindings: StubMap.bindings
        ) { fleet, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await fleet.step(by: .seconds(2_500)) }
                }
                try await group.waitForAll()
            }
            #expect(await fleet.now() == PlantTime(seconds: 25_000))
        }
    }

    @Test
    func theClockRunsOnFromWhereSteppingStopped() async throws {
        try await withFleet { fleet, _ in
            try await fleet.step(by: .seconds(100))
            await fleet.setPace(.factor(1_000))
            #expect(await fleet.pace() == .factor(1_000))
            let refusal = await #expect(throws: FleetError.self) {
                try await fleet.step(by: .seconds(1))
            }
            #expect(
                text(of: refusal)
                    == "plant time follows the clock (1000.0 times real time); set the pace to "
                    + "stepped before stepping.")
            await fleet.setPace(.stepped)
            let stood = await fleet.now()
            #expect(stood >= PlantTime(seconds: 100) && stood < PlantTime(seconds: 100_000))
            #expect(await fleet.now() == stood)
        }
    }
}
