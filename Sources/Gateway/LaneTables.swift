import CModbus
import ModbusWire
import Profiles
import Reactor
import Tags

/// One connection of a lane, and what waits for it.
///
/// What every answer touches comes first: with thousands of links, cache misses are the cost.
struct DeviceLink {
    var descriptor: Int32 = -1
    /// Sent, not yet answered.
    var openJob: Job?
    var stream = AnswerStream()
    /// The beginning of an ADU whose rest has not come.
    var part: [UInt8] = []
    /// The open request's bytes, if traffic is recorded.
    var openRequest: [UInt8] = []
    /// When the open request left.
    var sentAt = MonotonicTime(nanoseconds: 0)
    /// When the open request, or the attempt to connect, is given up.
    var deadline = MonotonicTime.distantFuture
    var timerAt = MonotonicTime.distantFuture
    /// No request leaves before.
    var quietUntil = MonotonicTime(nanoseconds: 0)
    /// Silence kept between an answer and the next request, in nanoseconds.
    let pause: Int64
    /// Whether the last thing said of it in the log was that it is lost.
    var isReportedLost = false
    var jobs = JobQueue()
    var connection: ConnectionState
    let plan: LanePlan.Endpoint
    /// The devices that share it.
    let devices: [Int]
    var timer: TimerID?
    /// Addresses of the host, looked up at every attempt unless it is numeric.
    var addresses: [SocketAddress] = []
    var nextAddress = 0
    /// Tells a look-up that was given up from the one awaited.
    var lookup = 0

    init(_ plan: LanePlan.Endpoint, devices: [Int], seed: UInt64) {
        self.plan = plan
        self.devices = devices
        pause = plan.pauseBetweenRequests.nanoseconds
        connection = ConnectionState(
            backOff: BackOff(longest: plan.maximumBackoff, seed: seed, purpose: plan.address))
    }
}

/// One device of a lane.
struct DeviceState {
    /// In nanoseconds.
    let answerTimeout: Int64
    var polls = 0
    var roundTripSum: UInt64 = 0
    var roundTripMaximum: UInt64 = 0
    /// The scan in which it was silent; the rest of that scan does not ask it again.
    var silentIn: ScanId?
    var breaker: UnitBreaker
    var faults = FaultCounts()
    var lastFault: String?
    let plan: LanePlan.Device
    /// `127.0.0.1:1502, unit 7`.
    let address: String

    struct ScanId: Equatable {
        let group: Int
        let run: Int
    }

    init(_ plan: LanePlan.Device, address: String, seed: UInt64) {
        self.plan = plan
        self.address = "\(address), unit \(plan.unit)"
        answerTimeout = plan.answerTimeout.nanoseconds
        breaker = UnitBreaker(
            backOff: BackOff(longest: plan.maximumBackoff, seed: seed, purpose: plan.name))
    }
}

/// One request of a scan group, built once.
struct PlannedRead {
    let link: Int
    let device: Int
    let group: Int
    /// As libmodbus takes it; a read carries no data, so nothing here points anywhere.
    private var native: cmodbus_call
    let count: Int
    let bringsBits: Bool
    /// As libmodbus built it.
    let request: Bytes
    let items: [Item]
    let call: ModbusCall
    /// `holding registers 40–41`.
    let what: String

    /// The 12 bytes every read has, in place.
    typealias Bytes = (UInt64, UInt32)

    struct Item {
        let position: Int
        let offset: Int
        let count: Int
        let mapping: RegisterMapping
        let needsExactValue: Bool
    }

    init(
        _ read: PollPlan.Read, group: Int, plan: LanePlan, codec: borrowing LibmodbusCodec
    ) throws(SystemError) {
        let device = plan.devices[read.device]
        guard let call = ModbusCall(.read(read.table, read.range), unit: device.unit) else {
            preconditionFailure("the plan keeps to the limits of a read")
        }
        link = device.endpoint
        self.device = read.device
        self.group = group
        self.call = call
        items = read.items.map {
            Item(
                position: $0.position, offset: $0.offset, count: $0.mapping.count,
                mapping: $0.mapping, needsExactValue: $0.mapping.needsExactValue)
        }
        native = call.withCall { $0.pointee }
        count = read.range.count
        bringsBits = read.table.isBits
        let bytes = try codec.request(for: call)
        precondition(bytes.count == 12, "a read has 12 bytes")
        request = bytes.withUnsafeBytes {
            (
                $0.loadUnaligned(as: UInt64.self),
                $0.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
            )
        }
        what = "\(read.table.name) \(read.range)"
    }
}

extension PlannedRead {
    /// Lets libmodbus check and decode a whole answer.
    @inline(__always)
    mutating func take(
        _ answer: UnsafeRawBufferPointer, with codec: borrowing LibmodbusCodec
    ) -> LibmodbusCodec.Taken {
        codec.take(answer, of: &native)
    }
}

/// One scan group of a lane and its scan under way.
struct GroupState {
    let plan: LanePlan.Group
    let reads: Range<Int>
    var schedule: ScanSchedule
    var isRunning = false
    /// Counts scans begun, also those outside the schedule.
    var run = 0
    var due = ScanSchedule.Due(sequence: 0, time: .start)
    var outstanding = 0
    var samples: [Sample] = []
    var exactValues: [Int: TagValue] = [:]
    /// Single polls made.
    var singles = 0
    /// Whether the scan under way belongs to a single poll.
    var isSingle = false
    /// Whether a single poll waits for the scan under way.
    var singleIsWaiting = false

    init(_ plan: LanePlan.Group, reads: Range<Int>) {
        self.plan = plan
        self.reads = reads
        schedule = ScanSchedule(interval: plan.interval, phase: plan.phase)
    }
}

/// A single request on somebody's behalf.
struct Exchange {
    let device: Int
    let call: ModbusCall
    let request: [UInt8]
    /// Looks at the bytes just before they leave; says why they must not.
    let check: (@Sendable (UnsafeRawBufferPointer) -> WriteRefusal?)?
    let completion: @Sendable (ExchangeResult) -> Void
}

/// What a single request came to.
enum ExchangeResult: Sendable {
    /// What was read.
    case read([UInt16])
    /// The device confirmed a write.
    case written
    /// The device said no.
    case exception(ExceptionCode)
    /// Not a byte left.
    case notSent(String)
    /// Sent, and no answer that can be believed came.
    case lost(String)
    /// The guard held the bytes back.
    case refused(WriteRefusal)
}
