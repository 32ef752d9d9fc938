import Assembly
import Foundation
import Testing

struct RunSummaryTests {
    static func report(error: Double) -> RunReport {
        var report = RunReport(
            profile: "kiln", digest: "0123", mode: "automatic", seed: 7, seconds: 60)
        report.quality = RunReport.Quality(
            name: "X2", target: 25, tolerance: 1, scoredFrom: 0, meanAbsoluteError: error,
            standardDeviation: error * 1.25, shareInTolerance: 0.5)
        report.forecast = RunReport.ForecastScore(
            count: 3, meanAbsoluteError: 0.1, rootMeanSquareError: 0.2, determination: 0.5,
            lastValueMeanAbsoluteError: 0.2, skill: 0.5)
        report.polls = 10
        report.faults = 1
        report.moves = 4
        report.writes = 3
        report.limitViolations = 2
        return report
    }

    @Test func summaryHasTheKeysThatScriptsReadAndSumsFaultsOfBothRuns() throws {
        let summary = RunSummary(on: Self.report(error: 0.25), off: Self.report(error: 0.5))
        let data = try JSONEncoder().encode(summary)
        let object = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let on = try #require(object["on"] as? [String: Double])
        let off = try #require(object["off"] as? [String: Double])
        let forecast = try #require(object["forecast"] as? [String: Double])
        #expect(on["meanAbsoluteError"] == 0.25 && off["meanAbsoluteError"] == 0.5)
        #expect(on["standardDeviation"] == 0.3125 && on["shareInTolerance"] == 0.5)
        #expect(forecast["meanAbsoluteError"] == 0.1 && forecast["count"] == 3)
        #expect(forecast["lastValueMeanAbsoluteError"] == 0.2)
        #expect(object["moves"] as? Int == 4 && object["writes"] as? Int == 3)
        #expect(object["limitViolations"] as? Int == 4 && object["faults"] as? Int == 2)
        #expect(object["polls"] as? Int == 10 && object["seed"] as? Int == 7)
    }
}
