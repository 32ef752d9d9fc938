/// Jobs from any thread for one thread: first in, first out, bounded.
final class Mailbox: Sendable {
    typealias Job = @Sendable () -> Void

    /// What became of a job offered.
    enum Outcome {
        /// It waits; the taker must be woken.
        case acceptedFirst
        /// It waits behind others; the taker has been woken.
        case accepted
        /// It was not taken: the mailbox is full or closed.
        case refused
    }

    private struct Contents {
        var jobs: [Job] = []
        var isClosed = false
    }

    private let capacity: Int
    private let contents = Locked(Contents())

    init(capacity: Int) {
        precondition(capacity >= 1, "A mailbox holds 1 job or more.")
        self.capacity = capacity
    }

    func offer(_ job: @escaping Job) -> Outcome {
        contents.withLock { contents in
            guard !contents.isClosed, contents.jobs.count < capacity else { return .refused }
            contents.jobs.append(job)
            return contents.jobs.count == 1 ? .acceptedFirst : .accepted
        }
    }

    /// Exchanges the waiting jobs for `empty`, whose storage is used for the next ones.
    func takeAll(exchangedFor empty: inout [Job]) {
        contents.withLock { contents in swap(&contents.jobs, &empty) }
    }

    /// Refuses every later job.
    func close() {
        contents.withLock { contents in contents.isClosed = true }
    }
}
