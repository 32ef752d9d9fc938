import Logging
import ModbusWire
import Profiles
import Reactor
import Synchronization
import Tags

/// Carries writes out: moves a ``WriteExchange`` along, one write at a time on a device.
final class SetpointWriter: Sendable {
    private struct Device: Sendable {
        let lane: Lane
        let index: Int
        let address: String
        let settleTime: Duration
    }

    private let devices: [String: Device]
    private let rules: Locked<WriteGuard>
    private let turns = WriteTurns()
    private let journal: any WriteJournal
    /// A thread of its own, for syncing a file may block for long.
    private let journalThread: ReactorThread
    private let epoch: Duration
    private let isLockstep: Bool
    private let written = Atomic<Int>(0)
    private let logger: Logger

    init(
        devices: [DeviceProfile], plans: LanePlans, lanes: [Lane], settings: GatewaySettings,
        journal: any WriteJournal, logger: Logger
    ) throws(SystemError) {
        var found: [String: Device] = [:]
        for device in devices {
            guard let place = plans.places[device.name] else { continue }
            let lane = lanes[place.lane]
            found[device.name] = Device(
                lane: lane, index: place.device,
                address: lane.devices[place.device].pointee.address,
                settleTime: device.link.settleTime)
        }
        self.devices = found
        rules = Locked(
            WriteGuard(devices: devices, deviceWritesPerHour: settings.deviceWritesPerHour))
        self.journal = journal
        journalThread = try ReactorThread(name: "journal")
        epoch = settings.epoch
        isLockstep = settings.clock == .lockstep
        self.logger = logger
    }

    /// Counts the writes of the last hour, so that a restart does not start the count anew (W4).
    func start() async throws(WriteJournalError) {
        journalThread.start()
        let since = epoch - .seconds(3600)
        let journal = journal
        let read = await journalThread.perform {
            () -> Result<[WriteIntent], WriteJournalError> in
            do throws(WriteJournalError) {
                return .success(try journal.intents(since: since))
            } catch {
                return .failure(error)
            }
        }
        switch read {
        case .success(let intents): rules.withLock { $0.restore(intents, now: epoch) }
        case .failure(let error): throw error
        case nil: throw WriteJournalError("the journal's thread has ended")
        }
    }

    func stop() { journalThread.stop() }

    func write(_ setpoint: Setpoint, requester: WriteRequester) async -> WriteReport {
        let target: WriteGuard.Target
        switch rules.withLock({ $0.target(of: setpoint.tag) }) {
        case .success(let found): target = found
        case .failure(let refusal):
            let time = await devices.values.first?.lane.plantTime() ?? .start
            return WriteReport(
                setpoint: setpoint, outcome: .refused, reason: "\(refusal)", at: time)
        }
        guard let device = devices[target.device] else {
            preconditionFailure("every target has its device")
        }
        await turns.take(target.device)
        let report = await write(setpoint, to: target, device, requester)
        turns.giveBack(target.device)
        return report
    }

    private func write(
        _ setpoint: Setpoint, to target: WriteGuard.Target, _ device: Device,
        _ requester: WriteRequester
    ) async -> WriteReport {
        let time = await device.lane.plantTime()
        var exchange = WriteExchange(
            target: target, settleTime: isLockstep ? .zero : device.settleTime)
        var action = exchange.start()
        var number: Int?
        var sentAt = MonotonicTime.now
        while true {
            switch action {
            case .readBefore:
                action = exchange.wasReadBefore(await read(target, device))
            case .decide(let current):
                let now = epoch + .nanoseconds(time.nanoseconds)
                let decision = rules.withLock { $0.decide(setpoint, current: current, at: now) }
                action = exchange.wasDecided(decision)
            case .record(let order):
                let recorded = await record(
                    order, before: exchange.before ?? .nan, device, requester, at: time)
                number = recorded.number
                action = exchange.wasRecorded(failure: recorded.failure)
            case .send(let order):
                let sending = await send(order, device)
                sentAt = .now
                action = exchange.wasSent(sending)
            case .readBack(let pause):
                if pause > .zero { await device.lane.pause(for: pause) }
                let reading = await read(target, device)
                action = exchange.wasReadBack(reading, elapsed: .now - sentAt)
            case .finish(let outcome, let reason):
                let report = WriteReport(
                    setpoint: setpoint, before: exchange.before, readBack: exchange.readBack,
                    outcome: outcome, reason: reason, at: time,
                    settledAt: await device.lane.plantTime())
                if let number { await append(.outcome(number: number, report)) }
                return report
            }
        }
    }

    private func read(_ target: WriteGuard.Target, _ device: Device) async -> WriteExchange.Reading
    {
        let request = RequestPDU.read(target.mapping.table, target.range)
        guard let call = ModbusCall(request, unit: target.unit) else {
            return .failed("no such address")
        }
        switch await device.lane.exchange(call, device: device.index) {
        case .read(let words): return .words(words)
        case .exception(let code): return .failed("\(code)")
        case .notSent(let reason), .lost(let reason): return .failed(reason)
        case .refused(let refusal): return .failed("\(refusal)")
        case .written: return .failed("a write was confirmed where a read was sent")
        }
    }

    /// Puts the write on record and counts it. The bytes recorded are the guard's to see once more.
    private func record(
        _ order: WriteGuard.Order, before: Double, _ device: Device, _ requester: WriteRequester,
        at time: PlantTime
    ) async -> (number: Int?, failure: String?) {
        guard let call = ModbusCall(order.request, unit: order.target.unit) else {
            return (nil, "W16: the address lies outside 0…65535")
        }
        guard case .success(let bytes) = await device.lane.request(for: call) else {
            return (nil, "libmodbus builds no such request")
        }
        let refusal = rules.withLock { rules in
            bytes.withUnsafeBytes { rules.refusal(of: $0, for: order) }
        }
        if let refusal { return (nil, "\(refusal)") }
        let number = written.add(1, ordering: .relaxed).oldValue
        let now = epoch + .nanoseconds(time.nanoseconds)
        let intent = WriteIntent(
            number: number, time: now, tag: order.target.tag.text, device: order.target.device,
            address: device.address, before: before, value: order.value,
            request: bytes.dropFirst(2).map { byte in
                String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }.joined(),
            requester: requester)
        if let failure = await append(.intent(intent)) { return (nil, failure) }
        let move = abs(order.value - before)
        rules.withLock { $0.count(order.target.tag, move: move.isFinite ? move : 0, at: now) }
        return (number, nil)
    }

    /// Returns why it is not on record; nil if it is.
    @discardableResult
    private func append(_ entry: WriteJournalEntry) async -> String? {
        let journal = journal
        let failure = await journalThread.perform { () -> String? in
            do {
                try journal.append(entry)
                return nil
            } catch {
                return "\(error)"
            }
        }
        guard let result = failure else { return "the gateway has stopped" }
        return result
    }

    private func send(_ order: WriteGuard.Order, _ device: Device) async -> WriteExchange.Sending {
        guard let call = ModbusCall(order.request, unit: order.target.unit) else {
            return .notSent("W16: the address lies outside 0…65535")
        }
        let rules = rules.withLock { $0 }
        let result = await device.lane.exchange(call, device: device.index) { bytes in
            rules.refusal(of: bytes, for: order)
        }
        switch result {
        case .written, .read: return .confirmed
        case .exception(let code): return .exception(code)
        case .lost(let reason): return .lost(reason)
        case .notSent(let reason): return .notSent(reason)
        case .refused(let refusal): return .notSent("\(refusal)")
        }
    }
}

/// Lets one write at a time to each device, in the order in which they ask.
private final class WriteTurns: Sendable {
    private let waiting = Locked<[String: [CheckedContinuation<Void, Never>]]>([:])

    func take(_ device: String) async {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                if waiting[device] == nil {
                    waiting[device] = []
                    return true
                }
                waiting[device]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack(_ device: String) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard let first = waiting[device]?.first else {
                waiting[device] = nil
                return nil
            }
            waiting[device]?.removeFirst()
            return first
        }
        next?.resume()
    }
}
