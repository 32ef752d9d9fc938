/// Names one scheduled timer. Outlives it safely: an old id cancels nothing.
package struct TimerID: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32
}

/// Timers in order of deadline, then of scheduling. O(log n) to schedule, cancel and take;
/// allocates only while it grows.
///
/// A binary heap of small plain entries. Handlers stay in slots beside it, so that moving an entry
/// counts no references; a slot knows its entry's position, so that cancelling finds it.
struct TimerHeap {
    struct Timer {
        let handler: any TimerHandler
        let token: UInt64
    }

    private struct Entry {
        var deadline: UInt64
        var sequence: UInt64
        var slot: Int

        func precedes(_ other: Entry) -> Bool {
            deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence
        }
    }

    private struct Slot {
        var handler: (any TimerHandler)?
        var token: UInt64 = 0
        var generation: UInt32 = 0
        /// Position in the heap while in use.
        var position = 0
    }

    private var entries: [Entry] = []
    private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    private var nextSequence: UInt64 = 0

    var count: Int { entries.count }

    /// The earliest deadline, or nil without timers.
    var earliest: MonotonicTime? {
        entries.first.map { MonotonicTime(nanoseconds: $0.deadline) }
    }

    mutating func schedule(at time: MonotonicTime, token: UInt64, handler: any TimerHandler)
        -> TimerID
    {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = slots.count
            slots.append(Slot())
        }
        slots[slot].handler = handler
        slots[slot].token = token
        entries.append(Entry(deadline: time.nanoseconds, sequence: nextSequence, slot: slot))
        nextSequence += 1
        moveUp(entries.count - 1)
        return TimerID(slot: UInt32(slot), generation: slots[slot].generation)
    }

    /// Removes a timer; does nothing if it has fired or was cancelled.
    mutating func cancel(_ id: TimerID) {
        let slot = Int(id.slot)
        guard slot < slots.count, slots[slot].generation == id.generation,
            slots[slot].handler != nil
        else { return }
        removeEntry(at: slots[slot].position)
        release(slot)
    }

    /// Takes the earliest timer if its deadline is `time` or before.
    mutating func take(dueAt time: MonotonicTime) -> Timer? {
        guard let first = entries.first, first.deadline <= time.nanoseconds,
            let handler = slots[first.slot].handler
        else { return nil }
        let timer = Timer(handler: handler, token: slots[first.slot].token)
        removeEntry(at: 0)
        release(first.slot)
        return timer
    }

    mutating func removeAll() {
        for entry in entries { release(entry.slot) }
        entries.removeAll()
    }

    private mutating func release(_ slot: Int) {
        slots[slot].handler = nil
        slots[slot].generation &+= 1
        freeSlots.append(slot)
    }

    private mutating func removeEntry(at position: Int) {
        let last = entries.removeLast()
        guard position < entries.count else { return }
        entries[position] = last
        slots[last.slot].position = position
        moveUp(position)
        moveDown(slots[last.slot].position)
    }

    private mutating func moveUp(_ start: Int) {
        Self.withStorage(&entries, &slots) { entries, slots in
            let entry = entries[start]
            var position = start
            while position > 0 {
                let parent = (position - 1) / 2
                guard entry.precedes(entries[parent]) else { break }
                entries[position] = entries[parent]
                slots[entries[position].slot].position = position
                position = parent
            }
            entries[position] = entry
            slots[entry.slot].position = position
        }
    }

    private mutating func moveDown(_ start: Int) {
        let count = entries.count
        Self.withStorage(&entries, &slots) { entries, slots in
            let entry = entries[start]
            var position = start
            while true {
                var child = 2 * position + 1
                guard child < count else { break }
                if child + 1 < count, entries[child + 1].precedes(entries[child]) { child += 1 }
                guard entries[child].precedes(entry) else { break }
                entries[position] = entries[child]
                slots[entries[position].slot].position = position
                position = child
            }
            entries[position] = entry
            slots[entry.slot].position = position
        }
    }

    /// The storage itself: sifting through the arrays would check their ownership at every step.
    @inline(__always)
    private static func withStorage(
        _ entries: inout [Entry], _ slots: inout [Slot],
        _ body: (UnsafeMutableBufferPointer<Entry>, UnsafeMutableBufferPointer<Slot>) -> Void
    ) {
        entries.withUnsafeMutableBufferPointer { entries in
            slots.withUnsafeMutableBufferPointer { slots in body(entries, slots) }
        }
    }
}
