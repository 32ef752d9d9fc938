/// The same run twice, with the loop off and on, on the same seed: what the loop is worth.
package struct Comparison: Hashable, Sendable {
    /// The run in manual mode.
    package let off: RunReport
    /// The run in the mode that was asked for.
    package let on: RunReport

    package init(off: RunReport, on: RunReport) {
        self.off = off
        self.on = on
    }
}

/// What `--summary` writes: the figures of a run, or of two side by side.
package struct RunSummary: Encodable, Sendable {
    private let profile: String
    private let digest: String
    private let seed: UInt64
    private let seconds: Double
    private let mode: String
    private let off: Quality?
    private let on: Quality?
    private let forecast: Forecast?
    private let outcomes: Int
    private let moves: Int
    private let writes: Int
    private let failedWrites: [String: Int]
    private let limitViolations: Int
    private let polls: Int
    private let faults: Int
    private let scans: Int
    private let missedScans: Int
    private let holds: [String: Int]

    private struct Quality: Encodable {
        let meanAbsoluteError: Double
        let standardDeviation: Double
        let shareInTolerance: Double
        let scoredFrom: Double

        init?(_ quality: RunReport.Quality?) {
            guard let quality else { return nil }
            meanAbsoluteError = quality.meanAbsoluteError
            standardDeviation = quality.standardDeviation
            shareInTolerance = quality.shareInTolerance
            scoredFrom = quality.scoredFrom
        }
    }

    private struct Forecast: Encodable {
        let meanAbsoluteError: Double
        let lastValueMeanAbsoluteError: Double
        let rootMeanSquareError: Double
        let determination: Double?
        let skill: Double
        let count: Int
    }

    /// Sums up one run, or a run and the same run with the loop off.
    ///
    /// Counts and the forecast's score are those of the run with the loop on; limit violations and
    /// faults are those of both.
    package init(on report: RunReport, off: RunReport? = nil) {
        profile = report.profile
        digest = report.digest
        seed = report.seed
        seconds = report.seconds
        mode = report.mode
        self.off = Quality(off?.quality)
        on = Quality(report.quality)
        forecast = report.forecast.map {
            Forecast(
                meanAbsoluteError: $0.meanAbsoluteError,
                lastValueMeanAbsoluteError: $0.lastValueMeanAbsoluteError,
                rootMeanSquareError: $0.rootMeanSquareError, determination: $0.determination,
                skill: $0.skill, count: $0.count)
        }
        outcomes = report.outcomes
        moves = report.moves
        writes = report.writes
        failedWrites = report.failedWrites
        limitViolations = report.limitViolations + (off?.limitViolations ?? 0)
        polls = report.polls
        faults = report.faults + (off?.faults ?? 0)
        scans = report.scans
        missedScans = report.missedScans
        holds = report.holds
    }
}
