import Foundation
import ModbusWire
import Profiles
import Tags
import Testing

struct ProfileLoaderTests {
    private let folder: ProfileFolder

    init() throws { folder = try ProfileFolder() }

    private func profile(_ text: String) throws -> Profile {
        try folder.write(text, to: "plant.yaml")
        #expect(folder.faults(of: "plant.yaml") == "")
        return try #require(folder.load("plant.yaml").profile)
    }

    @Test func fillsInEveryDefault() throws {
        let profile = try profile(
            """
            profile: small
            devices:
              real: {host: 10.0.0.7, tags: {a: {table: coils, address: 3}}}
              played: {simulated: true, tables: [{table: holdingRegisters, count: 4, value: 9}]}
            scans:
              all: {interval: 6 s}
            """)
        #expect(profile.name == "small" && profile.seed == 1 && profile.summary.isEmpty)
        let real = profile.devices[0]
        #expect(!real.isSimulated && real.port == 502 && real.unit == 1 && real.endpoint == nil)
        #expect(real.link == LinkSettings())
        #expect(real.tags[0].mapping.type == .bool && !real.tags[0].isWritable)
        #expect(real.place.line == 3 && real.place.column == 3)
        let played = profile.devices[1]
        #expect(played.isSimulated && played.host == "127.0.0.1" && played.port == 0)
        let range = try #require(AddressRange(start: 0, count: 4))
        #expect(
            played.blocks == [RegisterBlock(table: .holdingRegisters, range: range, value: 9)])
        #expect(
            profile.scanGroups == [ScanGroup(name: "all", interval: .seconds(6), tags: ["real.a"])])
        #expect(profile.plant == nil && profile.forecast == nil && profile.control == nil)
    }

    @Test func readsEveryKeyOfATag() throws {
        let profile = try profile(
            """
            profile: small
            devices:
              d:
                simulated: true
                unit: 7
                link: {answerTimeout: 500 ms, tries: 2, maximumBackoff: 1 min}
                identification: {vendor: Osprey, revision: "1.4"}
                tags:
                  sp: {table: holdingRegisters, address: 0x10, type: int32, order: CDAB,
                    writeOrder: ABCD, scale: 0.1, offset: -5, unit: °C, summary: air, initial: 20,
                    role: manipulated, range: [0, 90], maximumStep: 2, minimumInterval: 1.5 min,
                    writesPerHour: 12, writeFunction: multiple, notAvailable: [-1, 0x80000000]}
                  on: {table: coils, address: 1, access: write, values: {0: off, 1: on},
                    initial: on}
            """)
        let device = profile.devices[0]
        #expect(device.unit == 7 && device.identification == [0: "Osprey", 2: "1.4"])
        #expect(device.link.answerTimeout == .milliseconds(500) && device.link.tries == 2)
        #expect(device.link.maximumBackoff == .seconds(60))
        let setpoint = try #require(profile.tag("d.sp"))
        var mapping = RegisterMapping(
            table: .holdingRegisters, address: 16, type: .int32, wordOrder: .cdab,
            writeOrder: .abcd, scale: 0.1, offset: -5, writeFunction: .multiple)
        mapping.notAvailable = [0xFFFF_FFFF, 0x8000_0000]
        #expect(setpoint.mapping == mapping)
        #expect(setpoint.unit == "°C" && setpoint.summary == "air" && setpoint.isWritable)
        #expect(setpoint.role == .manipulated && setpoint.initialValue == .number(20))
        #expect(
            setpoint.limits
                == SetpointLimits(
                    range: 0...90, maximumStep: 2, minimumInterval: .seconds(90),
                    maximumWritesPerHour: 12))
        let switched = try #require(profile.tag("d.on"))
        #expect(switched.isWritable && switched.mapping.enumeration == [0: "off", 1: "on"])
        #expect(switched.initialValue == .text("on") && switched.limits == nil)
    }

    @Test func laysAProfilesKeysOverThoseOfItsMap() throws {
        try folder.write(
            """
            map: dryer
            tags:
              sp: {table: holdingRegisters, address: 0, type: int16, unit: °C}
              T: {table: inputRegisters, address: 0, type: float32, order: CDAB}
            """, to: "devices/dryer.yaml")
        let profile = try profile(
            """
            profile: two
            devices:
              one: &dryer
                simulated: true
                map: devices/dryer.yaml
                tags:
                  sp: {role: manipulated, range: [0, 9], maximumStep: 1, minimumInterval: 1 s}
                  T: {address: 2}
                  extra: {table: coils, address: 0}
              two: {<<: *dryer, tags: {}}
            """)
        #expect(
            profile.tags.map(\.name)
                == ["one.sp", "one.T", "one.extra", "two.sp", "two.T"])
        let temperature = try #require(profile.tag("one.T"))
        #expect(temperature.mapping.address == 2 && temperature.mapping.wordOrder == .cdab)
        #expect(temperature.mapping.writeOrder == .cdab)
        #expect(profile.tag("one.sp")?.unit == "°C")
        #expect(profile.tag("two.sp")?.role == nil)
        #expect(profile.tag("two.T")?.place.file.hasSuffix("devices/dryer.yaml") == true)
    }

    @Test func readsTheWholeLoop() throws {
        let profile = try profile(
            """
            profile: loop
            seed: 18446744073709551615
            devices:
              k:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C}
                  sp: {table: holdingRegisters, address: 0, type: int16, role: manipulated,
                    range: [20, 90], maximumStep: 5, minimumInterval: 1 min}
            scans: {all: {interval: 6 s, tags: [k.T, k.sp]}}
            plant:
              model: kettle
              parameters: {disturbances: 0.5, lag: 2 min}
              instruments: {T: {noise: 0.1, lag: 30 s}}
              bind: {T: k.T, T.setpoint: k.sp}
            features:
              now: {value: k.T}
              before: {lag: k.T, by: 5 min}
              change: {difference: k.T, over: 5 min}
              mean: {mean: k.T, over: 2 min}
              slope: {slope: k.T, over: 2 min}
              both: {product: [now, mean]}
            forecast:
              scans: all
              horizon: 5 min
              regressor: {recursiveLeastSquares: {forgetting: 0.99, walk: 0.5}}
            quality: {tag: k.T, delay: 5 min, target: 60, tolerance: 2, truth: T}
            control: {setpoint: k.sp, gain: [-2, -0.5], gainLag: 3 min, integralTime: 20 min,
              deadBand: 0.2, maximumResultAge: 30 min}
            """)
        #expect(profile.seed == .max)
        let plant = try #require(profile.plant)
        #expect(plant.model == "kettle" && plant.parameters == ["disturbances": 0.5, "lag": 120])
        #expect(plant.instruments == ["T": ["noise": 0.1, "lag": 30]])
        #expect(
            plant.bindings
                == [
                    PlantBinding(signal: "T", tag: "k.T"),
                    PlantBinding(signal: "T.setpoint", tag: "k.sp"),
                ])
        #expect(
            profile.features.map(\.term)
                == [
                    .value("k.T"), .lag("k.T", by: .seconds(300)),
                    .difference("k.T", over: .seconds(300)), .mean("k.T", over: .seconds(120)),
                    .slope("k.T", over: .seconds(120)), .product("now", "mean"),
                ])
        let forecast = try #require(profile.forecast)
        #expect(forecast.scanGroup == "all" && forecast.horizon == .seconds(300))
        #expect(
            forecast.regressor == .recursiveLeastSquares(forgetting: 0.99, prior: 0.1, walk: 0.5))
        let quality = try #require(profile.quality)
        #expect(quality.tag == "k.T" && quality.counter == nil && quality.delay == .seconds(300))
        #expect(quality.target == 60 && quality.tolerance == 2 && quality.truth == "T")
        let control = try #require(profile.control)
        #expect(control.setpoint == "k.sp" && control.gain == -2 ... -0.5)
        #expect(control.gainLag == .seconds(180) && control.response == 1)
        #expect(control.minimumOutcomes == 10 && control.maximumResultAge == .seconds(1800))
    }

    @Test func fingerprintsTheFileAndItsMaps() throws {
        try folder.write("map: m\ntags: {a: {table: coils, address: 0}}\n", to: "m.yaml")
        let text = "profile: p\ndevices: {d: {simulated: true, map: m.yaml}}\n"
        let first = try profile(text).digest
        let again = try profile(text).digest
        let later = try profile(text + "# later\n").digest
        #expect(first.count == 16 && first == again && first != later)
        try folder.write("map: m\ntags: {a: {table: coils, address: 1}}\n", to: "m.yaml")
        let moved = try profile(text).digest
        #expect(first != moved)
    }

    @Test func takesAByteOrderMarkAndDosLines() throws {
        let profile = try profile(
            "\u{FEFF}profile: dos\r\ndevices:\r\n"
                + "  d: {simulated: true, tables: [{table: coils, count: 8}]}\r\n"
        )
        #expect(profile.devices[0].place.line == 3)
    }

    @Test func keepsAsterisksInText() throws {
        let profile = try profile(
            """
            profile: stars
            summary: "*not an alias, nor *this"   # *nor this
            devices:
              d:
                simulated: true
                tables: [{table: coils, count: 8}]
                identification: {vendor: a *b}
            """)
        #expect(profile.summary == "*not an alias, nor *this")
        #expect(profile.devices[0].identification == [0: "a *b"])
    }

    @Test func tellsItsFindingsAsJSON() throws {
        try folder.write("profile: \"a\\nb\"\ndevices: {}\n", to: "plant.yaml")
        let findings = folder.load("plant.yaml").diagnostics
        let data = Data(findings.json.utf8)
        let objects = try #require(
            JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(objects.count == 2)
        #expect(objects[1]["severity"] as? String == "error")
        #expect((objects[1]["file"] as? String)?.hasSuffix("plant.yaml") == true)
        #expect(objects[1]["line"] as? Int == 2 && objects[1]["column"] as? Int == 10)
        #expect(
            objects[1]["message"] as? String
                == "'devices' of the profile must name at least one device.")
        #expect((objects[0]["message"] as? String)?.contains("\"a\nb\"") == true)
        #expect([ProfileDiagnostic]().json == "[]")
    }

    @Test func takesAProfileWithWarnings() throws {
        try folder.write(
            "profile: p\ndevices: {d: {simulated: true, tags: {a: {table: coils, address: 0, "
                + "maximumStep: 1}}}}\n", to: "plant.yaml")
        let result = folder.load("plant.yaml")
        #expect(result.profile != nil && !result.hasErrors && result.diagnostics.count == 1)
    }
}
