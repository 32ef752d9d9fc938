import ModbusWire
import Reactor
import Tags

extension FleetServer {
    /// Puts one request into the journal.
    ///
    /// - Parameters:
    ///   - pdu: The request's PDU, one byte or more.
    ///   - unit: Its unit id.
    ///   - transactionId: Its transaction id.
    ///   - listener: The number of the listener it came in by.
    ///   - requestBytes: Bytes it took on the wire.
    ///   - connection: The number of its connection.
    ///   - device: The number of the device; nil for a unit id nobody has.
    ///   - answer: The answer's PDU; empty for silence.
    ///   - fault: The number of the fault that changed or took the answer; 0 for none.
    @inline(__always)
    func note(
        _ pdu: UnsafeRawBufferPointer, unit: UInt8, transactionId: UInt16, listener: Int,
        requestBytes: Int, connection: UInt32,
        device: Int?, answer: UnsafeRawBufferPointer, fault: Int = 0
    ) {
        if traffic != nil {
            record(pdu, unit, transactionId, listener, connection, device, answer)
        }
        guard journal.capacity > 0 else { return }
        var record = JournalRecord(asking: pdu)
        record.time = host.now.nanoseconds
        record.machineTime = reactor.now.nanoseconds
        record.connection = connection
        record.device = device.map { UInt16(truncatingIfNeeded: $0) } ?? JournalRecord.nobody
        record.unit = unit
        record.fault = Int32(truncatingIfNeeded: fault)
        record.requestBytes = UInt16(truncatingIfNeeded: requestBytes)
        if answer.count >= 2 {
            record.answerBytes = UInt16(truncatingIfNeeded: answer.count + WireLimits.headerSize)
            if answer[0] & FunctionCode.exceptionBit != 0 {
                record.outcome = JournalOutcome.exception.number
                record.exception = answer[1]
            }
        } else {
            record.outcome = JournalOutcome.silence.number
        }
        if fault != 0 { record.outcome = JournalOutcome.fault.number }
        journal.append(record, asking: pdu)
    }

    /// What the journal says to a query. O(entries remembered + ranges counted).
    func answer(_ query: JournalQuery) -> JournalAnswer {
        var entries: [JournalEntry] = []
        var remembered = 0
        let match = JournalMatch(query, devices: devices.map(\.name))
        journal.backward { number, record in
            if let from = query.from, record.time < from.nanoseconds { return false }
            guard match.matches(record, clientOf: { clientAddress(of: Int($0))?.host }) else {
                return true
            }
            remembered += 1
            if entries.count < query.limit { entries.append(entry(number, record)) }
            return true
        }
        entries.reverse()
        if journal.isWhole {
            return JournalAnswer(entries: entries, count: remembered, isExact: true)
        }
        if query.isTimeless, let counted = match.count(in: journal.tally) {
            return JournalAnswer(entries: entries, count: counted, isExact: true)
        }
        let isRecent = query.from.map { from in
            journal.oldestTime.map { $0 < from } ?? false
        }
        return JournalAnswer(entries: entries, count: remembered, isExact: isRecent ?? false)
    }

    private func entry(_ number: Int, _ record: JournalRecord) -> JournalEntry {
        let hasWrite = record.writeQuantity > 0
        return JournalEntry(
            sequence: number, time: PlantTime(nanoseconds: record.time),
            machineTime: record.machineTime, connection: Int(record.connection),
            client: clientAddress(of: Int(record.connection)).map { "\($0)" },
            device: record.device == JournalRecord.nobody
                ? nil : devices[Int(record.device)].name,
            unit: UnitId(rawValue: record.unit),
            function: FunctionCode(rawValue: record.function),
            table: JournalRecord.table(of: record.function),
            address: record.hasAddress ? Int(record.address) : nil,
            quantity: record.hasAddress ? Int(record.quantity) : nil,
            writeAddress: hasWrite ? Int(record.writeAddress) : nil,
            writeQuantity: hasWrite ? Int(record.writeQuantity) : nil,
            words: journal.words(of: record), outcome: JournalOutcome(number: record.outcome),
            exception: record.exception == 0 ? nil : ExceptionCode(rawValue: record.exception),
            fault: record.fault == 0 ? nil : Int(record.fault),
            requestBytes: Int(record.requestBytes), answerBytes: Int(record.answerBytes))
    }

    /// The address behind a connection's number; nil if it is closed and forgotten.
    private func clientAddress(of number: Int) -> SocketAddress? {
        journal.clients[number]
    }
}
