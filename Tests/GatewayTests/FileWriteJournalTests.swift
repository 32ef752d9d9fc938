import Foundation
import Tags
import Testing

@testable import Gateway

struct FileWriteJournalTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "writes.jsonl").path)
    }

    private func intent(_ number: Int, at seconds: Double = 1.5) -> WriteIntent {
        WriteIntent(
            number: number, time: .seconds(seconds), tag: "plc.sp", device: "plc",
            address: "127.0.0.1:502, unit 1", before: 50, value: 52,
            request: "00000006010600280208", requester: .controlLoop)
    }

    @Test func whatWasRecordedIsThereAfterARestart() throws {
        try inFolder { path in
            let journal = try FileWriteJournal(path: path)
            #expect(try journal.intents(since: .zero).isEmpty)
            try journal.append(.intent(intent(0, at: 1)))
            let report = WriteReport(
                setpoint: Setpoint(tag: "plc.sp", value: .nan), outcome: .refused, reason: "no",
                at: .start)
            try journal.append(.outcome(number: 0, report))
            try journal.append(.intent(intent(1, at: 2)))
            let again = try FileWriteJournal(path: path)
            #expect(try again.intents(since: .zero) == [intent(0, at: 1), intent(1, at: 2)])
            #expect(try again.intents(since: .seconds(1.5)) == [intent(1, at: 2)])
        }
    }

    @Test func eachEntryIsOneLine() throws {
        try inFolder { path in
            try FileWriteJournal(path: path).append(.intent(intent(0)))
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(
                text == """
                    {"address":"127.0.0.1:502, unit 1","before":50,"device":"plc",\
                    "kind":"intent","nanoseconds":1500000000,"number":0,\
                    "request":"00000006010600280208","requester":"controlLoop","tag":"plc.sp",\
                    "value":52}

                    """)
        }
    }

    @Test func aLineTornByAKillIsPassedOver() throws {
        try inFolder { path in
            try FileWriteJournal(path: path).append(.intent(intent(0)))
            let whole = try Data(contentsOf: URL(filePath: path))
            try (whole + whole.prefix(40)).write(to: URL(filePath: path))
            let journal = try FileWriteJournal(path: path)
            try journal.append(.intent(intent(1)))
            #expect(try journal.intents(since: .zero).map(\.number) == [0, 1])
        }
    }

    @Test func aWholeLineThatCannotBeReadIsAnError() throws {
        try inFolder { path in
            try Data(#"{"kind":"something"}"#.utf8).write(to: URL(filePath: path))
            let journal = try FileWriteJournal(path: path)
            #expect(throws: WriteJournalError("\(path):1: no entry of a write journal")) {
                _ = try journal.intents(since: .zero)
            }
        }
    }

    @Test func aFileThatCannotBeOpenedIsTold() {
        #expect(throws: WriteJournalError.self) {
            _ = try FileWriteJournal(path: "/no such folder/writes.jsonl")
        }
    }
}
