import ModbusWire
import Tags
import Testing
import Traffic

struct RegisterHistoryTests {
    static func exchange(
        _ seconds: Double, _ request: RequestPDU, _ answer: [UInt8]?, server: String = "plc",
        unit: UnitId = 1
    ) -> RecordedExchange {
        RecordedExchange(
            time: PlantTime(seconds: seconds), server: server, unit: unit,
            request: request.encoded, answer: answer)
    }

    static func range(_ start: Int, _ count: Int) throws -> AddressRange {
        try #require(AddressRange(start: start, count: count))
    }

    static func change(
        _ seconds: Double, _ table: PrimaryTable, _ start: Int, _ words: [UInt16]
    ) -> RegisterHistory.Change {
        RegisterHistory.Change(
            time: PlantTime(seconds: seconds), table: table, start: start, words: words)
    }

    @Test func keepsWhatReadsShowedAndOnlyWhatChanged() throws {
        let read = RequestPDU.read(.inputRegisters, try Self.range(10, 3))
        let history = RegisterHistory([
            Self.exchange(0, read, [4, 6, 0, 1, 0, 2, 0, 3]),
            Self.exchange(1, read, [4, 6, 0, 1, 0, 2, 0, 3]),
            Self.exchange(2, read, [4, 6, 0, 1, 0, 9, 0, 3]),
        ])
        #expect(history.served == [.inputRegisters: [try Self.range(10, 3)]])
        #expect(
            history.changes == [
                Self.change(0, .inputRegisters, 10, [1, 2, 3]),
                Self.change(2, .inputRegisters, 11, [9]),
            ])
        #expect(history.firstWords(.inputRegisters, try Self.range(9, 4)) == [0, 1, 2, 3])
    }

    @Test func mergesTouchingRangesAndLeavesHolesOut() throws {
        let history = RegisterHistory([
            Self.exchange(0, .read(.coils, try Self.range(8, 3)), [1, 1, 0b101]),
            Self.exchange(0, .read(.coils, try Self.range(0, 8)), [1, 1, 0xF0]),
            Self.exchange(0, .read(.coils, try Self.range(20, 1)), [1, 1, 1]),
        ])
        #expect(history.served == [.coils: [try Self.range(0, 11), try Self.range(20, 1)]])
        #expect(
            history.firstWords(.coils, try Self.range(0, 11)) == [0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1])
    }

    @Test func takesWritesThatWereNotRefused() throws {
        let history = RegisterHistory([
            Self.exchange(0, .writeRegister(address: 4, value: 7), [6, 0, 4, 0, 7]),
            Self.exchange(1, .writeRegister(address: 5, value: 7), [0x86, 2]),
            Self.exchange(2, .maskWriteRegister(address: 4, and: 0xFFF0, or: 1), [22, 0, 4]),
            Self.exchange(3, .writeCoils(start: 1, [true, false]), [15, 0, 1, 0, 2]),
        ])
        #expect(
            history.written == [
                .holdingRegisters: [try Self.range(4, 1)], .coils: [try Self.range(1, 2)],
            ])
        #expect(
            history.changes == [
                Self.change(0, .holdingRegisters, 4, [7]),
                Self.change(2, .holdingRegisters, 4, [1]),
                Self.change(3, .coils, 1, [1, 0]),
            ])
    }

    @Test func believesNoAnswerThatDoesNotFitItsRequest() throws {
        let read = RequestPDU.read(.holdingRegisters, try Self.range(0, 2))
        let history = RegisterHistory([
            Self.exchange(0, read, nil), Self.exchange(0, read, [0x83, 2]),
            Self.exchange(0, read, [3, 2, 0, 1]), Self.exchange(0, read, [4, 4, 0, 1, 0, 2]),
            Self.exchange(0, read, [3, 6, 0, 1, 0, 2]),
        ])
        #expect(history.served.isEmpty)
        #expect(history.changes.isEmpty)
    }

    @Test func readsTheTextsOfIdentification() {
        let history = RegisterHistory([
            Self.exchange(
                0, .readDeviceIdentification(code: 1, object: 0),
                [43, 14, 1, 1, 0, 0, 2, 0, 2, 0x41, 0x42, 1, 1, 0x43])
        ])
        #expect(history.identification == [0: "AB", 1: "C"])
    }
}

struct ReplayProfileTests {
    @Test func declaresADeviceForEachServerAndUnit() throws {
        let read = RequestPDU.read(.inputRegisters, try RegisterHistoryTests.range(10, 2))
        let answer: [UInt8] = [4, 4, 0, 1, 0, 2]
        let draft = ReplayProfile(
            [
                RegisterHistoryTests.exchange(0, read, answer, server: "10.0.0.5:502"),
                RegisterHistoryTests.exchange(0, read, answer, server: "10.0.0.5:502", unit: 9),
                RegisterHistoryTests.exchange(0, read, nil, server: "10.0.0.6:502"),
            ], name: "seen", traffic: "a \"b\".jsonl", namesTags: true)
        #expect(draft.deviceCount == 2)
        #expect(
            draft.text == #"""
                # Made from a "b".jsonl: what its clients saw of 2 devices. Addresses that nobody read or wrote are
                # absent here. Each register holds what it was last seen to hold at that time.
                profile: seen
                summary: Replays a "b".jsonl.
                devices:
                  device-10-0-0-5-502-1:
                    simulated: true
                    endpoint: device-10-0-0-5-502
                    unit: 1
                    replay: {traffic: "a \"b\".jsonl", server: "10.0.0.5:502"}
                    tables:
                      - {table: inputRegisters, start: 10, count: 2}
                    tags:
                      input10: {table: inputRegisters, address: 10, type: uint16}
                      input11: {table: inputRegisters, address: 11, type: uint16}
                  device-10-0-0-5-502-9:
                    simulated: true
                    endpoint: device-10-0-0-5-502
                    unit: 9
                    replay: {traffic: "a \"b\".jsonl", server: "10.0.0.5:502"}
                    tables:
                      - {table: inputRegisters, start: 10, count: 2}
                    tags:
                      input10: {table: inputRegisters, address: 10, type: uint16}
                      input11: {table: inputRegisters, address: 11, type: uint16}
                scans:
                  all: {interval: 1 s}

                """#)
    }
}

struct TrafficComparisonTests {
    static let recorded = RecordedExchange(
        time: .start, server: "plc", unit: 1, request: [3, 0, 40, 0, 2],
        answer: [3, 4, 0, 1, 0, 2])

    @Test(arguments: [
        ([3, 4, 0, 1, 0, 2] as [UInt8]?, nil as String?),
        ([3, 4, 0, 1, 0, 3], "holdingRegisters 41 is 3; the record has 2"),
        ([0x83, 2], "illegal data address (exception 2); the record has an answer"),
        (nil, "no answer now; the record has an answer"),
        ([3, 2, 0, 1], "4 bytes 03020001; the record has 6 bytes 030400010002"),
    ])
    func saysWhatIsDifferent(answer: [UInt8]?, reason: String?) {
        var comparison = TrafficComparison()
        comparison.take(Self.recorded, answer: answer)
        #expect(comparison.requests == 1)
        #expect(comparison.differences.first?.reason == reason)
        #expect(comparison.different == (reason == nil ? 0 : 1))
    }

    @Test func keepsNoMoreDifferencesThanItsLimit() {
        var comparison = TrafficComparison(limit: 3)
        for _ in 0..<10 { comparison.take(Self.recorded, answer: nil) }
        #expect(comparison.differences.count == 3)
        #expect(comparison.different == 10)
    }
}
