/// Who watches which descriptor: one slot a descriptor, found by its number.
///
/// Each watch has a generation of its own, carried through epoll with the descriptor, so an event
/// fetched before a descriptor was forgotten never reaches the next owner of its number.
struct DescriptorTable: ~Copyable {
    struct Slot {
        var handler: (any ReadinessHandler)?
        var token: UInt64 = 0
        var generation: UInt32 = 0
        var interest: Readiness = []
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var capacity: Int

    init() {
        capacity = 64
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
    }

    deinit {
        slots.deinitialize(count: capacity)
        slots.deallocate()
    }

    /// The slot of a descriptor that has one; valid until the next ``insert``.
    @inline(__always)
    func slot(of descriptor: Int32) -> UnsafeMutablePointer<Slot>? {
        let index = Int(descriptor)
        return index >= 0 && index < capacity ? slots + index : nil
    }

    /// Registers a watch; returns what identifies it in epoll's data.
    mutating func insert(
        _ descriptor: Int32, interest: Readiness, token: UInt64, handler: any ReadinessHandler
    ) -> UInt64 {
        precondition(descriptor >= 0, "A descriptor is 0 or more.")
        grow(toHold: Int(descriptor))
        let slot = slots + Int(descriptor)
        let generation = slot.pointee.generation &+ 1
        slot.pointee = Slot(
            handler: handler, token: token, generation: generation, interest: interest)
        return Self.data(descriptor, generation)
    }

    /// Ends a watch; false if there is none.
    func remove(_ descriptor: Int32) -> Bool {
        guard let slot = slot(of: descriptor), slot.pointee.handler != nil else { return false }
        slot.pointee.handler = nil
        slot.pointee.generation &+= 1
        return true
    }

    func removeAll() {
        for index in 0..<capacity { slots[index].handler = nil }
    }

    /// What epoll hands back with an event: the generation above the descriptor.
    static func data(_ descriptor: Int32, _ generation: UInt32) -> UInt64 {
        UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
    }

    private mutating func grow(toHold index: Int) {
        guard index >= capacity else { return }
        var larger = capacity
        while larger <= index { larger *= 2 }
        let moved = UnsafeMutablePointer<Slot>.allocate(capacity: larger)
        moved.moveInitialize(from: slots, count: capacity)
        (moved + capacity).initialize(repeating: Slot(), count: larger - capacity)
        slots.deallocate()
        slots = moved
        capacity = larger
    }
}
