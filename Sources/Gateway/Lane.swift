import Logging
import ModbusWire
import Profiles
import Reactor
import Tags
import Traffic

/// One reactor thread with one libmodbus context, for thousands of devices.
///
/// Everything but ``reactor`` belongs to that thread. Links, devices, groups and reads lie in flat
/// tables; what happens to them is decided by the value types they hold.
final class Lane: @unchecked Sendable, ReadinessHandler, TimerHandler {
    /// Marks a timer of a scan group; the others are links'.
    static let groupToken: UInt64 = 1 << 32
    /// Marks a timer that ends somebody's pause.
    static let pauseToken: UInt64 = 1 << 33
    private static let receiveCapacity = 65_536

    let reactor: ReactorThread
    let codec: LibmodbusCodec
    let logger: Logger
    let resolver: HostResolver
    /// Takes the scans of the running clock.
    let deliver: @Sendable (Scan) -> Void
    /// Takes every request with its answer, if they are recorded.
    let traffic: (any TrafficSink)?

    let links: FlatTable<DeviceLink>
    let devices: FlatTable<DeviceState>
    let groups: FlatTable<GroupState>
    let reads: FlatTable<PlannedRead>
    let received: UnsafeMutableRawBufferPointer
    let outgoing: UnsafeMutableRawBufferPointer

    var clock: LaneClock
    var exchanges: [Int32: Exchange] = [:]
    var nextExchange: Int32 = 0
    var pauses: [UInt64: @Sendable () -> Void] = [:]
    var nextPause: UInt64 = 0
    var completed: [Int] = []
    var advance: Advance?
    var rounds: [PollRound] = []
    var flatOut: FlatOut?
    var isStopped = false

    /// Plans the lane and builds its requests; opens nothing.
    ///
    /// - Throws: What kept libmodbus or the reactor from being made.
    init(
        name: String, plan: LanePlan, clock: GatewayClock, seed: UInt64, resolver: HostResolver,
        logger: Logger, traffic: (any TrafficSink)? = nil,
        deliver: @escaping @Sendable (Scan) -> Void
    ) throws(SystemError) {
        reactor = try ReactorThread(name: name)
        let codec = try LibmodbusCodec()
        self.logger = logger
        self.resolver = resolver
        self.deliver = deliver
        self.traffic = traffic
        self.clock = LaneClock(clock)
        var planned: [PlannedRead] = []
        var states: [GroupState] = []
        for (index, group) in plan.groups.enumerated() {
            let first = planned.count
            for read in group.reads {
                planned.append(try PlannedRead(read, group: index, plan: plan, codec: codec))
            }
            states.append(GroupState(group, reads: first..<planned.count))
        }
        self.codec = codec
        var sharing = [[Int]](repeating: [], count: plan.endpoints.count)
        for (index, device) in plan.devices.enumerated() { sharing[device.endpoint].append(index) }
        links = FlatTable(
            zip(plan.endpoints, sharing).map { DeviceLink($0, devices: $1, seed: seed) })
        devices = FlatTable(
            plan.devices.map { device in
                DeviceState(device, address: plan.endpoints[device.endpoint].address, seed: seed)
            })
        groups = FlatTable(states)
        reads = FlatTable(planned)
        received = .allocate(
            byteCount: Self.receiveCapacity + WireLimits.maximumADU, alignment: 16)
        outgoing = .allocate(byteCount: WireLimits.maximumADU, alignment: 16)
    }

    deinit {
        links.deallocate()
        devices.deallocate()
        groups.deallocate()
        reads.deallocate()
        received.deallocate()
        outgoing.deallocate()
    }

    func ready(_ readiness: Readiness, token: UInt64) {
        let link = links[Int(token)]
        if link.pointee.connection.phase == .connecting {
            connectionAttemptEnded(link)
        } else {
            receive(link, readiness)
        }
        settle()
    }

    func timerFired(token: UInt64) {
        if token & Self.pauseToken != 0 {
            pauses.removeValue(forKey: token)?()
        } else if token & Self.groupToken != 0 {
            groupIsDue(Int(token & (Self.groupToken - 1)))
        } else {
            linkTimerFired(links[Int(token)])
        }
        settle()
    }

    /// Hands out what the event just handled has completed. Apart from the handling itself, so that
    /// a scan that ends never starts the next one from within a link's loop.
    @inline(__always)
    func settle() {
        while !completed.isEmpty { handOutCompleted() }
    }
}

/// A table of fixed size whose entries are changed in place.
struct FlatTable<Element> {
    let count: Int
    private let base: UnsafeMutablePointer<Element>

    init(_ elements: [Element]) {
        count = elements.count
        base = .allocate(capacity: max(1, elements.count))
        base.initialize(from: elements, count: elements.count)
    }

    func deallocate() {
        base.deinitialize(count: count)
        base.deallocate()
    }

    @inline(__always)
    subscript(index: Int) -> UnsafeMutablePointer<Element> {
        precondition(index >= 0 && index < count, "no such entry")
        return base + index
    }
}
