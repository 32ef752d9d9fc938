import ModbusWire
import Profiles
import Testing

@testable import Fleet

struct DeviceServiceTests {
    private func device(_ change: (inout DeviceServerSettings) -> Void = { _ in }) throws
        -> SimulatedDevice
    {
        var profile = plainProfile
        change(&profile.server)
        return try .make(profile)
    }

    @Test
    func theStatusIsTheProfiles() throws {
        #expect(try device().answer("07") == hex("07 00"))
        #expect(try device { $0.exceptionStatus = 0x95 }.answer("07") == hex("07 95"))
        #expect(try device().answer("07 00") == hex("87 03"))
    }

    @Test
    func theIdIsTheDevicesNameUnlessTheProfileSaysMore() throws {
        #expect(try device().answer("11") == hex("11 06") + Array("plain".utf8) + [0xFF])
        let libmodbus: [UInt8] = [0xB4, 0xFF] + Array("LMB3.1.6".utf8)
        #expect(try device { $0.serverId = libmodbus }.answer("11") == [17, 10] + libmodbus)
        #expect(try device { $0.serverId = [] }.answer("11") == [17, 0])
        let longest = [UInt8](repeating: 1, count: 251)
        #expect(try device { $0.serverId = longest }.answer("11") == [17, 251] + longest)
    }

    @Test(arguments: [
        ("08 00 00 A5 37", "08 00 00 A5 37"), ("08 00 00 01 02 03 04", "08 00 00 01 02 03 04"),
        ("08 00 02 00 00", "08 00 02 00 00"), ("08 00 03 0D 00", "08 00 03 0D 00"),
        ("08 00 01 00 00", "08 00 01 00 00"), ("08 00 01 FF 00", "08 00 01 FF 00"),
        ("08 00 0A 00 00", "08 00 0A 00 00"), ("08 00 14 00 00", "08 00 14 00 00"),
        ("08 00 12 00 00", "08 00 12 00 00"), ("08 00 13 00 00", "88 01"),
        ("08 00 01 00 01", "88 03"),
    ])
    func diagnosticsAreAnswered(request: String, answer: String) throws {
        #expect(try device().answer(request) == hex(answer))
    }

    @Test
    func countersCountWhatHappened() throws {
        let device = try device()
        func counter(_ subFunction: UInt8) -> [UInt8] {
            Array(device.answer([8, 0, subFunction, 0, 0])[3...])
        }
        for _ in 0..<3 { _ = device.answer("03 00 00 00 01") }
        for _ in 0..<2 { _ = device.answer("03 30 00 00 01") }
        #expect(counter(11) == [0, 6])
        #expect(counter(14) == [0, 7])
        #expect(counter(13) == [0, 2])
        #expect(counter(12) == [0, 0] && counter(15) == [0, 0])
        device.diagnostics.noteException(.serverDeviceBusy)
        device.diagnostics.noteException(.negativeAcknowledge)
        #expect(counter(16) == [0, 1] && counter(17) == [0, 1])
        // What clears is not counted; what asks is.
        _ = device.answer("08 00 0A 00 00")
        #expect(counter(14) == [0, 1])
        #expect(counter(13) == [0, 0] && counter(16) == [0, 0] && counter(17) == [0, 0])
        // The fleet's own counters go on.
        #expect(device.counters.exceptions == 2)
    }

    @Test
    func listenOnlyEndsWithARestartAlone() throws {
        let device = try device()
        #expect(device.answer("08 00 04 00 00") == [])
        #expect(device.answer("06 00 28 12 34") == [])
        #expect(device.answer("08 00 0F 00 00") == [])
        #expect(device.answer("08 00 01 00 01") == [])
        #expect(device.answer("08 00 01 00 00") == [])
        #expect(device.answer("03 00 28 00 01") == hex("03 02 00 00"))
        #expect(device.answer("08 00 0E 00 00") == hex("08 00 0E 00 02"))
        #expect(device.answer("08 00 0F 00 00") == hex("08 00 0F 00 00"))
    }

    @Test
    func listenOnlyRequestsAreCountedAsUnanswered() throws {
        let device = try device()
        _ = device.answer("08 00 04 00 00")
        for _ in 0..<5 { _ = device.answer("03 00 28 00 01") }
        #expect(device.diagnostics.run(15, data: 0, .init()) == 5)
    }

    @Test
    func aDeviceThatOnlyListensLeavesItsNeighboursAlone() async throws {
        let profiles = [1, 2].map { (unit: UInt8) -> DeviceProfile in
            DeviceProfile(
                name: "d\(unit)", endpoint: "line", unit: UnitId(rawValue: unit),
                blocks: [block(.holdingRegisters, 0, 10)])
        }
        try await withFleet(profiles) { _, bound in
            let client = try Client(bound[0])
            let read = RequestPDU.read(.holdingRegisters, range(0, 1))
            client.send(MalformedInput.adu([8, 0, 4, 0, 0]))
            client.send(MalformedInput.adu([3, 0, 0, 0, 1]))
            #expect(try client.ask(read, unit: 2) == [3, 2, 0, 0])
            client.send(MalformedInput.adu([8, 0, 1, 0, 0]))
            #expect(try client.ask(read, unit: 1) == [3, 2, 0, 0])
            // The line has seen five requests, another unit's and one for nobody besides these.
            _ = try client.ask(read, unit: 9)
            #expect(
                try client.ask(.diagnostics(subFunction: 11, data: [0, 0]), unit: 1)
                    == [8, 0, 11, 0, 3])
            #expect(
                try client.ask(.diagnostics(subFunction: 14, data: [0, 0]), unit: 2)
                    == [8, 0, 14, 0, 2])
        }
    }

    @Test
    func aLostStreamIsTheLinesCommunicationError() async throws {
        try await withFleet { _, bound in
            #expect(
                try {
                    let hostile = try Client(bound[0])
                    hostile.send([0, 1, 0, 9])
                    return hostile.isCut()
                }())
            let client = try Client(bound[0])
            #expect(
                try client.ask(.diagnostics(subFunction: 12, data: [0, 0])) == [8, 0, 12, 0, 1])
        }
    }
}
