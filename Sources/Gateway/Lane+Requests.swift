import ModbusWire
import Reactor
import Tags

/// Sending requests, one at a time on a connection, and taking their answers.
extension Lane {
    /// Lets a request wait for its connection, and go at once if that is free.
    func enqueue(_ job: Job, on link: Link) {
        link.pointee.jobs.append(job)
        if link.pointee.openJob == nil { startNext(link) }
    }

    /// Sends what waits first, if the connection stands and nothing is open on it.
    @inline(__always)
    func startNext(_ link: Link, at moment: MonotonicTime? = nil) {
        while link.pointee.openJob == nil, !link.pointee.jobs.isEmpty {
            if !link.pointee.connection.isConnected {
                guard prepareConnection(link) else { return }
                continue
            }
            let now = moment ?? .now
            if now < link.pointee.quietUntil { return arm(link, at: link.pointee.quietUntil) }
            guard let job = link.pointee.jobs.popFirst() else { return }
            transmit(job, on: link, at: now)
        }
    }

    /// Whether it is worth asking again whether the connection stands.
    private func prepareConnection(_ link: Link) -> Bool {
        switch link.pointee.connection.admit(at: clock.backOffTime(at: .now)) {
        case .send: return true
        case .wait: return false
        case .refuse:
            refuseAll(link, "not connected")
            return false
        case .connect:
            if isStopped {
                link.pointee.connection.failed(at: .zero)
                refuseAll(link, "the gateway is stopping")
            } else {
                beginConnecting(link)
            }
            return false
        }
    }

    @inline(__always)
    private func transmit(_ job: Job, on link: Link, at now: MonotonicTime) {
        let device: UnsafeMutablePointer<DeviceState>
        let length: Int
        switch job.kind {
        case .read:
            let read = reads[Int(job.index)]
            device = devices[read.pointee.device]
            if isPassedOver(job, device, at: now) { return }
            length = 12
            outgoing.storeBytes(of: read.pointee.request.0, as: UInt64.self)
            outgoing.storeBytes(of: read.pointee.request.1, toByteOffset: 8, as: UInt32.self)
        case .exchange:
            guard let exchange = exchanges[job.index] else { return }
            device = devices[exchange.device]
            length = exchange.request.count
            exchange.request.withUnsafeBytes { outgoing.copyMemory(from: $0) }
            let bytes = UnsafeRawBufferPointer(rebasing: outgoing[..<length])
            if let refusal = exchange.check?(bytes) {
                return end(job.index, .refused(refusal))
            }
        }
        let request = UnsafeMutableRawBufferPointer(rebasing: outgoing[..<length])
        link.pointee.stream.open(request, hasRest: !link.pointee.part.isEmpty)
        link.pointee.sentAt = now
        let sent = TCPSocket.send(link.pointee.descriptor, UnsafeRawBufferPointer(request))
        guard case .bytes(length) = sent else { return sendingFailed(job, on: link, sent) }
        link.pointee.openJob = job
        if traffic != nil { link.pointee.openRequest = Array(request) }
        link.pointee.deadline = now.advanced(byNanoseconds: device.pointee.answerTimeout)
        arm(link, at: link.pointee.deadline)
    }

    /// Fails a read at once whose unit was silent a moment ago.
    private func isPassedOver(
        _ job: Job, _ device: UnsafeMutablePointer<DeviceState>, at now: MonotonicTime
    ) -> Bool {
        let isSuspect = device.pointee.silentIn != nil || device.pointee.breaker.isBroken
        guard isSuspect else { return false }
        if device.pointee.silentIn != scanId(of: job) {
            device.pointee.silentIn = nil
            if device.pointee.breaker.admits(at: clock.backOffTime(at: now)) { return false }
        }
        fail(job, .timedOut, "not asked again so soon after a time-out", wasSent: false)
        return true
    }

    private func scanId(of job: Job) -> DeviceState.ScanId? {
        guard job.kind == .read else { return nil }
        let group = reads[Int(job.index)].pointee.group
        return DeviceState.ScanId(group: group, run: groups[group].pointee.run)
    }

    private func sendingFailed(_ job: Job, on link: Link, _ sent: TCPSocket.Transfer) {
        let reason: String
        switch sent {
        case .failed(let error): reason = "\(error)"
        default: reason = "the device takes no more bytes"
        }
        // Whether some bytes left is not known for sure, so a write must not be sent again.
        link.pointee.openJob = job
        connectionLost(link, reason)
    }
}

/// Taking bytes.
extension Lane {
    @inline(__always)
    func receive(_ link: Link, _ readiness: Readiness) {
        let held = link.pointee.part.count
        if held > 0 { link.pointee.part.withUnsafeBytes { received.copyMemory(from: $0) } }
        let room = UnsafeMutableRawBufferPointer(rebasing: received[held...])
        switch TCPSocket.receive(link.pointee.descriptor, into: room) {
        case .bytes(let count):
            take(UnsafeRawBufferPointer(rebasing: received[..<(held + count)]), held, link)
        case .wouldBlock:
            if readiness.contains(.error) { connectionLost(link, "the connection is broken") }
        case .ended:
            connectionLost(link, "the device closed the connection")
        case .failed(let error):
            connectionLost(link, "\(error)")
        }
    }

    /// Judges all that is there before the next request leaves, so that nothing that came before a
    /// request can pass for its answer.
    @inline(__always)
    private func take(_ bytes: UnsafeRawBufferPointer, _ held: Int, _ link: Link) {
        let now = MonotonicTime.now
        var offset = 0
        judging: while offset < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
            switch link.pointee.stream.judge(rest) {
            case .answer(let length):
                answered(link, UnsafeRawBufferPointer(rebasing: rest[..<length]), at: now)
                offset += length
            case .incomplete:
                break judging
            case .late(let length):
                droppedLate(link, rest)
                offset += length
            case .exception(let code, let length):
                refused(link, code, UnsafeRawBufferPointer(rebasing: rest[..<length]), at: now)
                offset += length
            case .malformed(let error):
                return distrust(link, "\(error)")
            }
            // An answer libmodbus refused has closed the connection.
            guard link.pointee.descriptor >= 0 else { return startNext(link) }
        }
        if offset < bytes.count || held > 0 { link.pointee.part = Array(bytes[offset...]) }
        startNext(link, at: now)
    }

    /// The open request has its answer, judged by `ModbusWire`; libmodbus checks it again and decodes.
    @inline(__always)
    private func answered(_ link: Link, _ adu: UnsafeRawBufferPointer, at now: MonotonicTime) {
        guard let job = closeRequest(link, at: now) else { return }
        if traffic != nil { record(job, link, adu, at: now) }
        if job.kind == .read {
            let read = reads[Int(job.index)]
            let taken = read.pointee.take(adu, with: codec)
            guard case .items(read.pointee.count) = taken else {
                return libmodbusRefused(job, link, taken)
            }
            countAnswer(link, devices[read.pointee.device], at: now)
            if flatOut != nil { return again(job, link, at: now) }
            store(read, sentAt: link.pointee.sentAt, answeredAt: now)
        } else if let exchange = exchanges[job.index] {
            let taken = codec.take(adu, of: exchange.call)
            guard case .items(let count) = taken else { return libmodbusRefused(job, link, taken) }
            countAnswer(link, devices[exchange.device], at: now)
            end(job.index, exchange.call.function.isRead ? .read(items(count, exchange)) : .written)
        }
    }

    private func items(_ count: Int, _ exchange: Exchange) -> [UInt16] {
        switch exchange.call.function {
        case .readCoils, .readDiscreteInputs: (0..<count).map { UInt16(codec.bits[$0]) }
        default: (0..<count).map { codec.registers[$0] }
        }
    }

    /// The device said no. libmodbus says which no, where it knows the code.
    private func refused(
        _ link: Link, _ code: ExceptionCode, _ adu: UnsafeRawBufferPointer, at now: MonotonicTime
    ) {
        guard let job = closeRequest(link, at: now) else { return }
        if traffic != nil { record(job, link, adu, at: now) }
        let device = self.device(of: job)
        var code = code
        if let call = call(of: job), case .exception(let known) = codec.take(adu, of: call) {
            code = known
        }
        device.pointee.faults.exceptions += 1
        link.pointee.connection.answered()
        reportFound(link)
        let isAway = code == .gatewayPathUnavailable || code == .gatewayTargetFailedToRespond
        if isAway {
            device.pointee.breaker.silent(at: clock.backOffTime(at: now))
        } else {
            device.pointee.breaker.answered()
        }
        if job.kind == .read, code == .serverDeviceBusy || code == .acknowledge,
            job.attempts + 1 < device.pointee.plan.tries
        {
            return retry(job, link)
        }
        fail(job, .exception(code.rawValue), "\(code)", wasSent: true, exception: code)
    }

    private func libmodbusRefused(_ job: Job, _ link: Link, _ taken: LibmodbusCodec.Taken) {
        link.pointee.openJob = job
        if case .refused(let words) = taken { return distrust(link, "libmodbus: \(words)") }
        distrust(link, "libmodbus: \(taken)")
    }

    /// Ends the open request; nil if there is none.
    @inline(__always)
    private func closeRequest(_ link: Link, at now: MonotonicTime) -> Job? {
        guard let job = link.pointee.openJob else { return nil }
        link.pointee.openJob = nil
        link.pointee.deadline = .distantFuture
        link.pointee.stream.close()
        if link.pointee.pause > 0 {
            link.pointee.quietUntil = now.advanced(byNanoseconds: link.pointee.pause)
        }
        return job
    }

    @inline(__always)
    private func countAnswer(
        _ link: Link, _ device: UnsafeMutablePointer<DeviceState>, at now: MonotonicTime
    ) {
        link.pointee.connection.answered()
        device.pointee.breaker.answered()
        device.pointee.polls += 1
        let trip = now.nanoseconds &- link.pointee.sentAt.nanoseconds
        device.pointee.roundTripSum &+= trip
        if trip > device.pointee.roundTripMaximum { device.pointee.roundTripMaximum = trip }
        reportFound(link)
    }

    private func droppedLate(_ link: Link, _ adu: UnsafeRawBufferPointer) {
        let unit = UnitId(rawValue: adu[6])
        let owner = link.pointee.devices.first { devices[$0].pointee.plan.unit == unit }
        // An id nobody has is counted all the same.
        guard let device = owner ?? link.pointee.devices.first else { return }
        devices[device].pointee.faults.late += 1
    }
}
