import Glibc
import ModbusWire
import Reactor
import Tags

/// Who asked what, when and how often: a ring of the latest requests, what their writes carried,
/// and counts that outlive both.
///
/// Confined to the fleet's thread. Memory is fixed and taken as it fills: 56 bytes an entry, 16
/// more an entry for the data of writes, of which the oldest go first. Appending allocates nothing.
struct Journal: ~Copyable {
    /// Entries it holds; 0 if it is off.
    let capacity: Int
    private let dataCapacity: Int
    private let records: UnsafeMutablePointer<JournalRecord>
    private let data: UnsafeMutablePointer<UInt8>
    private var dataEnd: UInt64 = 0
    /// Sequence number of the last request.
    private(set) var sequence = 0
    /// The last sequence number that is forgotten.
    private(set) var forgotten = 0
    /// What ``forgotten`` was when counting began anew; -1 if it began before the entries.
    private var start = 0
    var tally = JournalTally()
    /// Exception answers by code.
    private(set) var exceptions = [UInt64](repeating: 0, count: 256)
    /// Addresses of the latest connections.
    var clients: ClientLog

    init(capacity: Int) {
        precondition(capacity >= 0 && capacity <= 1 << 24, "a journal holds 0…16777216 entries")
        self.capacity = capacity
        dataCapacity = max(capacity * 16, 512)
        guard let memory = calloc(max(capacity, 1), MemoryLayout<JournalRecord>.stride),
            let bytes = calloc(dataCapacity, 1)
        else { preconditionFailure("no memory for the journal") }
        records = memory.bindMemory(to: JournalRecord.self, capacity: max(capacity, 1))
        data = bytes.bindMemory(to: UInt8.self, capacity: dataCapacity)
        clients = ClientLog(capacity: min(capacity, 16_384))
    }

    deinit {
        free(records)
        free(data)
    }

    /// Adds a request with what its PDU carries. O(1), no allocation.
    @inline(__always)
    mutating func append(_ record: consuming JournalRecord, asking pdu: UnsafeRawBufferPointer) {
        if record.function > 4 { keepData(&record, pdu) }
        tally.count(record)
        if record.exception != 0 { exceptions[Int(record.exception)] &+= 1 }
        records[sequence % capacity] = record
        sequence &+= 1
        if sequence - forgotten > capacity { forgotten = sequence - capacity }
    }

    private mutating func keepData(
        _ record: inout JournalRecord, _ pdu: UnsafeRawBufferPointer
    ) {
        guard let offset = JournalRecord.dataOffset(of: record.function), pdu.count > offset else {
            return
        }
        let count = min(pdu.count - offset, 255)
        record.dataStart = dataEnd
        record.dataCount = UInt8(truncatingIfNeeded: count)
        for index in 0..<count {
            data[Int((dataEnd &+ UInt64(index)) % UInt64(dataCapacity))] = pdu[offset + index]
        }
        dataEnd &+= UInt64(count)
    }

    /// Calls `body` with each remembered record from the newest back, until it says stop.
    func backward(_ body: (Int, JournalRecord) -> Bool) {
        var number = sequence
        while number > forgotten {
            guard body(number, records[(number - 1) % capacity]) else { return }
            number -= 1
        }
    }

    /// Whether every request counted is remembered.
    var isWhole: Bool { forgotten == start }

    /// Plant time of the oldest remembered request.
    var oldestTime: PlantTime? {
        guard sequence > forgotten else { return nil }
        return PlantTime(nanoseconds: records[forgotten % capacity].time)
    }

    /// What a write carried, nil if it is forgotten.
    func words(of record: JournalRecord) -> [UInt16]? {
        guard record.dataCount > 0, record.dataStart + UInt64(dataCapacity) >= dataEnd else {
            return nil
        }
        let bytes = (0..<UInt64(record.dataCount)).map {
            data[Int((record.dataStart + $0) % UInt64(dataCapacity))]
        }
        if record.function == 15 {
            let count = min(Int(record.quantity), bytes.count * 8)
            return (0..<count).map { UInt16(bytes[$0 / 8] >> UInt8($0 % 8) & 1) }
        }
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        return record.function == 5 ? words.map { $0 == 0 ? 0 : 1 } : words
    }

    /// Forgets entries and counts; the sequence goes on.
    mutating func clear() {
        forgotten = sequence
        start = sequence
        tally.clear()
        exceptions = Array(repeating: 0, count: 256)
    }

    /// Goes back to where a snapshot was taken; entries are forgotten.
    mutating func restore(_ memory: JournalMemory) {
        sequence = memory.sequence
        forgotten = memory.sequence
        start = memory.counts.isEmpty ? sequence : -1
        tally.restore(memory.counts, uncounted: memory.uncounted)
        exceptions = Array(memory.exceptions.prefix(256))
        exceptions += Array(repeating: 0, count: 256 - exceptions.count)
    }

    /// What a snapshot keeps of it.
    var memory: JournalMemory {
        JournalMemory(
            sequence: sequence, counts: tally.numbers, uncounted: tally.uncounted,
            exceptions: exceptions)
    }
}

/// What a snapshot keeps of the journal: no entries, but what repeats must count on.
struct JournalMemory: Hashable, Sendable, Codable {
    let sequence: Int
    /// Five numbers for each counted range, as ``JournalTally/numbers`` gives them.
    let counts: [UInt64]
    let uncounted: UInt64
    let exceptions: [UInt64]
}

/// Addresses of the latest connections by number, oldest forgotten first.
struct ClientLog {
    private var addresses: [SocketAddress?] = []
    private let capacity: Int
    /// Connections so far; the number of the latest.
    private(set) var count = 0

    init(capacity: Int) { self.capacity = capacity }

    /// Takes the next connection; returns its number.
    mutating func append(_ address: SocketAddress?) -> Int {
        count += 1
        if addresses.count < capacity {
            addresses.append(address)
        } else if capacity > 0 {
            addresses[(count - 1) % capacity] = address
        }
        return count
    }

    /// The address of a connection; nil if it is forgotten.
    subscript(number: Int) -> SocketAddress? {
        guard number >= 1, number <= count, number > count - capacity else { return nil }
        return addresses[(number - 1) % capacity]
    }
}
