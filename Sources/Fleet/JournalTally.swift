import Glibc
import ModbusWire

/// Exact counts of requests by device, unit id, function and address range asked, which outlive
/// the ring of entries.
///
/// Memory is fixed: 24,576 different ranges at most. Beyond 16,384, requests for new ranges are
/// counted by device, unit id and function only; beyond 24,576 not by these at all.
struct JournalTally: ~Copyable {
    /// Counts of one key, by number of the outcome.
    struct Slot {
        /// The complement of the key; 0 marks a free slot.
        var mark: UInt64 = 0
        var normal: UInt64 = 0
        var exception: UInt64 = 0
        var silence: UInt64 = 0
        var fault: UInt64 = 0
    }

    /// What requests of one slot have in common.
    struct Key: Hashable {
        let device: UInt16
        let unit: UInt8
        let function: UInt8
        let address: UInt16
        let quantity: UInt16

        /// Whether it stands for all ranges that found no room.
        var isCollapsed: Bool { address == .max - 1 && quantity == .max }
    }

    private static let bits = 15
    private static let capacity = 1 << bits
    private static let detailLimit = 16_384
    private static let limit = 24_576

    private let slots: UnsafeMutablePointer<Slot>
    /// Slots in use.
    private(set) var used = 0
    /// Whether ranges were counted together for want of room.
    private(set) var isCollapsed = false
    /// Requests that are in no slot.
    private(set) var uncounted: UInt64 = 0

    init() {
        // Fresh pages are zero, and only those that are used take memory.
        guard let memory = calloc(Self.capacity, MemoryLayout<Slot>.stride) else {
            preconditionFailure("no memory for the journal")
        }
        slots = memory.bindMemory(to: Slot.self, capacity: Self.capacity)
    }

    deinit { free(slots) }

    /// Counts one request. O(1).
    @inline(__always)
    mutating func count(_ record: borrowing JournalRecord) {
        let key = Self.word(record)
        var index = Self.place(of: key)
        while slots[index].mark != ~key {
            if slots[index].mark == 0 {
                index = claim(key)
                break
            }
            index = (index + 1) & (Self.capacity - 1)
        }
        guard index >= 0 else { return }
        switch record.outcome {
        case 0: slots[index].normal &+= 1
        case 1: slots[index].exception &+= 1
        case 2: slots[index].silence &+= 1
        default: slots[index].fault &+= 1
        }
    }

    /// Calls `body` with every key and its counts, in no particular order.
    func forEach(_ body: (Key, Slot) -> Void) {
        guard used > 0 else { return }
        for index in 0..<Self.capacity where slots[index].mark != 0 {
            body(Self.key(of: ~slots[index].mark), slots[index])
        }
    }

    /// Forgets all counts.
    mutating func clear() {
        for index in 0..<Self.capacity where slots[index].mark != 0 { slots[index] = Slot() }
        used = 0
        isCollapsed = false
        uncounted = 0
    }

    private mutating func claim(_ key: UInt64) -> Int {
        var key = key
        if used >= Self.detailLimit {
            key = key & ~0xFFFF_FFFF | 0xFFFE_FFFF
            isCollapsed = true
        }
        return slot(for: key)
    }

    /// The slot of a key, a new one if it has none; -1 if there is no room.
    private mutating func slot(for key: UInt64) -> Int {
        var index = Self.place(of: key)
        while slots[index].mark != ~key {
            if slots[index].mark == 0 {
                guard used < Self.limit else {
                    uncounted &+= 1
                    return -1
                }
                used += 1
                slots[index].mark = ~key
                break
            }
            index = (index + 1) & (Self.capacity - 1)
        }
        return index
    }

    private static func place(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - bits))
    }

    /// Device, unit id, function, address, quantity, from the highest bits down. The complement is
    /// never 0: function code 255 has no address.
    private static func word(_ record: borrowing JournalRecord) -> UInt64 {
        UInt64(record.device) << 48 | UInt64(record.unit) << 40 | UInt64(record.function) << 32
            | UInt64(record.address) << 16 | UInt64(record.quantity)
    }

    private static func key(of word: UInt64) -> Key {
        Key(
            device: UInt16(truncatingIfNeeded: word >> 48),
            unit: UInt8(truncatingIfNeeded: word >> 40),
            function: UInt8(truncatingIfNeeded: word >> 32),
            address: UInt16(truncatingIfNeeded: word >> 16),
            quantity: UInt16(truncatingIfNeeded: word))
    }
}

extension JournalTally {
    /// All of it as numbers: a key and four counts for each slot, in order of keys.
    var numbers: [UInt64] {
        var all: [[UInt64]] = []
        for index in 0..<Self.capacity where slots[index].mark != 0 {
            let slot = slots[index]
            all.append([~slot.mark, slot.normal, slot.exception, slot.silence, slot.fault])
        }
        return all.sorted { $0[0] < $1[0] }.flatMap { $0 }
    }

    /// Takes over what ``numbers`` gave.
    mutating func restore(_ numbers: [UInt64], uncounted: UInt64) {
        clear()
        for start in stride(from: 0, to: numbers.count - numbers.count % 5, by: 5) {
            let index = slot(for: numbers[start])
            guard index >= 0 else { continue }
            isCollapsed = isCollapsed || Self.key(of: numbers[start]).isCollapsed
            slots[index].normal &+= numbers[start + 1]
            slots[index].exception &+= numbers[start + 2]
            slots[index].silence &+= numbers[start + 3]
            slots[index].fault &+= numbers[start + 4]
        }
        self.uncounted = uncounted
    }
}

extension JournalTally.Slot {
    /// How many requests had one of the outcomes; of all if none is named.
    func count(of outcomes: Set<JournalOutcome>) -> Int {
        let counts: [(JournalOutcome, UInt64)] = [
            (.normal, normal), (.exception, exception), (.silence, silence), (.fault, fault),
        ]
        let wanted = counts.filter { outcomes.isEmpty || outcomes.contains($0.0) }
        return Int(clamping: wanted.reduce(0) { $0 &+ $1.1 })
    }
}
