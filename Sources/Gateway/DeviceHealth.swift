/// How one device and its connection fare, counted since the gateway started.
package struct DeviceHealth: Hashable, Sendable {
    /// The device's name in the profile.
    package var device: String
    /// Host, port and unit id, as messages show them: `127.0.0.1:1502, unit 7`.
    package var address: String
    /// The connection, which devices at one host and port share.
    package var state: LinkState
    /// Requests the device answered as asked.
    package var polls: Int
    /// Requests it did not, by kind.
    package var faults: FaultCounts
    /// The latest fault in words; nil if there was none.
    package var lastFault: String?
    /// Mean time from request to whole answer; nil before the first.
    package var roundTripMean: Duration?
    /// Longest time from request to whole answer; nil before the first.
    package var roundTripMaximum: Duration?
    /// Scans of its groups that did not start because the one before was still under way, or
    /// because the process stood still.
    package var missedScans: Int
}

/// Where a connection stands.
package enum LinkState: Hashable, Sendable {
    /// Nothing has asked for it, or the device closed it in good order.
    case idle
    /// Under way.
    case connecting
    /// Stands.
    case connected
    /// Failed; the next attempt is made after this time at the earliest.
    case waiting(Duration)
}

extension LinkState: CustomStringConvertible {
    package var description: String {
        switch self {
        case .idle: "idle"
        case .connecting: "connecting"
        case .connected: "connected"
        case .waiting(let time):
            "waiting \((time / .milliseconds(100)).rounded(.up) / 10) s"
        }
    }
}

/// Failed requests by kind, and answers dropped.
package struct FaultCounts: Hashable, Sendable {
    /// The connection did not come about, or was closed under a request.
    package var connection = 0
    /// The whole answer was not there in time.
    package var timeouts = 0
    /// The device said no.
    package var exceptions = 0
    /// The answer broke a rule of the protocol.
    package var malformed = 0
    /// Answers to requests given up before: dropped, and no failure of their own.
    package var late = 0

    package init() {}

    /// Failed requests of all kinds; late answers are not counted again.
    package var total: Int { connection + timeouts + exceptions + malformed }
}
