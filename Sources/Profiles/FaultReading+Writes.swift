import ModbusWire

extension FaultReading {
    private static let anyTime = Duration.milliseconds(1)...DurationText.longest

    static let writeReaders = [
        Reader(key: "halfWrites") { reading, key in
            if reading.section.entry(key)?.value.text == "zero" { return .halfWrites(nil) }
            return reading.refusalAlone(key).map { .halfWrites($0) }
        },
        Reader(key: "ignoreWrites") { reading, key in reading.isTrue(key) ? .ignoreWrites : nil },
        Reader(key: "clamp") { reading, key in
            reading.section.range(key).map(FaultEffect.clamp)
        },
        Reader(key: "round") { reading, key in
            reading.section.number(key, "a number above 0") { $0 > 0 }.map(FaultEffect.round)
        },
        Reader(key: "revert") { reading, key in
            guard var section = reading.parameters(key, shorthand: "after") else { return nil }
            let after = section.duration("after", in: anyTime)
            section.require("after")
            section.finish()
            return after.map(FaultEffect.revert)
        },
        Reader(key: "otherClient") { reading, key in reading.otherClient(key) },
        Reader(key: "watchdog") { reading, key in
            guard var section = reading.section.section(key) else { return nil }
            let after = section.duration("after", in: anyTime)
            let value = section.number("value")
            section.require("after", "value")
            section.finish()
            guard let after, let value else { return nil }
            return .watchdog(after: after, value: value)
        },
        Reader(key: "writeBudget") { reading, key in
            guard var section = reading.parameters(key, shorthand: "writes") else { return nil }
            let writes = section.integer("writes", in: 1...1_000_000_000)
            let spent = section.integer("spent", in: 0...1_000_000_000) ?? 0
            let otherwise = reading.refusal(&section) ?? .exception(4)
            section.require("writes")
            section.finish()
            return writes.map { .writeBudget(writes: $0, spent: spent, otherwise: otherwise) }
        },
        Reader(key: "writeLock") { reading, key in
            guard var section = reading.parameters(key, shorthand: "else") else { return nil }
            let otherwise = reading.refusal(&section) ?? .exception(4)
            let hold = section.duration("for", in: anyTime) ?? DurationText.longest
            section.finish()
            return .writeLock(otherwise: otherwise, holdTime: hold)
        },
        Reader(key: "trip") { reading, key in
            guard var section = reading.section.section(key) else { return nil }
            let tag = reading.tag(&section, "tag", ofDevice: nil)
            let value = section.number("value")
            section.require("tag", "value")
            section.finish()
            guard let tag, let value else { return nil }
            return .trip(tag: tag, value: value)
        },
    ]

    private mutating func otherClient(_ key: String) -> FaultEffect? {
        guard var section = section.section(key) else { return nil }
        let value = section.number("value")
        let bit = section.integer("togglesBit", in: 0...15)
        let every = section.duration("every", in: Self.anyTime)
        let after = section.duration("after", in: .zero...DurationText.longest)
        if section.has("value") == section.has("togglesBit") {
            findings.error(
                "\(section.subject) needs one of value: and togglesBit:.", at: section.place)
        }
        if section.has("every") == section.has("after") {
            findings.error(
                "\(section.subject) needs one of every: (on its own) and after: (a write of ours).",
                at: section.place)
        }
        section.finish()
        guard let act = value.map(OtherClient.Act.writes) ?? bit.map(OtherClient.Act.togglesBit)
        else { return nil }
        return .otherClient(OtherClient(act: act, every: every, after: after))
    }

    static let instrumentReaders = [
        Reader(key: "stuck") { reading, key in
            reading.isTrue(key) ? .instrument(.stuck) : nil
        },
        Reader(key: "spikes") { reading, key in
            guard var section = reading.section.section(key) else { return nil }
            let chance = section.number("chance", "a number in 0…1") { (0...1).contains($0) }
            let size = section.number("size", "a number above 0") { $0 > 0 }
            section.require("chance", "size")
            section.finish()
            guard let chance, let size else { return nil }
            return .instrument(.spikes(chance: chance, size: size))
        },
        Reader(key: "broken") { reading, key in
            reading.section.choice(key, of: Stop.self).map {
                .instrument($0 == .low ? .brokenLow : .brokenHigh)
            }
        },
        number("bias", "a number") {
            .instrument(.bias($0))
        } where: { _ in
            true
        },
        number("drift", "0 or more") {
            .instrument(.drift($0))
        } where: {
            $0 >= 0
        },
        number("gain", "a number above -1") {
            .instrument(.gain($0))
        } where: {
            $0 > -1
        },
        number("noise", "0 or more") {
            .instrument(.noise($0))
        } where: {
            $0 >= 0
        },
        Reader(key: "silent") { reading, key in
            reading.isTrue(key) ? .instrument(.silent) : nil
        },
    ]

    static let actuatorReaders = [
        Reader(key: "stuck") { reading, key in
            reading.isTrue(key) ? .actuator(.stuck) : nil
        },
        Reader(key: "stiction") { reading, key in
            guard var section = reading.section.section(key) else { return nil }
            let percent = "a number in 0…100"
            let band = section.number("stickBand", percent) { (0...100).contains($0) }
            let jump = section.number("slipJump", percent) { (0...100).contains($0) } ?? 0
            section.require("stickBand")
            section.finish()
            return band.map { .actuator(.stiction(stickBand: $0, slipJump: jump)) }
        },
        number("deadBand", "a number in 0…100") {
            .actuator(.deadBand($0))
        } where: {
            (0...100).contains($0)
        },
        number("gain", "0 or more") {
            .actuator(.gain($0))
        } where: {
            $0 >= 0
        },
        Reader(key: "position") { reading, key in
            reading.section.choice(key, of: Position.self).map {
                .actuator($0 == .open ? .open : .closed)
            }
        },
    ]

    static let disturbanceReaders = [
        number("hold", "a number") {
            .hold($0)
        } where: { _ in
            true
        }
    ]

    private enum Stop: String, CaseIterable { case low, high }
    private enum Position: String, CaseIterable { case open, closed }

    private static func number(
        _ key: String, _ rule: String, make: @escaping @Sendable (Double) -> FaultEffect,
        where isAllowed: @escaping @Sendable (Double) -> Bool
    ) -> Reader {
        Reader(key: key) { reading, key in
            reading.section.number(key, rule, where: isAllowed).map(make)
        }
    }
}
