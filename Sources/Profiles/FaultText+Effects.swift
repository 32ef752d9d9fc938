import Tags

extension FaultEffect {
    /// The key that names it in a rule.
    package var key: String { String(text.prefix { $0 != ":" }) }

    /// Key and parameters as a profile would say them.
    package var text: String {
        switch self {
        case .delay(let by, let jitter, let isOvertaken):
            isOvertaken || jitter > .zero
                ? "delay: {by: \(time(by)), jitter: \(time(jitter)), overtaken: \(isOvertaken)}"
                : "delay: \(time(by))"
        case .silence(let what): "silence: \(what.rawValue)"
        case .exception(let code, let function):
            function.map { "exception: {code: \(code), function: \($0)}" } ?? "exception: \(code)"
        case .transactionId(let change): "transactionId: \(change.text)"
        case .unitId(let unit): "unitId: \(unit)"
        case .protocolId(let id): "protocolId: \(id)"
        case .length(let change): "length: \(change.text)"
        case .function(let code): "function: \(code)"
        case .byteCount(let change): "byteCount: \(change.text)"
        case .inFlight(let rule): "inFlight: \(rule.rawValue)"
        case .answersTo(let units): "answersTo: \(units)"
        case .broadcast: "broadcast: writes"
        case .answer(let answer): "answer: {\(answer.parts.joined(separator: ", "))}"
        default: connectionText
        }
    }

    private var connectionText: String {
        switch self {
        case .connections(let limit, let others):
            "connections: {limit: \(limit), others: \(others.rawValue)}"
        case .deaf(let within, let isWhole): "deaf: {within: \(time(within)), whole: \(isWhole)}"
        case .pause(let least, let other): "pause: {least: \(time(least)), else: \(other.text)}"
        case .idle(let after, let close): "idle: {after: \(time(after)), close: \(close.rawValue)}"
        case .halfOpen(let back): "halfOpen: \(back.rawValue)"
        case .resetAfter(let count): "resetAfter: \(count)"
        case .close(let how): "close: \(how.rawValue)"
        case .power(let isReset): isReset ? "power: {off: reset}" : "power: off"
        case .split(let cuts, let pause): "split: {at: \(cuts), pause: \(time(pause))}"
        case .drip(let bytes, let every): "drip: {bytes: \(bytes), every: \(time(every))}"
        case .join(let count): "join: \(count)"
        case .leading(let bytes): "leading: \"\(bytes.hex)\""
        case .trailing(let bytes): "trailing: \"\(bytes.hex)\""
        case .rtu(let isRight, let requestsToo):
            "rtu: {crc: \(isRight ? "right" : "wrong"), requests: \(requestsToo ? "rtu" : "mbap")}"
        default: blockText
        }
    }

    private var blockText: String {
        switch self {
        case .boundary(let every, let other): "boundary: {every: \(every), else: \(other.text)}"
        case .wholeValues(let other): "wholeValues: {else: \(other.text)}"
        case .oneValue(let other): "oneValue: {else: \(other.text)}"
        case .holes(let word): "holes: \(word)"
        case .fill(let word): "fill: \(word)"
        case .bitsShifted(let count): "bitsShifted: \(count)"
        case .torn(let age): "torn: {age: \(time(age))}"
        case .fourBytes: "fourBytes: true"
        case .strings(let layout, let isBlank):
            "strings: {layout: \(layout.rawValue), pad: \(isBlank ? "blank" : "zero")}"
        case .wordOrder(let order): "wordOrder: \(order.rawValue)"
        case .writeOrder(let order): "writeOrder: \(order.rawValue)"
        case .shift(let count): "shift: \(count)"
        case .scale(let factor): "scale: \(factor.plain)"
        case .notAvailable(let code): "notAvailable: \(code.map { "\($0)" } ?? "true")"
        case .freeze: "freeze: true"
        case .scaleFactor(let tag, let exponents, let every):
            "scaleFactor: {factor: \(tag), exponents: \(exponents), every: \(time(every))}"
        case .counter(let start, let rate, let limit):
            "counter: {start: \(start.plain), perMinute: \(rate.plain), limit: \(limit.plain)}"
        case .rollover(let limit, let add):
            "rollover: {limit: \(limit.plain), add: \(add.plain)}"
        case .counterReset: "counterReset: true"
        case .clock(let epoch, let offset, let drift):
            "clock: {epoch: \(epoch.plain), \(signed(offset, "ahead", "behind")), "
                + "\(signed(drift, "gains", "loses"))}"
        default: writeText
        }
    }

    private var writeText: String {
        switch self {
        case .halfWrites(let other): "halfWrites: \(other.map { "{else: \($0.text)}" } ?? "zero")"
        case .ignoreWrites: "ignoreWrites: true"
        case .clamp(let range): "clamp: [\(range.lowerBound.plain), \(range.upperBound.plain)]"
        case .round(let step): "round: \(step.plain)"
        case .revert(let after): "revert: {after: \(time(after))}"
        case .otherClient(let other): "otherClient: {\(other.text)}"
        case .watchdog(let after, let value):
            "watchdog: {after: \(time(after)), value: \(value.plain)}"
        case .writeBudget(let writes, let spent, let other):
            "writeBudget: {writes: \(writes), spent: \(spent), else: \(other.text)}"
        case .writeLock(let other, let hold): "writeLock: {else: \(other.text), for: \(time(hold))}"
        case .trip(let tag, let value): "trip: {tag: \(tag), value: \(value.plain)}"
        case .instrument(let effect): effect.text
        case .actuator(let effect): effect.text
        case .hold(let value): "hold: \(value.plain)"
        default: ""
        }
    }

    private func time(_ duration: Duration) -> String { DurationText.text(duration) }

    private func signed(_ seconds: Double, _ more: String, _ less: String) -> String {
        "\(seconds < 0 ? less : more): \(DurationText.text(.seconds(abs(seconds))))"
    }
}

extension FieldChange {
    fileprivate var text: String {
        switch self {
        case .add(let amount): "{add: \(amount)}"
        case .fixed(let value): "{fixed: \(value)}"
        }
    }
}

extension FaultRefusal {
    fileprivate var text: String {
        switch self {
        case .exception(let code): "\(code)"
        case .silence: "silence"
        }
    }
}

extension ScriptedAnswer {
    fileprivate var parts: [String] {
        var parts: [String] = []
        switch content {
        case .own: break
        case .exception(let code): parts.append("exception: \(code)")
        case .pdu(let bytes): parts.append("pdu: \"\(bytes.hex)\"")
        case .adu(let bytes):
            parts.append("adu: \"\(bytes.map(\.text).joined(separator: " "))\"")
        }
        if delay > .zero { parts.append("delay: \(DurationText.text(delay))") }
        if dripBytes > 0 {
            parts.append("drip: {bytes: \(dripBytes), every: \(DurationText.text(dripEvery))}")
        }
        if let resetAfter { parts.append("resetAfter: \(resetAfter)") }
        return parts
    }
}

extension ScriptedByte {
    fileprivate var text: String {
        switch self {
        case .byte(let byte): [byte].hex
        case .transactionHigh, .transactionLow: "TT"
        case .unit: "UU"
        }
    }
}

extension OtherClient {
    fileprivate var text: String {
        let act: String =
            switch act {
            case .writes(let value): "value: \(value.plain)"
            case .togglesBit(let bit): "togglesBit: \(bit)"
            }
        let times = [
            every.map { "every: \(DurationText.text($0))" },
            after.map { "after: \(DurationText.text($0))" },
        ]
        return ([act] + times.compactMap(\.self)).joined(separator: ", ")
    }
}

extension InstrumentEffect {
    fileprivate var text: String {
        switch self {
        case .stuck: "stuck: true"
        case .spikes(let chance, let size):
            "spikes: {chance: \(chance.plain), size: \(size.plain)}"
        case .brokenLow: "broken: low"
        case .brokenHigh: "broken: high"
        case .bias(let value): "bias: \(value.plain)"
        case .drift(let value): "drift: \(value.plain)"
        case .gain(let value): "gain: \(value.plain)"
        case .noise(let value): "noise: \(value.plain)"
        case .silent: "silent: true"
        }
    }
}

extension ActuatorEffect {
    fileprivate var text: String {
        switch self {
        case .stuck: "stuck: true"
        case .stiction(let band, let jump):
            "stiction: {stickBand: \(band.plain), slipJump: \(jump.plain)}"
        case .deadBand(let value): "deadBand: \(value.plain)"
        case .gain(let value): "gain: \(value.plain)"
        case .open: "position: open"
        case .closed: "position: closed"
        }
    }
}

extension [UInt8] {
    /// `83 02`.
    fileprivate var hex: String {
        map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined(separator: " ")
    }
}
