import ModbusWire

/// One write from wish to report: reads before, writes at most once, reads back until the register
/// shows the value or the settle time is over (W8), and never repeats a write (W9).
///
/// A value that is told what happened and says what to do next; reads no clock.
struct WriteExchange: Sendable {
    /// What to do next.
    enum Action: Equatable, Sendable {
        /// Read the registers, before anything else.
        case readBefore
        /// Ask the guard; these are the registers now.
        case decide(current: [UInt16])
        /// Put the order on record, synced.
        case record(WriteGuard.Order)
        /// Send the order. Comes at most once.
        case send(WriteGuard.Order)
        /// Read the registers again, after a pause.
        case readBack(after: Duration)
        /// All is known that can be.
        case finish(WriteOutcome, String)
    }

    /// What a read came to.
    enum Reading: Equatable, Sendable {
        case words([UInt16])
        case failed(String)
    }

    /// What sending came to.
    enum Sending: Equatable, Sendable {
        /// The device echoed the write.
        case confirmed
        /// The device said no.
        case exception(ExceptionCode)
        /// It left, or may have left, and no answer came that can be believed.
        case lost(String)
        /// Not a byte left.
        case notSent(String)
    }

    /// What the register showed before and at the end, in the tag's unit.
    private(set) var before: Double?
    private(set) var readBack: Double?

    private enum Phase: Equatable {
        case readingBefore, deciding, recording, sending, readingBack, finished
    }

    private var phase = Phase.readingBefore
    private var order: WriteGuard.Order?
    private var sending: Sending?
    private var lastFailure = ""
    private let target: WriteGuard.Target
    private let settleTime: Duration

    /// - Parameters:
    ///   - target: What is written.
    ///   - settleTime: How long the register may take to show the value; zero for one look.
    init(target: WriteGuard.Target, settleTime: Duration) {
        self.target = target
        self.settleTime = settleTime
    }

    /// The first thing to do.
    func start() -> Action { .readBefore }

    /// The registers have been read, or could not be.
    mutating func wasReadBefore(_ reading: Reading) -> Action {
        precondition(phase == .readingBefore, "nothing is read twice before a write")
        switch reading {
        case .words(let words):
            phase = .deciding
            before = target.mapping.number(in: words)
            return .decide(current: words)
        case .failed(let reason):
            return finish(.refused, "W3: the register could not be read before: \(reason)")
        }
    }

    /// The guard has decided.
    mutating func wasDecided(_ decision: WriteGuard.Decision) -> Action {
        precondition(phase == .deciding, "the guard decides once")
        switch decision {
        case .write(let order):
            self.order = order
            phase = .recording
            return .record(order)
        case .alreadyThere(let value):
            readBack = value
            return finish(.applied, "the register already holds \(value); nothing was written")
        case .refuse(let refusal):
            return finish(.refused, "\(refusal)")
        }
    }

    /// The order is on record; or is not, and `failure` says why.
    mutating func wasRecorded(failure: String?) -> Action {
        guard phase == .recording, let order else { preconditionFailure("nothing to record") }
        if let failure { return finish(.refused, "W13: no record, no write: \(failure)") }
        phase = .sending
        return .send(order)
    }

    /// Sending has ended.
    mutating func wasSent(_ sending: Sending) -> Action {
        precondition(phase == .sending, "a write is sent once")
        self.sending = sending
        if case .notSent(let reason) = sending {
            return finish(.refused, "not sent: \(reason)")
        }
        phase = .readingBack
        return .readBack(after: .zero)
    }

    /// The registers have been read again, or could not be.
    ///
    /// - Parameters:
    ///   - reading: What came of it.
    ///   - elapsed: Since sending ended.
    /// - Returns: Another read-back, or the end.
    mutating func wasReadBack(_ reading: Reading, elapsed: Duration) -> Action {
        guard phase == .readingBack, let order else { preconditionFailure("nothing to read back") }
        switch reading {
        case .words(let words):
            readBack = target.mapping.number(in: words)
            lastFailure = readBack == nil ? "it shows no value" : ""
            if readBack == order.value { return conclude() }
        case .failed(let reason):
            lastFailure = reason
        }
        guard elapsed < settleTime else { return conclude() }
        return .readBack(after: max(.milliseconds(20), settleTime / 20))
    }

    private mutating func conclude() -> Action {
        guard let order, let sending else { preconditionFailure("nothing was sent") }
        let wish = order.value
        guard let shown = readBack, lastFailure.isEmpty else {
            return finish(.unknown, "W8: not read back: \(lastFailure); \(words(for: sending))")
        }
        switch sending {
        case .exception(let code) where !Self.leavesDoubt(code):
            return finish(.refused, "the device said no: \(code); its register shows \(shown)")
        case .confirmed where shown == wish:
            return finish(.applied, "the register shows \(shown)")
        case .confirmed where shown == before:
            return finish(.refused, "W8: confirmed, but the register still shows \(shown)")
        case .confirmed:
            return finish(.clamped, "W8: the register shows \(shown) instead of \(wish)")
        case .exception, .lost, .notSent:
            if shown == wish {
                return finish(.applied, "the register shows \(shown); \(words(for: sending))")
            }
            // It may still arrive; what the register shows now proves nothing.
            return finish(
                .unknown,
                "W9: \(words(for: sending)); the register shows \(shown); not repeated")
        }
    }

    /// Whether a device that gives this answer may carry the write out all the same.
    private static func leavesDoubt(_ code: ExceptionCode) -> Bool {
        code == .acknowledge || code == .gatewayTargetFailedToRespond
    }

    private func words(for sending: Sending) -> String {
        switch sending {
        case .confirmed: "the device confirmed the write"
        case .exception(let code): "the device answered \(code)"
        case .lost(let reason), .notSent(let reason): reason
        }
    }

    private mutating func finish(_ outcome: WriteOutcome, _ reason: String) -> Action {
        phase = .finished
        return .finish(outcome, reason)
    }
}
