import ModbusWire

extension FaultReading {
    private static let anyTime = Duration.milliseconds(1)...DurationText.longest

    static let connectionReaders = [
        Reader(key: "connections") { reading, key in
            guard var section = reading.parameters(key, shorthand: "limit") else { return nil }
            let limit = section.integer("limit", in: 0...65_535)
            let others = section.choice("others", of: FaultCrowd.self) ?? .refuse
            section.require("limit")
            section.finish()
            return limit.map { .connections(limit: $0, others: others) }
        },
        Reader(key: "deaf") { reading, key in
            guard var section = reading.parameters(key, shorthand: "within") else { return nil }
            let within = section.duration("within", in: anyTime)
            let isWhole = section.flag("whole") ?? false
            section.require("within")
            section.finish()
            return within.map { .deaf(within: $0, isWhole: isWhole) }
        },
        Reader(key: "pause") { reading, key in
            guard var section = reading.parameters(key, shorthand: "least") else { return nil }
            let least = section.duration("least", in: anyTime)
            let otherwise = reading.refusal(&section) ?? .silence
            section.require("least")
            section.finish()
            return least.map { .pause(least: $0, otherwise: otherwise) }
        },
        Reader(key: "idle") { reading, key in
            guard var section = reading.parameters(key, shorthand: "after") else { return nil }
            let after = section.duration("after", in: anyTime)
            let close = section.choice("close", of: FaultClosing.self) ?? .politely
            section.require("after")
            section.finish()
            return after.map { .idle(after: $0, close: close) }
        },
        Reader(key: "halfOpen") { reading, key in
            reading.section.choice(key, of: FaultReturn.self).map(FaultEffect.halfOpen)
        },
        Reader(key: "resetAfter") { reading, key in
            reading.section.integer(key, in: 0...1_000).map(FaultEffect.resetAfter)
        },
        Reader(key: "close") { reading, key in
            reading.section.choice(key, of: FaultClosing.self).map(FaultEffect.close)
        },
        Reader(key: "power") { reading, key in
            guard let node = reading.section.entry(key)?.value else { return nil }
            if node.text == "off" { return .power(isReset: false) }
            if case .mapping(let entries) = node.content, entries.count == 1,
                entries[0].key == "off", entries[0].value.text == "reset"
            {
                return .power(isReset: true)
            }
            reading.section.refuse(key, node, must: "off, or {off: reset}")
            return nil
        },
    ]

    static let byteReaders = [
        Reader(key: "split") { reading, key in
            guard var section = reading.parameters(key, shorthand: "at") else { return nil }
            let node = section.entry("at")?.value
            let cuts = node?.oneOrMore?.compactMap { $0.whole?.signed.flatMap(Int.init(exactly:)) }
            let pause = section.duration("pause", in: .zero...DurationText.longest) ?? .zero
            section.require("at")
            section.finish()
            guard let node else { return nil }
            guard let cuts, cuts.count == node.oneOrMore?.count, cuts == Array(Set(cuts)).sorted(),
                let first = cuts.first, first >= 1, cuts.last ?? 0 <= 1_000
            else {
                section.refuse(
                    "at", node, must: "an offset in 1…1000, or a list of them that grows")
                return nil
            }
            return .split(at: cuts, pause: pause)
        },
        Reader(key: "drip") { reading, key in
            guard var section = reading.parameters(key, shorthand: "every") else { return nil }
            let bytes = section.integer("bytes", in: 1...260) ?? 1
            let every = section.duration("every", in: anyTime)
            section.require("every")
            section.finish()
            return every.map { .drip(bytes: bytes, every: $0) }
        },
        Reader(key: "join") { reading, key in
            reading.section.integer(key, in: 2...16).map(FaultEffect.join)
        },
        Reader(key: "leading") { reading, key in
            reading.hex(&reading.section, key).map(FaultEffect.leading)
        },
        Reader(key: "trailing") { reading, key in
            reading.hex(&reading.section, key).map(FaultEffect.trailing)
        },
        Reader(key: "rtu") { reading, key in
            guard var section = reading.parameters(key, shorthand: "crc") else { return nil }
            let crc = section.choice("crc", of: CRC.self) ?? .right
            let requests = section.choice("requests", of: Requests.self) ?? .rtu
            section.finish()
            return .rtu(isRight: crc == .right, requestsToo: requests == .rtu)
        },
    ]

    private enum CRC: String, CaseIterable { case right, wrong }
    private enum Requests: String, CaseIterable { case rtu, mbap }
}
