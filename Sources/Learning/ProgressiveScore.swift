/// How good issued forecasts were, outcome by outcome (Dawid, J. R. Stat. Soc. A 147 (1984) 278).
///
/// Each forecast is scored once, when its outcome is known, as it was issued. Sums are kept as
/// running means (Welford 1962), so a run of any length rounds no worse than a short one.
package struct ProgressiveScore: Hashable, Sendable {
    /// Forecasts scored.
    package private(set) var count = 0
    /// Forecasts scored for which a baseline was known when they were issued.
    package private(set) var baselineCount = 0

    private var absoluteError = 0.0
    private var squaredError = 0.0
    private var outcomeMean = 0.0
    private var outcomeSpread = 0.0  // Σ (outcome − mean)²
    private var comparedError = 0.0
    private var baselineError = 0.0

    package init() {}

    /// Scores one forecast; all three in the outcome's unit.
    ///
    /// - Parameters:
    ///   - forecast: The value as issued.
    ///   - outcome: The value measured.
    ///   - baseline: The last laboratory value known when the forecast was issued, if any.
    package mutating func add(forecast: Double, outcome: Double, baseline: Double?) {
        count += 1
        let share = 1 / Double(count)
        let error = outcome - forecast
        absoluteError += (abs(error) - absoluteError) * share
        squaredError += (error * error - squaredError) * share
        let deviation = outcome - outcomeMean
        outcomeMean += deviation * share
        outcomeSpread += deviation * (outcome - outcomeMean)
        guard let baseline else { return }
        baselineCount += 1
        let baselineShare = 1 / Double(baselineCount)
        comparedError += (abs(error) - comparedError) * baselineShare
        baselineError += (abs(outcome - baseline) - baselineError) * baselineShare
    }

    /// Mean of |outcome − forecast|; nil before the first.
    package var meanAbsoluteError: Double? { count > 0 ? absoluteError : nil }

    /// Root of the mean of (outcome − forecast)²; nil before the first.
    package var rootMeanSquareError: Double? { count > 0 ? squaredError.squareRoot() : nil }

    /// 1 − Σ error² / Σ (outcome − mean)²; nil until two outcomes differ.
    package var determination: Double? {
        outcomeSpread > 0 ? 1 - squaredError * Double(count) / outcomeSpread : nil
    }

    /// Mean of |outcome − baseline|; nil before the first with a baseline.
    package var baselineMeanAbsoluteError: Double? { baselineCount > 0 ? baselineError : nil }

    /// 1 − MAE / MAE of the baseline over the same outcomes: 1 is perfect, 0 no better, below 0
    /// worse; nil while the baseline's error is 0.
    package var skill: Double? {
        baselineError > 0 ? 1 - comparedError / baselineError : nil
    }
}
