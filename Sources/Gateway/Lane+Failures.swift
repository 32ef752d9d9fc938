import ModbusWire
import Reactor
import Tags

/// What becomes of requests that go wrong.
extension Lane {
    func device(of job: Job) -> UnsafeMutablePointer<DeviceState> {
        switch job.kind {
        case .read: devices[reads[Int(job.index)].pointee.device]
        case .exchange: devices[exchanges[job.index]?.device ?? 0]
        }
    }

    func call(of job: Job) -> ModbusCall? {
        switch job.kind {
        case .read: reads[Int(job.index)].pointee.call
        case .exchange: exchanges[job.index]?.call
        }
    }

    /// The connection is gone. A read that has tries left waits for the next one; a write never does.
    func connectionLost(_ link: Link, _ reason: String) {
        let job = link.pointee.openJob
        link.pointee.openJob = nil
        close(link, .lost, reason)
        if let job {
            if traffic != nil { record(job, link, nil, at: .now) }
            let device = device(of: job)
            device.pointee.faults.connection += 1
            note(job, reason)
            if job.kind == .read, job.attempts + 1 < device.pointee.plan.tries {
                retry(job, link)
            } else {
                fail(job, .notConnected, reason, wasSent: true, isNoted: true)
            }
        }
        startNext(link)
    }

    /// The device broke the protocol: no byte of this connection is believed any more.
    func distrust(_ link: Link, _ reason: String) {
        let job = link.pointee.openJob
        link.pointee.openJob = nil
        close(link, .distrusted, reason)
        if let job {
            if traffic != nil { record(job, link, nil, at: .now) }
            device(of: job).pointee.faults.malformed += 1
            fail(job, .malformedAnswer, reason, wasSent: true)
        } else if let index = link.pointee.devices.first {
            let first = devices[index]
            first.pointee.faults.malformed += 1
            first.pointee.lastFault =
                "\(first.pointee.plan.name) (\(first.pointee.address)): \(reason)."
        }
        startNext(link)
    }

    /// The one deadline of the open request has passed.
    func openRequestTimedOut(_ link: Link) {
        guard let job = link.pointee.openJob else { return startNext(link) }
        link.pointee.openJob = nil
        link.pointee.stream.close()
        let now = MonotonicTime.now
        if traffic != nil { record(job, link, nil, at: now) }
        let time = clock.backOffTime(at: now)
        let device = device(of: job)
        device.pointee.faults.timeouts += 1
        device.pointee.breaker.silent(at: time)
        let inPart = !link.pointee.part.isEmpty
        let limit = device.pointee.plan.answerTimeout.inSeconds
        let reason =
            inPart
            ? "only \(link.pointee.part.count) bytes of an answer within \(limit) s"
            : "no answer within \(limit) s"
        if link.pointee.connection.timedOut(inPart: inPart, at: time) {
            close(link, .decided, reason)
        }
        if job.kind == .read, job.attempts + 1 < device.pointee.plan.tries,
            link.pointee.connection.isConnected
        {
            note(job, reason)
            retry(job, link)
        } else {
            // Before the read fails: its scan may end with it.
            if job.kind == .read {
                let group = reads[Int(job.index)].pointee.group
                device.pointee.silentIn = .init(group: group, run: groups[group].pointee.run)
            }
            fail(job, .timedOut, reason, wasSent: true)
        }
        startNext(link)
    }

    func retry(_ job: Job, _ link: Link) {
        var job = job
        job.attempts += 1
        link.pointee.jobs.prepend(job)
    }

    /// Ends a request without its answer.
    ///
    /// - Parameters:
    ///   - job: The request.
    ///   - reason: What its samples say.
    ///   - words: What people are told.
    ///   - wasSent: Whether a byte of it may have left.
    ///   - exception: The device's answer, if it gave one.
    ///   - isNoted: Whether the fault has been told already.
    func fail(
        _ job: Job, _ reason: StatusReason, _ words: String, wasSent: Bool,
        exception: ExceptionCode? = nil, isNoted: Bool = false
    ) {
        if !isNoted {
            if !wasSent, reason == .notConnected {
                device(of: job).pointee.faults.connection += 1
            }
            note(job, words)
        }
        switch job.kind {
        case .read:
            if flatOut != nil { flatOut?.errors += 1 } else { storeFailure(job.index, reason) }
        case .exchange:
            if let exception {
                end(job.index, .exception(exception))
            } else {
                end(job.index, wasSent ? .lost(words) : .notSent(words))
            }
        }
    }

    /// Keeps the latest fault of a device in words: where, what was asked, what came of it.
    private func note(_ job: Job, _ words: String) {
        let device = device(of: job)
        let what: String
        switch job.kind {
        case .read: what = reads[Int(job.index)].pointee.what
        case .exchange:
            what = exchanges[job.index].map { "\($0.call.function) at \($0.call.address)" } ?? ""
        }
        device.pointee.lastFault =
            "\(device.pointee.plan.name) (\(device.pointee.address)): \(what): \(words)."
    }
}
