import ModbusWire

/// What the server knows of one connection. Plain memory, found by the descriptor's number.
struct Connection {
    /// Number of its listener; -1 marks a free slot.
    var listener = -1
    /// Its number, from 1 in the order of acceptance.
    var number: UInt32 = 0
    /// Devices of the listener by unit id.
    var units: UnsafeMutablePointer<Unmanaged<SimulatedDevice>?>?
    /// The beginning of an ADU whose rest has not come; 260 bytes once it was needed.
    var part: UnsafeMutableRawPointer?
    var partCount = 0
    /// Answers that the client has not taken.
    var backlog: UnsafeMutableRawPointer?
    var backlogStart = 0
    var backlogCount = 0
    var backlogCapacity = 0
    /// Whether the client has ended its side and only the backlog is left to send.
    var isEnding = false
    /// Whether faults look at its requests.
    var isFaulty = false
    /// Whether it brought requests while faults did not look.
    var wasHeardBeforeFaults = false
    /// Plant time at which it was accepted, in nanoseconds.
    var opened: Int64 = 0
    /// Machine time at which it was accepted, in nanoseconds.
    var accepted: UInt64 = 0
    /// Machine times in nanoseconds: last bytes received, start of the partial ADU, last bytes of
    /// the backlog taken.
    var lastHeard: UInt64 = 0
    var partSince: UInt64 = 0
    var stalledSince: UInt64 = 0
}

/// All connections in flat memory, indexed by descriptor.
struct ConnectionTable: ~Copyable {
    private(set) var slots: UnsafeMutablePointer<Connection>
    private(set) var capacity: Int
    /// Connections in use.
    private(set) var count = 0

    init() {
        capacity = 64
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Connection(), count: capacity)
    }

    deinit {
        for index in 0..<capacity {
            slots[index].part?.deallocate()
            slots[index].backlog?.deallocate()
        }
        slots.deallocate()
    }

    /// The connection of a descriptor; valid until the next ``insert``.
    @inline(__always)
    subscript(descriptor: Int32) -> UnsafeMutablePointer<Connection> { slots + Int(descriptor) }

    mutating func insert(_ descriptor: Int32, _ connection: Connection) {
        grow(toHold: Int(descriptor))
        slots[Int(descriptor)] = connection
        count += 1
    }

    mutating func remove(_ descriptor: Int32) {
        let slot = slots + Int(descriptor)
        slot.pointee.part?.deallocate()
        slot.pointee.backlog?.deallocate()
        slot.pointee = Connection()
        count -= 1
    }

    private mutating func grow(toHold index: Int) {
        guard index >= capacity else { return }
        var larger = capacity
        while larger <= index { larger *= 2 }
        let moved = UnsafeMutablePointer<Connection>.allocate(capacity: larger)
        moved.moveInitialize(from: slots, count: capacity)
        (moved + capacity).initialize(repeating: Connection(), count: larger - capacity)
        slots.deallocate()
        slots = moved
        capacity = larger
    }
}

extension Connection {
    /// Keeps the beginning of an ADU; `isNew` if none of it was kept before.
    mutating func keepPart(_ bytes: UnsafeRawBufferPointer, isNew: Bool, at now: UInt64) {
        let buffer = part ?? .allocate(byteCount: WireLimits.maximumADU, alignment: 8)
        part = buffer
        UnsafeMutableRawBufferPointer(start: buffer, count: bytes.count).copyMemory(from: bytes)
        if isNew { partSince = now }
        partCount = bytes.count
    }

    /// Adds answers to those that wait. Amortised O(bytes).
    mutating func keepBacklog(_ bytes: UnsafeRawBufferPointer) {
        let total = backlogCount + bytes.count
        let buffer: UnsafeMutableRawPointer
        if let backlog, backlogStart + total <= backlogCapacity {
            buffer = backlog
        } else {
            backlogCapacity = total * 2
            buffer = .allocate(byteCount: backlogCapacity, alignment: 8)
            if let backlog {
                buffer.copyMemory(from: backlog + backlogStart, byteCount: backlogCount)
                backlog.deallocate()
            }
            backlogStart = 0
        }
        UnsafeMutableRawBufferPointer(
            start: buffer + backlogStart + backlogCount, count: bytes.count
        ).copyMemory(from: bytes)
        backlog = buffer
        backlogCount = total
    }

    /// Forgets the first bytes of the backlog, which were taken.
    mutating func dropBacklog(_ count: Int) {
        backlogStart += count
        backlogCount -= count
        if backlogCount == 0 {
            backlog?.deallocate()
            backlog = nil
            backlogStart = 0
            backlogCapacity = 0
        }
    }
}
