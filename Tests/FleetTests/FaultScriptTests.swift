import Foundation
import Profiles
import Tags
import Testing

@testable import Fleet

/// The shipped profile that misbehaves as other libraries' client tests expect of a server.
struct FaultScriptTests {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "profiles/unit-test-server.yaml").path

    static let row = FaultRow(
        3, "scripted answers",
        steps: [
            .ask("11", "11 0A B4 FF 4C 4D 42 33 2E 31 2E 36", unit: 17),
            .ask("04 01 08 00 01", "04 02 00 0A", unit: 17),
            .ask("02 01 C4 00 16", "02 03 AC DB 35", unit: 17),
            .ask("06 01 60 12 34", "06 01 60 12 34", unit: 17),
            .ask("03 01 60 00 01", "03 02 12 34", unit: 0),
            .ask("03 01 60 00 01", "03 02 12 34", unit: 18),
            .ask("03 01 60 00 01", "03 02 12 34", unit: 255),
            .ask("03 01 60 00 02", "03 02 00 00", unit: 17),
            .ask("03 01 60 00 03", "03 06 12 34 00 00 00 00", unit: 17),
            .ask("03 01 70 00 01", "83 06", unit: 17), .ask("03 01 70 00 01", "83 06", unit: 255),
            .send(["03 01 71 00 01"], unit: 17), .hear("00 00 00 00 00 05 FF 03 02 00 00"),
            .send(["03 01 72 00 01"], unit: 17), .advance(0.499), .silent(), .advance(0.001),
            .hear("00 0D 00 00 00 05 11 03 02 00 00"), .send(["03 01 73 00 01"], unit: 17),
            .hear("00"), .silent(), .advance(0.005), .hear("0E"), .silent(), .advance(0.045),
            .hear("00 00 00 05 FF 03 02 00 00"), .ask("03 01 80 00 01", "83 02", unit: 17),
            .struck(6),
        ])

    @Test func answersWronglyOnPurpose() async throws {
        let profile = try #require(ProfileReader.read(Self.path).profile)
        let made = try SimulatedFleet(simulating: profile, seed: 1, logger: quiet)
        let fleet = try #require(made)
        let stage = try FaultStage(fleet, try await fleet.start())
        for step in Self.row.steps { try await stage.play(step, Self.row) }
        await fleet.stop()
    }
}
