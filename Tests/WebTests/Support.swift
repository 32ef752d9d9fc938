import Fleet
import Logging
import ModbusWire
import Profiles
import Tags
import Testing

@testable import Web

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// One device with a tag in each table, without a plant.
func makeProfile() -> Profile {
    let mappings: [(TagName, RegisterMapping, Bool)] = [
        (
            "pump.flow",
            RegisterMapping(table: .inputRegisters, address: 0, type: .int16, scale: 0.1), false
        ),
        ("pump.running", RegisterMapping(table: .discreteInputs, address: 0, type: .bool), false),
        (
            "pump.setpoint",
            RegisterMapping(table: .holdingRegisters, address: 0, type: .float32), true
        ),
        (
            "pump.label",
            RegisterMapping(table: .holdingRegisters, address: 10, type: .string(bytes: 8)), true
        ),
    ]
    return Profile(
        name: "pumps", seed: 7,
        devices: [
            DeviceProfile(
                name: "pump", unit: 3,
                tags: mappings.map {
                    TagProfile(name: $0.0, mapping: $0.1, isWritable: $0.2)
                })
        ], digest: "0123456789abcdef")
}

/// Runs `body` with a fleet of ``makeProfile()``, its control API and its devices' places.
func withAPI(
    _ body: (ControlAPI, SimulatedFleet, [BoundDevice]) async throws -> Void
) async throws {
    let profile = makeProfile()
    let fleet = try #require(try SimulatedFleet(simulating: profile, seed: 7, logger: quiet))
    let bound = try await fleet.start()
    let api = ControlAPI(
        fleet: fleet, profile: profile, token: "secret", listensBeyondLoopback: false,
        advance: { try await fleet.step(to: $0) })
    do {
        try await body(api, fleet, bound)
    } catch {
        await fleet.stop()
        throw error
    }
    await fleet.stop()
}

extension ControlAPI {
    /// Asks as a client with the token does; the body's type is JSON unless told.
    func ask(
        _ method: String, _ target: String, _ body: String? = nil,
        type: String? = "application/json", host: String? = "127.0.0.1:1",
        authorization: String? = "Bearer secret"
    ) async -> (status: Int, json: JSON, response: ControlResponse) {
        let bytes = Array((body ?? "").utf8)
        let response = await respond(
            to: ControlRequest(
                method: method, target: target, host: host, authorization: authorization,
                contentType: body == nil ? nil : type
            ) { limit in bytes.count <= limit ? bytes : nil })
        return (response.status, (try? JSONReader.read(response.body)) ?? .null, response)
    }
}
