/// The life of one connection: when to open it, when to give it up, when to try again.
///
/// Reads no clock. Times are given on the clock that back-off is counted by: plant time in
/// lockstep, else the machine's.
struct ConnectionState: Sendable {
    /// Where the connection stands.
    enum Phase: Equatable {
        /// There is none, and the next request may open one.
        case idle
        /// An attempt is under way.
        case connecting
        /// Requests can be sent.
        case connected
        /// There is none, and none is tried before this time.
        case waiting(until: Duration)
    }

    /// What a request that wants to leave is told.
    enum Admission: Equatable {
        /// Open the connection, then ask again.
        case connect
        /// An attempt is under way; wait for its end.
        case wait
        /// Go.
        case send
        /// Fail now: it is not yet time for another attempt.
        case refuse
    }

    /// Time-outs in a row, with nothing heard between, after which the connection is given up: a
    /// device that lost power and came back answers on a new connection only.
    static let silencesBeforeClosing = 3

    private(set) var phase = Phase.idle
    private var hasAnswered = false
    private var silences = 0
    private var backOff: BackOff

    init(backOff: BackOff) { self.backOff = backOff }

    /// Whether requests can be sent.
    var isConnected: Bool { phase == .connected }

    /// A request wants to leave.
    mutating func admit(at time: Duration) -> Admission {
        switch phase {
        case .connected: return .send
        case .connecting: return .wait
        case .waiting(let until) where time < until: return .refuse
        case .waiting, .idle:
            phase = .connecting
            return .connect
        }
    }

    /// The attempt succeeded. The wait after the next failure does not get shorter before the device
    /// has answered as well: accepting alone proves little.
    mutating func opened() {
        phase = .connected
        hasAnswered = false
        silences = 0
    }

    /// A whole answer came, be it an exception.
    mutating func answered() {
        guard !hasAnswered || silences != 0 else { return }
        hasAnswered = true
        silences = 0
        backOff.succeeded()
    }

    /// The attempt failed, or the device broke the protocol.
    mutating func failed(at time: Duration) {
        phase = .waiting(until: time + backOff.failed())
    }

    /// The device, or the path to it, closed the connection. One that had answered may be opened
    /// again at once: closing an idle connection is a device's good right.
    mutating func lost(at time: Duration) {
        if hasAnswered { phase = .idle } else { failed(at: time) }
    }

    /// A request got no whole answer in time.
    ///
    /// - Parameters:
    ///   - inPart: Whether a part of an answer is there; what follows it cannot be trusted.
    ///   - time: On the clock that back-off is counted by.
    /// - Returns: Whether to close the connection; if so, it is now ``Phase/waiting(until:)``.
    mutating func timedOut(inPart: Bool, at time: Duration) -> Bool {
        silences += 1
        guard inPart || silences >= Self.silencesBeforeClosing else { return false }
        failed(at: time)
        return true
    }
}
