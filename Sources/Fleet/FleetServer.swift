import Logging
import ModbusWire
import Plants
import Profiles
import Reactor
import Tags
import Traffic

/// All simulated devices, their listeners and connections, and the plant: everything that lives on
/// the fleet's thread.
///
/// One thread means that what a request reads is of one instant of plant time. One buffer for
/// input and one for output serve all connections; a request allocates nothing, except that a
/// write is remembered.
final class FleetServer: @unchecked Sendable {
    /// What a token of readiness or of a timer is for; a connection's is its descriptor.
    enum Token {
        static let listener: UInt64 = 1 << 63
        static let sweep: UInt64 = 1 << 62
        static let clock: UInt64 = 1 << 61
        static let retry: UInt64 = 1 << 60
        static let fault: UInt64 = 1 << 59
        static let number: UInt64 = 0xFFFF_FFFF
    }

    /// Bytes taken from a connection at once: more than 1,300 requests.
    static let inputSize = 16_384
    /// The shortest request that has the longest answer is 12 bytes.
    static let outputSize = (inputSize / 12 + 2) * WireLimits.maximumADU

    let reactor: ReactorThread
    let settings: FleetSettings
    let logger: Logger
    let host: PlantHost
    /// Of the run, and of the profile it is a run of.
    let seed: UInt64
    let digest: String
    /// Disturbances that were asked to stand still.
    var heldDisturbances: [String: Double] = [:]
    let devices: [SimulatedDevice]
    let input: UnsafeMutableRawPointer
    let output: UnsafeMutableRawPointer
    var connections = ConnectionTable()
    var turn = TurnBudget()
    /// Bytes of all backlogs together.
    var backlogBytes = 0
    var listeners: [Listener]
    var totals = FleetCounters()
    var journal: Journal
    /// Takes every request with its answer, if they are recorded.
    var traffic: (any TrafficSink)?
    /// Where each tag is; made when first asked for, as most runs never do.
    lazy var tagPlaces = Self.places(in: devices)
    var clock: PlantClock?
    var clockTimer: TimerID?
    /// Where steps that were asked for end.
    var stepTarget = PlantTime.start
    var isSweeping = false
    let faults: FaultEngine
    var faultTimer: TimerID?
    /// Faults of the profile, until the devices listen.
    var pendingFaults: [FaultRule] = []
    /// Builds a device again, as it was at first.
    var freshDevice: ((Int) throws(FleetError) -> SimulatedDevice)?

    init(
        devices: [SimulatedDevice], plans: [ListenerPlan], host: PlantHost, reactor: ReactorThread,
        settings: FleetSettings, seed: UInt64, digest: String, logger: Logger
    ) {
        self.seed = seed
        faults = FaultEngine(seed: seed)
        self.digest = digest
        self.devices = devices
        self.host = host
        self.reactor = reactor
        self.settings = settings
        self.logger = logger
        journal = Journal(capacity: settings.journalCapacity)
        for (number, device) in devices.enumerated() { device.number = number }
        input = .allocate(
            byteCount: Self.inputSize + WireLimits.maximumADU, alignment: 16)
        output = .allocate(byteCount: Self.outputSize, alignment: 16)
        listeners = plans.map { Self.listener($0, of: devices) }
    }

    deinit {
        for listener in listeners { listener.units.deallocate() }
        input.deallocate()
        output.deallocate()
    }
}

extension FleetServer: ReadinessHandler {
    func ready(_ readiness: Readiness, token: UInt64) {
        if token & Token.listener != 0 {
            accept(at: Int(token & Token.number))
            return
        }
        let descriptor = Int32(truncatingIfNeeded: token)
        if readiness.contains(.writable) { flush(descriptor) }
        let isOpen = connections[descriptor].pointee.listener >= 0
        if isOpen, readiness.callsForReading {
            receive(descriptor)
        }
    }
}

extension FleetServer: TimerHandler {
    func timerFired(token: UInt64) {
        if token & Token.sweep != 0 {
            sweep()
        } else if token & Token.clock != 0 {
            tick()
        } else if token & Token.retry != 0 {
            watch(listener: Int(token & Token.number))
        } else if token & Token.fault != 0 {
            faultTimerFired()
        }
    }
}
