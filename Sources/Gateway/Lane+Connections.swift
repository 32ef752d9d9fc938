import Logging
import Reactor
import Tags

/// Opening, watching and closing connections.
extension Lane {
    typealias Link = UnsafeMutablePointer<DeviceLink>

    /// The link's place in the table, which is its token.
    @inline(__always)
    func index(of link: Link) -> Int { link - links[0] }

    /// Begins an attempt: looks the host up if it is a name, then connects to each of its addresses
    /// in turn. One deadline holds for all of it.
    func beginConnecting(_ link: Link) {
        let now = MonotonicTime.now
        link.pointee.deadline = now + link.pointee.plan.connectTimeout
        arm(link, at: link.pointee.deadline)
        link.pointee.nextAddress = 0
        link.pointee.lookup += 1
        let (host, port) = (link.pointee.plan.host, link.pointee.plan.port)
        if let address = SocketAddress(host: host, port: port) {
            link.pointee.addresses = [address]
            return connectToNextAddress(link, after: nil)
        }
        link.pointee.addresses = []
        let (index, lookup) = (index(of: link), link.pointee.lookup)
        resolver.lookUp(host, port: port) { [weak self] addresses in
            self?.reactor.post { [weak self] in self?.found(addresses, of: index, lookup: lookup) }
        }
    }

    private func found(_ addresses: [SocketAddress], of index: Int, lookup: Int) {
        let link = links[index]
        guard link.pointee.connection.phase == .connecting, link.pointee.lookup == lookup else {
            return
        }
        link.pointee.addresses = addresses
        connectToNextAddress(link, after: "host '\(link.pointee.plan.host)' is not known")
        settle()
    }

    private func connectToNextAddress(_ link: Link, after failure: String?) {
        var failure = failure
        while link.pointee.nextAddress < link.pointee.addresses.count {
            let address = link.pointee.addresses[link.pointee.nextAddress]
            link.pointee.nextAddress += 1
            do {
                let (descriptor, isComplete) = try TCPSocket.connect(to: address)
                link.pointee.descriptor = descriptor
                reactor.watch(
                    descriptor, for: isComplete ? .readable : .writable,
                    token: UInt64(index(of: link)), handler: self)
                if isComplete { opened(link) }
                return
            } catch {
                failure = "\(error)"
            }
        }
        connectionFailed(link, failure ?? "no address left")
    }

    /// The socket of an attempt has become ready.
    func connectionAttemptEnded(_ link: Link) {
        // A look-up is under way and there is no socket, or the event is not for this attempt.
        guard link.pointee.descriptor >= 0 else { return }
        if let error = TCPSocket.pendingError(link.pointee.descriptor) {
            dropSocket(link)
            return connectToNextAddress(link, after: "\(error)")
        }
        reactor.change(link.pointee.descriptor, to: .readable, token: UInt64(index(of: link)))
        opened(link)
    }

    private func opened(_ link: Link) {
        link.pointee.connection.opened()
        link.pointee.stream.connectionOpened()
        link.pointee.deadline = .distantFuture
        link.pointee.quietUntil = .now + link.pointee.plan.pauseAfterConnect
        startNext(link)
    }

    /// The attempt came to nothing: all that waits for it fails.
    private func connectionFailed(_ link: Link, _ reason: String) {
        dropSocket(link)
        link.pointee.deadline = .distantFuture
        link.pointee.connection.failed(at: clock.backOffTime(at: .now))
        reportLost(link, reason)
        refuseAll(link, reason)
    }

    /// Every waiting request fails, because no connection can be had now.
    func refuseAll(_ link: Link, _ reason: String) {
        while let job = link.pointee.jobs.popFirst() {
            fail(job, .notConnected, reason, wasSent: false)
        }
    }

    /// Why a connection is closed.
    enum Closing {
        /// By the device, or by the path to it.
        case lost
        /// By us, because of what the device sent or did not send.
        case distrusted
        /// By us, after the state machine has already been told.
        case decided
    }

    /// Closes the connection under whatever is open on it. The open request, if there is one, is the
    /// caller's to end.
    func close(_ link: Link, _ closing: Closing, _ reason: String) {
        dropSocket(link)
        link.pointee.stream.close()
        link.pointee.deadline = .distantFuture
        let time = clock.backOffTime(at: .now)
        switch closing {
        case .lost: link.pointee.connection.lost(at: time)
        case .distrusted: link.pointee.connection.failed(at: time)
        case .decided: break
        }
        if link.pointee.connection.phase != .idle { reportLost(link, reason) }
    }

    private func dropSocket(_ link: Link) {
        link.pointee.part.removeAll()
        guard link.pointee.descriptor >= 0 else { return }
        reactor.forget(link.pointee.descriptor)
        TCPSocket.close(link.pointee.descriptor)
        link.pointee.descriptor = -1
    }

    /// Closes everything for good; what is open or waits fails.
    func closeAll() {
        isStopped = true
        for index in 0..<links.count {
            let link = links[index]
            dropSocket(link)
            link.pointee.stream.close()
            link.pointee.connection.failed(at: clock.backOffTime(at: .now))
            if let job = link.pointee.openJob {
                link.pointee.openJob = nil
                fail(job, .notConnected, "the gateway is stopping", wasSent: true)
            }
            refuseAll(link, "the gateway is stopping")
        }
        settle()
        for pause in pauses.values { pause() }
        pauses = [:]
        finishAdvance()
        finishRounds()
    }
}

/// Deadlines.
extension Lane {
    /// Makes sure the link's timer fires at `time` or before. One timer serves a link: it is not
    /// moved for every request, but looks when it fires whether anything is due.
    @inline(__always)
    func arm(_ link: Link, at time: MonotonicTime) {
        guard time < link.pointee.timerAt else { return }
        if let timer = link.pointee.timer { reactor.cancel(timer) }
        link.pointee.timerAt = time
        link.pointee.timer = reactor.schedule(
            at: time, token: UInt64(index(of: link)), handler: self)
    }

    func linkTimerFired(_ link: Link) {
        link.pointee.timer = nil
        link.pointee.timerAt = .distantFuture
        let now = reactor.now
        if link.pointee.deadline <= now {
            link.pointee.deadline = .distantFuture
            if link.pointee.connection.phase == .connecting {
                link.pointee.lookup += 1
                let limit = link.pointee.plan.connectTimeout.inSeconds
                connectionFailed(link, "no connection within \(limit) s")
            } else {
                openRequestTimedOut(link)
            }
        } else if link.pointee.openJob == nil {
            startNext(link)
        }
        if link.pointee.deadline < .distantFuture { arm(link, at: link.pointee.deadline) }
    }
}

/// What the log is told: that a connection is lost, and that it is back. Once each.
extension Lane {
    func reportLost(_ link: Link, _ reason: String) {
        guard !link.pointee.isReportedLost, !isStopped else { return }
        link.pointee.isReportedLost = true
        logger.info(
            "connection lost",
            metadata: [
                "gateway.endpoint": "\(link.pointee.plan.address)",
                "gateway.reason": "\(reason)",
            ])
    }

    @inline(__always)
    func reportFound(_ link: Link) {
        guard link.pointee.isReportedLost else { return }
        link.pointee.isReportedLost = false
        logger.info(
            "connection back",
            metadata: ["gateway.endpoint": "\(link.pointee.plan.address)"])
    }
}
