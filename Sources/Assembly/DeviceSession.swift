import Foundation
import Fleet
package import Gateway
package import Logging
package import Profiles
import ServiceLifecycle

/// Opens a profile's devices for one piece of work, and closes them however it ends.
package func withDevices<Result: Sendable>(
    of configuration: RunConfiguration, logger: Logger,
    _ work: @Sendable (DeviceGateway) async throws -> Result
) async throws -> Result {
    let parts = try await RunningParts(configuration, isScanning: false, logger: logger)
    do {
        await parts.fleet?.runClock(speed: 1)
        let result = try await work(parts.gateway)
        await parts.stop()
        return result
    } catch {
        await parts.stop()
        throw error
    }
}

/// Waits; true if a graceful shutdown began before the time was over.
package func isShutdown(within duration: Duration) async -> Bool {
    await waitForShutdown(atMost: duration)
    return Task.isShuttingDownGracefully || Task.isCancelled
}

/// Where a profile's record of writes lies unless told otherwise.
package enum JournalPlace {
    /// `trimtab/<profile>.writes.jsonl` in `$XDG_STATE_HOME`, or in `~/.local/state`; the folder is
    /// made.
    ///
    /// - Throws: ``RunError`` if the folder cannot be made.
    package static func standard(for profile: Profile) throws(RunError) -> String {
        let environment = ProcessInfo.processInfo.environment
        let base: String
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            base = state
        } else {
            base = (environment["HOME"] ?? NSTemporaryDirectory()) + "/.local/state"
        }
        let folder = base + "/trimtab"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .other(
                "cannot make '\(folder)' for the record of writes: \(error.localizedDescription). "
                    + "Name another file with --journal.")
        }
        return "\(folder)/\(profile.name).writes.jsonl"
    }
}
