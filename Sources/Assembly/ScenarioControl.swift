import Fleet
import Logging
import Profiles
import Tags
import Web

/// Where a scenario's control API is reached.
struct ControlAddress: Hashable, Sendable {
    let url: String
    let token: String
}

/// Serves the control API of a fleet while the work goes on; a client's steps go through `advance`.
func withControlAPI<Result: Sendable>(
    of fleet: SimulatedFleet, profile: Profile,
    advance: @escaping @Sendable (PlantTime) async throws -> Void, logger: Logger,
    _ work: @escaping @Sendable (ControlAddress) async throws -> Result
) async throws -> Result {
    let (places, continuation) = AsyncStream.makeStream(
        of: ControlAddress.self, bufferingPolicy: .bufferingOldest(1))
    // The server calls its own end, when the scenario is over, an error.
    var quiet = logger
    quiet.logLevel = .critical
    let server = ControlServer(fleet: fleet, profile: profile, advance: advance, logger: quiet)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await server.run { place in
                continuation.yield(ControlAddress(url: place.url, token: place.token))
            }
            return nil
        }
        group.addTask {
            for await place in places { return try await work(place) }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw RunError.other("the control API ended before the scenario.")
    }
}
