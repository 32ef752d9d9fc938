package import Profiles
import Reactor

extension SimulatedFleet {
    /// Lets simulated devices play a fault from now on; several at once may.
    ///
    /// - Returns: Its number, for ``clearFault(_:)``.
    /// - Throws: ``FleetError/unknownDevice(_:known:)``, ``FleetError/faultRefused(_:reason:)`` or
    ///   ``FleetError/stopped``.
    @discardableResult
    package func inject(_ rule: FaultRule) async throws(FleetError) -> FaultNumber {
        let server = server
        return try await perform { () throws(FleetError) in try server.inject(rule) }
    }

    /// Every fault and what became of it, those that are over too, by number.
    package func faults() async -> [FaultState] {
        let server = server
        return await reactor.perform { server.faults.plan.states } ?? []
    }

    /// Ends a fault; nothing if it is over.
    ///
    /// - Throws: ``FleetError/unknownFault(_:known:)`` or ``FleetError/stopped``.
    package func clearFault(_ number: FaultNumber) async throws(FleetError) {
        let server = server
        try await perform { () throws(FleetError) in try server.clear(number) }
    }

    /// Ends every fault.
    package func clearFaults() async {
        let server = server
        _ = await reactor.perform { server.clearFaults() }
    }
}
