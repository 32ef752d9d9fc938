import Fleet
import ModbusWire
import Profiles
import Tags

/// Simulated devices on free ports, in the hands of one test.
///
/// Values are in the tags' engineering units; times are plant time, counted from the start.
public struct TestFleet: Sendable {
    /// Where one device is reached.
    public struct Endpoint: Hashable, Sendable {
        /// The device's name in the profile.
        public let device: String
        /// A numeric address of this machine.
        public let host: String
        /// The port it listens on.
        public let port: Int
        /// Its unit id there, 0…255.
        public let unit: UInt8
    }

    /// Where all devices are reached, in the profile's order.
    public let endpoints: [Endpoint]
    /// Seed of everything random.
    public let seed: UInt64

    let fleet: SimulatedFleet
    let profile: Profile

    init(_ fleet: SimulatedFleet, profile: Profile, bound: [BoundDevice], seed: UInt64) {
        self.fleet = fleet
        self.profile = profile
        self.seed = seed
        endpoints = bound.map {
            Endpoint(device: $0.name, host: $0.host, port: $0.port, unit: $0.unit.rawValue)
        }
    }

    /// Where a device is reached.
    ///
    /// - Throws: ``FleetTestError`` if there is no device of that name.
    public func endpoint(
        of device: String, fileID: String = #fileID, line: Int = #line
    ) throws -> Endpoint {
        guard let endpoint = endpoints.first(where: { $0.device == device }) else {
            throw FleetTestError(
                "there is no device '\(device)'; there are "
                    + endpoints.map(\.device).joined(separator: ", ") + ".",
                at: TestPlace(fileID: fileID, line: line))
        }
        return endpoint
    }

    /// Takes a device off the network as a power failure would: its listener closes and its
    /// connections are reset.
    public func suspend(
        _ device: String, fileID: String = #fileID, line: Int = #line
    ) async throws {
        try await at(fileID, line) { try await fleet.suspend(device: device) }
    }

    /// Brings a suspended device back on the same port.
    public func resume(
        _ device: String, fileID: String = #fileID, line: Int = #line
    ) async throws {
        try await at(fileID, line) { try await fleet.resume(device: device) }
    }

    /// Connections that a device's listener has accepted so far; devices of one port share it.
    public func connections(to device: String) async -> Int {
        await fleet.counters().devices[device]?.accepted ?? 0
    }

    /// Does something whose errors are to name the line of the test.
    func at<Value>(
        _ fileID: String, _ line: Int, _ work: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await work()
        } catch let error as FleetTestError {
            throw error
        } catch {
            throw FleetTestError("\(error)", at: TestPlace(fileID: fileID, line: line))
        }
    }
}
