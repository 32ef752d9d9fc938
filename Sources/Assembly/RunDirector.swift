import Control
import Tags

/// Plays along with a run in lockstep: stops it at moments of its own, and acts on its fleet there.
protocol RunDirector: Sendable {
    /// The next moment, after all those arrived at, at which the run shall stop; nil for none.
    func nextStop() async -> PlantTime?
    /// The plant has come to a moment, and nothing has been polled there yet.
    ///
    /// - Returns: Modes that the control loop shall change to now.
    func arrive(at time: PlantTime) async throws -> [ControlMode]
    /// All that was due at a moment is done.
    func leave(at time: PlantTime) async throws
}
