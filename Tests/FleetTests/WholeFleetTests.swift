import ModbusWire
import Plants
import Profiles
import Reactor
import Tags
import Testing

@testable import Fleet

struct WholeFleetTests {
    private static let level = RequestPDU.read(.inputRegisters, range(0, 4))

    @Test
    func advancingMovesWhatRegistersShow() async throws {
        try await withFleet(
            [StubMap.profile], plant: StubPlant(), bindings: StubMap.bindings
        ) { fleet, bound in
            let client = try Client(bound[0])
            #expect(
                try client.ask(Self.level, unit: 7) == hex("04 08 00 00 00 00 00 96 00 00"))
            await fleet.advance(to: PlantTime(seconds: 4.5))
            #expect(await fleet.time() == PlantTime(seconds: 4))
            #expect(await fleet.truth("level") == 4)
            #expect(await fleet.truth("no such") == nil)
            #expect(
                try client.ask(Self.level, unit: 7) == hex("04 08 40 80 00 00 00 96 00 04"))
        }
    }

    @Test
    func aBlockIsOfOneInstant() async throws {
        try await withFleet(
            [StubMap.profile], plant: StubPlant(), bindings: StubMap.bindings
        ) { fleet, bound in
            let client = try Client(bound[0])
            await fleet.runClock(speed: 20_000)
            var last: Float = -1
            for _ in 0..<500 {
                let answer = try #require(try client.ask(Self.level, unit: 7))
                let pattern = answer[2..<6].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                let level = Float(bitPattern: pattern)
                #expect(Int(level) % 65536 == Int(answer[8]) << 8 | Int(answer[9]))
                #expect(level >= last)
                last = level
            }
            #expect(last > 0)
        }
    }

    @Test
    func aRunningClockTellsTheTimeWithoutAPlant() async throws {
        try await withFleet { fleet, _ in
            #expect(await fleet.time() == .start)
            await fleet.runClock(speed: 1e6)
            let first = await fleet.time()
            let second = await fleet.time()
            #expect(second >= first && second > .start)
        }
    }

    @Test
    func aSuspendedDeviceIsGoneAndComesBackOnItsPort() async throws {
        var other = plainProfile
        other.name = "other"
        try await withFleet([plainProfile, other]) { fleet, bound in
            let clients = try bound.map { try Client($0) }
            _ = try clients[0].ask(.writeRegister(address: 5, value: 99))
            _ = try clients[1].ask(.read(.coils, range(0, 1)))
            try await fleet.suspend(device: "plain")
            #expect(clients[0].receiveAll().isReset)
            #expect(throws: Client.ConnectFailed.self) { try Client(bound[0]) }
            #expect(try clients[1].ask(.read(.coils, range(0, 1))) != nil)
            #expect(await fleet.counters().devices["plain"]?.isSuspended == true)
            try await fleet.suspend(device: "plain")
            try await fleet.resume(device: "plain")
            try await fleet.resume(device: "plain")
            let again = try Client(bound[0])
            #expect(try again.ask(.read(.holdingRegisters, range(5, 1))) == [3, 2, 0, 99])
            #expect(await fleet.counters().devices["plain"]?.isSuspended == false)
        }
    }

    @Test
    func aSuspendedUnitOfASharedListenerIsUnknown() async throws {
        let profiles = [UnitId(rawValue: 1), 2].map { unit in
            DeviceProfile(
                name: "d\(unit)", endpoint: "line", unit: unit, blocks: [block(.coils, 0, 8)])
        }
        try await withFleet(profiles) { fleet, bound in
            let client = try Client(bound[0])
            let request = RequestPDU.read(.coils, range(0, 1))
            try await fleet.suspend(device: "d2")
            #expect(try client.ask(request, unit: 2) == [0x81, 0x0B])
            #expect(try client.ask(request, unit: 1) == [1, 1, 0])
            try await fleet.resume(device: "d2")
            #expect(try client.ask(request, unit: 2) == [1, 1, 0])
            try await fleet.suspend(device: "d2")
            try await fleet.suspend(device: "d1")
            #expect(client.receiveAll().isReset)
        }
    }

    @Test
    func aStoppedFleetRefusesAndClosesEverything() async throws {
        let fleet = try SimulatedFleet(devices: [plainProfile], logger: quiet)
        let bound = try await fleet.start()
        let client = try Client(bound[0])
        #expect(try client.ask(.read(.coils, range(0, 1))) != nil)
        await fleet.stop()
        await fleet.stop()
        #expect(client.isCut())
        #expect(throws: Client.ConnectFailed.self) { try Client(bound[0]) }
        await #expect(throws: FleetError.stopped) { try await fleet.start() }
        #expect(await fleet.counters() == FleetCounters())
    }

    @Test
    func aForgottenFleetLetsGoOfItsPort() async throws {
        func port() async throws -> BoundDevice {
            let fleet = try SimulatedFleet(devices: [plainProfile], logger: quiet)
            return try await fleet.start()[0]
        }
        let bound = try await port()
        #expect(throws: Client.ConnectFailed.self) { try Client(bound) }
    }

    @Test
    func aTakenPortIsNamed() async throws {
        try await withFleet { _, bound in
            var profile = plainProfile
            profile.name = "second"
            profile.port = bound[0].port
            let second = try SimulatedFleet(devices: [profile], logger: quiet)
            do throws(FleetError) {
                try await second.start()
                Issue.record("a taken port was bound")
            } catch {
                #expect(
                    "\(error)"
                        == "second cannot listen at 127.0.0.1:\(bound[0].port):"
                        + " bind: address already in use.")
            }
            await second.stop()
        }
    }

    @Test
    func sameHostAndPortShareAListener() throws {
        let profiles = [1, 2, 3].map { unit in
            DeviceProfile(
                name: "d\(unit)", host: unit == 1 ? "localhost" : "127.0.0.1", port: 1502,
                unit: UnitId(rawValue: unit))
        }
        #expect(try ListenerPlan.plans(for: profiles).map(\.devices) == [[0, 1, 2]])
        let apart = [1, 2].map { DeviceProfile(name: "d\($0)", unit: 1) }
        #expect(try ListenerPlan.plans(for: apart).map(\.devices) == [[0], [1]])
    }
}

struct FleetErrorTests {
    private func refusal(
        _ devices: [DeviceProfile], plant: sending StubPlant? = nil, _ bindings: [PlantBinding] = []
    ) -> String {
        do throws(FleetError) {
            _ = try SimulatedFleet(
                devices: devices, plant: plant, bindings: bindings, logger: quiet)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    private func tank(_ tag: TagProfile) -> DeviceProfile {
        DeviceProfile(name: "tank", tags: [tag])
    }

    @Test
    func listenersThatCannotBeAreRefused() {
        #expect(
            refusal([DeviceProfile(name: "a", host: "plc.example")])
                == "a: host 'plc.example' is no numeric address; a simulated device takes one, or"
                + " localhost.")
        #expect(
            refusal(
                [DeviceProfile(name: "a", port: 1502), DeviceProfile(name: "b", port: 1502)])
                == "a, b share one listener and unit id 1; give each its own.")
        #expect(
            refusal([
                DeviceProfile(name: "a", port: 1502, endpoint: "e"),
                DeviceProfile(name: "b", port: 1503, endpoint: "e", unit: 2),
            ]) == "a, b share endpoint 'e' but give different hosts or ports.")
    }

    @Test
    func bindingsThatCannotBeAreRefused() {
        let tag = TagProfile(
            name: "tank.level",
            mapping: RegisterMapping(table: .inputRegisters, address: 0, type: .uint16))
        let binding = PlantBinding(signal: "level", tag: "tank.level")
        #expect(
            refusal([tank(tag)], [binding])
                == "'tank.level' is bound to a signal, but there is no plant.")
        #expect(
            refusal([tank(tag)], plant: StubPlant(), [PlantBinding(signal: "x", tag: tag.name)])
                == "'tank.level' is bound to 'x'; the plant's signals are level, level.setpoint,"
                + " level.held, heartbeat, remote.")
        #expect(
            refusal([tank(tag)], plant: StubPlant(), [PlantBinding(signal: "level", tag: "a.b")])
                == "signal 'level' is bound to 'a.b', which no simulated device has.")
        #expect(
            refusal(
                [tank(tag)], plant: StubPlant(),
                [binding, PlantBinding(signal: "remote", tag: "tank.level")])
                == "'tank.level' is bound to level, remote.")
    }

    @Test
    func tagsThatCannotBeAreRefused() {
        #expect(
            refusal([
                tank(
                    TagProfile(
                        name: "tank.level",
                        mapping: RegisterMapping(
                            table: .inputRegisters, address: 65535, type: .float32)))
            ]) == "'tank.level' needs 2 at address 65535; the last address is 65535.")
        let refused = refusal([
            tank(
                TagProfile(
                    name: "tank.level",
                    mapping: RegisterMapping(table: .inputRegisters, address: 0, type: .uint16),
                    initialValue: .integer(-1)))
        ])
        #expect(refused.hasPrefix("'tank.level': "))
    }
}
