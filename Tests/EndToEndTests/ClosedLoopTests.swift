import Assembly
import Control
import Foundation
import Historian
import Tags
import Testing

@Suite(.serialized)
struct ClosedLoopTests {
    @Test(arguments: ["evaporator", "evaporator-one-port"])
    func theLoopForecastsAndMovesWithinItsLimits(name: String) async throws {
        let profile = try shippedProfile(name)
        let off = try await runInLockstep(profile, mode: .manual, duration: .seconds(6 * 3600))
        let on = try await runInLockstep(profile, mode: .automatic, duration: .seconds(6 * 3600))
        let held = try #require(off.quality)
        let moved = try #require(on.quality)
        #expect(off.moves == 0 && off.writes == 0)
        #expect(on.writes > 20 && on.failedWrites.isEmpty)
        #expect(on.limitViolations == 0 && on.faults == 0 && off.faults == 0)
        #expect(moved.meanAbsoluteError < 0.8 * held.meanAbsoluteError)
        let score = try #require(on.forecast)
        #expect(score.meanAbsoluteError < score.lastValueMeanAbsoluteError)
    }

    @Test func advisoryModeShowsMovesAndWritesNone() async throws {
        let report = try await runInLockstep(
            try shippedProfile("evaporator"), mode: .advisory, duration: .seconds(3 * 3600))
        #expect(report.moves > 0)
        #expect(report.writes == 0 && report.failedWrites.isEmpty)
    }

    @Test func theSameSeedGivesTheSameBytes() async throws {
        let profile = try shippedProfile("evaporator")
        var records: [Data] = []
        for _ in 0..<2 {
            let url = FileManager.default.temporaryDirectory
                .appendingPathComponent("trimtab-\(UUID().uuidString).jsonl")
            defer { try? FileManager.default.removeItem(at: url) }
            let configuration = RunConfiguration(
                profile: profile, mode: .automatic, speed: .lockstep,
                duration: .seconds(2.5 * 3600), seed: 3, journalPath: nil)
            let recorder = RecordingObserver(
                recorder: try HistoryRecorder(path: url.path), configuration: configuration)
            _ = try await runInLockstep(
                profile, mode: .automatic, duration: .seconds(2.5 * 3600), seed: 3,
                observers: [recorder])
            records.append(try Data(contentsOf: url))
        }
        #expect(records[0].count > 100_000)
        #expect(records[0] == records[1])
    }

    @Test func anotherSeedGivesAnotherRun() async throws {
        let profile = try shippedProfile("evaporator")
        let first = try await runInLockstep(profile, mode: .manual, duration: .seconds(600))
        let second = try await runInLockstep(
            profile, mode: .manual, duration: .seconds(600), seed: 2)
        #expect(first.quality != second.quality)
        #expect(first.polls == second.polls)
    }
}
