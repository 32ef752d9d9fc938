import ModbusWire
import Profiles
import Tags
import Testing

@testable import Gateway

struct ScanTests {
    @Test func aScanBringsEveryTagOfEveryTable() async throws {
        let device = RegisterDevice()
        device.change {
            $0.coils[3] = true
            $0.holding[10...11] = [0x8000, 0x4321]
            $0.holding[20...22] = [0x4B49, 0x4C4E, 0x2031]
            $0.holding[30...33] = [0x8000, 0, 0, 1]
        }
        let server = RawServer(device)
        defer { server.stop() }
        let tags = [
            TagProfile(
                name: "plc.air",
                mapping: RegisterMapping(
                    table: .holdingRegisters, address: 10, type: .float32, wordOrder: .cdab)),
            TagProfile(
                name: "plc.run", mapping: RegisterMapping(table: .coils, address: 3, type: .bool)),
            TagProfile(
                name: "plc.stop", mapping: RegisterMapping(table: .coils, address: 4, type: .bool)),
            TagProfile(
                name: "plc.limit",
                mapping: RegisterMapping(table: .discreteInputs, address: 6, type: .bool)),
            TagProfile(
                name: "plc.level",
                mapping: RegisterMapping(
                    table: .inputRegisters, address: 7, type: .uint16, scale: 0.1)),
            TagProfile(
                name: "plc.name",
                mapping: RegisterMapping(
                    table: .holdingRegisters, address: 20, type: .string(bytes: 6))),
            TagProfile(
                name: "plc.total",
                mapping: RegisterMapping(table: .holdingRegisters, address: 30, type: .uint64)),
        ]
        let gateway = try DeviceGateway(testing: [.test(port: server.port, tags: tags)])
        try await gateway.start()
        let scan = try #require(await gateway.scan(at: 0))
        #expect(scan.reasons.allSatisfy { $0 == nil })
        #expect(scan["plc.air"]?.value == 161.5)
        #expect(scan["plc.run"]?.value == 1)
        #expect(scan["plc.stop"]?.value == 0)
        #expect(scan["plc.limit"]?.value == 1)
        #expect(scan["plc.level"]?.value == 0.7)
        #expect(scan.value(at: 5) == .text("KILN 1"))
        #expect(scan.value(at: 6) == .unsigned(0x8000_0000_0000_0001))
        #expect(server.requests.count == 6, "one read a run of touching addresses")
        #expect(server.connections == 1)
        await gateway.stop()
    }

    @Test func lockstepMakesEveryScanDueInOrderOfTimeAndGroup() async throws {
        let server = RawServer(RegisterDevice())
        defer { server.stop() }
        let device = DeviceProfile.test(
            port: server.port,
            tags: [.input("plc.a", at: 1), .input("plc.b", at: 2), .input("plc.c", at: 3)])
        let groups = [
            ScanGroup(name: "slow", interval: .seconds(2), tags: ["plc.c"]),
            ScanGroup(name: "fast", interval: .milliseconds(500), tags: ["plc.a", "plc.b"]),
        ]
        let gateway = try DeviceGateway(
            devices: [device], scanGroups: groups, settings: .init(seed: 1, clock: .lockstep),
            journal: MemoryWriteJournal(), logger: .silent)
        try await gateway.start()
        let scans = await gateway.advance(to: PlantTime(seconds: 2))
        let order = scans.map { "\($0.layout.group) \($0.sequence) \($0.time.seconds)" }
        #expect(
            order == [
                "slow 0 0.0", "fast 0 0.0", "fast 1 0.5", "fast 2 1.0", "fast 3 1.5",
                "slow 1 2.0", "fast 4 2.0",
            ])
        #expect(await gateway.nextDue() == PlantTime(seconds: 2.5))
        #expect(await gateway.advance(to: PlantTime(seconds: 2.4)).isEmpty)
        await gateway.stop()
    }

    @Test func lockstepStampsEverySampleWithTheScansPlantTime() async throws {
        let server = RawServer(RegisterDevice())
        defer { server.stop() }
        let gateway = try DeviceGateway(
            testing: [.test(port: server.port, tags: [.input("plc.a", at: 1)])])
        try await gateway.start()
        for second in [0.0, 1, 7] {
            let scan = try #require(await gateway.scan(at: second))
            #expect(scan.samples[0].requestedAt == PlantTime(seconds: second))
            #expect(scan.samples[0].answeredAt == PlantTime(seconds: second))
        }
        await gateway.stop()
    }

    @Test func theRunningClockScansByItselfAndStampsRequestAndAnswer() async throws {
        let server = RawServer(RegisterDevice())
        defer { server.stop() }
        let gateway = try DeviceGateway(
            testing: [.test(port: server.port, tags: [.input("plc.a", at: 1)])],
            clock: .running(speed: 100))
        try await gateway.start()
        var scans: [Scan] = []
        for await scan in gateway.scans {
            scans.append(scan)
            if scans.count == 5 { break }
        }
        let sequences = scans.map(\.sequence)
        #expect(sequences == sequences.sorted() && Set(sequences).count == 5)
        for scan in scans {
            #expect(scan.time == PlantTime(seconds: Double(scan.sequence)))
            #expect(scan.samples[0].requestedAt >= scan.time)
            #expect(scan.samples[0].answeredAt > scan.samples[0].requestedAt)
            #expect(scan.values == [1])
        }
        await gateway.stop()
        for await _ in gateway.scans {}
    }

    @Test func aReaderThatLagsLosesTheOldestScansAndTheyAreCounted() async throws {
        let server = RawServer(RegisterDevice())
        defer { server.stop() }
        let gateway = try DeviceGateway(
            testing: [.test(port: server.port, tags: [.input("plc.a", at: 1)])],
            clock: .running(speed: 1_000)
        ) { $0.scanBuffer = 2 }
        try await gateway.start()
        while gateway.droppedScans < 3 { await Task.yield() }
        await gateway.stop()
        var kept: [Int] = []
        for await scan in gateway.scans { kept.append(scan.sequence) }
        #expect(kept.count == 2)
        #expect(kept[0] >= 3)
    }

    @Test func devicesOnOneEndpointShareItsConnection() async throws {
        let server = RawServer { request in
            [.send(request.answer([request.pdu[0], 2, 0, request.unit]))]
        }
        defer { server.stop() }
        let devices = (1...4).map { unit in
            DeviceProfile.test(
                "plc\(unit)", port: server.port, unit: UnitId(rawValue: UInt8(unit)),
                tags: [.input(TagName("plc\(unit).a") ?? "x", at: 5)])
        }
        let gateway = try DeviceGateway(testing: devices)
        try await gateway.start()
        let scan = try #require(await gateway.scan(at: 0))
        #expect(scan.values == [1, 2, 3, 4])
        #expect(server.connections == 1)
        let ids = server.requests.map { Int($0.id[0]) << 8 | Int($0.id[1]) }
        #expect(ids == [1, 2, 3, 4], "each request has an id of its own")
        await gateway.stop()
    }

    @Test func hostNamesAreLookedUp() async throws {
        let server = RawServer(RegisterDevice())
        defer { server.stop() }
        var device = DeviceProfile.test(port: server.port, tags: [.input("plc.a", at: 9)])
        device.host = "localhost"
        let gateway = try DeviceGateway(testing: [device])
        try await gateway.start()
        #expect(await gateway.scan(at: 0)?.values == [9])
        await gateway.stop()
    }

    @Test func aSinglePollReadsEveryGroupOnceApartFromTheSchedule() async throws {
        let server = RawServer(RegisterDevice())
        defer { server.stop() }
        let device = DeviceProfile.test(
            port: server.port, tags: [.input("plc.a", at: 1), .input("plc.b", at: 2)])
        let gateway = try DeviceGateway(
            testing: [device], groups: [["plc.a"], ["plc.b"]], clock: .running(speed: 1))
        try await gateway.start(scanning: false)
        for round in 0..<3 {
            let scans = await gateway.pollOnce()
            #expect(scans.map(\.layout.group).sorted() == ["group0", "group1"])
            #expect(scans.map(\.sequence) == [round, round])
            #expect(scans.allSatisfy { $0.samples[0].status.isGood })
        }
        #expect(server.requests.count == 6)
        await gateway.stop()
    }

    @Test func groupsWithoutACommonDeviceMayHaveLanesOfTheirOwn() async throws {
        let servers = (0..<4).map { _ in RawServer(RegisterDevice()) }
        defer { for server in servers { server.stop() } }
        let devices = servers.enumerated().map { index, server in
            DeviceProfile.test(
                "plc\(index)", port: server.port,
                tags: [.input(TagName("plc\(index).a") ?? "x", at: index)])
        }
        let names = devices.map { $0.tags[0].name }
        let groups = [[names[0], names[1]], [names[1]], [names[2]], [names[3]]]
        var settings = GatewaySettings(seed: 1, clock: .lockstep)
        settings.maximumLanes = 3
        let plans = try LanePlans(
            devices: devices,
            scanGroups: groups.enumerated().map {
                ScanGroup(name: "g\($0.offset)", interval: .seconds(1), tags: $0.element)
            }, settings: settings)
        #expect(plans.lanes.count == 3)
        #expect(plans.places["plc0"]?.lane == plans.places["plc1"]?.lane)
        #expect(Set(plans.places.values.map(\.lane)).count == 3)
        let gateway = try DeviceGateway(testing: devices, groups: groups) { $0.maximumLanes = 3 }
        try await gateway.start()
        let scans = await gateway.advance(to: PlantTime(seconds: 1))
        #expect(scans.map(\.layout.group) == (0..<8).map { "group\($0 % 4)" })
        #expect(scans.flatMap(\.reasons).allSatisfy { $0 == nil })
        await gateway.stop()
    }

    @Test func faultsOfTheProfileAreToldBeforeAnythingStarts() {
        let device = DeviceProfile.test(port: 1, tags: [.input("plc.a", at: 1)])
        #expect(throws: GatewayError.unknownTag("plc.b", group: "group0")) {
            _ = try DeviceGateway(testing: [device], groups: [["plc.b"]])
        }
        #expect(throws: GatewayError.unit(device: "plc", 250)) {
            _ = try DeviceGateway(testing: [
                .test(port: 1, unit: 250, tags: [.input("plc.a", at: 1)])
            ])
        }
        #expect(throws: GatewayError.duplicate("127.0.0.1:1, unit 1")) {
            _ = try DeviceGateway(testing: [device, .test("other", port: 1, tags: [])], groups: [])
        }
    }
}
