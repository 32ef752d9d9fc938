import Logging
import ModbusWire
import Plants
import Profiles
import Reactor
import Tags

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
    let devices: [SimulatedDevice]
    let input: UnsafeMutableRawPointer
    let output: UnsafeMutableRawPointer
    var connections = ConnectionTable()
    var listeners: [Listener]
    var totals = FleetCounters()
    var clock: PlantClock?
    var clockTimer: TimerID?
    var isSweeping = false

    init(
        devices: [SimulatedDevice], plans: [ListenerPlan], host: PlantHost, reactor: ReactorThread,
        settings: FleetSettings, logger: Logger
    ) {
        self.devices = devices
        self.host = host
        self.reactor = reactor
        self.settings = settings
        self.logger = logger
        input = .allocate(
            byteCount: Self.inputSize + WireLimits.maximumADU, alignment: 16)
        output = .allocate(byteCount: Self.outputSize, alignment: 16)
        listeners = plans.map { plan in
            let units = UnsafeMutablePointer<Unmanaged<SimulatedDevice>?>.allocate(capacity: 256)
            units.initialize(repeating: nil, count: 256)
            for number in plan.devices {
                units[Int(devices[number].unit.rawValue)] = .passUnretained(devices[number])
            }
            return Listener(address: plan.address, devices: plan.devices, units: units)
        }
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
        }
    }
}
