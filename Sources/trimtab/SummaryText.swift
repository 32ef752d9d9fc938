import Assembly
import Profiles
import Tags

/// What a run came to, for people.
enum SummaryText {
    /// The figures of a run, or of two side by side.
    static func text(on: RunReport, off: RunReport?, profile: Profile) -> String {
        var lines = [""]
        if let quality = on.quality {
            let unit = profile.quality.flatMap { profile.tag($0.tag)?.unit.symbol } ?? ""
            let title =
                "true \(quality.name), target \(RunPicture.fixed(quality.target)) \(unit)"
                + (quality.scoredFrom > 0
                    ? ", from \(RunPicture.clock(PlantTime(seconds: quality.scoredFrom))) on" : "")
            lines.append(row(title, off == nil ? ["this run"] : ["loop off", "loop on", "change"]))
            lines.append(
                compared("mean absolute error, \(unit)", on, off) { $0.meanAbsoluteError })
            lines.append(
                compared("standard deviation, \(unit)", on, off) { $0.standardDeviation })
            lines.append(
                compared(
                    "time within ± \(RunPicture.fixed(quality.tolerance)), %", on, off
                ) { $0.shareInTolerance * 100 })
            lines.append("")
        }
        if let forecast = on.forecast {
            lines.append(
                "forecasts  \(forecast.count) scored, mean absolute error "
                    + "\(RunPicture.fixed(forecast.meanAbsoluteError)); the last result would have "
                    + "been off by \(RunPicture.fixed(forecast.lastValueMeanAbsoluteError)) "
                    + "(skill \(RunPicture.fixed(forecast.skill)))")
        }
        let failed = on.failedWrites.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        lines.append(
            "moves      \(on.moves), of which \(on.writes) written"
                + (failed.isEmpty ? "" : " (\(failed.joined(separator: ", ")))")
                + "; \(on.limitViolations) beyond a limit")
        lines.append(
            "polls      \(on.polls), \(on.faults) faults, \(on.scans) scans, \(on.missedScans) missed"
                + "; seed \(on.seed)")
        return lines.joined(separator: "\n")
    }

    private static func compared(
        _ title: String, _ on: RunReport, _ off: RunReport?,
        value: (RunReport.Quality) -> Double
    ) -> String {
        guard let onValue = on.quality.map(value) else { return title }
        guard let offValue = off?.quality.map(value) else {
            return row(title, [RunPicture.fixed(onValue)])
        }
        let change =
            offValue > 0
            ? "\(onValue < offValue ? "−" : "+")"
                + "\(Int((abs(onValue / offValue - 1) * 100).rounded())) %" : ""
        return row(title, [RunPicture.fixed(offValue), RunPicture.fixed(onValue), change])
    }

    private static func row(_ title: String, _ cells: [String]) -> String {
        func padded(_ text: String, to width: Int) -> String {
            String(repeating: " ", count: max(width - text.count, 0)) + text
        }
        let head = title + String(repeating: " ", count: max(44 - title.count, 0))
        return head + cells.map { padded($0, to: 10) }.joined()
    }
}
