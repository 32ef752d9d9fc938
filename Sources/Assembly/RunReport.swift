/// What a run came to.
package struct RunReport: Hashable, Sendable, Codable {
    /// The profile's name.
    package var profile: String
    /// The profile's fingerprint.
    package var digest: String
    /// Mode at the start.
    package var mode: String
    /// Seed of everything random.
    package var seed: UInt64
    /// Plant time the run covered, in seconds.
    package var seconds: Double
    /// Requests answered as asked.
    package var polls = 0
    /// Requests that failed, of all kinds.
    package var faults = 0
    /// Scans completed.
    package var scans = 0
    /// Scans that did not start in time.
    package var missedScans = 0
    /// The true quality of a simulated plant; nil for a real one.
    package var quality: Quality?
    /// How good the issued forecasts were; nil if none was scored.
    package var forecast: ForecastScore?
    /// Results learned.
    package var outcomes = 0
    /// Moves decided on, shown in advisory mode and written in automatic.
    package var moves = 0
    /// Setpoints written to devices.
    package var writes = 0
    /// Writes that were not applied as asked, by how they ended.
    package var failedWrites: [String: Int] = [:]
    /// Writes beyond a limit, by the devices' own records; of simulated devices only.
    package var limitViolations = 0
    /// Holds by reason, and how often each began.
    package var holds: [String: Int] = [:]

    /// The true quality, free of measurement noise.
    package struct Quality: Hashable, Sendable, Codable {
        /// Tag or truth it is about.
        package var name: String
        /// Value to hold.
        package var target: Double
        /// Half the width of the tolerance band.
        package var tolerance: Double
        /// Plant time from which values were taken, in seconds: the start-up is not scored.
        package var scoredFrom: Double
        /// Mean of |quality − target|.
        package var meanAbsoluteError: Double
        /// Standard deviation about the mean.
        package var standardDeviation: Double
        /// Part of the time within tolerance, 0…1.
        package var shareInTolerance: Double

        package init(
            name: String, target: Double, tolerance: Double, scoredFrom: Double,
            meanAbsoluteError: Double, standardDeviation: Double, shareInTolerance: Double
        ) {
            self.name = name
            self.target = target
            self.tolerance = tolerance
            self.scoredFrom = scoredFrom
            self.meanAbsoluteError = meanAbsoluteError
            self.standardDeviation = standardDeviation
            self.shareInTolerance = shareInTolerance
        }
    }

    /// Issued forecasts against the outcomes they were for.
    package struct ForecastScore: Hashable, Sendable, Codable {
        /// Forecasts scored for which the last laboratory value was known when they were issued.
        package var count: Int
        /// Mean of |outcome − forecast|.
        package var meanAbsoluteError: Double
        /// Root of the mean of (outcome − forecast)².
        package var rootMeanSquareError: Double
        /// Part of the outcomes' variance that the forecasts explain; nil if they never varied.
        package var determination: Double?
        /// Mean of |outcome − last laboratory value known at issue|.
        package var lastValueMeanAbsoluteError: Double
        /// 1 less the ratio of the two mean absolute errors.
        package var skill: Double

        package init(
            count: Int, meanAbsoluteError: Double, rootMeanSquareError: Double,
            determination: Double?, lastValueMeanAbsoluteError: Double, skill: Double
        ) {
            self.count = count
            self.meanAbsoluteError = meanAbsoluteError
            self.rootMeanSquareError = rootMeanSquareError
            self.determination = determination
            self.lastValueMeanAbsoluteError = lastValueMeanAbsoluteError
            self.skill = skill
        }
    }

    package init(
        profile: String, digest: String, mode: String, seed: UInt64, seconds: Double
    ) {
        self.profile = profile
        self.digest = digest
        self.mode = mode
        self.seed = seed
        self.seconds = seconds
    }
}
