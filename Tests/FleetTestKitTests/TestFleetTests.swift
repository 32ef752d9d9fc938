import FleetTestKit
import Testing

struct TestFleetTests {
    @Test func everyDeviceListensOnAFreePortOfThisMachine() async throws {
        try await withFleet(profile: pair) { fleet in
            #expect(fleet.seed == 4)
            #expect(fleet.endpoints.map(\.device) == ["boiler", "pump"])
            #expect(fleet.endpoints.map(\.unit) == [3, 4])
            #expect(Set(fleet.endpoints.map(\.port)).count == 2)
            #expect(!fleet.endpoints.map(\.port).contains(502))
            let pump = try fleet.endpoint(of: "pump")
            #expect(try ask(pump, readPressure) == [4, 2, 0, 50])
        }
    }

    @Test func aPathIsAProfileToo() async throws {
        try await withFleet(profile: "profiles/evaporator.yaml", seed: 9) { fleet in
            #expect(fleet.seed == 9)
            #expect(fleet.endpoints.count == 4)
            let before = try await fleet[tag: "steam.P100", as: Double.self]
            try await fleet.set("steam.P100.setpoint", to: 200)
            try await fleet.advance(by: .seconds(1800))
            #expect(try await fleet[tag: "steam.P100", as: Double.self] > before)
            #expect(try await fleet.truth("P100") > 195)
            #expect(await fleet.elapsed == .seconds(1800))
        }
    }

    @Test func tagsAreReadAndSetInTheirTypes() async throws {
        try await withFleet(profile: pair) { fleet in
            #expect(try await fleet[tag: "boiler.pressure", as: Double.self] == 194.7)
            #expect(try await fleet[tag: "boiler.count", as: Int.self] == 7)
            #expect(try await fleet[tag: "boiler.running", as: Bool.self])
            try await fleet.set("boiler.running", to: false)
            #expect(try await !fleet[tag: "boiler.running", as: Bool.self])
            try await fleet.force("boiler.count", to: 9)
            try await fleet.set("boiler.count", to: 12)
            #expect(try await fleet[tag: "boiler.count", as: Int.self] == 9)
            try await fleet.release("boiler.count")
            #expect(try await fleet[tag: "boiler.count", as: Int.self] == 12)
        }
    }

    @Test func whatCannotBeDoneIsToldWithTheTestsLine() async throws {
        try await withFleet(profile: pair) { fleet in
            await #expect(throws: FleetTestError.self) {
                try await fleet.set("boiler.presure", to: 3)
            }
            let line = #line + 2
            do {
                _ = try await fleet[tag: "boiler.pressure", as: Bool.self]
                Issue.record("a number was taken for a flag")
            } catch let error as FleetTestError {
                #expect(error.message == "'boiler.pressure' is 194.7, not true or false.")
                #expect(error.line == line)
                #expect(error.fileID.hasSuffix("TestFleetTests.swift"))
            }
        }
    }

    @Test func aProfileIsRefusedWithItsFaultsAndLines() async throws {
        let error = await #expect(throws: FleetTestError.self) {
            try await withFleet(profile: pair.replacing("simulated", with: "simulatd")) { _ in }
        }
        let told = error?.message ?? ""
        #expect(told.contains("profile:5:5: error: device 'boiler' has no key"), "\(told)")
    }

    @Test func requestsAreCountedAndExpected() async throws {
        try await withFleet(profile: pair) { fleet in
            let boiler = try fleet.endpoint(of: "boiler")
            for _ in 0..<3 { #expect(try ask(boiler, readPressure) != nil) }
            #expect(await fleet.requests(to: "boiler", functions: [4]) == 3)
            try await fleet.expectRequests(to: "boiler", functions: [4], count: 3)
            try await fleet.expectRequests(to: "pump", count: 0)
            try await fleet.expectRequests(count: .between(2...4))
            let error = await #expect(throws: FleetTestError.self) {
                try await fleet.expectRequests(to: "boiler", functions: [4], count: .atMost(1))
            }
            #expect(error?.message.contains("at most 1") == true, "\(error?.message ?? "")")
            await fleet.forgetRequests()
            try await fleet.expectRequests(count: 0)
        }
    }

    @Test func aFleetIsGoneWhenItsTestHasFailed() async throws {
        struct Failed: Error {}
        var place: TestFleet.Endpoint?
        await #expect(throws: Failed.self) {
            try await withFleet(profile: pair) { fleet in
                place = try fleet.endpoint(of: "boiler")
                throw Failed()
            }
        }
        #expect(try ask(#require(place), readPressure) == nil)
    }

    @Test func aSnapshotTakesAPlantBack() async throws {
        try await withFleet(profile: "profiles/evaporator.yaml") { fleet in
            try await fleet.advance(by: .seconds(600))
            let state = try await fleet.snapshot()
            try await fleet.advance(by: .seconds(600))
            let first = try await fleet[tag: "steam.T2", as: Double.self]
            try await fleet.restore(state)
            #expect(await fleet.elapsed == .seconds(600))
            try await fleet.advance(by: .seconds(600))
            #expect(try await fleet[tag: "steam.T2", as: Double.self] == first)
        }
    }

    @Test func timeCanBeMovedUntilSomethingIsSo() async throws {
        try await withFleet(profile: "profiles/evaporator.yaml") { fleet in
            try await fleet.set("steam.P100.setpoint", to: 220)
            try await fleet.advance(atMost: .seconds(7200), by: .seconds(60)) {
                try await fleet[tag: "steam.P100", as: Double.self] > 215
            }
            await #expect(throws: FleetTestError.self) {
                try await fleet.advance(atMost: .seconds(2)) { false }
            }
        }
    }
}
