import Assembly
import Control
import Fleet
import Foundation
import Learning
import Profiles
import Tags
import Testing

@testable import trimtab

struct PictureTests {
    static func picture() throws -> RunPicture {
        let path = TrimtabBinary.root.appendingPathComponent("profiles/evaporator.yaml").path
        let profile = try #require(ProfileReader.read(path).profile)
        return RunPicture(
            configuration: RunConfiguration(
                profile: profile, mode: .automatic, speed: .lockstep, duration: .seconds(7200),
                seed: 4, journalPath: nil), title: nil)
    }

    @Test(arguments: [
        ([1.0, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"), ([5, 5, 5], "▄▄▄"), ([], ""), ([2, 1], "█▁"),
    ])
    func aSparklineReachesFromTheLowestToTheHighestValue(values: [Double], line: String) {
        #expect(RunPicture.sparkline(values) == line)
    }

    @Test(arguments: [
        (0.0, "00:00:00"), (59.9, "00:00:59"), (3661, "01:01:01"), (360_000, "100:00:00"),
    ])
    func plantTimeIsShownAsAClock(seconds: Double, text: String) {
        #expect(RunPicture.clock(PlantTime(seconds: seconds)) == text)
    }

    @Test func theScreenShowsQualityForecastProgressAndWhyNothingMoves() throws {
        var picture = try Self.picture()
        let layout = ScanLayout(group: "process", tags: ["steam.P100.setpoint"])
        let time = PlantTime(seconds: 3600)
        picture.take(
            .scan(
                Scan(
                    layout: layout, sequence: 600, time: time,
                    samples: [
                        Sample(value: 194.7, status: .good, requestedAt: time, answeredAt: time)
                    ])))
        picture.take(
            .decision(
                .forecast(
                    Forecast(
                        tag: "separator.X2", value: 25.25, deviation: 0.2, knowledgeDeviation: 0.1,
                        issuedAt: time, dueAt: time)), at: time))
        picture.take(.decision(.hold(.permissive("steam.remote")), at: time))
        picture.take(.truth(25.125, at: time))
        let screen = picture.screen
        #expect(screen[0] == "trimtab  evaporator  automatic  seed 4  plant time 01:00:00")
        #expect(screen[1].hasSuffix("50 % of 2 h"))
        #expect(screen.contains("  forecast  25.25 % ± 0.2000"))
        #expect(screen.contains("  separator.X2  target 25.00 % ± 1.00"))
        #expect(
            screen.contains(
                "steam.P100.setpoint at 194.70, 0 moves; held: steam.remote does not permit moves"))
        #expect(
            picture.line
                == "01:00:00  forecast 25.25 %  true 25.12 %  steam.P100.setpoint 194.70  moves 0  "
                + "held: steam.remote does not permit moves")
    }

    @Test(arguments: [
        (["write", "p", "t", "-5", "--yes"], ["write", "p", "t", "--yes", "--", "-5"]),
        (["write", "p", "t", "5"], ["write", "p", "t", "5"]),
        (["write", "p", "--yes", "t", "-0.5"], ["write", "p", "--yes", "t", "--", "-0.5"]),
        (["write", "p", "t", "--", "-5"], ["write", "p", "t", "--", "-5"]),
        (["poll", "p", "--count", "-5"], ["poll", "p", "--count", "-5"]),
        (["write", "p", "t", "--yess"], ["write", "p", "t", "--yess"]),
    ])
    func negativeValuesAreNoOptions(arguments: [String], rearranged: [String]) {
        #expect(NegativeNumbers.last(in: arguments) == rearranged)
    }
}
