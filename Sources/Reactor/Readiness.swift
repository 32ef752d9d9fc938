import CLinux

/// What a descriptor is ready for, or is watched for.
///
/// Level-triggered: what is not taken is reported again. A peer that has closed its side alone
/// (half-close) shows as readable with nothing to read.
@frozen
package struct Readiness: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Bytes, a connection or the end of the stream can be taken.
    @inlinable package static var readable: Readiness { Readiness(rawValue: 1) }
    /// Bytes can be written, or a connection attempt has ended.
    @inlinable package static var writable: Readiness { Readiness(rawValue: 2) }
    /// Both sides are closed. Reported whether watched for or not.
    @inlinable package static var hangup: Readiness { Readiness(rawValue: 4) }
    /// An error is pending (``TCPSocket/pendingError(_:)``). Reported whether watched for or not.
    @inlinable package static var error: Readiness { Readiness(rawValue: 8) }

    /// Whether reading will tell something: bytes, an end or an error. Unlike a test against an
    /// array literal it costs nothing in other modules, where such a literal is an allocation.
    @inlinable package var callsForReading: Bool { rawValue & ~Self.writable.rawValue != 0 }

    static var alwaysReported: Readiness { hangup.union(error) }

    init(epollEvents events: UInt32) {
        var raw: UInt8 = 0
        if events & UInt32(linux_epoll_readable) != 0 { raw |= 1 }
        if events & UInt32(linux_epoll_writable) != 0 { raw |= 2 }
        if events & UInt32(linux_epoll_hangup) != 0 { raw |= 4 }
        if events & UInt32(linux_epoll_error) != 0 { raw |= 8 }
        self.init(rawValue: raw)
    }

    /// The bits to ask epoll for; hangup and error need no asking.
    var epollEvents: UInt32 {
        (contains(.readable) ? UInt32(linux_epoll_readable) : 0)
            | (contains(.writable) ? UInt32(linux_epoll_writable) : 0)
    }
}

/// Takes readiness of descriptors, on the reactor's thread.
package protocol ReadinessHandler: AnyObject {
    /// The descriptor watched with `token` is ready.
    func ready(_ readiness: Readiness, token: UInt64)
}

/// Takes timers that are due, on the reactor's thread.
package protocol TimerHandler: AnyObject {
    /// The timer scheduled with `token` is due; it is gone unless scheduled again.
    func timerFired(token: UInt64)
}
