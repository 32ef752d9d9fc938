import Reactor

/// What one turn of the server's loop may do for its clients, so that those who ask for much do not
/// keep the others waiting.
///
/// What is not taken is reported again in the next turn, after everybody else's.
struct TurnBudget {
    /// Bytes of requests that one turn takes before it becomes careful. About a thousandth of a
    /// second's work for each 16 KiB.
    static let bytes = 65_536
    /// Bytes taken from each further connection: more than the longest request.
    static let carefulBytes = 512
    /// Bytes taken from each connection once as much again was taken carefully: a few requests, or
    /// part of a long one, so that a thousand floods together take a few milliseconds a turn.
    static let fewBytes = 64
    /// Connections accepted.
    static let accepts = 512

    private var turn = MonotonicTime(nanoseconds: 0)
    private var bytesLeft = Self.bytes
    private var acceptsLeft = Self.accepts

    /// How many bytes may be taken from one connection in the turn that began at `now`.
    @inline(__always)
    mutating func room(atMost limit: Int, at now: MonotonicTime) -> Int {
        begin(now)
        if bytesLeft > 0 { return limit }
        return bytesLeft > -Self.bytes ? Self.carefulBytes : Self.fewBytes
    }

    /// Notes bytes that were taken.
    @inline(__always)
    mutating func spend(_ count: Int) { bytesLeft -= count }

    /// Whether one more connection may be accepted in the turn that began at `now`; each listener
    /// that has some waiting gets one at least.
    mutating func mayAccept(_ taken: Int, at now: MonotonicTime) -> Bool {
        begin(now)
        guard acceptsLeft > 0 || taken == 0 else { return false }
        acceptsLeft -= 1
        return true
    }

    @inline(__always)
    private mutating func begin(_ now: MonotonicTime) {
        guard turn != now else { return }
        turn = now
        bytesLeft = Self.bytes
        acceptsLeft = Self.accepts
    }
}
