import ModbusWire
import Reactor
import Tags

/// Single requests, from any thread.
extension Lane {
    /// Sends one request, at most once, and returns what came of it.
    ///
    /// - Parameters:
    ///   - call: What to ask for.
    ///   - device: By its place in the lane.
    ///   - check: Sees the bytes just before they leave.
    /// - Returns: The device's answer, or why there is none.
    func exchange(
        _ call: ModbusCall, device: Int,
        check: (@Sendable (UnsafeRawBufferPointer) -> WriteRefusal?)? = nil
    ) async -> ExchangeResult {
        await withCheckedContinuation { continuation in
            let isTaken = reactor.post { [self] in
                begin(call, device: device, check: check) { continuation.resume(returning: $0) }
            }
            if !isTaken { continuation.resume(returning: .notSent("the gateway has stopped")) }
        }
    }

    private func begin(
        _ call: ModbusCall, device: Int,
        check: (@Sendable (UnsafeRawBufferPointer) -> WriteRefusal?)?,
        completion: @escaping @Sendable (ExchangeResult) -> Void
    ) {
        do {
            let request = try codec.request(for: call)
            let number = nextExchange
            nextExchange &+= 1
            exchanges[number] = Exchange(
                device: device, call: call, request: request, check: check, completion: completion)
            enqueue(
                Job(kind: .exchange, index: number),
                on: links[devices[device].pointee.plan.endpoint])
        } catch {
            completion(.notSent("\(error)"))
        }
        settle()
    }

    func end(_ number: Int32, _ result: ExchangeResult) {
        exchanges.removeValue(forKey: number)?.completion(result)
    }

    /// The bytes libmodbus builds for a call, with transaction id 0.
    func request(for call: ModbusCall) async -> Result<[UInt8], SystemError>? {
        await reactor.perform { [self] () -> Result<[UInt8], SystemError> in
            do throws(SystemError) {
                return .success(try codec.request(for: call))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Returns after a while, or when the lane stops; cancelling does not shorten it.
    func pause(for duration: Duration) async {
        await withCheckedContinuation { continuation in
            let isTaken = reactor.post { [self] in
                if isStopped { return continuation.resume() }
                nextPause = (nextPause + 1) % Self.groupToken
                let token = Self.pauseToken | nextPause
                pauses[token] = { continuation.resume() }
                reactor.schedule(at: .now + duration, token: token, handler: self)
            }
            if !isTaken { continuation.resume() }
        }
    }

    /// Plant time now.
    func plantTime() async -> PlantTime {
        await reactor.perform { [self] in clock.plantTime(at: .now) } ?? .start
    }
}

/// What the lane has counted.
extension Lane {
    /// Health of every device, in the plan's order.
    func health() async -> [DeviceHealth] {
        await reactor.perform { [self] in
            let missed = missedScans
            return (0..<devices.count).map { health(of: $0, missedScans: missed[$0]) }
        } ?? []
    }

    /// By device: scans its groups missed.
    private var missedScans: [Int] {
        var missed = [Int](repeating: 0, count: devices.count)
        for group in 0..<groups.count {
            let state = groups[group]
            for device in Set(state.pointee.reads.map { reads[$0].pointee.device }) {
                missed[device] += state.pointee.schedule.missed
            }
        }
        return missed
    }

    private func health(of index: Int, missedScans: Int) -> DeviceHealth {
        let device = devices[index]
        let link = links[device.pointee.plan.endpoint]
        let polls = device.pointee.polls
        let state: LinkState
        switch link.pointee.connection.phase {
        case .idle: state = .idle
        case .connecting: state = .connecting
        case .connected: state = .connected
        case .waiting(let until):
            state = .waiting(max(.zero, until - clock.backOffTime(at: .now)))
        }
        return DeviceHealth(
            device: device.pointee.plan.name, address: device.pointee.address, state: state,
            polls: polls, faults: device.pointee.faults, lastFault: device.pointee.lastFault,
            roundTripMean: polls == 0
                ? nil : .nanoseconds(Int64(device.pointee.roundTripSum) / Int64(polls)),
            roundTripMaximum: polls == 0
                ? nil : .nanoseconds(Int64(device.pointee.roundTripMaximum)),
            missedScans: missedScans)
    }
}
