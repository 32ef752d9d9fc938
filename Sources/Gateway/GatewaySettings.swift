package import Traffic

/// What moves a gateway's scans.
package enum GatewayClock: Hashable, Sendable {
    /// Plant time moves only by ``DeviceGateway/advance(to:)``, and every stamp is plant time, so that two
    /// runs give the same records. Only the wait for one answer runs on the machine's clock.
    case lockstep
    /// Plant time runs `speed` times as fast as the machine's monotonic clock, from the start of the
    /// gateway; above 0.
    case running(speed: Double)
}

/// What a gateway is told beside its devices.
package struct GatewaySettings: Sendable {
    /// Seed of the jitter in waits.
    package var seed: UInt64
    /// What moves the scans.
    package var clock: GatewayClock
    /// Most threads that move bytes, 1 or more; one serves thousands of devices. Scan groups that
    /// share an endpoint always share a thread.
    package var maximumLanes: Int = 1
    /// Scans kept for a reader of ``DeviceGateway/scans`` that lags; then the oldest is dropped and counted.
    package var scanBuffer: Int = 256
    /// Wall-clock time of plant time 0, counted from 1970. Joins the write journal's times over
    /// restarts; leave it zero when the journal belongs to one simulated run.
    package var epoch: Duration = .zero
    /// Writes allowed to one device in any 60 minutes; nil for the sum over its setpoints.
    package var deviceWritesPerHour: Int?
    /// Whether groups of one interval start spread over it (running clock only) instead of together.
    package var spreadsScans: Bool = false
    /// Takes every request that left, with its answer; nil records nothing.
    package var traffic: (any TrafficSink)?

    package init(seed: UInt64, clock: GatewayClock) {
        self.seed = seed
        self.clock = clock
    }
}
