import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

/// Tags of every kind on plain registers.
private let kindsProfile = DeviceProfile(
    name: "kinds",
    tags: [
        TagProfile(
            name: "kinds.flow",
            mapping: RegisterMapping(table: .inputRegisters, address: 0, type: .int16, scale: 0.1),
            unit: "t/h"),
        TagProfile(
            name: "kinds.running",
            mapping: RegisterMapping(table: .discreteInputs, address: 3, type: .bool)),
        TagProfile(
            name: "kinds.label",
            mapping: RegisterMapping(
                table: .holdingRegisters, address: 0, type: .string(bytes: 8))),
        TagProfile(
            name: "kinds.alarm",
            mapping: RegisterMapping(table: .holdingRegisters, address: 10, type: .bit(3)),
            isWritable: true),
        TagProfile(
            name: "kinds.word",
            mapping: RegisterMapping(table: .holdingRegisters, address: 10, type: .uint16),
            isWritable: true),
        TagProfile(
            name: "kinds.total",
            mapping: RegisterMapping(table: .holdingRegisters, address: 20, type: .uint64)),
        TagProfile(
            name: "kinds.turned",
            mapping: RegisterMapping(
                table: .holdingRegisters, address: 30, type: .float32, wordOrder: .cdab,
                writeOrder: .abcd), isWritable: true),
    ])

/// The message of a refusal that was expected; empty if there was none.
func text(of refusal: FleetError?) -> String { refusal.map { "\($0)" } ?? "" }

struct TagAccessTests {
    @Test
    func everyKindOfTagIsSetAndReadInItsUnit() async throws {
        try await withFleet([kindsProfile]) { fleet, bound in
            let values: [(TagName, TagValue)] = [
                ("kinds.flow", .number(12.3)), ("kinds.running", .flag(true)),
                ("kinds.label", .text("LINE-7")), ("kinds.alarm", .flag(true)),
                ("kinds.total", .unsigned(.max)), ("kinds.turned", .number(2.5)),
            ]
            for (name, value) in values {
                try await fleet.setTag(name, to: value)
                let reading = try await fleet.readTag(name)
                #expect(reading.value == value && reading.status == .good)
            }
            let client = try Client(bound[0])
            #expect(try client.ask(.read(.inputRegisters, range(0, 1))) == [4, 2, 0, 123])
            #expect(try client.ask(.read(.discreteInputs, range(3, 1))) == [2, 1, 1])
            #expect(try client.ask(.read(.holdingRegisters, range(10, 1))) == [3, 2, 0, 8])
            let turned = try client.ask(.read(.holdingRegisters, range(30, 2)))
            #expect(turned == [3, 4, 0, 0, 0x40, 0x20])
        }
    }

    @Test
    func severalTagsAreSetAtOneInstantOrNotAtAll() async throws {
        try await withFleet([kindsProfile]) { fleet, _ in
            try await fleet.setTags(["kinds.flow": .number(1), "kinds.running": .flag(true)])
            let refusal = await #expect(throws: FleetError.self) {
                try await fleet.setTags([
                    "kinds.flow": .number(4_000), "kinds.running": .flag(false),
                    "kinds.label": .text("far too long"),
                ])
            }
            #expect(
                text(of: refusal) == """
                    'kinds.flow': 4000 is outside -3276.8…3276.7, all that its int16 can hold; it \
                    takes -3276.8…3276.7 t/h.
                    'kinds.label': 'far too long' takes 12 bytes; the tag holds 8.
                    """)
            #expect(try await fleet.readTag("kinds.running").value == .flag(true))
            #expect(try await fleet.readTag("kinds.flow").number == 1)
        }
    }

    @Test
    func whatIsNoNumberOrNoTagIsRefusedByName() async throws {
        try await withFleet([kindsProfile]) { fleet, _ in
            for value in [TagValue.number(.nan), .number(.infinity), .text("x"), .flag(true)] {
                await #expect(throws: FleetError.self) {
                    try await fleet.setTag("kinds.flow", to: value)
                }
            }
            let refusal = await #expect(throws: FleetError.self) {
                _ = try await fleet.readTags(["kinds.flwo", "kinds.flow"])
            }
            #expect(
                text(of: refusal)
                    == "'kinds.flwo': no simulated device has this tag. Did you mean 'kinds.flow'?")
        }
    }

    @Test
    func aReadingOfThePlantIsOverwrittenAtTheNextStep() async throws {
        try await withFleet(
            [StubMap.profile], plant: StubPlant(), bindings: StubMap.bindings
        ) { fleet, _ in
            try await fleet.setTag("tank.level", to: .number(77))
            #expect(try await fleet.readTag("tank.level").number == 77)
            await fleet.advance(to: PlantTime(seconds: 1))
            #expect(try await fleet.readTag("tank.level").number == 1)
        }
    }

    @Test
    func aSetpointOfThePlantIsSetAndHeldToItsLimits() async throws {
        try await withFleet(
            [StubMap.profile], plant: StubPlant(), bindings: StubMap.bindings
        ) { fleet, _ in
            try await fleet.setTag("tank.setpoint", to: .number(900))
            #expect(try await fleet.readTag("tank.setpoint").number == 20)
            #expect(try await fleet.readTag("tank.setpoint").limits == 10...20)
            await fleet.advance(to: PlantTime(seconds: 1))
            #expect(try await fleet.readTag("tank.held").number == 20)
        }
    }
}

struct ForcedTagTests {
    @Test
    func aForcedReadingStandsWhateverThePlantDoes() async throws {
        try await withFleet(
            [StubMap.profile], plant: StubPlant(), bindings: StubMap.bindings
        ) { fleet, _ in
            try await fleet.forceTag("tank.level", to: .number(500))
            await fleet.advance(to: PlantTime(seconds: 3))
            let forced = try await fleet.readTag("tank.level")
            #expect(forced.number == 500 && forced.isForced)
            #expect(await fleet.forcedTags().map(\.name) == ["tank.level"])
            #expect(await fleet.truth("level") == 3)
            try await fleet.releaseTag("tank.level")
            #expect(try await fleet.readTag("tank.level").number == 3)
        }
    }

    @Test
    func aClientsWriteToAForcedSetpointReachesThePlantAndIsNotShown() async throws {
        try await withFleet(
            [StubMap.profile], plant: StubPlant(), bindings: StubMap.bindings
        ) { fleet, bound in
            try await fleet.forceTag("tank.setpoint", to: .number(11))
            let client = try Client(bound[0])
            let write = RequestPDU.writeRegisters(start: 10, [0x4180, 0])
            #expect(try client.ask(write, unit: 7) == hex("10 00 0A 00 02"))
            #expect(try await fleet.readTag("tank.setpoint").number == 11)
            await fleet.advance(to: PlantTime(seconds: 1))
            #expect(try await fleet.readTag("tank.held").number == 16)
            #expect(try await fleet.readTag("tank.setpoint").number == 11)
            await fleet.releaseAllTags()
            #expect(try await fleet.readTag("tank.setpoint").number == 16)
        }
    }

    @Test
    func aForcedBitLeavesItsNeighboursAlone() async throws {
        try await withFleet([kindsProfile]) { fleet, bound in
            let client = try Client(bound[0])
            try await fleet.forceTag("kinds.alarm", to: .flag(true))
            _ = try client.ask(.writeRegister(address: 10, value: 0xF000))
            #expect(try await fleet.readTag("kinds.word").value == .integer(0xF008))
            _ = try client.ask(.maskWriteRegister(address: 10, and: 0, or: 0x0001))
            #expect(try await fleet.readTag("kinds.word").value == .integer(0x0009))
            try await fleet.releaseTag("kinds.alarm")
            #expect(try await fleet.readTag("kinds.word").value == .integer(0x0001))
        }
    }

    @Test
    func forcesOverOneAnotherComeOffInAnyOrder() async throws {
        try await withFleet([kindsProfile]) { fleet, _ in
            try await fleet.setTag("kinds.word", to: .integer(7))
            try await fleet.forceTag("kinds.word", to: .integer(0x100))
            try await fleet.forceTag("kinds.alarm", to: .flag(true))
            #expect(try await fleet.readTag("kinds.word").value == .integer(0x108))
            try await fleet.forceTag("kinds.word", to: .integer(0x200))
            #expect(try await fleet.readTag("kinds.word").value == .integer(0x208))
            try await fleet.releaseTag("kinds.word")
            #expect(try await fleet.readTag("kinds.word").value == .integer(0xF))
            try await fleet.releaseTag("kinds.alarm")
            #expect(try await fleet.readTag("kinds.word").value == .integer(7))
        }
    }

    @Test
    func whatFunctionCode23ReadsBackIsWhatIsForced() async throws {
        try await withFleet([kindsProfile]) { fleet, bound in
            let client = try Client(bound[0])
            try await fleet.forceTag("kinds.word", to: .integer(5))
            let answer = try client.ask(
                .readWriteRegisters(read: range(10, 1), writeStart: 10, [9]))
            #expect(answer == [23, 2, 0, 5])
            await fleet.releaseAllTags()
            #expect(try await fleet.readTag("kinds.word").value == .integer(9))
        }
    }
}
