import ModbusWire
import Tags

extension FaultReading {
    private static let anyTime = Duration.milliseconds(1)...DurationText.longest

    static let blockReaders = [
        Reader(key: "boundary") { reading, key in
            guard var section = reading.parameters(key, shorthand: "every") else { return nil }
            let every = section.integer("every", in: 1...65_535)
            let otherwise = reading.refusal(&section) ?? .exception(2)
            section.require("every")
            section.finish()
            return every.map { .boundary(every: $0, otherwise: otherwise) }
        },
        Reader(key: "wholeValues") { reading, key in
            reading.refusalAlone(key).map(FaultEffect.wholeValues)
        },
        Reader(key: "oneValue") { reading, key in
            reading.refusalAlone(key).map(FaultEffect.oneValue)
        },
        Reader(key: "holes") { reading, key in
            reading.section.integer(key, in: 0...65_535).map { .holes(UInt16($0)) }
        },
        Reader(key: "fill") { reading, key in
            reading.section.integer(key, in: 0...65_535).map { .fill(UInt16($0)) }
        },
        Reader(key: "bitsShifted") { reading, key in
            reading.section.integer(key, in: 1...1_000).map(FaultEffect.bitsShifted)
        },
        Reader(key: "torn") { reading, key in
            if reading.section.entry(key)?.value.text == "true" { return .torn(age: .seconds(1)) }
            guard var section = reading.parameters(key, shorthand: "age") else { return nil }
            let age = section.duration("age", in: anyTime)
            section.require("age")
            section.finish()
            return age.map(FaultEffect.torn)
        },
        Reader(key: "fourBytes") { reading, key in reading.isTrue(key) ? .fourBytes : nil },
        Reader(key: "strings") { reading, key in
            guard var section = reading.parameters(key, shorthand: "layout") else { return nil }
            let layout = section.choice("layout", of: StringLayout.self)
            let pad = section.choice("pad", of: Pad.self) ?? .zero
            section.require("layout")
            section.finish()
            return layout.map { .strings($0, isBlankPadded: pad == .blank) }
        },
    ]

    private enum Pad: String, CaseIterable { case zero, blank }

    /// Reads `{else: 2}`, or the refusal alone.
    mutating func refusalAlone(_ key: String) -> FaultRefusal? {
        guard var section = parameters(key, shorthand: "else") else { return nil }
        let refusal = refusal(&section)
        section.require("else")
        section.finish()
        return refusal
    }

    static let numberReaders = [
        Reader(key: "wordOrder") { reading, key in
            reading.section.choice(key, of: WordOrder.self).map(FaultEffect.wordOrder)
        },
        Reader(key: "writeOrder") { reading, key in
            reading.section.choice(key, of: WordOrder.self).map(FaultEffect.writeOrder)
        },
        Reader(key: "shift") { reading, key in
            reading.section.integer(key, in: -1_000...1_000).map(FaultEffect.shift)
        },
        Reader(key: "scale") { reading, key in
            reading.section.number(key, "a number other than 0") { $0 != 0 }
                .map(FaultEffect.scale)
        },
        Reader(key: "notAvailable") { reading, key in
            if reading.section.entry(key)?.value.text == "true" { return .notAvailable(nil) }
            return reading.section.unsigned(key).map { .notAvailable($0) }
        },
        Reader(key: "freeze") { reading, key in reading.isTrue(key) ? .freeze : nil },
        Reader(key: "scaleFactor") { reading, key in reading.scaleFactor(key) },
        Reader(key: "counter") { reading, key in
            guard var section = reading.parameters(key, shorthand: "limit") else { return nil }
            let start = section.number("start") ?? 0
            let rate = section.number("perMinute", "a number above 0") { $0 > 0 }
            let limit = section.number("limit", "a number above 0") { $0 > 0 }
            section.require("perMinute", "limit")
            section.finish()
            guard let rate, let limit else { return nil }
            return .counter(start: start, perMinute: rate, limit: limit)
        },
        Reader(key: "rollover") { reading, key in
            guard var section = reading.parameters(key, shorthand: "limit") else { return nil }
            let limit = section.number("limit", "a number above 0") { $0 > 0 }
            let add = section.number("add") ?? 0
            section.require("limit")
            section.finish()
            return limit.map { .rollover(limit: $0, add: add) }
        },
        Reader(key: "counterReset") { reading, key in reading.isTrue(key) ? .counterReset : nil },
        Reader(key: "clock") { reading, key in reading.clock(key) },
    ]

    private mutating func scaleFactor(_ key: String) -> FaultEffect? {
        guard var section = section.section(key) else { return nil }
        let factor = tag(&section, "factor", ofDevice: device)
        let exponents = section.entry("exponents")?.value.oneOrMore?.compactMap {
            $0.whole?.signed.flatMap(Int.init(exactly:))
        }
        let every = section.duration("every", in: Self.anyTime)
        section.require("factor", "exponents", "every")
        section.finish()
        guard let factor, let every, let exponents, !exponents.isEmpty,
            exponents.allSatisfy((-10...10).contains)
        else {
            if let node = section.entry("exponents")?.value, factor != nil, every != nil {
                section.refuse("exponents", node, must: "a list of whole numbers in -10…10")
            }
            return nil
        }
        return .scaleFactor(tag: factor, exponents: exponents, every: every)
    }

    private mutating func clock(_ key: String) -> FaultEffect? {
        guard var section = section.section(key) else { return nil }
        let epoch = section.number("epoch", "0 or more") { $0 >= 0 } ?? 0
        let ahead = section.duration("ahead") ?? .zero
        let behind = section.duration("behind") ?? .zero
        let gains = section.duration("gains") ?? .zero
        let loses = section.duration("loses") ?? .zero
        section.finish()
        return .clock(
            epoch: epoch, offset: (ahead - behind).inSeconds,
            drift: (gains - loses).inSeconds)
    }
}
