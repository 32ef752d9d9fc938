import Foundation
import ModbusWire
import Profiles
import Tags
import Testing
import Traffic

@testable import Fleet

struct ReplayTests {
    /// Input 8 goes 1, 2, 3 at 0, 10 and 20 s; coil 0 turns on at 10 s.
    static let history = RegisterHistory(
        [(0.0, 1, 0), (10.0, 2, 1), (20.0, 3, 1)].flatMap { time, value, coil in
            [
                RecordedExchange(
                    time: PlantTime(seconds: time), server: "plc", unit: 1,
                    request: [4, 0, 8, 0, 1], answer: [4, 2, 0, UInt8(value)]),
                RecordedExchange(
                    time: PlantTime(seconds: time), server: "plc", unit: 1,
                    request: [1, 0, 0, 0, 1], answer: [1, 1, UInt8(coil)]),
            ]
        })

    static func bank() -> RegisterBank {
        RegisterBank([
            DeclaredRange(table: .inputRegisters, range: range(8, 1)),
            DeclaredRange(table: .coils, range: range(0, 1)),
        ])
    }

    static func values(in bank: RegisterBank) -> [UInt16] {
        let inputs = bank.inputRegisters
        let coils = bank.coils
        return [
            inputs.word(inputs.place(of: 8, 1)), coils.bit(coils.place(of: 0, 1)) ? 1 : 0,
        ]
    }

    @Test(
        arguments: [
            (0, [1, 0]), (9.9, [1, 0]), (10, [2, 1]), (19, [2, 1]), (20, [3, 1]), (1e6, [3, 1]),
        ] as [(Double, [UInt16])])
    func registersHoldWhatWasLastSeenThen(seconds: Double, values: [UInt16]) {
        let bank = Self.bank()
        ReplayTrack(Self.history, atEnd: .hold).play(to: PlantTime(seconds: seconds), in: bank)
        #expect(Self.values(in: bank) == values)
    }

    @Test(
        arguments: [(20, [3, 1]), (29, [3, 1]), (30, [1, 0]), (45, [2, 1])] as [(Double, [UInt16])])
    func aRepeatedRecordHoldsItsLastValuesAsLongAsTheOnesBefore(seconds: Double, values: [UInt16]) {
        let bank = Self.bank()
        ReplayTrack(Self.history, atEnd: .repeat).play(to: PlantTime(seconds: seconds), in: bank)
        #expect(Self.values(in: bank) == values)
    }

    @Test func goesOnFromAPositionAsIfItHadNotStopped() {
        let (first, second) = (Self.bank(), Self.bank())
        let whole = ReplayTrack(Self.history, atEnd: .repeat)
        whole.play(to: PlantTime(seconds: 31), in: first)
        let rest = ReplayTrack(Self.history, atEnd: .repeat)
        rest.position = whole.position
        whole.play(to: PlantTime(seconds: 55), in: first)
        rest.play(to: PlantTime(seconds: 55), in: second)
        #expect(rest.position == whole.position)
        #expect(Self.values(in: first)[0] == Self.values(in: second)[0])
    }

    static func record(_ lines: [RecordedExchange]) throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("replay-\(UUID().uuidString).jsonl").path
        let recorder = try TrafficRecorder(path: path, header: TrafficHeader(clock: .machine))
        for line in lines { recorder.put(line) }
        try recorder.finish()
        return path
    }

    static func device(replaying path: String, server: String = "plc") -> DeviceProfile {
        var profile = DeviceProfile(
            name: "plc", blocks: [block(.inputRegisters, 8, 2), block(.coils, 0, 1)])
        profile.replay = ReplaySource(path: path, server: server)
        return profile
    }

    @Test func aReplayingDeviceAnswersWithItsRecordsValues() async throws {
        let path = try Self.record([
            RecordedExchange(
                time: PlantTime(seconds: 5), server: "plc", unit: 1, request: [4, 0, 8, 0, 2],
                answer: [4, 4, 0, 7, 0, 9]),
            RecordedExchange(
                time: PlantTime(seconds: 15), server: "plc", unit: 1, request: [4, 0, 8, 0, 2],
                answer: [4, 4, 0, 8, 0, 9]),
            RecordedExchange(
                time: PlantTime(seconds: 15), server: "other", unit: 1, request: [4, 0, 8, 0, 2],
                answer: [4, 4, 1, 1, 1, 1]),
        ])
        defer { try? FileManager.default.removeItem(atPath: path) }
        let fleet = try SimulatedFleet(devices: [Self.device(replaying: path)], logger: quiet)
        let client = try Client(try #require(try await fleet.start().first))
        // Before the first change a register holds what it is first seen with.
        #expect(try client.ask(.read(.inputRegisters, range(8, 2))) == [4, 4, 0, 7, 0, 9])
        await fleet.advance(to: PlantTime(seconds: 14))
        #expect(try client.ask(.read(.inputRegisters, range(8, 2))) == [4, 4, 0, 7, 0, 9])
        await fleet.advance(to: PlantTime(seconds: 15))
        #expect(try client.ask(.read(.inputRegisters, range(8, 2))) == [4, 4, 0, 8, 0, 9])
        await fleet.stop()
    }

    @Test func aRecordThatCannotBeReadIsNamed() throws {
        let missing = #expect(throws: FleetError.self) {
            try SimulatedFleet(
                devices: [Self.device(replaying: "/nonexistent.jsonl")], logger: quiet)
        }
        #expect(missing?.description.contains("plc: the record '/nonexistent.jsonl'") == true)
        let path = try Self.record([
            RecordedExchange(
                time: .start, server: "plc", unit: 9, request: [4, 0, 8, 0, 2],
                answer: [4, 4, 0, 7, 0, 9])
        ])
        defer { try? FileManager.default.removeItem(atPath: path) }
        let other = #expect(throws: FleetError.self) {
            try SimulatedFleet(devices: [Self.device(replaying: path)], logger: quiet)
        }
        #expect(other?.description.contains("it has plc, unit 9") == true)
    }
}
