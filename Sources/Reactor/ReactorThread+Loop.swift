import CLinux
import Glibc
import Synchronization

extension ReactorThread {
    /// Events fetched with one system call.
    static let batch = 512

    /// Full batches in a row after which timers fire although more may be ready: as many as hold
    /// 10,000 answers that came while the process was stopped.
    static let batchesBeforeTimers = 20

    /// Turns until a stop is asked for; then runs the last jobs and lets go of all handlers.
    func run() {
        threadIdentity.store(UInt(pthread_self()), ordering: .relaxed)
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.batch)
        events.initialize(repeating: epoll_event(), count: Self.batch)
        defer { events.deallocate() }
        var fullBatches = 0
        while !stopRequested.load(ordering: .acquiring) {
            let count = max(0, Int(linux_epoll_wait(epoll, events, Int32(Self.batch), patience())))
            turnTime = .now
            if isWoken(by: events, count: count) { _ = linux_eventfd_clear(wakeup) }
            runJobs()
            for index in 0..<count {
                let readiness = Readiness(epollEvents: linux_epoll_events(events + index))
                deliver(readiness, to: linux_epoll_data(events + index))
            }
            deliverRefusedWatches()
            fullBatches = count == Self.batch ? fullBatches + 1 : 0
            if fullBatches % Self.batchesBeforeTimers == 0 { fireTimers() }
        }
        runJobs()
        descriptors.removeAll()
        timers.removeAll()
        threadIdentity.store(0, ordering: .relaxed)
    }

    /// How long the wait may last, in nanoseconds; negative for ever.
    private func patience() -> Int64 {
        guard refusedWatches.isEmpty else { return 0 }
        guard let earliest = timers.earliest else { return -1 }
        // The turn may have taken long; by its own time the wait would be as much too long.
        let now = MonotonicTime.now
        guard earliest > now else { return 0 }
        return Int64(clamping: earliest.nanoseconds - now.nanoseconds)
    }

    private func isWoken(by events: UnsafePointer<epoll_event>, count: Int) -> Bool {
        for index in 0..<count where linux_epoll_data(events + index) == Self.wakeupData {
            return true
        }
        return false
    }

    private func runJobs() {
        var taken: [Mailbox.Job] = []
        swap(&taken, &spareJobs)
        mailbox.takeAll(exchangedFor: &taken)
        for job in taken { job() }
        taken.removeAll(keepingCapacity: true)
        swap(&taken, &spareJobs)
    }

    @inline(__always)
    private func deliver(_ readiness: Readiness, to data: UInt64) {
        // The wakeup's data names descriptor -1, which has no slot.
        guard let slot = descriptors.slot(of: Int32(truncatingIfNeeded: data)),
            slot.pointee.generation == UInt32(truncatingIfNeeded: data >> 32),
            let handler = slot.pointee.handler
        else { return }
        let wanted = readiness.intersection(slot.pointee.interest.union(.alwaysReported))
        guard !wanted.isEmpty else { return }
        handler.ready(wanted, token: slot.pointee.token)
    }

    private func deliverRefusedWatches() {
        guard !refusedWatches.isEmpty else { return }
        let refused = refusedWatches
        refusedWatches.removeAll()
        for data in refused { deliver(.error, to: data) }
    }

    private func fireTimers() {
        while let timer = timers.take(dueAt: turnTime) {
            timer.handler.timerFired(token: timer.token)
        }
    }
}
