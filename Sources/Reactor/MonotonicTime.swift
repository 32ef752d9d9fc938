import CLinux

/// A moment on the machine's monotonic clock: it never steps back, and goes on while the process
/// is stopped. Only differences mean anything.
package struct MonotonicTime: Comparable, Hashable, Sendable {
    /// Nanoseconds since the clock's own start, usually the machine's.
    package let nanoseconds: UInt64

    /// Later than every real moment.
    package static let distantFuture = MonotonicTime(nanoseconds: .max)

    package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// The clock read now; about 20 ns. On a reactor's thread ``ReactorThread/now`` costs nothing.
    package static var now: MonotonicTime {
        MonotonicTime(nanoseconds: linux_monotonic_nanoseconds())
    }

    /// This moment moved by whole nanoseconds, kept within the clock's range. Cheaper than adding
    /// a `Duration`, whose 128 bits must be divided first.
    package func advanced(byNanoseconds count: Int64) -> MonotonicTime {
        let (sum, overflow) =
            count >= 0
            ? nanoseconds.addingReportingOverflow(UInt64(count))
            : nanoseconds.subtractingReportingOverflow(count.magnitude)
        guard overflow else { return MonotonicTime(nanoseconds: sum) }
        return count >= 0 ? .distantFuture : MonotonicTime(nanoseconds: 0)
    }

    /// The first moment after `now` on the grid that starts here and repeats every `interval`
    /// nanoseconds, 1 or more. What a pause skipped is not caught up, and the grid never drifts.
    package func next(after now: MonotonicTime, everyNanoseconds interval: UInt64)
        -> MonotonicTime
    {
        precondition(interval >= 1, "A grid needs an interval of 1 ns or more.")
        guard now >= self else { return self }
        let steps = (now.nanoseconds - nanoseconds) / interval + 1
        return MonotonicTime(nanoseconds: nanoseconds + steps * interval)
    }

    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The moment `duration` after `time`, held to the range of the clock.
    package static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
        time.advanced(byNanoseconds: duration.wholeNanoseconds)
    }

    /// The moment `duration` before `time`, held to the range of the clock.
    package static func - (time: MonotonicTime, duration: Duration) -> MonotonicTime {
        time.advanced(byNanoseconds: -duration.wholeNanoseconds)
    }

    /// The time that passed from `right` to `left`; negative if `right` is the later one.
    package static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
        left >= right
            ? .nanoseconds(Int64(clamping: left.nanoseconds - right.nanoseconds))
            : .nanoseconds(-Int64(clamping: right.nanoseconds - left.nanoseconds))
    }
}

extension Duration {
    /// Cut towards zero, and kept within ±292 years.
    fileprivate var wholeNanoseconds: Int64 {
        let limit: Int64 = 9_000_000_000
        let (seconds, attoseconds) = components
        return min(max(seconds, -limit), limit) * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
