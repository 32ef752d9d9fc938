package import Features
package import Tags

/// Turns feature vectors into forecasts, and outcomes that come late into knowledge.
///
/// Features of time t forecast the quality sampled at t + horizon. When that sample's result
/// arrives, the forecast that was issued for it is scored, and the regressor learns from the
/// features as they were at t.
package struct Forecaster<Regressor: OnlineRegressor>: Sendable {
    /// The quality that is forecast.
    package let tag: TagName
    /// How far ahead, zero or more.
    package let horizon: Duration
    /// Outcomes to learn before the first forecast is issued.
    package let minimumOutcomes: Int
    /// What has been learned.
    package private(set) var regressor: Regressor
    /// The offset added to each prediction; nil if none is kept.
    package private(set) var bias: OutputBias?
    /// How good the issued forecasts were.
    package private(set) var score = ProgressiveScore()
    /// The result with the latest sample, among those that have arrived.
    package private(set) var lastOutcome: Outcome?
    /// The forecast issued last.
    package private(set) var lastForecast: Forecast?
    /// Outcomes that were not learned.
    package private(set) var passedOverCount = 0

    private let schemaDigest: UInt64
    private var ledger: ForecastLedger
    private var errors = RecentErrors()
    private var seen: ClosedRange<Double>?

    /// Makes a forecaster that has nothing to say until it has learned.
    ///
    /// - Parameters:
    ///   - tag: The quality to forecast.
    ///   - regressor: The learner, new or already taught.
    ///   - schema: What its features mean; one feature a number the regressor takes.
    ///   - horizon: How far ahead a forecast looks, zero or more.
    ///   - ledger: Where forecasts wait for their outcomes; of the same feature count.
    ///   - minimumOutcomes: Outcomes to learn before the first forecast; without a number, two more
    ///     than there are features.
    ///   - bias: The offset to keep beside the regressor, if any.
    package init(
        tag: TagName, regressor: Regressor, schema: FeatureSchema, horizon: Duration,
        ledger: ForecastLedger, minimumOutcomes: Int? = nil, bias: OutputBias? = nil
    ) {
        precondition(regressor.featureCount == schema.count, "one number a feature")
        precondition(horizon >= .zero, "a forecast looks ahead")
        self.tag = tag
        self.regressor = regressor
        self.schemaDigest = schema.digest
        self.horizon = horizon
        self.ledger = ledger
        self.minimumOutcomes = minimumOutcomes ?? schema.count + 2
        self.bias = bias
    }

    /// Remembers the features, and issues the forecast that follows from them.
    ///
    /// - Returns: Nil until ``minimumOutcomes`` are learned, and for a vector not later than the
    ///   one before it.
    package mutating func forecast(from vector: FeatureVector) -> Forecast? {
        precondition(vector.schemaDigest == schemaDigest, "a vector of another schema")
        let prediction = regressor.prediction(for: vector.values)
        let dueAt = vector.time + horizon
        var issued: Forecast?
        if regressor.outcomeCount >= minimumOutcomes, prediction.isFinite {
            issued = Forecast(
                tag: tag, value: bounded(prediction + (bias?.value ?? 0)),
                deviation: errors.deviation,
                knowledgeDeviation: regressor.knowledgeDeviation(for: vector.values) ?? .infinity,
                issuedAt: vector.time, dueAt: dueAt)
        }
        let isNew = ledger.record(
            vector, dueAt: dueAt, prediction: prediction, forecast: issued,
            baseline: lastOutcome?.value)
        guard isNew else { return nil }
        lastForecast = issued ?? lastForecast
        return issued
    }

    /// Scores the forecast that was issued for an outcome, then learns from it.
    package mutating func learn(_ outcome: Outcome) -> OutcomeReport {
        let settlement = settle(outcome)
        if case .unmatched(.notUsable) = settlement {} else { remember(outcome) }
        switch settlement {
        case .unmatched(let reason):
            passedOverCount += 1
            return OutcomeReport(outcome: outcome, settled: nil, result: .unmatched(reason))
        case .settled(let settled):
            if let forecast = settled.forecast {
                score.add(
                    forecast: forecast.value, outcome: outcome.value, baseline: settled.baseline)
                errors.add(outcome.value - forecast.value)
            }
            if regressor.outcomeCount > 0 { bias?.learn(error: outcome.value - settled.prediction) }
            switch regressor.learn(outcome.value, from: settled.features) {
            case .learned:
                return OutcomeReport(outcome: outcome, settled: settled, result: .learned)
            case .refused(let reason):
                passedOverCount += 1
                return OutcomeReport(outcome: outcome, settled: settled, result: .refused(reason))
            }
        }
    }

    private mutating func settle(_ outcome: Outcome) -> Settlement {
        guard outcome.sampledAt <= outcome.arrivedAt else {
            return .unmatched(
                .sampledLater(sampledAt: outcome.sampledAt, arrivedAt: outcome.arrivedAt))
        }
        return ledger.settle(outcome.value, sampledAt: outcome.sampledAt)
    }

    private mutating func remember(_ outcome: Outcome) {
        guard outcome.sampledAt <= outcome.arrivedAt else { return }
        if let range = seen {
            seen = min(range.lowerBound, outcome.value)...max(range.upperBound, outcome.value)
        } else {
            seen = outcome.value...outcome.value
        }
        if let last = lastOutcome, last.sampledAt > outcome.sampledAt { return }
        lastOutcome = outcome
    }

    /// A forecast goes no further than one range beyond the outcomes seen so far.
    private func bounded(_ value: Double) -> Double {
        guard let seen else { return value }
        let width = seen.upperBound - seen.lowerBound
        return min(max(value, seen.lowerBound - width), seen.upperBound + width)
    }
}

/// What a forecaster did with an outcome.
package struct OutcomeReport: Hashable, Sendable {
    /// The outcome.
    package let outcome: Outcome
    /// What was said when it was forecast; nil if it belongs to nothing.
    package let settled: SettledForecast?
    /// Whether it was learned.
    package let result: Result

    /// Whether an outcome was learned, and if not, why.
    package enum Result: Hashable, Sendable {
        /// The regressor has changed.
        case learned
        /// The regressor would not take it.
        case refused(LearnRefusal)
        /// It belongs to no features that were recorded.
        case unmatched(UnmatchedOutcome)
    }
}

extension OutcomeReport.Result: CustomStringConvertible {
    package var description: String {
        switch self {
        case .learned: "learned"
        case .refused(let reason): "not learned: \(reason)"
        case .unmatched(let reason): "not learned: \(reason)"
        }
    }
}

/// The size of the last errors, newer ones counting more: weight 0.96 an outcome, so half in 17.
private struct RecentErrors: Sendable {
    private var count = 0
    private var weight = 0.0
    private var meanSquare = 0.0

    mutating func add(_ error: Double) {
        count += 1
        weight = 0.96 * weight + 1
        meanSquare += (error * error - meanSquare) / weight
    }

    var deviation: Double { count >= 3 ? meanSquare.squareRoot() : .infinity }
}
