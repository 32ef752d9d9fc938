import Control
import Foundation
import Historian
import Tags
import Testing

struct HistoryRecorderTests {
    /// A folder of its own, gone after `body`.
    static func withFolder<Result>(
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("history-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    static let release = HistoryRecord.decision(.release, at: PlantTime(seconds: 6))
    static let line = "{\"kind\":\"release\",\"time\":6}\n"

    @Test func aFinishedRecordHasOneLineARecord() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/run.jsonl"
            let recorder = try HistoryRecorder(path: path)
            // More than one block.
            for _ in 0..<12_000 { try await recorder.append(Self.release) }
            try await recorder.finish()
            #expect(Self.text(path) == String(repeating: Self.line, count: 12_000))
            #expect(!FileManager.default.fileExists(atPath: path + ".part"))
        }
    }

    @Test func anInterruptedRecordLeavesTheEarlierOneAlone() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/run.jsonl"
            try Data("earlier\n".utf8).write(to: URL(fileURLWithPath: path))
            var recorder: HistoryRecorder? = try HistoryRecorder(path: path)
            try await recorder?.append(Self.release)
            #expect(Self.text(path) == "earlier\n")
            recorder = nil
            #expect(Self.text(path) == "earlier\n")
        }
    }

    @Test func aFinishedRecordTakesTheEarlierOnesPlace() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/run.jsonl"
            for content in ["earlier, and longer than what follows\n", "torn"] {
                try Data(content.utf8).write(to: URL(fileURLWithPath: path))
                try Data(content.utf8).write(to: URL(fileURLWithPath: path + ".part"))
            }
            let recorder = try HistoryRecorder(path: path)
            try await recorder.append(Self.release)
            try await recorder.finish()
            #expect(Self.text(path) == Self.line)
        }
    }

    @Test func aMissingFolderIsNamed() async throws {
        try await Self.withFolder { folder in
            let failure = #expect(throws: HistoryRecorder.Failure.self) {
                try HistoryRecorder(path: folder + "/missing/run.jsonl")
            }
            #expect(
                failure?.description
                    == "cannot write '\(folder)/missing/run.jsonl.part': "
                    + "No such file or directory.")
        }
    }

    @Test func aFolderInTheWayIsNamed() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/run.jsonl"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false)
            let recorder = try HistoryRecorder(path: path)
            let failure = await #expect(throws: HistoryRecorder.Failure.self) {
                try await recorder.finish()
            }
            #expect(
                failure?.description
                    == "cannot rename '\(path).part' to '\(path)': Is a directory.")
        }
    }

    @Test func aFullDiskIsNamed() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/run.jsonl"
            try FileManager.default.createSymbolicLink(
                atPath: path + ".part", withDestinationPath: "/dev/full")
            let recorder = try HistoryRecorder(path: path)
            try await recorder.append(Self.release)
            let failure = await #expect(throws: HistoryRecorder.Failure.self) {
                try await recorder.finish()
            }
            #expect(
                failure?.description
                    == "cannot write '\(path).part': No space left on device.")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func nothingIsAddedToAFinishedRecord() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/run.jsonl"
            let recorder = try HistoryRecorder(path: path)
            try await recorder.finish()
            let failure = await #expect(throws: HistoryRecorder.Failure.self) {
                try await recorder.finish()
            }
            #expect(failure?.description == "'\(path)' is finished.")
            #expect(Self.text(path)?.isEmpty == true)
        }
    }
}
