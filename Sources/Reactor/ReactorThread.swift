import CLinux
import Glibc
import Synchronization

/// One thread that waits for descriptors, timers and posted jobs, and hands each to its owner.
///
/// A turn of its loop: wait, read the clock, run the posted jobs in order, deliver readiness, fire
/// the timers due. Readiness comes before timers, so an answer that is there beats its deadline,
/// also after the process was stopped for a while. Nothing that a handler does may block: every
/// device on this thread would wait for it.
///
/// Delivering allocates nothing. Handlers are kept alive while they watch or wait.
package final class ReactorThread: @unchecked Sendable {
    /// The name of the thread, as `top -H` shows it.
    package let name: String

    /// Marks events of the wakeup descriptor in epoll's data.
    static let wakeupData = UInt64.max

    private enum Lifecycle {
        case created
        case running(pthread_t)
        case stopping
        case stopped
    }

    let epoll: Int32
    let wakeup: Int32
    let mailbox: Mailbox
    let threadIdentity = Atomic<UInt>(0)
    let stopRequested = Atomic<Bool>(false)
    private let lifecycle = Locked(Lifecycle.created)
    private let ended: UnsafeMutablePointer<sem_t>

    // Confined to the reactor's thread.
    var descriptors = DescriptorTable()
    var timers = TimerHeap()
    var turnTime = MonotonicTime.now
    var spareJobs: [Mailbox.Job] = []
    var refusedWatches: [UInt64] = []

    /// Creates a reactor at rest.
    ///
    /// - Parameters:
    ///   - name: Names the thread; the system shows the first 15 bytes.
    ///   - mailboxCapacity: Posted jobs that may wait, 1 or more.
    /// - Throws: `epoll_create1` or `eventfd`, when descriptors have run out.
    package init(name: String, mailboxCapacity: Int = 65_536) throws(SystemError) {
        self.name = name
        mailbox = Mailbox(capacity: mailboxCapacity)
        let epoll = linux_epoll_create()
        guard epoll >= 0 else { throw .last("epoll_create1") }
        let wakeup = linux_eventfd_create()
        guard wakeup >= 0,
            linux_epoll_add(epoll, wakeup, UInt32(linux_epoll_readable), Self.wakeupData) == 0
        else {
            let error = SystemError.last("eventfd")
            if wakeup >= 0 { close(wakeup) }
            close(epoll)
            throw error
        }
        self.epoll = epoll
        self.wakeup = wakeup
        ended = .allocate(capacity: 1)
        ended.initialize(to: sem_t())
        sem_init(ended, 0, 0)
    }

    deinit {
        close(wakeup)
        close(epoll)
        sem_destroy(ended)
        ended.deallocate()
    }

    /// Whether the caller is on the reactor's thread.
    package var isOnThread: Bool {
        threadIdentity.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// The clock, read once a turn. On the reactor's thread only.
    package var now: MonotonicTime {
        requireThread()
        return turnTime
    }

    /// Runs `job` on the reactor's thread, after all posted before it and before the next
    /// readiness is delivered. From any thread; jobs may be posted before ``start()``.
    ///
    /// - Returns: False if the job will not run, because the mailbox is full or the reactor is
    ///   stopping. A job that was taken runs, at the latest within ``stop()``.
    @discardableResult
    package func post(_ job: @escaping @Sendable () -> Void) -> Bool {
        switch mailbox.offer(job) {
        case .refused:
            return false
        case .accepted:
            return true
        case .acceptedFirst:
            _ = linux_eventfd_signal(wakeup)
            return true
        }
    }

    /// Reports readiness of `descriptor` to `handler`, until ``forget(_:)``. On the reactor's
    /// thread only.
    ///
    /// The descriptor must be open, fit for polling, and not watched yet. Of `readiness` only
    /// readable and writable need asking for. The token comes back with every event. If the system
    /// has no memory for the watch, the handler gets ``Readiness/error`` in the next turn.
    package func watch(
        _ descriptor: Int32, for readiness: Readiness, token: UInt64,
        handler: any ReadinessHandler
    ) {
        requireThread()
        let data = descriptors.insert(
            descriptor, interest: readiness, token: token, handler: handler)
        guard linux_epoll_add(epoll, descriptor, readiness.epollEvents, data) != 0 else { return }
        let error = SystemError.last("epoll_ctl")
        precondition(
            error.code == ENOMEM || error.code == ENOSPC,
            "Descriptor \(descriptor) cannot be watched: \(error.reason).")
        refusedWatches.append(data)
    }

    /// Changes what a watched descriptor is watched for, and its token. On the reactor's thread
    /// only; from the next event on, those of this turn included.
    package func change(_ descriptor: Int32, to readiness: Readiness, token: UInt64) {
        requireThread()
        guard let slot = descriptors.slot(of: descriptor), slot.pointee.handler != nil else {
            preconditionFailure("Descriptor \(descriptor) is not watched.")
        }
        slot.pointee.token = token
        guard slot.pointee.interest != readiness else { return }
        slot.pointee.interest = readiness
        let data = DescriptorTable.data(descriptor, slot.pointee.generation)
        _ = linux_epoll_modify(epoll, descriptor, readiness.epollEvents, data)
    }

    /// Ends the watch of a descriptor, if there is one; call it before the descriptor is closed.
    /// No event reaches the handler afterwards, not even one of this turn. On the reactor's
    /// thread only.
    package func forget(_ descriptor: Int32) {
        requireThread()
        guard descriptors.remove(descriptor) else { return }
        _ = linux_epoll_remove(epoll, descriptor)
    }

    /// Calls `handler` once, at `time` or soon after. On the reactor's thread only.
    ///
    /// Timers fire in order of time, then of scheduling. One whose time has passed fires in the
    /// next turn at the earliest, so that rescheduling in the past cannot keep the loop busy.
    @discardableResult
    package func schedule(at time: MonotonicTime, token: UInt64, handler: any TimerHandler)
        -> TimerID
    {
        requireThread()
        let earliest = turnTime.advanced(byNanoseconds: 1)
        return timers.schedule(at: max(time, earliest), token: token, handler: handler)
    }

    /// Cancels a timer; does nothing if it has fired or was cancelled. On the reactor's thread
    /// only.
    package func cancel(_ id: TimerID) {
        requireThread()
        timers.cancel(id)
    }

    @inline(__always)
    private func requireThread() {
        precondition(isOnThread, "Call this on the reactor's own thread; post a job to get there.")
    }
}

extension ReactorThread {
    /// Starts the thread; it runs until ``stop()``. Only the first call counts.
    package func start() {
        lifecycle.withLock { state in
            guard case .created = state else { return }
            var thread = pthread_t()
            let context = Unmanaged.passRetained(self).toOpaque()
            let code = pthread_create(&thread, nil, Self.threadBody, context)
            precondition(code == 0, "\(SystemError(call: "pthread_create", code: code)): \(name)")
            state = .running(thread)
        }
    }

    /// Runs the jobs posted so far, ends the thread and lets go of all handlers; returns when the
    /// thread has ended. Descriptors stay open: they belong to their owners. Any thread but the
    /// reactor's own may call it, more than once.
    package func stop() {
        precondition(!isOnThread, "A reactor cannot wait for itself; stop it from outside.")
        mailbox.close()
        let previous = lifecycle.withLock { state in
            defer {
                if case .running = state { state = .stopping }
                if case .created = state { state = .stopped }
            }
            return state
        }
        switch previous {
        case .stopped:
            return
        case .created:
            // Nobody else will run them, and each was promised to run.
            stopRequested.store(true, ordering: .releasing)
            run()
            return
        case .running(let thread):
            stopRequested.store(true, ordering: .releasing)
            _ = linux_eventfd_signal(wakeup)
            pthread_join(thread, nil)
            lifecycle.withLock { $0 = .stopped }
        case .stopping:
            while sem_wait(ended) != 0 {}
        }
        // For the next who waits.
        sem_post(ended)
    }

    private static let threadBody:
        @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            guard let context else { return nil }
            let reactor = Unmanaged<ReactorThread>.fromOpaque(context).takeRetainedValue()
            _ = String(reactor.name.prefix(15)).withCString { linux_name_thread($0) }
            reactor.run()
            return nil
        }
}
