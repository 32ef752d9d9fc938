import Tags

/// Something that faults do at a plant time to come.
struct FaultEvent: Codable {
    enum Kind: Codable {
        /// An answer, or its next part, leaves.
        case send(FaultSending)
        /// A rule may begin or cease to act.
        case edge(FaultNumber)
        /// A rule's time is over.
        case end(FaultNumber)
        /// A connection has been silent for a rule's time, unless it was heard since.
        case idle(FaultNumber, connection: UInt32)
        /// Written registers go back to what they were.
        case revert(FaultNumber, KeptWords)
        /// A value falls back, unless it was written since.
        case fall(FaultNumber, round: Int)
        /// Another client writes.
        case other(FaultNumber)
        /// What registers hold is kept as their past.
        case keep(FaultNumber)
    }

    let due: PlantTime
    let sequence: Int
    let kind: Kind

    /// What has begun to leave leaves before anything else does.
    private var rank: Int {
        if case .send(let sending) = kind, sending.isContinued { 0 } else { 1 }
    }

    fileprivate func precedes(_ other: FaultEvent) -> Bool {
        (due, rank, sequence) < (other.due, other.rank, other.sequence)
    }
}

/// An answer on its way.
struct FaultSending: Codable {
    /// What becomes of the connection when all is sent.
    enum After: Codable { case nothing, close, reset }

    let connection: UInt32
    /// Parts that have not been sent, in order.
    var parts: [[UInt8]]
    /// Time between two parts.
    var gap: Duration
    var after = After.nothing
    /// Whether parts of it were sent before.
    var isContinued = false
}

/// Events in order of time, then of scheduling. O(log n); memory proportional to what waits.
struct FaultEvents: Codable {
    private var heap: [FaultEvent] = []
    private var nextSequence = 0
    /// Events that may wait when a client's writes ask for more.
    private static let limit = 100_000
    /// Answers among them.
    private(set) var answers = 0

    var earliest: PlantTime? { heap.first?.due }

    /// Schedules what follows a client's write, unless very much waits already.
    mutating func scheduleBounded(at due: PlantTime, _ kind: FaultEvent.Kind) {
        guard heap.count < Self.limit else { return }
        schedule(at: due, kind)
    }

    mutating func schedule(at due: PlantTime, _ kind: FaultEvent.Kind) {
        heap.append(FaultEvent(due: due, sequence: nextSequence, kind: kind))
        nextSequence += 1
        if case .send = kind { answers += 1 }
        var index = heap.count - 1
        while index > 0, heap[index].precedes(heap[(index - 1) / 2]) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the first event due by a time; nil if there is none.
    mutating func take(dueBy time: PlantTime) -> FaultEvent? {
        guard let first = heap.first, first.due <= time, let last = heap.popLast() else {
            return nil
        }
        if case .send = first.kind { answers -= 1 }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < heap.count else { return first }
            if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
            guard heap[child].precedes(heap[index]) else { return first }
            heap.swapAt(index, child)
            index = child
        }
    }
}
