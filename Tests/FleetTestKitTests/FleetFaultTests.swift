import Testing

@testable import FleetTestKit

struct FleetFaultTests {
    @Test func aRuleIsWhatAProfileWouldSay() {
        #expect(
            FleetFault.late(by: .seconds(3), on: "steam").functions(3, 4).times(2)
                .yaml(named: "fault-1")
                == "{name: fault-1, device: \"steam\", delay: 3000.0 ms, count: 2, "
                + "on: {functions: [3, 4]}}")
    }

    @Test func aRuleWithoutAnEndLastsUntilItIsCleared() {
        #expect(
            FleetFault.exception(6, on: "feed").named("busy").yaml(named: "x")
                == "{name: busy, device: \"feed\", exception: 6, until: cleared}")
    }
}

struct InjectedFaultTests {
    @Test func aBusyDeviceSaysSoAsOftenAsAsked() async throws {
        try await withFleet(profile: pair) { fleet in
            let boiler = try fleet.endpoint(of: "boiler")
            let busy = try await fleet.inject(.exception(6, on: "boiler").functions(4).times(1))
            #expect(try ask(boiler, readPressure) == [0x84, 6])
            #expect(try ask(boiler, readPressure)?.first == 4)
            #expect(await fleet.strikes(of: busy) == 1)
        }
    }

    @Test func aSilentDeviceAnswersAgainOnceCleared() async throws {
        try await withFleet(profile: pair) { fleet in
            let boiler = try fleet.endpoint(of: "boiler")
            let silence = try await fleet.inject(.silence(on: "boiler"))
            #expect(try ask(boiler, readPressure, milliseconds: 50) == nil)
            try await fleet.clear(silence)
            #expect(try ask(boiler, readPressure)?.first == 4)
            #expect(await fleet.faultReport.count == 1)
        }
    }

    @Test func aConnectionIsResetInTheMiddleOfAnAnswer() async throws {
        try await withFleet(profile: pair) { fleet in
            try await fleet.inject(.dropsConnection(afterBytes: 5, on: "boiler").times(1))
            #expect(try ask(fleet.endpoint(of: "boiler"), readPressure) == nil)
            #expect(try ask(fleet.endpoint(of: "boiler"), readPressure)?.first == 4)
        }
    }

    @Test(arguments: [
        FleetFault.late(by: .seconds(3), on: "boiler"), .silence(on: "boiler"),
        .lostAnswers(on: "boiler"), .exception(2, on: "boiler"),
        .dropsConnection(afterBytes: 0, on: "boiler"), .neverAnswers(on: "boiler"),
        .powerLoss(on: "boiler"), .halfOpen(on: "boiler"),
        .closesIdle(after: .seconds(10), on: "boiler"), .wrongTransaction(adding: 1, on: "boiler"),
        .wrongUnit(9, on: "boiler"), .frozen(on: "boiler"), .wordOrder("CDAB", on: "boiler"),
        .ignoredWrites(on: "boiler"), .reverts(after: .seconds(30), on: "boiler"),
        .rule("{name: any, device: boiler, delay: 1 s, count: 1}"),
        .late(by: .milliseconds(1), on: "boiler").addresses(0...3).request(2).lasting(.seconds(5)),
        .silence(on: "boiler").chance(0.2).from(.seconds(60)),
    ])
    func everyFaultIsOneTheDevicesKnow(fault: FleetFault) async throws {
        try await withFleet(profile: pair) { fleet in
            _ = try await fleet.inject(fault)
        }
    }

    @Test func faultsOfThePlantAreKnownToo() async throws {
        try await withFleet(profile: "profiles/evaporator.yaml") { fleet in
            try await fleet.inject(.stuck(instrument: "X2.analyser"))
            try await fleet.inject(.held(disturbance: "T1", at: 25))
            let error = await #expect(throws: FleetTestError.self) {
                try await fleet.inject(.stuck(instrument: "X9"))
            }
            #expect(error?.message.contains("X9") == true)
        }
    }
}
