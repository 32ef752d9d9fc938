import ModbusWire

extension FaultReading {
    private static let longDelay = Duration.zero...DurationText.longest

    static let answerReaders = [
        Reader(key: "delay") { reading, key in
            guard var section = reading.parameters(key, shorthand: "by") else { return nil }
            let by = section.duration("by", in: longDelay)
            let jitter = section.duration("jitter", in: longDelay) ?? .zero
            let isOvertaken = section.flag("overtaken") ?? false
            section.require("by")
            section.finish()
            return by.map { .delay(by: $0, jitter: jitter, isOvertaken: isOvertaken) }
        },
        Reader(key: "silence") { reading, key in
            reading.section.choice(key, of: FaultSilence.self).map(FaultEffect.silence)
        },
        Reader(key: "exception") { reading, key in
            guard var section = reading.parameters(key, shorthand: "code") else { return nil }
            let code = section.integer("code", in: 0...255)
            let function = section.integer("function", in: 0...127)
            section.require("code")
            section.finish()
            return code.map { .exception(code: UInt8($0), function: function.map(UInt8.init)) }
        },
        Reader(key: "transactionId") { reading, key in
            reading.change(key, in: 0...65_535).map(FaultEffect.transactionId)
        },
        Reader(key: "unitId") { reading, key in
            reading.section.integer(key, in: 0...255).map { .unitId(UInt8($0)) }
        },
        Reader(key: "protocolId") { reading, key in
            reading.section.integer(key, in: 0...65_535).map { .protocolId(UInt16($0)) }
        },
        Reader(key: "length") { reading, key in
            reading.change(key, in: 0...65_535).map(FaultEffect.length)
        },
        Reader(key: "function") { reading, key in
            reading.section.integer(key, in: 0...255).map { .function(UInt8($0)) }
        },
        Reader(key: "byteCount") { reading, key in
            reading.change(key, in: 0...255).map(FaultEffect.byteCount)
        },
        Reader(key: "inFlight") { reading, key in
            reading.section.choice(key, of: FaultInFlight.self).map(FaultEffect.inFlight)
        },
        Reader(key: "answersTo") { reading, key in
            let units = reading.bytes(&reading.section, key, in: 0...255)
            return units.isEmpty ? nil : .answersTo(units)
        },
        Reader(key: "broadcast") { reading, key in
            reading.section.choice(key, of: OnlyWrites.self).map { _ in .broadcast }
        },
        Reader(key: "answer") { reading, key in reading.script(key).map(FaultEffect.answer) },
    ]

    private enum OnlyWrites: String, CaseIterable { case writes }

    private mutating func script(_ key: String) -> ScriptedAnswer? {
        guard var section = parameters(key, shorthand: "pdu") else { return nil }
        var answer = ScriptedAnswer()
        let code = section.integer("exception", in: 0...255)
        let pdu = hex(&section, "pdu", upTo: WireLimits.maximumPDU)
        let adu = adu(&section)
        let given = ["exception", "pdu", "adu"].filter(section.has)
        if given.count > 1 {
            section.error(
                "\(section.subject) has both '\(given[0])' and '\(given[1])'; one is the most.",
                at: given[1])
        }
        if let code { answer.content = .exception(UInt8(code)) }
        if let pdu { answer.content = .pdu(pdu) }
        if let adu { answer.content = .adu(adu) }
        section.duration("delay", in: Self.longDelay, into: &answer.delay)
        if var drip = section.section("drip") {
            drip.integer("bytes", in: 1...260, into: &answer.dripBytes)
            drip.duration("every", in: Self.longDelay, into: &answer.dripEvery)
            drip.require("bytes", "every")
            drip.finish()
        }
        answer.resetAfter = section.integer("resetAfter", in: 0...1_000)
        section.finish()
        return answer
    }

    private func adu(_ section: inout Section) -> [ScriptedByte]? {
        guard let node = section.entry("adu")?.value else { return nil }
        let rule =
            "1 to 1000 bytes such as \"TT TT 00 00 00 03 UU 83 02\", where TT and UU are the "
            + "request's transaction and unit id"
        guard let words = Self.byteWords(node.text), (1...1_000).contains(words.count) else {
            section.refuse("adu", node, must: rule)
            return nil
        }
        var bytes: [ScriptedByte] = []
        var isHigh = true
        for word in words {
            if word == "TT" {
                bytes.append(isHigh ? .transactionHigh : .transactionLow)
                isHigh.toggle()
            } else if word == "UU" {
                bytes.append(.unit)
            } else if let byte = UInt8(word, radix: 16) {
                bytes.append(.byte(byte))
            } else {
                section.refuse("adu", node, must: rule)
                return nil
            }
        }
        return bytes
    }
}
