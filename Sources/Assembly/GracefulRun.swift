package import Logging
import ServiceLifecycle
import UnixSignals

/// Runs a piece of work that Ctrl-C and SIGTERM ask to end in order.
///
/// The first signal begins a graceful shutdown: the work sees it and finishes what it holds. The
/// work's result is returned; its error is thrown.
package func withGracefulShutdown<Result: Sendable>(
    logger: Logger, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let box = ResultBox<Result>()
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: [
                .init(
                    service: OneShot(work: work, box: box),
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .cancelGroup)
            ],
            gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
    do {
        try await group.run()
    } catch {
        guard let failure = await box.failure else { throw error }
        throw failure
    }
    guard let result = await box.result else {
        throw RunError.other("the run was stopped before it came to a result.")
    }
    return result
}

/// Waits until a graceful shutdown begins or the time is over; nil waits for the shutdown only.
package func waitForShutdown(atMost duration: Duration?) async {
    await withTaskGroup(of: Void.self) { group in
        group.addTask {
            // Ends early, with an error nobody needs, when the shutdown begins.
            try? await gracefulShutdown()
        }
        if let duration {
            group.addTask { try? await Task.sleep(for: duration) }
        }
        await group.next()
        group.cancelAll()
    }
}

private actor ResultBox<Value: Sendable> {
    private(set) var result: Value?
    private(set) var failure: (any Error)?

    func put(_ value: Value) { result = value }
    func put(failure error: any Error) { failure = error }
}

private struct OneShot<Result: Sendable>: Service {
    let work: @Sendable () async throws -> Result
    let box: ResultBox<Result>

    func run() async throws {
        do {
            await box.put(try await work())
        } catch {
            await box.put(failure: error)
            throw error
        }
    }
}
