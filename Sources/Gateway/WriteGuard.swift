import ModbusWire
import Profiles
import Tags

/// The last thing between a wish and a device: what may be written, how far, how often.
///
/// Rules W1, W2, W3, W4 and W16 of the write path. Decides from values alone: the profile's list of
/// manipulated tags, the register just read, and the earlier writes. Knows no model, so none can
/// reach around it.
struct WriteGuard: Sendable {
    /// One entry of the list of what may be written.
    struct Target: Hashable, Sendable {
        let tag: TagName
        let device: String
        let unit: UnitId
        let mapping: RegisterMapping
        let range: AddressRange
        let limits: SetpointLimits
    }

    /// A write that may leave.
    struct Order: Hashable, Sendable {
        let target: Target
        /// What the bytes mean, in the tag's unit: the wish, rounded to the register's steps.
        let value: Double
        let request: RequestPDU
    }

    /// What the guard makes of a wish.
    enum Decision: Hashable, Sendable {
        /// It may leave.
        case write(Order)
        /// The register already holds it; writing would only wear the device.
        case alreadyThere(Double)
        /// It must not leave.
        case refuse(WriteRefusal)
    }

    /// A write made before: when it left, and how far it moved the setpoint.
    private struct Past: Sendable {
        let time: Duration
        let move: Double
    }

    private static let hour = Duration.seconds(3600)

    private var targets: [TagName: Target] = [:]
    /// Manipulated tags that are not on the list, and why.
    private var rejected: [TagName: WriteRefusal] = [:]
    private var writes: [TagName: [Past]] = [:]
    private var deviceBudgets: [String: Int] = [:]

    /// Lists the manipulated tags; all other tags stay unwritable.
    ///
    /// - Parameters:
    ///   - devices: Theirs are the tags.
    ///   - deviceWritesPerHour: Budget of one device; nil for the sum over its setpoints.
    init(devices: [DeviceProfile], deviceWritesPerHour: Int? = nil) {
        for device in devices {
            var budget = 0
            for tag in device.tags where tag.role == .manipulated {
                switch Self.target(for: tag, of: device) {
                case .success(let target):
                    targets[tag.name] = target
                    budget += target.limits.maximumWritesPerHour
                case .failure(let refusal):
                    rejected[tag.name] = refusal
                }
            }
            deviceBudgets[device.name] = deviceWritesPerHour ?? budget
        }
    }

    private static func target(
        for tag: TagProfile, of device: DeviceProfile
    ) -> Result<Target, WriteRefusal> {
        let mapping = tag.mapping
        guard device.unit != 0 else {
            return .failure(.init(.w1, "unit id 0 is a broadcast; '\(tag.name)' is not written"))
        }
        guard mapping.table.isWritable else {
            return .failure(.init(.w1, "'\(tag.name)' lies in \(mapping.table.name)"))
        }
        guard let limits = tag.limits else {
            return .failure(.init(.w1, "'\(tag.name)' has no limits"))
        }
        guard let range = AddressRange(start: mapping.address, count: mapping.count) else {
            let last = mapping.address + mapping.count - 1
            return .failure(
                .init(
                    .w16,
                    "'\(tag.name)' takes \(mapping.address)…\(last); a table ends at 65535"))
        }
        if mapping.writeFunction == .single, mapping.count > 1 {
            return .failure(
                .init(
                    .w1,
                    "'\(tag.name)' takes \(mapping.count) registers; "
                        + "a single write carries one"))
        }
        return .success(
            Target(
                tag: tag.name, device: device.name, unit: device.unit, mapping: mapping,
                range: range, limits: limits))
    }

    /// The entry of a tag (W1).
    func target(of tag: TagName) -> Result<Target, WriteRefusal> {
        if let target = targets[tag] { return .success(target) }
        return .failure(
            rejected[tag] ?? .init(.w1, "'\(tag)' is not on the list of manipulated tags"))
    }

    /// Counts writes made before this process started (W3, W4). Those recorded for a later time
    /// than `now`, by a clock since set back, count as made now.
    mutating func restore(_ intents: [WriteIntent], now: Duration) {
        for intent in intents {
            guard let tag = TagName(intent.tag) else { continue }
            let move = abs(intent.value - intent.before)
            writes[tag, default: []].append(
                Past(time: min(intent.time, now), move: move.isFinite ? move : 0))
        }
    }

    /// Counts a write that is about to leave (W3, W4), whatever becomes of it.
    ///
    /// - Parameters:
    ///   - tag: The setpoint.
    ///   - move: How far it moves, in the tag's unit, 0 or more.
    ///   - time: On a clock that only goes forward.
    mutating func count(_ tag: TagName, move: Double = 0, at time: Duration) {
        writes[tag, default: []].removeAll { $0.time <= time - Self.hour }
        writes[tag, default: []].append(Past(time: time, move: move))
    }

    /// Judges a wish.
    ///
    /// - Parameters:
    ///   - setpoint: The wish.
    ///   - current: The registers as just read.
    ///   - time: On the clock of ``count(_:move:at:)``.
    /// - Returns: What to send, or the rule that forbids it.
    func decide(_ setpoint: Setpoint, current: [UInt16], at time: Duration) -> Decision {
        let target: Target
        switch self.target(of: setpoint.tag) {
        case .success(let found): target = found
        case .failure(let refusal): return .refuse(refusal)
        }
        let limits = target.limits
        guard setpoint.value.isFinite else {
            return .refuse(.init(.w2, "\(setpoint.value) is no value to write"))
        }
        guard limits.range.contains(setpoint.value) else {
            return .refuse(
                .init(.w2, "\(setpoint.value) lies outside \(limits.range.words)"))
        }
        guard let before = target.mapping.number(in: current), before.isFinite else {
            return .refuse(.init(.w3, "the register shows no value to step from"))
        }
        // Decimals have no exact binary form; the last digits of a sum are not a step.
        let slack = 1e-12 * max(abs(before), abs(setpoint.value))
        guard abs(setpoint.value - before) <= limits.maximumStep + slack else {
            return .refuse(
                .init(
                    .w3,
                    "a step from \(before.shown) to \(setpoint.value.shown) is longer than "
                        + "\(limits.maximumStep.shown)"))
        }
        let reach = limits.maximumStep + slack
        let allowed =
            max(
                limits.range.lowerBound, before - reach)...max(
                max(limits.range.lowerBound, before - reach),
                min(limits.range.upperBound, before + reach))
        let (value, words): (Double, [UInt16])
        switch target.mapping.nearest(to: setpoint.value, in: allowed, current: current) {
        case .success(let found): (value, words) = found
        case .failure(let refusal): return .refuse(refusal)
        }
        if value == before { return .alreadyThere(before) }
        if let refusal = frequencyRefusal(target, at: time) { return .refuse(refusal) }
        let travelled = (writes[target.tag] ?? [])
            .reduce(0) { $0 + ($1.time > time - Self.hour ? $1.move : 0) }
        guard travelled + abs(value - before) <= limits.maximumTravelPerHour + slack else {
            return .refuse(
                .init(
                    .w3,
                    "moves of the last hour add up to \(travelled.shown); with this one they would "
                        + "pass \(limits.maximumTravelPerHour.shown)"))
        }
        return .write(
            Order(target: target, value: value, request: target.request(words, value: value)))
    }

    private func frequencyRefusal(_ target: Target, at time: Duration) -> WriteRefusal? {
        let past = writes[target.tag] ?? []
        if let last = past.map(\.time).max(), time - last < target.limits.minimumInterval {
            let wait = (target.limits.minimumInterval - (time - last)).inSeconds
            return .init(.w4, "the next write may leave in \(wait.shown) s")
        }
        let recent = past.count { $0.time > time - Self.hour }
        guard recent < target.limits.maximumWritesPerHour else {
            return .init(.w4, "\(recent) writes in the last hour are all that is allowed")
        }
        let ofDevice = targets.values.filter { $0.device == target.device }
            .reduce(0) { $0 + (writes[$1.tag] ?? []).count { $0.time > time - Self.hour } }
        guard ofDevice < deviceBudgets[target.device] ?? 0 else {
            return .init(
                .w4, "\(ofDevice) writes to \(target.device) in the last hour are its budget")
        }
        return nil
    }
}

/// The rules of the write path, by the ids under which they are tested.
enum WriteRule: String, Hashable, Sendable {
    case w1 = "W1"
    case w2 = "W2"
    case w3 = "W3"
    case w4 = "W4"
    case w13 = "W13"
    case w16 = "W16"
}

/// Why a write must not leave.
struct WriteRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    let rule: WriteRule
    let reason: String

    init(_ rule: WriteRule, _ reason: String) {
        self.rule = rule
        self.reason = reason
    }

    var description: String { "\(rule.rawValue): \(reason)" }
}

extension ClosedRange<Double> {
    /// `150.0…220.0`.
    var words: String { "\(lowerBound)…\(upperBound)" }
}

extension Double {
    /// The number with at most three digits after the point.
    fileprivate var shown: String {
        abs(self) < 1e12 ? "\((self * 1000).rounded() / 1000)" : "\(self)"
    }
}
