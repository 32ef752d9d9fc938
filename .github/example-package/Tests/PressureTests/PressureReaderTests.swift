import FleetTestKit
import Pressure
import Testing

let boiler = """
    profile: boiler
    devices:
      boiler:
        simulated: true
        unit: 3
        tags:
          pressure: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: kPa, initial: 194.7}
          setpoint: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, unit: kPa, access: write, initial: 195}
    """

struct PressureReaderTests {
    private func reader(_ fleet: TestFleet, milliseconds: Int = 1000) throws -> PressureReader {
        let place = try fleet.endpoint(of: "boiler")
        return PressureReader(
            host: place.host, port: place.port, unit: place.unit, milliseconds: milliseconds)
    }

    @Test func readsThePressure() async throws {
        try await withFleet(profile: boiler) { fleet in
            let reader = try reader(fleet)
            #expect(try reader.pressure() == 194.7)
            try await fleet.set("boiler.pressure", to: 201.5)
            #expect(try reader.pressure() == 201.5)
            try await fleet.expectRequests(to: "boiler", functions: [4], count: 2)
            try await fleet.expectRequests(to: "boiler", functions: [6, 16], count: 0)
        }
    }

    @Test func asksABusyDeviceOnceMore() async throws {
        try await withFleet(profile: boiler) { fleet in
            let busy = try await fleet.inject(.exception(6, on: "boiler").times(1))
            #expect(try reader(fleet).pressure() == 194.7)
            #expect(await fleet.strikes(of: busy) == 1)
            try await fleet.expectRequests(to: "boiler", count: 2)
        }
    }

    @Test func neverTakesALateAnswerForALaterOne() async throws {
        try await withFleet(profile: boiler) { fleet in
            let reader = try reader(fleet, milliseconds: 100)
            try await fleet.inject(.late(by: .seconds(3), on: "boiler").times(1))
            #expect(throws: PressureReader.Failure.noAnswer) { try reader.pressure() }
            try await fleet.set("boiler.pressure", to: 180)
            try await fleet.advance(by: .seconds(3))
            #expect(try reader.pressure() == 180)
        }
    }

    @Test func tellsAResetInTheMiddleOfAnAnswer() async throws {
        try await withFleet(profile: boiler) { fleet in
            try await fleet.inject(
                .dropsConnection(afterBytes: 10, on: "boiler").functions(4).times(1))
            #expect(throws: PressureReader.Failure.noAnswer) { try reader(fleet).pressure() }
        }
    }
}
