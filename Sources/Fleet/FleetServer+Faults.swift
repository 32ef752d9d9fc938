import ModbusWire
import Profiles
import Reactor
import Tags

/// Answers to the requests of one segment, before they leave.
struct FaultBatch {
    let descriptor: Int32
    let connection: UInt32
    let listener: Int
    /// Requests of this segment so far.
    var place = 0
    var answers: [[UInt8]] = []
    var isReversed = false
    /// Whether requests are serial ADUs.
    var isSerial = false
}

extension FleetServer {
    /// What ``receive(_:)`` does, where faults look at every request.
    func answerWithFaults(
        _ descriptor: Int32, _ connection: UnsafeMutablePointer<Connection>, kept: Int, total: Int
    ) {
        updateConditions()
        let listener = connection.pointee.listener
        var batch = FaultBatch(
            descriptor: descriptor, connection: connection.pointee.number, listener: listener)
        batch.isSerial = speaksSerial(listener)
        var offset = 0
        var isMalformed = false
        cutting: while offset < total {
            let rest = UnsafeRawBufferPointer(start: input + offset, count: total - offset)
            switch batch.isSerial ? cutSerial(rest) : ADUReader.cut(rest) {
            case .incomplete: break cutting
            case .malformed:
                isMalformed = true
                break cutting
            case .adu(let length):
                take(rest.slice(0..<length), &batch)
                offset += length
                // A fault may have closed the connection.
                guard isOpen(descriptor, batch.connection) else { return }
            }
        }
        flush(&batch)
        guard isOpen(descriptor, batch.connection) else { return }
        if isMalformed || offset == total {
            connection.pointee.partCount = 0
        } else {
            connection.pointee.keepPart(
                UnsafeRawBufferPointer(start: input + offset, count: total - offset),
                isNew: offset > 0 || kept == 0, at: connection.pointee.lastHeard)
        }
        if isMalformed { closeMalformed(descriptor) }
        scheduleFaults()
    }

    func isOpen(_ descriptor: Int32, _ number: UInt32) -> Bool {
        connections[descriptor].pointee.listener >= 0
            && connections[descriptor].pointee.number == number
    }

    /// Whether requests at a listener are serial ADUs.
    private func speaksSerial(_ listener: Int) -> Bool {
        faults.plan.active.contains { fault in
            guard case .rtu(_, true) = fault.rule.effect else { return false }
            return fault.isActing && fault.place.listener == listener
        }
    }

    private func cutSerial(_ bytes: UnsafeRawBufferPointer) -> ADUReader.Cut {
        guard let length = SerialCRC.requestLength(bytes) else {
            return bytes.count > 256 ? .malformed(.length(UInt16(bytes.count))) : .incomplete
        }
        return .adu(length: length)
    }

    /// Sends what is ready of a segment's answers, in one write.
    func flush(_ batch: inout FaultBatch) {
        let answers = batch.isReversed ? batch.answers.reversed() : batch.answers
        batch.answers = []
        batch.isReversed = false
        guard !answers.isEmpty else { return }
        push(Array(answers.joined()), to: batch.descriptor, batch.connection)
    }

    /// Hands bytes to a connection's socket, if it is still open.
    func push(_ bytes: [UInt8], to descriptor: Int32, _ number: UInt32) {
        var rest = bytes[...]
        while !rest.isEmpty, isOpen(descriptor, number) {
            let part = rest.prefix(Self.outputSize)
            part.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(start: output, count: source.count)
                    .copyMemory(from: source)
            }
            send(descriptor, connections[descriptor], count: part.count)
            rest = rest.dropFirst(part.count)
        }
    }
}

extension FleetServer {
    /// Answers one whole ADU.
    private func take(_ adu: UnsafeRawBufferPointer, _ batch: inout FaultBatch) {
        let first = batch.isSerial ? 1 : WireLimits.headerSize
        let pdu = adu.slice(first..<(batch.isSerial ? adu.count - 2 : adu.count))
        // A serial device takes no notice of what has a wrong check.
        if batch.isSerial, SerialCRC.bytes(of: adu.dropLast(2)) != Array(adu.suffix(2)) { return }
        let unit = adu[first - 1]
        var link = link(of: batch.descriptor)
        link.ordinal += 1
        link.lastHeard = host.now
        let place = batch.place + link.waiting
        batch.place += 1
        faults.links[batch.connection] = link
        let device = listeners[batch.listener].units[Int(unit)]?.takeUnretainedValue()
        var request = FaultRequest(pdu)
        request.device = device?.number ?? -1
        request.listener = batch.listener
        request.unit = unit
        request.connection = batch.connection
        request.now = host.now
        request.age = host.now - link.opened
        request.ordinal = link.ordinal
        request.sinceAnswer = link.lastAnswer.map { host.now - $0 }
        request.place = place
        if faults.needsValues, let device { measure(&request, device) }
        let exchange = FaultExchange(
            request: request, pdu: Array(pdu),
            transactionId: batch.isSerial ? 0 : adu.word(at: 0), size: adu.count)
        if let scar = link.isMuted ? .newConnection : link.scars[request.device] {
            refuse(exchange, device, fault: link.fault)
            if scar == .reset { reset(batch.descriptor) }
            return
        }
        watchIdle(batch.connection, batch.listener)
        let decision = faults.plan.decide(request)
        var adjusted = decision
        if batch.isSerial, adjusted.crc == nil { adjusted.crc = true }
        let answer = answer(exchange, device, adjusted)
        if decision.isConnectionMuted {
            faults.links[batch.connection]?.isMuted = true
            faults.links[batch.connection]?.fault = decision.fault
        }
        if let answer { deliver(answer, exchange, adjusted, &batch) }
        endSpent()
    }

    /// What is known of an open connection.
    func link(of descriptor: Int32) -> FaultLink {
        let connection = connections[descriptor].pointee
        if let link = faults.links[connection.number] { return link }
        var link = FaultLink(
            listener: connection.listener, opened: PlantTime(nanoseconds: connection.opened),
            descriptor: descriptor, lastHeard: host.now)
        // Nobody counted what came before there was a fault.
        if connection.wasHeardBeforeFaults { link.ordinal = 1_000_000 }
        return link
    }

    /// Which values a request takes, and whether it cuts one.
    private func measure(_ request: inout FaultRequest, _ device: SimulatedDevice) {
        guard let range = request.main else { return }
        var named = 0
        request.values = 0
        for tag in device.tags where tag.mapping.table == range.table {
            guard let own = tag.mapping.range else { continue }
            let first = max(own.start, range.start)
            let last = min(own.end, range.end)
            guard first < last else { continue }
            request.values += 1
            named += last - first
            if last - first < own.count { request.cutsValue = true }
        }
        request.values += max(range.count - named, 0)
    }
}

/// One request and what its answer needs of it.
struct FaultExchange {
    let request: FaultRequest
    let pdu: [UInt8]
    let transactionId: UInt16
    /// Bytes it took on the wire.
    let size: Int
}
