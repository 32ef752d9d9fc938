import ModbusWire
import Plants
import Profiles
import Tags
import Testing

@testable import Fleet

struct PlantBindingTests {
    private func make(_ plant: StubPlant) throws -> SimulatedDevice {
        try .make(StubMap.profile, plant: plant, signals: StubMap.signals)
    }

    @Test
    func registersShowThePlantAfterEachStep() throws {
        let device = try make(StubPlant())
        // level 0, held 15.0 in tenths, heartbeat 0
        #expect(device.answer("04 00 00 00 04") == hex("04 08 00 00 00 00 00 96 00 00"))
        device.host.advance(to: PlantTime(seconds: 3))
        #expect(device.answer("04 00 00 00 04") == hex("04 08 40 40 00 00 00 96 00 03"))
        #expect(device.answer("03 00 14 00 01") == hex("03 02 00 03"))
        #expect(device.answer("02 00 04 00 01") == hex("02 01 01"))
    }

    @Test
    func signalsAreEncodedOnceAStepAndOnlyIfAsked() throws {
        let plant = StubPlant()
        let device = try make(plant)
        device.host.advance(to: PlantTime(seconds: 1000))
        #expect(plant.reads == 0)
        for _ in 0..<5 { _ = device.answer("04 00 00 00 04") }
        #expect(plant.reads == StubMap.signals.count)
    }

    @Test
    func aWrittenSetpointReachesThePlantAndItsTwinFollows() throws {
        let plant = StubPlant()
        let device = try make(plant)
        // 12.5 as float32
        #expect(device.answer("10 00 0A 00 02 04 41 48 00 00") == hex("10 00 0A 00 02"))
        #expect(plant.received == [12.5])
        #expect(device.answer("03 00 0A 00 02") == hex("03 04 41 48 00 00"))
        #expect(device.answer("04 00 02 00 01") == hex("04 02 00 96"))
        device.host.advance(to: PlantTime(seconds: 1))
        #expect(device.answer("03 00 0A 00 02") == hex("03 04 41 48 00 00"))
        #expect(device.answer("04 00 02 00 01") == hex("04 02 00 7D"))
    }

    @Test(arguments: [
        ("44 7A 00 00", 20.0, "41 A0 00 00"),  // 1000
        ("C4 7A 00 00", 10.0, "41 20 00 00"),  // -1000
        ("41 A0 00 00", 20.0, "41 A0 00 00"),
    ])
    func aSetpointOutsideItsRangeIsClampedInTheRegister(
        written: String, received: Double, shown: String
    ) throws {
        let plant = StubPlant()
        let device = try make(plant)
        #expect(device.answer("10 00 0A 00 02 04 " + written) == hex("10 00 0A 00 02"))
        #expect(plant.received == [received])
        #expect(device.answer("03 00 0A 00 02") == hex("03 04 " + shown))
        device.host.advance(to: PlantTime(seconds: 1))
        #expect(device.answer("03 00 0A 00 02") == hex("03 04 " + shown))
    }

    @Test(arguments: ["7F C0 00 00", "7F 80 00 00", "FF 80 00 00"])
    func aSetpointThatIsNoNumberChangesNothing(written: String) throws {
        let plant = StubPlant()
        let device = try make(plant)
        #expect(device.answer("10 00 0A 00 02 04 " + written) == hex("10 00 0A 00 02"))
        #expect(plant.received.isEmpty)
        #expect(device.answer("03 00 0A 00 02") == hex("03 04 41 70 00 00"))
    }

    @Test(arguments: [
        "06 00 0A 41 48", "16 00 0A 00 00 41 48", "17 00 0A 00 01 00 0A 00 01 02 41 48",
    ])
    func everyRegisterWriteReachesTheSetpoint(request: String) throws {
        let plant = StubPlant()
        let device = try make(plant)
        #expect(device.answer(request)[0] < 0x80)
        #expect(plant.received == [12.5])
    }

    @Test
    func functionCode23ReadsTheClampedSetpoint() throws {
        let device = try make(StubPlant())
        #expect(
            device.answer("17 00 0A 00 02 00 0A 00 02 04 44 7A 00 00")
                == hex("17 04 41 A0 00 00"))
    }

    @Test
    func aTagBoundToAReadingIsNotWritten() throws {
        let plant = StubPlant()
        let device = try make(plant)
        #expect(device.answer("06 00 14 00 01") == hex("86 02"))
        #expect(
            device.answer("10 00 0A 00 0B 16 41 48" + String(repeating: " 00", count: 20))
                == hex("90 02"))
        #expect(plant.received.isEmpty)
    }

    @Test
    func aBoundReadingInsideABlockIsNotWritten() throws {
        var profile = StubMap.profile
        profile.blocks = [block(.holdingRegisters, 0, 30)]
        let device = try SimulatedDevice.make(
            profile, plant: StubPlant(), signals: StubMap.signals)
        #expect(device.answer("06 00 14 00 01") == hex("86 02"))
        #expect(device.answer("06 00 13 00 01") == hex("06 00 13 00 01"))
    }

    @Test
    func aSetpointThatMayNotBeWrittenIsOnlyShown() throws {
        var profile = StubMap.profile
        for index in profile.tags.indices { profile.tags[index].isWritable = false }
        let device = try SimulatedDevice.make(
            profile, plant: StubPlant(), signals: StubMap.signals)
        #expect(device.answer("06 00 0A 41 48") == hex("86 02"))
        #expect(device.answer("03 00 0A 00 02") == hex("03 04 41 70 00 00"))
    }

    @Test
    func aSetpointCoilIsSetAndShown() throws {
        let plant = StubPlant()
        let device = try SimulatedDevice.make(
            DeviceProfile(
                name: "d",
                tags: [
                    TagProfile(
                        name: "d.coil",
                        mapping: RegisterMapping(table: .coils, address: 5, type: .bool),
                        isWritable: true)
                ]), plant: plant, signals: ["d.coil": 1])
        #expect(device.answer("01 00 05 00 01") == hex("01 01 01"))
        #expect(device.answer("05 00 05 00 00") == hex("05 00 05 00 00"))
        #expect(plant.received == [10])
    }

    @Test
    func readingNeverStepsOrSetsThePlant() throws {
        let plant = StubPlant()
        let device = try make(plant)
        for request in ["04 00 00 00 04", "03 00 0A 00 02", "02 00 04 00 01", "2B 0E 01 00"] {
            _ = device.answer(request)
        }
        #expect(plant.steps == 0 && plant.received.isEmpty)
    }

    @Test
    func theLogTellsThePlantTimeOfAWrite() throws {
        let device = try make(StubPlant())
        device.host.advance(to: PlantTime(seconds: 42.5))
        _ = device.answer("10 00 0A 00 02 04 44 7A 00 00")
        #expect(device.log.all.map(\.time) == [PlantTime(seconds: 42)])
        // As sent, not as clamped.
        #expect(device.log.all.map(\.words) == [[0x447A, 0]])
    }
}

struct PlantHostTests {
    @Test
    func stepsEndByTheTargetAndNotBeyond() {
        let host = PlantHost(StubPlant())
        #expect(host.advance(to: PlantTime(seconds: 2.999)))
        #expect(host.steps == 2)
        #expect(host.advance(to: PlantTime(seconds: 3)))
        #expect(host.steps == 3)
        #expect(host.advance(to: PlantTime(seconds: 1)))
        #expect(host.time == PlantTime(seconds: 3))
        #expect(host.nextStep == PlantTime(seconds: 4))
    }

    @Test
    func lostStepsAreCaughtUpAFewAtATime() {
        let host = PlantHost(StubPlant())
        #expect(!host.advance(to: PlantTime(seconds: 25), atMost: 10))
        #expect(host.steps == 10)
        #expect(!host.advance(to: PlantTime(seconds: 25), atMost: 10))
        #expect(host.advance(to: PlantTime(seconds: 25), atMost: 10))
        #expect(host.steps == 25)
    }

    @Test
    func withoutAPlantTheTimeIsWhatIsTold() {
        let host = PlantHost(nil)
        host.advance(to: PlantTime(seconds: 7.5))
        host.advance(to: PlantTime(seconds: 3))
        #expect(host.time == PlantTime(seconds: 7.5))
        #expect(host.nextStep == nil)
    }

    @Test
    func theClockIsAStraightLine() {
        let clock = PlantClock(start: 1_000, plantStart: PlantTime(seconds: 5), speed: 10)
        #expect(clock.plantTime(at: 500) == PlantTime(seconds: 5))
        #expect(clock.plantTime(at: 1_000_001_000) == PlantTime(seconds: 15))
        #expect(clock.moment(of: PlantTime(seconds: 15)) == 1_000_001_000)
        #expect(clock.moment(of: .start) == 1_000)
        for seconds in [5.1, 6.3333, 9.000001, 1e6] {
            let time = PlantTime(seconds: seconds)
            #expect(clock.plantTime(at: clock.moment(of: time)) >= time)
        }
    }
}
