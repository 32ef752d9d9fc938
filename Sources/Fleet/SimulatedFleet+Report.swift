import Plants
import Reactor

extension SimulatedFleet {
    /// Every device with its place and counters, in the profile's order.
    package func devices() async -> [DeviceState] {
        let server = server
        return await reactor.perform { server.states() } ?? []
    }

    /// Everything the fleet has done so far, at one instant.
    ///
    /// - Throws: ``FleetError/stopped``.
    package func report() async throws(FleetError) -> FleetReport {
        let server = server
        return try await perform { () throws(FleetError) in server.report() }
    }
}

extension SimulatedFleet {
    /// The disturbances that may be held, in the plant's order; a value where one is held by
    /// ``override(_:with:)``.
    package func disturbances() async -> [(name: String, held: Double?)] {
        let server = server
        return await reactor.perform {
            (server.host.plant?.description.disturbances ?? []).map {
                (name: $0.name, held: server.heldDisturbances[$0.name])
            }
        } ?? []
    }

    /// Holds a disturbance at a value from the next plant step on; nil lets it run again, as if it
    /// had never been held.
    ///
    /// - Parameters:
    ///   - disturbance: Its name in the plant.
    ///   - value: In its unit, finite.
    /// - Throws: ``FleetError/unknownDisturbance(_:known:)``, ``FleetError/stopped``.
    package func override(
        _ disturbance: String, with value: Double?
    ) async throws(FleetError) {
        precondition(value?.isFinite ?? true, "a disturbance is held at a number")
        let server = server
        try await perform { () throws(FleetError) in
            guard let plant = server.host.plant, plant.override(disturbance, with: value) else {
                throw .unknownDisturbance(
                    disturbance,
                    known: server.host.plant?.description.disturbances.map(\.name) ?? [])
            }
            server.heldDisturbances[disturbance] = value
        }
    }
}
