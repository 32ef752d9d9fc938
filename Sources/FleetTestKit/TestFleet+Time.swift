import Fleet
import Tags

extension TestFleet {
    /// The plant time that has passed.
    public var elapsed: Duration {
        get async { await fleet.now() - .start }
    }

    /// Moves plant time on, as fast as the machine can; answers that faults held back and that are
    /// due on the way leave on the way.
    ///
    /// - Throws: ``FleetTestError`` while the clock runs by ``run(speed:)``.
    public func advance(
        by duration: Duration, fileID: String = #fileID, line: Int = #line
    ) async throws {
        try await at(fileID, line) { _ = try await fleet.step(by: duration) }
    }

    /// Moves plant time on, step by step, until something is so.
    ///
    /// - Parameters:
    ///   - limit: Most plant time it may take.
    ///   - step: Plant time between two looks.
    ///   - fileID: The file that a failure names.
    ///   - line: The line that a failure names.
    ///   - condition: What is waited for.
    /// - Throws: ``FleetTestError`` if it was not so by then; what `condition` throws.
    public func advance(
        atMost limit: Duration, by step: Duration = .seconds(1), fileID: String = #fileID,
        line: Int = #line, until condition: () async throws -> Bool
    ) async throws {
        var passed = Duration.zero
        while try await !condition() {
            guard step > .zero, passed < limit else {
                throw FleetTestError(
                    "what was waited for did not come within \(limit) of plant time.",
                    at: TestPlace(fileID: fileID, line: line))
            }
            try await advance(by: step, fileID: fileID, line: line)
            passed += step
        }
    }

    /// Lets plant time follow the machine's clock, `speed` times as fast.
    public func run(speed: Double = 1) async { await fleet.setPace(.factor(speed)) }

    /// Lets plant time stand still again.
    public func pause() async { await fleet.setPace(.stepped) }

    /// All that the devices' answers depend on, as it is now.
    public func snapshot(
        fileID: String = #fileID, line: Int = #line
    ) async throws -> FleetState {
        try await at(fileID, line) { FleetState(snapshot: try await fleet.snapshot()) }
    }

    /// Takes the fleet back to where it was: the same requests get the same answers again.
    public func restore(
        _ state: FleetState, fileID: String = #fileID, line: Int = #line
    ) async throws {
        try await at(fileID, line) { try await fleet.restore(state.snapshot) }
    }
}

/// A fleet at one moment, for ``TestFleet/restore(_:fileID:line:)``.
public struct FleetState: Sendable {
    let snapshot: FleetSnapshot
}
