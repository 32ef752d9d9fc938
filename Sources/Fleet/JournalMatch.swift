import ModbusWire
import Tags

/// A query made ready to be held against records.
struct JournalMatch {
    private let query: JournalQuery
    /// The asked device's number; nil for any, ``JournalRecord/nobody`` for one that is not there.
    private let device: UInt16?

    init(_ query: JournalQuery, devices: [String]) {
        self.query = query
        device = query.device.map { name in
            devices.firstIndex(of: name).map { UInt16(clamping: $0) } ?? JournalRecord.nobody
        }
    }

    /// Whether a record is one that the query asks about.
    func matches(_ record: JournalRecord, clientOf: (UInt32) -> String?) -> Bool {
        if let device, record.device != device || device == JournalRecord.nobody { return false }
        if let unit = query.unit, record.unit != unit.rawValue { return false }
        guard isWanted(record.function) else { return false }
        if let addresses = query.addresses, !record.touches(addresses) { return false }
        if let from = query.from, record.time < from.nanoseconds { return false }
        if let to = query.to, record.time >= to.nanoseconds { return false }
        let outcome = JournalOutcome(number: record.outcome)
        if !query.outcomes.isEmpty, !query.outcomes.contains(outcome) { return false }
        if let connection = query.connection, Int(record.connection) != connection { return false }
        if let client = query.client, clientOf(record.connection) != client { return false }
        return true
    }

    /// The number of matching requests by the counts; nil where these do not tell.
    func count(in tally: borrowing JournalTally) -> Int? {
        guard tally.uncounted == 0 else { return nil }
        var total = 0
        var isKnown = true
        tally.forEach { key, slot in
            if let device, key.device != device || device == JournalRecord.nobody { return }
            if let unit = query.unit, key.unit != unit.rawValue { return }
            guard isWanted(key.function) else { return }
            if let addresses = query.addresses {
                // What function code 23 writes is in no key.
                if key.isCollapsed || key.function == 23 { isKnown = false }
                guard JournalRecord.overlap(key.address, key.quantity, addresses) else { return }
            }
            total += slot.count(of: query.outcomes)
        }
        return isKnown ? total : nil
    }

    private func isWanted(_ function: UInt8) -> Bool {
        if !query.functions.isEmpty,
            !query.functions.contains(FunctionCode(rawValue: function))
        {
            return false
        }
        return query.table == nil || JournalRecord.table(of: function) == query.table
    }
}
