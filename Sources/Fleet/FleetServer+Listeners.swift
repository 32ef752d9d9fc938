import Logging
import ModbusWire
import Reactor
import Tags

extension FleetServer {
    /// Opens every listener that is not open and should be; all or, on failure, none.
    ///
    /// Returns where each device is, in the order of the devices.
    func open() throws(FleetError) -> [BoundDevice] {
        try requireDescriptors()
        for number in listeners.indices {
            let isWanted = listeners[number].devices.contains {
                !devices[$0].counters.isSuspended
            }
            guard isWanted, listeners[number].descriptor < 0 else { continue }
            do {
                try open(listener: number)
            } catch {
                closeAll()
                throw error
            }
        }
        let pending = pendingFaults
        pendingFaults = []
        for rule in pending { _ = try inject(rule) }
        let addresses = listeners.flatMap { listener in
            listener.devices.map { (number: $0, address: listener.address) }
        }
        return addresses.sorted { $0.number < $1.number }.map { number, address in
            BoundDevice(
                name: devices[number].name, host: address.host, port: address.port,
                unit: devices[number].unit)
        }
    }

    func open(listener number: Int) throws(FleetError) {
        let wanted = listeners[number].address
        do {
            if listeners[number].reservation >= 0 {
                try TCPSocket.listen(reserved: listeners[number].reservation)
                listeners[number].descriptor = listeners[number].reservation
                listeners[number].reservation = -1
            } else {
                let (descriptor, bound) = try TCPSocket.listen(on: wanted)
                listeners[number].descriptor = descriptor
                listeners[number].address = bound
            }
        } catch {
            throw .cannotListen(
                devices: listeners[number].devices.map { devices[$0].name },
                address: "\(wanted)", error)
        }
        watch(listener: number)
        logger.debug(
            "listening",
            metadata: [
                "fleet.address": "\(listeners[number].address)",
                "fleet.devices": "\(listeners[number].devices.map { devices[$0].name })",
            ])
    }

    func watch(listener number: Int) {
        guard listeners[number].descriptor >= 0 else { return }
        reactor.watch(
            listeners[number].descriptor, for: .readable,
            token: Token.listener | UInt64(number), handler: self)
    }

    /// Closes a listener and resets its connections, as a power failure would.
    func shut(listener number: Int) {
        if listeners[number].descriptor >= 0 {
            reactor.forget(listeners[number].descriptor)
            TCPSocket.close(listeners[number].descriptor)
            listeners[number].descriptor = -1
        }
        if listeners[number].reservation >= 0 {
            TCPSocket.close(listeners[number].reservation)
            listeners[number].reservation = -1
        }
        for descriptor in openDescriptors(of: number) { reset(descriptor) }
    }

    func closeAll() {
        clock = nil
        for number in listeners.indices { shut(listener: number) }
    }

    func openDescriptors(of listener: Int) -> [Int32] {
        guard connections.count > 0 else { return [] }
        return (0..<connections.capacity).lazy.map(Int32.init).filter {
            self.connections[$0].pointee.listener == listener
        }
    }

    /// Takes waiting connections, as many as the turn has left.
    func accept(at number: Int) {
        var taken = 0
        while turn.mayAccept(taken, at: reactor.now) {
            taken += 1
            do {
                guard let descriptor = try TCPSocket.accept(from: listeners[number].descriptor)
                else { return }
                admit(descriptor, at: number)
            } catch {
                // Descriptors or memory have run out: the connection goes on waiting.
                logger.warning(
                    "cannot accept a connection; if descriptors ran out, raise the limit (ulimit -Hn)",
                    metadata: ["fleet.error": "\(error)"])
                reactor.forget(listeners[number].descriptor)
                reactor.schedule(
                    at: reactor.now + .milliseconds(100), token: Token.retry | UInt64(number),
                    handler: self)
                return
            }
        }
    }

    private func admit(_ descriptor: Int32, at number: Int) {
        if listeners[number].connections >= settings.connectionLimit {
            totals.crowdedOut += 1
            guard let unused = unusedConnection(of: number) else {
                TCPSocket.close(descriptor)
                return
            }
            close(unused)
        }
        var mutedBy = 0
        if !faults.isIdle {
            let verdict = admitsWithFaults(at: number)
            guard verdict.isIn else {
                TCPSocket.setLingerZero(descriptor)
                TCPSocket.close(descriptor)
                return
            }
            mutedBy = verdict.mutedBy
        }
        listeners[number].connections += 1
        listeners[number].accepted += 1
        connections.insert(
            descriptor,
            Connection(
                listener: number, number: numbered(descriptor), units: listeners[number].units,
                opened: host.now.nanoseconds, accepted: reactor.now.nanoseconds,
                lastHeard: reactor.now.nanoseconds))
        reactor.watch(
            descriptor, for: .readable, token: UInt64(UInt32(bitPattern: descriptor)),
            handler: self)
        if mutedBy != 0 || faults.listeners.contains(number) {
            welcomeWithFaults(descriptor, mutedBy: mutedBy)
        }
        startSweeping()
    }

    /// The next connection's number, its address noted.
    private func numbered(_ descriptor: Int32) -> UInt32 {
        let address = journal.capacity > 0 ? TCPSocket.remoteAddress(of: descriptor) : nil
        return UInt32(truncatingIfNeeded: journal.clients.append(address))
    }

    /// The connection silent for longest, if that is long enough.
    private func unusedConnection(of listener: Int) -> Int32? {
        let now = reactor.now.nanoseconds
        let longest = openDescriptors(of: listener).min {
            connections[$0].pointee.lastHeard < connections[$1].pointee.lastHeard
        }
        guard let longest,
            now - connections[longest].pointee.lastHeard
                >= UInt64(settings.unusedAfter.nanoseconds)
        else { return nil }
        return longest
    }
}
