import ModbusWire
import Profiles
import Tags
import Testing

struct DeviceServerTests {
    private func devices(_ text: String) throws -> [DeviceProfile] {
        let folder = try ProfileFolder()
        try folder.write(text + "\n", to: "plant.yaml")
        return try #require(folder.load("plant.yaml").profile).devices
    }

    private func device(_ keys: String) throws -> DeviceProfile {
        try #require(
            try devices(
                """
                profile: kiln
                devices:
                  kiln:
                    simulated: true
                    tables: [{table: coils, count: 8}]
                \(keys.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
                """
            ).first)
    }

    @Test func readsEverySetting() throws {
        let server = try device(
            """
            memory: shared
            unknownUnit: 0x0A
            functions: [3, 4, 0x10]
            halfValues: 4
            exceptionStatus: 0x95
            serverId: {id: pump, running: false, extra: [1, 0xFF]}
            access:
              - {table: coils, start: 3, count: 2, allow: read}
              - {table: holdingRegisters, start: 9, allow: none, exception: 4}
            """
        ).server
        #expect(server.memory == .shared)
        #expect(server.unknownUnit == .exception(.gatewayPathUnavailable))
        #expect(
            server.functions == [
                .readHoldingRegisters, .readInputRegisters, .writeMultipleRegisters,
            ])
        #expect(server.halfValues == .serverDeviceFailure)
        #expect(server.exceptionStatus == 0x95)
        #expect(server.serverId == Array("pump".utf8) + [0, 1, 0xFF])
        #expect(server.access.map(\.range.start) == [3, 9])
        #expect(server.access.map(\.range.count) == [2, 1])
        #expect(server.access.map(\.allowed) == [.read, .none])
        #expect(server.access.map(\.exception.rawValue) == [2, 4])
    }

    @Test func hasDefaults() throws {
        #expect(try device("").server == DeviceServerSettings())
        #expect(try device("halfValues: allow").server.halfValues == nil)
    }

    @Test(arguments: [
        ("silence", DeviceServerSettings.UnknownUnit.silence), ("served", .served),
        ("4", .exception(.serverDeviceFailure)), ("11", .exception(.gatewayTargetFailedToRespond)),
    ])
    func readsWhatUnknownUnitsGet(
        text: String, expected: DeviceServerSettings.UnknownUnit
    ) throws {
        #expect(try device("unknownUnit: \(text)").server.unknownUnit == expected)
    }

    @Test func readsExactBytesOfTheServerId() throws {
        let exact = try device("serverId: [0xB4, 0xFF, 0x4C, 77]").server.serverId
        #expect(exact == [0xB4, 0xFF, 0x4C, 77])
        #expect(try device("serverId: LMB").server.serverId == Array("LMB".utf8))
        #expect(try device("serverId: {id: a}").server.serverId == [0x61, 0xFF])
    }

    @Test func readsObjectsOfTheMakersOwn() throws {
        let texts = try device(
            "identification: {vendor: Osprey, objects: {0x80: line 3, 255: last}}"
        ).identification
        #expect(texts == [0: "Osprey", 0x80: "line 3", 0xFF: "last"])
    }

    @Test func tellsWhatIsWrong() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tables: [{table: coils, count: 8}]
                memory: one
                unknownUnit: 5
                functions: [3, 20]
                halfValues: 0
                exceptionStatus: 256
                serverId: [256]
                access:
                  - {table: coils, start: 65535, count: 2, allow: read}
                  - {table: coils, start: 1}
                identification: {objects: {0x7F: no}}
            """
        let expected = """
            plant.yaml:6:13: error: 'memory' of device 'kiln' is 'one'. Allowed: separate, shared.
            plant.yaml:7:18: error: 'unknownUnit' of device 'kiln' must be silence, served, 4, \
            0x0A or 0x0B, not '5'.
            plant.yaml:8:20: error: 'functions' of device 'kiln' must be a list of function codes \
            out of 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 22, 23, 43, not '20'.
            plant.yaml:9:17: error: 'halfValues' of device 'kiln' must be allow or an exception \
            code in 1…255, not '0'.
            plant.yaml:10:22: error: 'exceptionStatus' of device 'kiln' must be a whole number in \
            0…255, not '256'.
            plant.yaml:11:16: error: 'serverId' of device 'kiln' must be text or a list of bytes, \
            0…255, not '256'.
            plant.yaml:13:45: error: an access rule of device 'kiln' ends at 65536; the last \
            address is 65535.
            plant.yaml:14:9: error: an access rule of device 'kiln' has no 'allow'.
            plant.yaml:15:32: error: '0x7F' of 'objects' of 'identification' of device 'kiln' is \
            no object of the maker's own; those are 0x80…0xFF.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsWhatHasNoMeaningForARealDevice() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                host: 10.0.0.7
                memory: shared
                tags: {a: {table: coils, address: 0}}
            """
        let expected = """
            plant.yaml:5:13: error: 'memory' of device 'kiln' has no meaning: the device is not \
            simulated.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsDevicesOfOneEndpointThatDisagree() throws {
        let profile = """
            profile: kiln
            devices:
              one: {simulated: true, endpoint: line, unknownUnit: 4, tables: [{table: coils, \
            count: 8}]}
              two: {simulated: true, endpoint: line, unit: 2, tables: [{table: coils, count: 8}]}
            """
        let expected = """
            plant.yaml:4:3: error: endpoint 'line' is shared by 'one' and 'two', which must give \
            the same 'unknownUnit', and not served.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func oneDescriptionMakesManyDevices() throws {
        let many = try devices(
            """
            profile: pumps
            devices:
              pump:
                simulated: true
                count: 1000
                tags: {speed: {table: inputRegisters, address: 0, type: uint16}}
              valve: {simulated: true, count: 3, port: 1502, tables: [{table: coils, count: 8}]}
              line: {simulated: true, count: 3, endpoint: bus, unit: 5, tables: [{table: \
            coils, count: 8}]}
            """)
        #expect(many.count == 1006)
        #expect(many[0].name == "pump-1" && many[999].name == "pump-1000")
        #expect(many[999].tags.map(\.name) == ["pump-1000.speed"])
        #expect(many[0..<1000].allSatisfy { $0.port == 0 && $0.unit == 1 })
        #expect(many[1000..<1003].map(\.port) == [1502, 1503, 1504])
        #expect(many[1003...].map(\.unit) == [5, 6, 7])
    }

    @Test func tellsAFaultOfManyDevicesOnceAndCopiesThatDoNotFit() throws {
        let profile = """
            profile: pumps
            devices:
              valve: {simulated: true, count: 3, port: 65534, tables: [{table: coils, count: 8}]}
              line: {simulated: true, count: 3, endpoint: bus, unit: 246, tables: [{table: \
            coils, count: 8}]}
              pump: {simulated: true, count: 0, tables: [{table: coils, count: 8}]}
              fan: {simulated: true, count: 50, tables: [{table: coils, count: 0}]}
            """
        let expected = """
            plant.yaml:3:35: error: 'count' of device 'valve' needs ports beyond 65535.
            plant.yaml:4:34: error: 'count' of device 'line' needs unit ids up to 248 and more at \
            one endpoint; the highest is 247.
            plant.yaml:5:34: error: 'count' of device 'pump' must be a whole number in 1…10000, \
            not '0'.
            plant.yaml:6:68: error: 'count' of a table of device 'fan' must be a whole number in \
            1…65536, not '0'.
            """
        #expect(try faults(of: profile) == expected)
    }
}
