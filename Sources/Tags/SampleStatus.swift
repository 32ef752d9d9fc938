/// How far a sample may be trusted, and if not fully, why.
package enum SampleStatus: Hashable, Sendable {
    /// May be used for everything.
    case good
    /// May be shown; not used for learning, forecasts or moves.
    case uncertain(StatusReason)
    /// There is no value worth showing.
    case bad(StatusReason)

    /// Whether the sample may be used for everything.
    package var isGood: Bool { self == .good }

    /// Why the sample is not good; nil if it is.
    package var reason: StatusReason? {
        switch self {
        case .good: nil
        case .uncertain(let reason), .bad(let reason): reason
        }
    }

    /// `good`, `uncertain` or `bad`.
    package var word: String {
        switch self {
        case .good: "good"
        case .uncertain: "uncertain"
        case .bad: "bad"
        }
    }
}

/// Why a sample is not good.
package enum StatusReason: Hashable, Sendable {
    /// No poll has asked for it yet.
    case notYetRead
    /// The connection to the device does not stand.
    case notConnected
    /// The whole answer was not there when its time was up.
    case timedOut
    /// The device said no, with this exception code.
    case exception(UInt8)
    /// The answer broke a rule of the protocol; the connection was closed.
    case malformedAnswer
    /// The register held the code the profile lists as "not available".
    case notAvailable
    /// The registers hold no value of the tag's type: NaN, infinity, or broken text.
    case undecodable
    /// The device's own status word says the instrument is not to be trusted.
    case instrument
    /// The value stands at a stop of the instrument's range.
    case saturated
    /// The value has not changed for longer than the profile allows.
    case frozen
    /// The value is older than the profile allows.
    case stale
}

extension StatusReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notYetRead: "not yet read"
        case .notConnected: "not connected"
        case .timedOut: "timed out"
        case .exception(let code): "exception \(code)"
        case .malformedAnswer: "malformed answer"
        case .notAvailable: "not available"
        case .undecodable: "undecodable"
        case .instrument: "instrument fault"
        case .saturated: "at a stop of its range"
        case .frozen: "frozen"
        case .stale: "stale"
        }
    }
}

extension SampleStatus: CustomStringConvertible {
    package var description: String {
        guard let reason else { return word }
        return "\(word) (\(reason))"
    }
}
