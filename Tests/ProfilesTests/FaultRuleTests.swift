import Foundation
import ModbusWire
import Tags
import Testing

@testable import Profiles

/// Reading of fault rules: every effect, and every message.
struct FaultRuleTests {
    static let facts: FaultFacts = {
        func tag(_ name: TagName, _ address: Int, _ type: RegisterType) -> TagProfile {
            TagProfile(
                name: name,
                mapping: RegisterMapping(table: .holdingRegisters, address: address, type: type))
        }
        var plant = PlantFacts(model: "kettle", signals: [], instruments: ["T"])
        plant.actuators = ["heater"]
        plant.disturbances = ["room"]
        return FaultFacts(
            devices: [
                DeviceProfile(
                    name: "pump",
                    tags: [
                        tag("pump.level", 40, .float32), tag("pump.set", 48, .int16),
                        tag("pump.name", 50, .string(bytes: 8)),
                    ]),
                DeviceProfile(name: "tank", tags: [tag("tank.T", 0, .int16)]),
                DeviceProfile(name: "real", isSimulated: false),
            ], plant: plant)
    }()

    static let effects = [
        "delay: 3 s", "delay: {by: 3 s, jitter: 1 s, overtaken: true}", "silence: request",
        "silence: answer", "silence: connection", "exception: 6",
        "exception: {code: 2, function: 4}",
        "transactionId: {add: 1}", "transactionId: {fixed: 7}", "unitId: 9", "protocolId: 256",
        "length: {add: -2}", "length: {fixed: 99}", "function: 4", "byteCount: {add: 2}",
        "inFlight: reverse", "inFlight: firstOnly", "inFlight: loseSecond", "answersTo: [0, 255]",
        "broadcast: writes", "answer: {exception: 2}", "answer: {pdu: \"03 02 00 2A\"}",
        "answer: {adu: \"TT TT 00 00 00 03 UU 83 02\", delay: 100 ms, "
            + "drip: {bytes: 1, every: 5 ms}, resetAfter: 4}",
        "connections: {limit: 1, others: refuse}", "connections: {limit: 1, others: dropOldest}",
        "connections: {limit: 1, others: neverAnswer}", "deaf: {within: 2 s, whole: true}",
        "pause: {least: 50 ms, else: 6}", "pause: {least: 50 ms, else: silence}",
        "idle: {after: 10 s, close: reset}", "halfOpen: reset", "halfOpen: newConnection",
        "resetAfter: 5", "close: politely", "power: off", "power: {off: reset}",
        "split: {at: [2, 7], pause: 200 ms}", "drip: {bytes: 1, every: 150 ms}", "join: 2",
        "leading: \"FF FF\"", "trailing: \"00\"", "rtu: {crc: wrong, requests: mbap}",
        "boundary: {every: 40, else: 2}", "wholeValues: {else: 2}", "oneValue: {else: silence}",
        "holes: 65535", "fill: 0", "bitsShifted: 1", "torn: {age: 1 s}", "fourBytes: true",
        "strings: {layout: low, pad: blank}", "wordOrder: CDAB", "writeOrder: BADC", "shift: -1",
        "scale: 10", "notAvailable: true", "notAvailable: 32768", "freeze: true",
        "on: {tags: [pump.level]}, scaleFactor: {factor: pump.set, exponents: [-1, -2], every: 10 s}",
        "on: {tags: [pump.set]}, counter: {start: 65530, perMinute: 10, limit: 65535}",
        "on: {tags: [pump.set]}, rollover: {limit: 9999999, add: 9}",
        "on: {tags: [pump.set]}, counterReset: true",
        "on: {tags: [pump.set]}, clock: {epoch: 0, ahead: 90 s, loses: 5 s}",
        "halfWrites: {else: 3}", "halfWrites: zero", "ignoreWrites: true",
        "on: {tags: [pump.set]}, clamp: [20, 40]", "on: {tags: [pump.set]}, round: 5",
        "revert: {after: 30 s}",
        "on: {tags: [pump.set]}, otherClient: {value: 12, every: 1 min}",
        "on: {tags: [pump.set]}, otherClient: {togglesBit: 3, after: 1 s}",
        "on: {tags: [pump.set]}, watchdog: {after: 1 min, value: 20}",
        "writeBudget: {writes: 100000, spent: 99990, else: 4}",
        "writeLock: {else: 4, for: 1 min}", "trip: {tag: tank.T, value: 120}",
    ]

    static let plantEffects = [
        "instrument: T, stuck: true", "instrument: T, spikes: {chance: 0.05, size: 20}",
        "instrument: T, broken: low", "instrument: T, broken: high", "instrument: T, bias: 1.5",
        "instrument: T, drift: 0.5", "instrument: T, gain: 0.1", "instrument: T, noise: 2",
        "instrument: T, silent: true", "actuator: heater, stuck: true",
        "actuator: heater, stiction: {stickBand: 5, slipJump: 2}", "actuator: heater, deadBand: 1",
        "actuator: heater, gain: 0.8", "actuator: heater, position: open",
        "actuator: heater, position: closed", "disturbance: room, hold: 25",
    ]

    private func read(_ text: String) -> (rule: FaultRule?, told: String) {
        let (rule, diagnostics) = FaultRuleReader.read(text, named: "body", facts: Self.facts)
        return (rule, diagnostics.map(\.description).joined(separator: "\n"))
    }

    @Test(arguments: effects.map { "device: pump, \($0)" } + plantEffects)
    func readsWhatItWrites(effect: String) throws {
        let text = "{name: one, \(effect), until: cleared}"
        let (rule, told) = read(text)
        #expect(told == "")
        let found = try #require(rule)
        #expect(found.description == text)
        #expect(read(found.description).rule == found)
        let json = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(FaultRule.self, from: json) == found)
    }

    @Test func readsTargetWindowAndEnd() throws {
        let text = """
            {name: late, device: pump, on: {unit: [7], functions: [3, 4], table: holdingRegisters, \
            addresses: [40, 41], tags: [pump.level], start: 40, quantity: [100, 125], request: 3, \
            every: 10, first: 2, chance: 0.2}, delay: 3 s, from: 10 min, \
            when: {tag: tank.T, above: 1.2}, cycle: {every: 24 h, from: 20 h, for: 10 h}, count: 5, \
            for: 2 min}
            """
        let (rule, told) = read(text)
        #expect(told == "")
        #expect(rule?.description == text)
        #expect(rule?.end == FaultEnd(count: 5, lasting: .seconds(120)))
        #expect(rule?.window.when?.holds(for: 1.3) == true)
        #expect(rule?.window.when?.holds(for: 1.2) == false)
    }

    @Test func readsTheBodyOfARequest() {
        let (rule, told) = read(
            #"{"name": "late", "device": "pump", "on": {"functions": 3}, "delay": "3 s", "count": 2}"#
        )
        #expect(told == "")
        #expect(rule?.effect == .delay(by: .seconds(3), jitter: .zero, isOvertaken: false))
        #expect(rule?.target.functions == [3])
    }

    static let refusals: [(String, String)] = [
        (
            "{name: a, device: pump, exception: 6}",
            "1:1: error: fault 'a' never ends. Add count:, for: or until: cleared."
        ),
        (
            "{name: a, device: pomp, exception: 6, count: 1}",
            "1:19: error: 'device' of fault 'a' is 'pomp'. Did you mean 'pump'? Allowed: pump, tank."
        ),
        (
            "{name: a, device: real, exception: 6, count: 1}",
            "1:19: error: 'device' of fault 'a' is 'real', which is not simulated: only simulated "
                + "devices play faults."
        ),
        (
            "{name: a, exception: 6, count: 1}",
            "1:1: error: fault 'a' names nothing it hits. Add device: (or instrument:, actuator: or "
                + "disturbance:)."
        ),
        (
            "{name: a, instrument: S, stuck: true, for: 1 s}",
            "1:23: error: 'instrument' of fault 'a' is 'S'. Did you mean 'T'? Allowed: T."
        ),
        (
            "{name: a, device: pump, on: {tags: pump.levle}, exception: 6, count: 1}",
            "1:36: error: 'tags' of 'on' of fault 'a' is 'pump.levle', no tag of device 'pump'. Did "
                + "you mean 'pump.level'?"
        ),
        (
            "{name: a, device: pump, on: {tags: tank.T}, exception: 6, count: 1}",
            "1:36: error: 'tags' of 'on' of fault 'a' is 'tank.T', no tag of device 'pump'."
        ),
        (
            "{name: a, device: pump, exception: 6, delay: 3 s, count: 1}",
            "1:46: error: fault 'a' has both 'exception' and 'delay'; a rule has one effect. Write "
                + "two rules."
        ),
        (
            "{name: a, device: pump, exception: 256, count: 1}",
            "1:36: error: 'code' of 'exception' of fault 'a' must be a whole number in 0…255, not "
                + "'256'."
        ),
        (
            "{name: a, device: pump, delay: 3, count: 1}",
            "1:32: error: 'by' of 'delay' of fault 'a' must be a duration in 0 s…8784 h with its "
                + "unit (ms, s, min, h), such as 6 s, not '3'."
        ),
        (
            "{name: a, device: pump, clamp: [1, 2], until: cleared}",
            "1:32: error: 'clamp' of fault 'a' needs to know which tags. Add on: {tags: …}."
        ),
        (
            "{name: a, device: pump, on: {tags: pump.name}, round: 2, until: cleared}",
            "1:29: error: 'round' of fault 'a' needs numbers, but 'pump.name' is text."
        ),
        (
            "{name: a, device: pump, power: off, count: 1}",
            "1:1: error: 'power' of fault 'a' lasts, so a count cannot end it. Add for: or until: "
                + "cleared."
        ),
        (
            "{name: a, instrument: T, on: {unit: 1}, stuck: true, until: cleared}",
            "1:30: error: 'on' of fault 'a' has no meaning: the fault is the plant's."
        ),
        (
            "{name: a, device: pump, exception: 6, count: 1, until: cleared}",
            "1:56: error: fault 'a' lasts until it is cleared, and yet has a count or a time."
        ),
        (
            "{name: a, device: pump, leading: \"F\u{FC}\", count: 1}",
            "1:34: error: 'leading' of fault 'a' must be 1 to 260 bytes such as \"83 02\", not text "
                + "\"F\u{FC}\"."
        ),
    ]

    @Test(arguments: refusals)
    func tellsWhatIsWrong(text: String, expected: String) {
        let (rule, told) = read(text)
        #expect(rule == nil)
        #expect(told == "body:\(expected)")
    }

    @Test func suggestsTheEffectThatWasMeant() {
        let told = read("{name: a, device: pump, dellay: 3 s, count: 1}").told
        #expect(
            told.hasPrefix("body:1:25: error: fault 'a' has no key 'dellay'. Did you mean 'delay'?")
        )
    }

    @Test func tellsAllFaultsOfAProfileInOneRun() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16}
            faults:
              - {name: a, device: kiln, exception: 6}
              - {name: b, device: kiln, silence: reqest, count: 1}
              - {name: b, device: kiln, delay: 3 s, when: {tag: kiln.S, above: 1}, count: 1}
              - {name: c, device: kiln, delay: 3 s, count: 1}
              - {name: c, device: kiln, freeze: true, for: 1 h}
            """
        let expected = """
            plant.yaml:8:5: error: fault 'a' never ends. Add count:, for: or until: cleared.
            plant.yaml:9:38: error: 'silence' of fault 'b' is 'reqest'. Did you mean 'request'? \
            Allowed: request, answer, connection.
            plant.yaml:10:53: error: 'tag' of 'when' of fault 'b' is 'kiln.S', no tag of any \
            simulated device. Did you mean 'kiln.T'?
            plant.yaml:12:5: error: two faults are called 'c'; give each its own name.
            """
        #expect(try faults(of: profile) == expected)
    }
}
