import Tags

/// What is changed in an analyser. A member left nil keeps the model's default.
package struct AnalyserChanges: NamedSettings {
    /// From one sample to the next, in minutes; at least one step of the plant.
    package var interval: Double?
    /// From a sample to its result, in minutes.
    package var delay: Double?
    /// Half the width of the delay's uniform scatter, as a fraction of the delay.
    package var delaySpread: Double?
    /// Standard deviation of a result, in the quality's unit.
    package var noise: Double?
    /// Constant error of results, in the quality's unit.
    package var bias: Double?
    /// First-order lag of the sample line, in minutes.
    package var lag: Double?
    /// Probability that a result never comes.
    package var missing: Double?

    /// Changes nothing.
    package init() {}

    package static let subject = "an analyser"

    package static let members: [NamedSetting<AnalyserChanges>] = [
        .init(
            \.interval,
            .init("interval", 10, "min", 0.001...10_000, "time from sample to sample")),
        .init(\.delay, .init("delay", 5, "min", 0...10_000, "time from sample to result")),
        .init(
            \.delaySpread,
            .init("delaySpread", 0, .none, 0...1, "scatter of the delay, ± this fraction")),
        .init(
            \.noise,
            .init(
                "noise", 0, .none, 0...1e6, "standard deviation of a result, in its unit")),
        .init(
            \.bias, .init("bias", 0, .none, -1e6...1e6, "constant error of results, in their unit")),
        .init(\.lag, .init("lag", 0, "min", 0...1440, "lag of the sample line")),
        .init(
            \.missing, .init("missing", 0, .none, 0...1, "probability that a result never comes")),
    ]
}
