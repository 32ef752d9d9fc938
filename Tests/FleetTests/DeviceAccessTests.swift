import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

struct DeviceAccessTests {
    private func device(
        tags: [TagProfile] = [], _ change: (inout DeviceServerSettings) -> Void
    ) throws -> SimulatedDevice {
        var profile = plainProfile
        profile.tags = tags
        change(&profile.server)
        return try .make(profile)
    }

    private func rule(
        _ table: PrimaryTable, _ start: Int, _ count: Int,
        _ allowed: DeviceServerSettings.AccessRule.Allowed, _ code: UInt8 = 2
    ) -> DeviceServerSettings.AccessRule {
        .init(
            table: table, range: range(start, count), allowed: allowed,
            exception: ExceptionCode(rawValue: code))
    }

    @Test(arguments: [
        // 10–14 are read only, 20–24 write only, 30–34 absent with exception 4
        ("03 00 0A 00 05", "03 0A 00 00 00 00 00 00 00 00 00 00"), ("06 00 0A 00 01", "86 02"),
        ("10 00 09 00 02 04 00 00 00 01", "90 02"), ("06 00 09 00 01", "06 00 09 00 01"),
        ("16 00 0A 00 00 00 01", "96 02"),
        ("03 00 14 00 01", "83 01"), ("03 00 13 00 02", "83 01"), ("03 00 13 00 01", "03 02 00 00"),
        ("06 00 14 00 01", "06 00 14 00 01"), ("16 00 14 00 00 00 01", "16 00 14 00 00 00 01"),
        ("03 00 22 00 01", "83 04"), ("06 00 22 00 01", "86 04"), ("03 00 23 00 01", "03 02 00 00"),
        ("03 00 1D 00 0A", "83 04"),
        // both ranges of 23: the write first
        ("17 00 14 00 01 00 1E 00 01 02 00 01", "97 04"),
        ("17 00 14 00 01 00 28 00 01 02 00 01", "97 01"),
        ("17 00 28 00 01 00 14 00 01 02 00 01", "17 02 00 00"),
        // other tables are free, and structure comes first
        ("04 00 1E 00 05", "04 0A 00 00 00 00 00 00 00 00 00 00"), ("03 00 1E 00 00", "83 03"),
        // a hole with an exception of its own
        ("03 01 2C 00 01", "83 05"), ("03 01 2D 00 01", "83 02"),
        // coils
        ("05 00 03 FF 00", "85 02"), ("01 00 03 00 01", "01 01 00"),
    ])
    func addressesAllowWhatTheirRuleLeaves(request: String, answer: String) throws {
        let device = try device {
            $0.access = [
                rule(.holdingRegisters, 10, 5, .read), rule(.holdingRegisters, 20, 5, .write, 1),
                rule(.holdingRegisters, 30, 5, .none, 4), rule(.holdingRegisters, 300, 1, .none, 5),
                rule(.coils, 3, 1, .read),
            ]
        }
        let expected = hex(answer)
        #expect(device.answer(request) == expected)
        let isRefused = expected[0] > 0x80 && expected.count == 2
        if isRefused { #expect(device.log.all.allSatisfy { $0.refusal != nil }) }
    }

    @Test
    func functionsLeftOutMeetExceptionOneBeforeAnythingElse() throws {
        let device = try device { $0.functions = [.readHoldingRegisters, .writeSingleRegister] }
        #expect(device.answer("03 00 28 00 01") == hex("03 02 00 00"))
        #expect(device.answer("06 00 28 00 01") == hex("06 00 28 00 01"))
        for code in UInt8(0)...255 where code != 3 && code != 6 {
            #expect(device.answer([code, 0xFF]) == [code | 0x80, 1])
        }
        #expect(device.counters.exceptions == 254)
    }

    @Test(arguments: [
        ("03 00 32 00 02", true), ("03 00 32 00 01", false), ("03 00 33 00 01", false),
        ("03 00 31 00 02", false), ("03 00 33 00 02", false), ("03 00 30 00 05", true),
        ("03 00 30 00 02", true), ("03 00 34 00 02", true), ("06 00 32 12 34", false),
        ("10 00 32 00 02 04 00 01 00 02", true), ("10 00 31 00 02 04 00 01 00 02", false),
        ("16 00 33 00 00 00 01", false), ("17 00 00 00 01 00 33 00 01 02 00 01", false),
        ("17 00 33 00 01 00 00 00 01 02 00 01", false), ("03 00 3C 00 01", true),
    ])
    func aHalfValueIsRefusedIfTheDeviceSaysSo(request: String, isWhole: Bool) throws {
        let tags = [
            TagProfile(
                name: "plain.whole",
                mapping: RegisterMapping(table: .holdingRegisters, address: 50, type: .float32),
                isWritable: true),
            TagProfile(
                name: "plain.single",
                mapping: RegisterMapping(table: .holdingRegisters, address: 60, type: .uint16)),
        ]
        let strict = try device(tags: tags) { $0.halfValues = .serverDeviceFailure }
        let answer = strict.answer(request)
        #expect(answer == [hex(request)[0] | 0x80, 4] || isWhole)
        #expect((answer[0] < 0x80) == isWhole)
        #expect(try device(tags: tags) { _ in }.answer(request)[0] < 0x80)
    }

    @Test
    func aRefusedHalfIsNotWritten() throws {
        let tag = TagProfile(
            name: "plain.whole",
            mapping: RegisterMapping(table: .holdingRegisters, address: 50, type: .uint32),
            isWritable: true)
        let device = try device(tags: [tag]) { $0.halfValues = .illegalDataAddress }
        #expect(device.answer("10 00 33 00 02 04 12 34 56 78") == hex("90 02"))
        #expect(device.answer("03 00 32 00 03") == hex("03 06 00 00 00 00 00 00"))
        #expect(device.log.all.map(\.refusal) == [.illegalDataAddress])
    }
}

struct UnknownUnitTests {
    private static let read = RequestPDU.read(.holdingRegisters, range(40, 1))

    private func profile(
        _ unknown: DeviceServerSettings.UnknownUnit?, _ name: String = "plain", unit: UnitId = 1,
        endpoint: String? = nil
    ) -> DeviceProfile {
        var profile = plainProfile
        profile.name = name
        profile.unit = unit
        profile.endpoint = endpoint
        profile.server.unknownUnit = unknown
        return profile
    }

    @Test(arguments: [UInt8(4), 0x0A, 0x0B])
    func itGetsTheExceptionOfItsListener(code: UInt8) async throws {
        let exception = ExceptionCode(rawValue: code)
        try await withFleet([profile(.exception(exception)), profile(nil, "other")]) { _, bound in
            let client = try Client(bound[0])
            #expect(try client.ask(Self.read, unit: 9) == [0x83, code])
            #expect(try client.ask(Self.read) == hex("03 02 00 00"))
            #expect(try Client(bound[1]).ask(Self.read, unit: 9) == [0x83, 0x0B])
        }
    }

    @Test
    func itMayMeetSilenceAtOneListenerOnly() async throws {
        try await withFleet([profile(.silence), profile(nil, "other")]) { fleet, bound in
            let client = try Client(bound[0])
            client.send(MalformedInput.adu(Self.read.encoded, unit: 9))
            #expect(try client.ask(Self.read) == hex("03 02 00 00"))
            #expect(try Client(bound[1]).ask(Self.read, unit: 9) == [0x83, 0x0B])
            #expect(await fleet.counters().unknownUnits == 2)
        }
    }

    @Test
    func aDeviceAloneMayServeAllIds() async throws {
        try await withFleet([profile(.served)]) { fleet, bound in
            let client = try Client(bound[0])
            for unit in UInt8(0)...255 {
                let unit = UnitId(rawValue: unit)
                #expect(try client.ask(Self.read, unit: unit) == hex("03 02 00 00"))
            }
            #expect(await fleet.counters().unknownUnits == 0)
        }
    }

    @Test
    func devicesOfOneListenerAgree() throws {
        func fleet(
            _ first: DeviceServerSettings.UnknownUnit?, _ second: DeviceServerSettings.UnknownUnit?
        )
            throws
        {
            _ = try SimulatedFleet(
                devices: [
                    profile(first, "a", endpoint: "line"),
                    profile(second, "b", unit: 2, endpoint: "line"),
                ], logger: quiet)
        }
        #expect(throws: FleetError.unknownUnitDisagrees(devices: ["a", "b"])) {
            try fleet(.silence, nil)
        }
        #expect(throws: FleetError.unknownUnitDisagrees(devices: ["a", "b"])) {
            try fleet(.served, .served)
        }
        #expect(throws: Never.self) { try fleet(.silence, .silence) }
    }
}
