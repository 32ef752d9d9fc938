import ModbusWire
import Reactor

extension FleetServer {
    /// Takes what has arrived, answers every whole ADU in it, and sends the answers in one write.
    func receive(_ descriptor: Int32) {
        let connection = connections[descriptor]
        let kept = connection.pointee.partCount
        if kept > 0, let part = connection.pointee.part {
            input.copyMemory(from: part, byteCount: kept)
        }
        let room = UnsafeMutableRawBufferPointer(
            start: input + kept, count: turn.room(atMost: Self.inputSize, at: reactor.now))
        switch TCPSocket.receive(descriptor, into: room) {
        case .bytes(let count):
            turn.spend(count)
            connection.pointee.lastHeard = reactor.now.nanoseconds
            tellTime()
            if connection.pointee.isFaulty {
                answerWithFaults(descriptor, connection, kept: kept, total: kept + count)
            } else {
                answer(descriptor, connection, kept: kept, total: kept + count)
            }
        case .wouldBlock: break
        case .ended: end(descriptor)
        case .failed: close(descriptor)
        }
    }

    @inline(__always)
    private func answer(
        _ descriptor: Int32, _ connection: UnsafeMutablePointer<Connection>, kept: Int, total: Int
    ) {
        guard let units = connection.pointee.units else { return }
        var offset = 0
        var written = 0
        var isMalformed = false
        cutting: while offset < total {
            let rest = UnsafeRawBufferPointer(start: input + offset, count: total - offset)
            switch ADUReader.cut(rest) {
            case .incomplete:
                break cutting
            case .malformed:
                isMalformed = true
                break cutting
            case .adu(let length):
                written += answer(
                    rest, length, connection.pointee.number, connection.pointee.listener, units,
                    into: output + written)
                offset += length
            }
        }
        if isMalformed {
            connection.pointee.partCount = 0
        } else if offset < total {
            let part = UnsafeRawBufferPointer(start: input + offset, count: total - offset)
            connection.pointee.keepPart(
                part, isNew: offset > 0 || kept == 0, at: connection.pointee.lastHeard)
        } else {
            connection.pointee.partCount = 0
        }
        if written > 0 { send(descriptor, connection, count: written) }
        if isMalformed { closeMalformed(descriptor) }
    }

    /// Answers one ADU; returns the length of the answer, 0 for silence.
    @inline(__always)
    private func answer(
        _ bytes: UnsafeRawBufferPointer, _ length: Int, _ connection: UInt32, _ listener: Int,
        _ units: UnsafeMutablePointer<Unmanaged<SimulatedDevice>?>,
        into answer: UnsafeMutableRawPointer
    ) -> Int {
        let pdu = UnsafeRawBufferPointer(rebasing: bytes[WireLimits.headerSize..<length])
        let size: Int
        var number: Int?
        if let device = units[Int(bytes[6])] {
            size = device._withUnsafeGuaranteedRef {
                number = $0.number
                return $0.answer(pdu, into: answer + WireLimits.headerSize)
            }
        } else {
            guard let code = meetUnknownUnit(at: listener) else {
                note(
                    pdu, unit: bytes[6], transactionId: bytes.word(at: 0), listener: listener,
                    requestBytes: length, connection: connection,
                    device: nil, answer: UnsafeRawBufferPointer(start: nil, count: 0))
                return 0
            }
            let body = UnsafeMutableRawBufferPointer(
                start: answer + WireLimits.headerSize, count: 2)
            body[0] = pdu[0] | FunctionCode.exceptionBit
            body[1] = code.rawValue
            size = 2
        }
        note(
            pdu, unit: bytes[6], transactionId: bytes.word(at: 0), listener: listener,
            requestBytes: length, connection: connection, device: number,
            answer: UnsafeRawBufferPointer(start: answer + WireLimits.headerSize, count: size))
        guard size > 0 else { return 0 }
        // The answer has the request's header, but for the length.
        let header = UnsafeMutableRawBufferPointer(start: answer, count: WireLimits.headerSize)
        header.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[0..<WireLimits.headerSize]))
        header.setWord(UInt16(truncatingIfNeeded: size + 1), at: 4)
        return WireLimits.headerSize + size
    }
}

extension FleetServer {
    @inline(__always)
    func send(
        _ descriptor: Int32, _ connection: UnsafeMutablePointer<Connection>, count: Int
    ) {
        var sent = 0
        if connection.pointee.backlogCount == 0 {
            let bytes = UnsafeRawBufferPointer(start: output, count: count)
            switch TCPSocket.send(descriptor, bytes) {
            case .bytes(let taken): sent = taken
            case .wouldBlock: break
            case .ended, .failed:
                close(descriptor)
                return
            }
        }
        if sent < count { keep(descriptor, connection, sent..<count) }
    }

    private func keep(
        _ descriptor: Int32, _ connection: UnsafeMutablePointer<Connection>, _ rest: Range<Int>
    ) {
        let isFirst = connection.pointee.backlogCount == 0
        guard connection.pointee.backlogCount + rest.count <= settings.maximumBacklog,
            backlogBytes + rest.count <= settings.totalBacklog
        else {
            totals.stalled += 1
            reset(descriptor)
            return
        }
        backlogBytes += rest.count
        connection.pointee.keepBacklog(
            UnsafeRawBufferPointer(start: output + rest.lowerBound, count: rest.count))
        guard isFirst else { return }
        connection.pointee.stalledSince = reactor.now.nanoseconds
        reactor.change(
            descriptor, to: [.readable, .writable], token: UInt64(UInt32(bitPattern: descriptor)))
    }

    /// Sends waiting answers as far as the client takes them.
    func flush(_ descriptor: Int32) {
        let connection = connections[descriptor]
        guard let backlog = connection.pointee.backlog else { return }
        let bytes = UnsafeRawBufferPointer(
            start: backlog + connection.pointee.backlogStart,
            count: connection.pointee.backlogCount)
        switch TCPSocket.send(descriptor, bytes) {
        case .bytes(let count):
            backlogBytes -= count
            connection.pointee.dropBacklog(count)
            connection.pointee.stalledSince = reactor.now.nanoseconds
            guard connection.pointee.backlogCount == 0 else { return }
            if connection.pointee.isEnding {
                close(descriptor)
            } else {
                reactor.change(
                    descriptor, to: .readable, token: UInt64(UInt32(bitPattern: descriptor)))
            }
        case .wouldBlock: break
        case .ended, .failed: close(descriptor)
        }
    }

    /// The client has ended its side: what waits for it is still sent.
    func end(_ descriptor: Int32) {
        let connection = connections[descriptor]
        guard connection.pointee.backlogCount > 0, !connection.pointee.isEnding else {
            close(descriptor)
            return
        }
        connection.pointee.isEnding = true
        reactor.change(descriptor, to: .writable, token: UInt64(UInt32(bitPattern: descriptor)))
    }

    func closeMalformed(_ descriptor: Int32) {
        // Sending the answers before it may have closed it.
        guard connections[descriptor].pointee.listener >= 0 else { return }
        totals.malformed += 1
        listeners[connections[descriptor].pointee.listener].line.errors += 1
        end(descriptor)
    }

    func close(_ descriptor: Int32) {
        let listener = connections[descriptor].pointee.listener
        guard listener >= 0 else { return }
        listeners[listener].connections -= 1
        if connections[descriptor].pointee.isFaulty {
            let number = connections[descriptor].pointee.number
            faults.links[number] = nil
            faults.plan.forget(connection: number)
        }
        backlogBytes -= connections[descriptor].pointee.backlogCount
        connections.remove(descriptor)
        reactor.forget(descriptor)
        TCPSocket.close(descriptor)
    }

    /// Closes without sending what is left; the client sees a reset.
    func reset(_ descriptor: Int32) {
        TCPSocket.setLingerZero(descriptor)
        close(descriptor)
    }
}
