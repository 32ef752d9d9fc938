import Foundation
import Plants
import Tags

/// A plant's published values beside ours.
struct Verification: Sendable {
    let model: String
    let title: String
    let values: [CheckedValue]
    let outcomes: [ExperimentOutcome]

    /// A published value and ours.
    struct CheckedValue: Sendable {
        let published: PublishedValue
        let ours: Double

        var agrees: Bool { published.agrees(with: ours) }
    }

    /// How many were compared.
    var count: Int { values.count + outcomes.count }

    /// How many are outside their tolerance.
    var outside: Int {
        values.count { !$0.agrees } + outcomes.count { !$0.agrees }
    }

    /// Works everything out; lanes side by side on all cores.
    init(of plant: ShownPlant, values: Bool, lanes: Bool, seeds: Int?) async throws {
        model = plant.description.model
        title = plant.description.title
        self.values =
            values
            ? (plant.published?.values ?? []).map { CheckedValue(published: $0, ours: $0.ours) }
            : []
        guard lanes, let experiment = plant.published?.experiment else {
            outcomes = []
            return
        }
        outcomes = try await withThrowingTaskGroup(of: (Int, [ExperimentOutcome]).self) { group in
            for (index, lane) in experiment.lanes.enumerated() {
                group.addTask {
                    (index, try experiment.outcomes(of: lane, seeds: seeds ?? lane.runs))
                }
            }
            var found: [Int: [ExperimentOutcome]] = [:]
            for try await (index, outcomes) in group { found[index] = outcomes }
            return experiment.lanes.indices.flatMap { found[$0] ?? [] }
        }
    }
}

/// A verification for people: one line a value.
enum VerificationText {
    static func text(of checked: Verification) -> String {
        var lines = ["\(checked.model): \(checked.title)"]
        if !checked.values.isEmpty {
            lines += table(
                ["", "published", "ours", "difference", "tolerance", "", "quantity", "source"],
                checked.values.map { row($0) })
        }
        if !checked.outcomes.isEmpty {
            lines += table(
                ["", "published", "mean", "10 %", "90 %", "tolerance", "runs", "lane", "quantity"],
                checked.outcomes.map { row($0) })
        }
        lines.append("\(checked.count) values, \(checked.outside) outside tolerance")
        return lines.joined(separator: "\n")
    }

    private static func row(_ value: Verification.CheckedValue) -> [String] {
        let published = value.published
        let unit = published.unit.symbol
        return [
            value.agrees ? "ok" : "OUT", published.printed,
            number(value.ours, like: published.printed),
            String(format: "%+.1e", value.ours - published.value),
            String(format: "%.1e", published.tolerance), published.mark.rawValue,
            published.quantity + (unit.isEmpty ? "" : ", \(unit)"), published.source,
        ]
    }

    private static func row(_ outcome: ExperimentOutcome) -> [String] {
        let figure = outcome.figure
        let unit = figure.unit.symbol
        return [
            outcome.agrees ? "ok" : "OUT", figure.printed,
            number(outcome.mean, like: figure.printed), number(outcome.low, like: figure.printed),
            number(outcome.high, like: figure.printed), String(format: "%.1e", figure.tolerance),
            "\(outcome.runs)", outcome.lane,
            figure.quantity + (unit.isEmpty ? "" : ", \(unit)"),
        ]
    }

    /// A number with two digits more than were printed.
    private static func number(_ value: Double, like printed: String) -> String {
        let digits = printed.split(separator: "e")[0].split(
            separator: ".", omittingEmptySubsequences: false)
        let decimals = (digits.count > 1 ? digits[1].count : 0) + 2
        return String(format: printed.contains("e") ? "%.\(decimals)e" : "%.\(decimals)f", value)
    }

    /// Lines with columns of one width each; the last is as long as it is.
    static func table(_ head: [String], _ rows: [[String]]) -> [String] {
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([head] + rows).map { row in
            row.indices.map { column in
                column == row.count - 1
                    ? row[column]
                    : row[column]
                        + String(repeating: " ", count: widths[column] - row[column].count)
            }.joined(separator: "  ")
        }
    }
}
