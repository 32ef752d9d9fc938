import Foundation
package import Profiles
import Tags

/// What came of a test run, in lines, as JUnit XML and as JSON.
package struct ScenarioReport: Sendable {
    let outcomes: [ScenarioOutcome]
    let unreadable: [(path: String, diagnostics: [ProfileDiagnostic])]
    let seconds: Double

    /// - Parameters:
    ///   - outcomes: Of the scenarios that ran.
    ///   - unreadable: Files that could not be read.
    ///   - seconds: Time of all of it on the machine's clock.
    package init(
        _ outcomes: [ScenarioOutcome],
        unreadable: [(path: String, diagnostics: [ProfileDiagnostic])], seconds: Double
    ) {
        self.outcomes = outcomes
        self.unreadable = unreadable
        self.seconds = seconds
    }

    /// Whether every scenario could be read and came as expected.
    package var isMet: Bool { unreadable.isEmpty && outcomes.allSatisfy(\.isMet) }

    /// The last line: `10 scenarios: 9 passed, 1 failed, in 12.3 s`.
    package var summary: String {
        let failed = outcomes.count { !$0.isMet }
        var parts = ["\(outcomes.count - failed) passed"]
        if failed > 0 { parts.append("\(failed) failed") }
        if !unreadable.isEmpty { parts.append("\(unreadable.count) cannot be read") }
        let count = outcomes.count + unreadable.count
        let seeds = Set(outcomes.map(\.seed))
        let range = seeds.min().map { first in
            seeds.count == 1 ? ", seed \(first)" : ", seeds \(first)…\(seeds.max() ?? first)"
        }
        return "\(count) \(count == 1 ? "run" : "runs"): \(parts.joined(separator: ", "))"
            + "\(range ?? ""), in \(Self.tenths(seconds)) s"
    }

    /// The lines of one outcome: one if all came as expected, else what did not as well.
    package static func lines(
        _ outcome: ScenarioOutcome, number: Int, of count: Int
    ) -> [String] {
        let met = outcome.verdicts.count(where: \.isMet)
        let share =
            outcome.failure == nil
            ? "\(met) of \(outcome.verdicts.count) expectations met" : "could not be run to its end"
        let plant = ScenarioText.clock(PlantTime(seconds: outcome.plantSeconds))
        var lines = [
            "\(outcome.isMet ? "ok    " : "FAILED") \(number)/\(count) \(outcome.scenario), seed "
                + "\(outcome.seed), \(plant) in \(tenths(outcome.machineSeconds)) s: \(share)"
        ]
        guard !outcome.isMet else { return lines }
        if let failure = outcome.failure { lines.append("  \(outcome.path): \(failure)") }
        for verdict in outcome.verdicts where !verdict.isMet {
            let place = verdict.line > 0 ? "\(outcome.path):\(verdict.line)" : outcome.path
            lines.append("  \(place): expected \(verdict.name)")
            lines += verdict.details.map { "    " + $0 }
        }
        if !outcome.faults.isEmpty {
            lines.append("  faults:")
            lines += outcome.faults.map { "    " + $0 }
        }
        if !outcome.output.isEmpty {
            lines.append("  it printed last:")
            lines += outcome.output.map { "    " + $0 }
        }
        lines.append("  again: trimtab test \(outcome.path) --seed \(outcome.seed)")
        return lines
    }

    fileprivate static func tenths(_ seconds: Double) -> String {
        String(format: "%.1f", seconds)
    }
}

extension ScenarioVerdict {
    /// What was found, and the values that led there.
    fileprivate var details: [String] {
        [found] + values.map { "\(ScenarioText.clock($0.time))  \($0.text)" }
    }
}

extension ScenarioReport {
    /// JUnit XML: a suite for each run, a case for each expectation.
    package var junit: String {
        let suites = outcomes.map(suite) + unreadable.map { suite($0.path, $0.diagnostics) }
        let all = outcomes.flatMap { $0.cases }
        let failures = all.count { !$0.isMet }
        let errors = outcomes.count { $0.failure != nil } + unreadable.count
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="trimtab test" tests="\(all.count + errors)" \
            failures="\(failures)" errors="\(errors)" time="\(Self.thousandths(seconds))">
            \(suites.joined(separator: "\n"))
            </testsuites>

            """
    }

    private func suite(_ outcome: ScenarioOutcome) -> String {
        let name = "\(outcome.scenario) (seed \(outcome.seed))".xml
        let file = outcome.path.xml
        let time = Self.thousandths(outcome.machineSeconds)
        let count = outcome.cases.count + (outcome.failure == nil ? 0 : 1)
        // The scenario's time stands in its first case: an expectation has none of its own.
        var cases = outcome.cases.enumerated().map { number, verdict in
            let head = """
                <testcase name="\(verdict.name.xml)" classname="\(name)" file="\(file)" \
                time="\(number == 0 ? time : "0.000")"
                """
            guard !verdict.isMet else { return "    \(head)/>" }
            let place = verdict.line > 0 ? "\(outcome.path):\(verdict.line)\n" : ""
            let body = (place + verdict.details.joined(separator: "\n")).xml
            return """
                    \(head)>
                      <failure type="expectation" message="\(verdict.found.xml)">\(body)</failure>
                    </testcase>
                """
        }
        if let failure = outcome.failure {
            cases.append(Self.errorCase("runs to its end", name, file, failure))
        }
        let output = (outcome.faults + outcome.output).joined(separator: "\n")
        if !output.isEmpty { cases.append("    <system-out>\(output.xml)</system-out>") }
        return """
              <testsuite name="\(name)" tests="\(count)" \
            failures="\(outcome.cases.count { !$0.isMet })" \
            errors="\(outcome.failure == nil ? 0 : 1)" skipped="0" time="\(time)" file="\(file)">
            \(cases.joined(separator: "\n"))
              </testsuite>
            """
    }

    private func suite(_ path: String, _ diagnostics: [ProfileDiagnostic]) -> String {
        let text = diagnostics.map(\.description).joined(separator: "\n")
        return """
              <testsuite name="\(path.xml)" tests="1" failures="0" errors="1" skipped="0" \
            time="0.000" file="\(path.xml)">
            \(Self.errorCase("can be read", path.xml, path.xml, text))
              </testsuite>
            """
    }

    private static func errorCase(
        _ name: String, _ suite: String, _ file: String, _ text: String
    ) -> String {
        """
            <testcase name="\(name)" classname="\(suite)" file="\(file)" time="0.000">
              <error type="scenario" message="\(text.prefix(200).description.xml)">\(text.xml)</error>
            </testcase>
        """
    }

    private static func thousandths(_ seconds: Double) -> String {
        String(format: "%.3f", seconds)
    }
}

extension ScenarioOutcome {
    /// Its verdicts, each under a name that no other of them has.
    fileprivate var cases: [ScenarioVerdict] {
        var seen: [String: Int] = [:]
        return verdicts.map { verdict in
            var named = verdict
            seen[verdict.name, default: 0] += 1
            if let count = seen[verdict.name], count > 1 { named.name += " (\(count))" }
            return named
        }
    }
}

extension String {
    /// The text as XML takes it in content and in attributes; characters XML 1.0 has none for
    /// become U+FFFD.
    fileprivate var xml: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\n", "\t", "\r": result += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
