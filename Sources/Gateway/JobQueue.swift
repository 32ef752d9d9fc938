/// One request that waits for its connection.
struct Job: Equatable, Sendable {
    /// What the index counts.
    enum Kind: UInt8 {
        /// A read of a scan group.
        case read
        /// A single request on somebody's behalf.
        case exchange
    }

    let kind: Kind
    let index: Int32
    /// Times it has been sent.
    var attempts: UInt8 = 0
}

/// First in, first out; what must be tried again goes to the front.
///
/// The first job lies in place: mostly there is no other, and no memory elsewhere is touched.
struct JobQueue: Sendable {
    private var first: Job?
    private var head = 0
    private var others: [Job] = []

    var isEmpty: Bool { first == nil }

    @inline(__always)
    mutating func append(_ job: Job) {
        if first == nil { first = job } else { others.append(job) }
    }

    mutating func prepend(_ job: Job) {
        if let second = first {
            if head > 0 {
                head -= 1
                others[head] = second
            } else {
                others.insert(second, at: 0)
            }
        }
        first = job
    }

    @inline(__always)
    mutating func popFirst() -> Job? {
        guard let job = first else { return nil }
        first = nil
        if !others.isEmpty { moveUp() }
        return job
    }

    private mutating func moveUp() {
        first = others[head]
        head += 1
        if head == others.count {
            others.removeAll(keepingCapacity: true)
            head = 0
        }
    }
}
