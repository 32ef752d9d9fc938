import Assembly
import Foundation
import Profiles
import Tags
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

struct ScenarioReportTests {
    private static let failed = ScenarioOutcome(
        scenario: "quiet", path: "s/quiet.yaml", seed: 7, plantSeconds: 86_400,
        machineSeconds: 3.14,
        verdicts: [
            ScenarioVerdict(name: "T < 5 & \"so\"", line: 9, isMet: true, found: "3"),
            ScenarioVerdict(
                name: "truth X2 between 24 and 26", line: 12, isMet: false, found: "26.5",
                values: [
                    TracedValue(time: PlantTime(seconds: 6), text: "25"),
                    TracedValue(time: PlantTime(seconds: 12.5), text: "26.5"),
                ]),
        ])
    private static let broken = ScenarioOutcome(
        scenario: "broken", path: "s/broken.yaml", seed: 7,
        failure: "at 00:00:06: no <device>\u{1}")

    @Test func aFailureIsToldWithItsLineItsValuesAndTheWayToSeeItAgain() {
        #expect(
            ScenarioReport.lines(Self.failed, number: 2, of: 3) == [
                "FAILED 2/3 quiet, seed 7, 24:00:00 in 3.1 s: 1 of 2 expectations met",
                "  s/quiet.yaml:12: expected truth X2 between 24 and 26",
                "    26.5",
                "    00:00:06  25",
                "    00:00:12.500  26.5",
                "  again: trimtab test s/quiet.yaml --seed 7",
            ])
    }

    @Test func aRunThatCameAsExpectedIsOneLine() {
        var outcome = Self.failed
        outcome.verdicts.removeLast()
        #expect(
            ScenarioReport.lines(outcome, number: 1, of: 1) == [
                "ok     1/1 quiet, seed 7, 24:00:00 in 3.1 s: 1 of 1 expectations met"
            ])
        let report = ScenarioReport([outcome], unreadable: [], seconds: 3.2)
        #expect(report.isMet)
        #expect(report.summary == "1 run: 1 passed, seed 7, in 3.2 s")
    }

    @Test func junitIsWellFormedAndCountsWhatItHolds() throws {
        let diagnostic = ProfileDiagnostic(
            severity: .error, place: SourcePlace(file: "x.yaml", line: 1, column: 1),
            message: "it is <nothing>")
        let report = ScenarioReport(
            [Self.failed, Self.broken], unreadable: [("x.yaml", [diagnostic])], seconds: 4)
        #expect(!report.isMet)
        #expect(
            report.summary == "3 runs: 0 passed, 2 failed, 1 cannot be read, seed 7, in 4.0 s")
        let counter = XMLCounter()
        let parser = XMLParser(data: Data(report.junit.utf8))
        parser.delegate = counter
        #expect(parser.parse(), "\(report.junit)")
        #expect(counter.counts["testsuite"] == 3)
        #expect(counter.counts["testcase"] == 4)
        #expect(counter.counts["failure"] == 1)
        #expect(counter.counts["error"] == 2)
        #expect(counter.first["testsuites"]?["tests"] == "4")
        #expect(counter.first["testsuites"]?["failures"] == "1")
        #expect(counter.first["testsuites"]?["errors"] == "2")
        #expect(counter.first["testcase"]?["name"] == "T < 5 & \"so\"")
    }

    @Test func jsonHasEveryRunAndItsLastValues() throws {
        let report = ScenarioReport([Self.failed], unreadable: [], seconds: 4)
        let object = try #require(
            try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        #expect(object["passed"] as? Bool == false)
        let runs = try #require(object["runs"] as? [[String: Any]])
        let expectations = try #require(runs.first?["expectations"] as? [[String: Any]])
        #expect(expectations.count == 2)
        let values = try #require(expectations[1]["lastValues"] as? [[String: Any]])
        #expect(values.last?["seconds"] as? Double == 12.5)
        #expect(values.last?["text"] as? String == "26.5")
    }
}

/// Counts the elements of a document, and keeps the attributes of the first of each.
private final class XMLCounter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var first: [String: [String: String]] = [:]

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        counts[element, default: 0] += 1
        if first[element] == nil { first[element] = attributes }
    }
}
