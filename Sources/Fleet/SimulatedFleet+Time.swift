import Reactor
package import Tags

extension SimulatedFleet {
    /// Plant steps made in one turn of the fleet's loop while it is stepped.
    private static let stepsATurn = 1_000

    /// How plant time moves now.
    package func pace() async -> FleetPace {
        let server = server
        return await reactor.perform { server.pace } ?? .stepped
    }

    /// Changes how plant time moves from now on; it neither jumps nor stands still for it.
    ///
    /// - Parameter pace: A factor must be above 0 and finite.
    package func setPace(_ pace: FleetPace) async {
        if case .factor(let factor) = pace { return await runClock(speed: factor) }
        let server = server
        _ = await reactor.perform { server.stopClock() }
    }

    /// The time told: where the clock is, or how far the fleet was stepped. ``time()`` is the end
    /// of the last whole plant step before it.
    package func now() async -> PlantTime {
        let server = server
        return await reactor.perform {
            server.tellTime()
            return server.host.now
        } ?? .start
    }

    /// Plant steps made since the start.
    package func steps() async -> Int {
        let server = server
        return await reactor.perform { server.host.steps } ?? 0
    }

    /// Moves plant time on from where it was told last; returns when that is done.
    ///
    /// Requests that come meanwhile are answered every 1,000 steps. Several calls add up.
    ///
    /// - Parameter duration: Above 0.
    /// - Returns: The time told now.
    /// - Throws: ``FleetError/clockRuns(_:)`` unless stepped, ``FleetError/stopped``.
    @discardableResult
    package func step(by duration: Duration) async throws(FleetError) -> PlantTime {
        precondition(duration > .zero, "time goes forward")
        let server = server
        let target = try await perform { () throws(FleetError) in
            guard server.clock == nil else { throw .clockRuns(server.pace) }
            server.stepTarget = max(server.stepTarget, server.host.now) + duration
            return server.stepTarget
        }
        return try await step(to: target)
    }

    /// Moves plant time on to `target`, if it is not there yet, as ``step(by:)`` does.
    @discardableResult
    package func step(to target: PlantTime) async throws(FleetError) -> PlantTime {
        let server = server
        while true {
            let (isDone, now) = try await perform { () throws(FleetError) in
                guard server.clock == nil else { throw .clockRuns(server.pace) }
                let isDone = server.host.advance(to: target, atMost: Self.stepsATurn)
                return (isDone, server.host.now)
            }
            if isDone { return now }
        }
    }
}

extension FleetServer {
    var pace: FleetPace { clock.map { .factor($0.speed) } ?? .stepped }

    /// Lets plant time stand where the clock is.
    func stopClock() {
        tellTime()
        clock = nil
        if let clockTimer { reactor.cancel(clockTimer) }
        clockTimer = nil
    }
}
