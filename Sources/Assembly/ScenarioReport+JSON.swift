package import Foundation
import Profiles
import Tags

extension ScenarioReport {
    /// The same as one JSON object, keys in order.
    ///
    /// - Throws: What the encoder throws; a report has nothing it cannot encode.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(Contents(self))
        data.append(0x0A)
        return data
    }

    private struct Contents: Encodable {
        let passed: Bool
        let seconds: Double
        let runs: [Run]
        let unreadable: [Unreadable]

        init(_ report: ScenarioReport) {
            passed = report.isMet
            seconds = report.seconds
            runs = report.outcomes.map(Run.init)
            unreadable = report.unreadable.map {
                Unreadable(file: $0.path, faults: $0.diagnostics.map(\.description))
            }
        }
    }

    private struct Unreadable: Encodable {
        let file: String
        let faults: [String]
    }

    private struct Run: Encodable {
        let scenario: String
        let file: String
        let seed: UInt64
        let passed: Bool
        let plantSeconds: Double
        let machineSeconds: Double
        let error: String?
        let expectations: [Expectation]
        let faults: [String]
        let output: [String]

        init(_ outcome: ScenarioOutcome) {
            scenario = outcome.scenario
            file = outcome.path
            seed = outcome.seed
            passed = outcome.isMet
            plantSeconds = outcome.plantSeconds
            machineSeconds = outcome.machineSeconds
            error = outcome.failure
            expectations = outcome.verdicts.map(Expectation.init)
            faults = outcome.faults
            output = outcome.output
        }
    }

    private struct Expectation: Encodable {
        let name: String
        let line: Int
        let met: Bool
        let found: String
        let lastValues: [Value]

        init(_ verdict: ScenarioVerdict) {
            name = verdict.name
            line = verdict.line
            met = verdict.isMet
            found = verdict.found
            lastValues = verdict.values.map { Value(seconds: $0.time.seconds, text: $0.text) }
        }
    }

    private struct Value: Encodable {
        let seconds: Double
        let text: String
    }
}
