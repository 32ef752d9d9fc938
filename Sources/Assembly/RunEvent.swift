package import Control
package import Fleet
package import Gateway
package import Tags

/// What happens in a run, in the order it happens.
package enum RunEvent: Sendable {
    /// Everything listens, polls and decides from now on: where the simulated devices are, and the
    /// fleet that plays them, if there is one.
    case started([BoundDevice], fleet: SimulatedFleet?)
    /// A scan is complete.
    case scan(Scan)
    /// The control loop decided something at the scan of this time.
    case decision(Decision, at: PlantTime)
    /// A move was carried out, or was not.
    case write(WriteReport)
    /// How the devices fare now.
    case health([DeviceHealth])
    /// The simulated product's true quality.
    case truth(Double, at: PlantTime)
    /// The run has ended in order.
    case finished(RunReport)
}

/// Whoever wants to know what happens in a run: a record, a screen, a test.
package protocol RunObserver: Sendable {
    /// Takes in one event; the run waits for it.
    func note(_ event: RunEvent) async throws
}
