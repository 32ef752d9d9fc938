/// A fault that simulated devices can be asked to play.
///
/// A rule says what is done, to whom, and when it ends; without an end it lasts until it is cleared.
///
/// ```swift
/// let late = try await fleet.inject(.late(by: .seconds(3), on: "steam").times(1))
/// let busy = try await fleet.inject(.exception(6, on: "feed").functions(3, 4).lasting(.seconds(60)))
/// ```
public struct FleetFault: Hashable, Sendable {
    /// What stands where in the rule, as a profile's `faults:` writes it.
    private var parts: [(key: String, value: String)]
    private var target: [(key: String, value: String)] = []
    private var name: String?
    private var hasEnd = false
    private let text: String?

    private init(_ parts: [(key: String, value: String)]) {
        self.parts = parts
        text = nil
    }

    private init(text: String) {
        parts = []
        self.text = text
    }

    /// Any rule a profile could have, as YAML: `name: late` and what else it needs, a line each.
    public static func rule(_ yaml: String) -> FleetFault { FleetFault(text: yaml) }

    /// Whether two say the same rule.
    public static func == (left: FleetFault, right: FleetFault) -> Bool {
        left.yaml(named: "") == right.yaml(named: "")
    }

    /// Hashes the rule as a profile writes it.
    public func hash(into hasher: inout Hasher) { hasher.combine(yaml(named: "")) }

    private static func device(_ device: String, _ key: String, _ value: String) -> FleetFault {
        FleetFault([("device", device.quoted), (key, value)])
    }
}

/// What is done.
extension FleetFault {
    /// Answers leave so much plant time later.
    public static func late(by delay: Duration, on device: String) -> FleetFault {
        .device(device, "delay", delay.yaml)
    }

    /// Requests get no answer and are not carried out.
    public static func silence(on device: String) -> FleetFault {
        .device(device, "silence", "request")
    }

    /// Requests are carried out, and the answers are lost.
    public static func lostAnswers(on device: String) -> FleetFault {
        .device(device, "silence", "answer")
    }

    /// Requests are refused with an exception code, 0…255.
    public static func exception(_ code: UInt8, on device: String) -> FleetFault {
        .device(device, "exception", "\(code)")
    }

    /// The connection is reset after so many bytes of the answer; 0 for instead of it.
    public static func dropsConnection(afterBytes count: Int, on device: String) -> FleetFault {
        .device(device, "resetAfter", "\(count)")
    }

    /// Connections are accepted, and what is asked on them is never answered.
    public static func neverAnswers(on device: String) -> FleetFault {
        .device(device, "silence", "connection")
    }

    /// The listener is closed and its connections are reset.
    public static func powerLoss(on device: String) -> FleetFault {
        .device(device, "power", "off")
    }

    /// Nothing is answered and nothing is closed; afterwards old connections are reset when they
    /// speak.
    public static func halfOpen(on device: String) -> FleetFault {
        .device(device, "halfOpen", "reset")
    }

    /// A connection that has been silent for so long is closed.
    public static func closesIdle(after silence: Duration, on device: String) -> FleetFault {
        .device(device, "idle", "{after: \(silence.yaml), close: politely}")
    }

    /// The answer's transaction id is so much higher than the request's.
    public static func wrongTransaction(adding offset: Int, on device: String) -> FleetFault {
        .device(device, "transactionId", "{add: \(offset)}")
    }

    /// The answer carries another unit id.
    public static func wrongUnit(_ unit: UInt8, on device: String) -> FleetFault {
        .device(device, "unitId", "\(unit)")
    }

    /// Values stay as they are while the device goes on answering.
    public static func frozen(on device: String) -> FleetFault {
        .device(device, "freeze", "true")
    }

    /// Registers are served in this word order: `ABCD`, `CDAB`, `BADC` or `DCBA`.
    public static func wordOrder(_ order: String, on device: String) -> FleetFault {
        .device(device, "wordOrder", order.quoted)
    }

    /// Writes are echoed, and nothing happens.
    public static func ignoredWrites(on device: String) -> FleetFault {
        .device(device, "ignoreWrites", "true")
    }

    /// What was written goes back to what it was after so long.
    public static func reverts(after time: Duration, on device: String) -> FleetFault {
        .device(device, "revert", "{after: \(time.yaml)}")
    }

    /// An instrument of the plant shows the same value on and on.
    public static func stuck(instrument: String) -> FleetFault {
        FleetFault([("instrument", instrument.quoted), ("stuck", "true")])
    }

    /// A free signal of the plant is held at a value.
    public static func held(disturbance: String, at value: Double) -> FleetFault {
        FleetFault([("disturbance", disturbance.quoted), ("hold", "\(value)")])
    }
}

/// Which requests, and until when.
extension FleetFault {
    /// Only requests with one of these function codes.
    public func functions(_ codes: UInt8...) -> FleetFault {
        on("functions", "[\(codes.map(String.init).joined(separator: ", "))]")
    }

    /// Only requests that touch one of these addresses.
    public func addresses(_ range: ClosedRange<Int>) -> FleetFault {
        on("addresses", "[\(range.lowerBound), \(range.upperBound)]")
    }

    /// Only the n-th request that matches, counted from 1.
    public func request(_ number: Int) -> FleetFault { on("request", "\(number)") }

    /// Only this part of the requests, 0…1, drawn from the fleet's seed.
    public func chance(_ part: Double) -> FleetFault { on("chance", "\(part)") }

    /// Ends after so many strikes.
    public func times(_ count: Int) -> FleetFault { ending("count", "\(count)") }

    /// Ends so much plant time after it began.
    public func lasting(_ time: Duration) -> FleetFault { ending("for", time.yaml) }

    /// Begins at this plant time, counted from the fleet's start.
    public func from(_ time: Duration) -> FleetFault {
        var fault = self
        fault.parts.append(("from", time.yaml))
        return fault
    }

    /// Under this name in reports: a word.
    public func named(_ name: String) -> FleetFault {
        var fault = self
        fault.name = name
        return fault
    }

    private func on(_ key: String, _ value: String) -> FleetFault {
        var fault = self
        fault.target.append((key, value))
        return fault
    }

    private func ending(_ key: String, _ value: String) -> FleetFault {
        var fault = self
        fault.parts.append((key, value))
        fault.hasEnd = true
        return fault
    }

    /// The rule as a profile writes it; `name` where it was given none.
    func yaml(named name: String) -> String {
        if let text { return text }
        var parts = [("name", self.name ?? name)] + parts
        if !target.isEmpty { parts.append(("on", "{\(Self.listed(target))}")) }
        if !hasEnd { parts.append(("until", "cleared")) }
        return "{\(Self.listed(parts))}"
    }

    private static func listed(_ parts: [(key: String, value: String)]) -> String {
        parts.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }
}

extension Duration {
    /// As profiles write durations: to the microsecond.
    fileprivate var yaml: String {
        let (seconds, attoseconds) = components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        return "\(Double(microseconds) / 1000) ms"
    }
}

extension String {
    /// The text in quotes, so that YAML takes it for nothing else.
    fileprivate var quoted: String {
        "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
