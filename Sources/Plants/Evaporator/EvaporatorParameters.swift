import Tags

extension PlantParameter {
    /// The evaporator's own parameters.
    static let evaporator: [PlantParameter] = feed + cooling + rates + analysers

    private static let feed: [PlantParameter] = [
        .init("F1.mean", 10, "kg/min", 5...15, "feed flow about which it varies"),
        .init("F1.walk", 0.05, "kg/min", 0...2, "feed flow: standard deviation of its walk"),
        .init("F1.walkTime", 30, "min", 0.1...10_000, "feed flow: time constant of its walk"),
        .init("F1.step", 0.25, "kg/min", 0...3, "feed flow: largest step either way"),
        .init("F1.stepTime", 240, "min", 0.1...100_000, "feed flow: mean time between steps"),
        .init("X1.mean", 5, "%", 2...10, "feed concentration about which it varies"),
        .init("X1.walk", 0.12, "%", 0...1, "feed concentration: standard deviation of its walk"),
        .init(
            "X1.walkTime", 180, "min", 0.1...10_000,
            "feed concentration: time constant of its walk"),
        .init("T1.mean", 40, "°C", 10...80, "feed temperature about which it varies"),
        .init("T1.walk", 1.5, "°C", 0...10, "feed temperature: standard deviation of its walk"),
        .init(
            "T1.walkTime", 90, "min", 0.1...10_000, "feed temperature: time constant of its walk"),
    ]

    private static let cooling: [PlantParameter] = [
        .init("T200.mean", 25, "°C", 5...35, "cooling water temperature about which it varies"),
        .init(
            "T200.wave", 1.5, "°C", 0...10, "cooling water temperature: height of the daily wave"),
        .init(
            "T200.waveTime", 1440, "min", 1...100_000, "cooling water temperature: wave's period"),
        .init(
            "T200.walk", 0.3, "°C", 0...5, "cooling water temperature: deviation of its walk"),
        .init(
            "T200.walkTime", 60, "min", 0.1...10_000,
            "cooling water temperature: time constant of its walk"),
        .init("fouling", 0.03, .none, 0...0.5, "heat transfer lost in a day, as a fraction"),
        .init("wash.interval", 0, "min", 0...1e6, "time between washes; 0 for none"),
    ]

    private static let rates: [PlantParameter] = [
        .init("F3.rate", 2, "kg/min/min", 0.01...1e6, "fastest change of the circulation flow"),
        .init("P100.rate", 20, "kPa/min", 0.01...1e6, "fastest change of the steam pressure"),
        .init("P2.rate", 0.5, "kPa/min", 0.01...1e6, "fastest change of the pressure's setpoint"),
    ]

    private static let analysers: [PlantParameter] = [
        .init(
            "analyser.preset", 0, .none, 0...2,
            "0 at-line analyser, 1 in-line refractometer, 2 laboratory; sets what is not set here"),
        .init("analyser.interval", 10, "min", 0.1...10_000, "time from sample to sample"),
        .init("analyser.delay", 5, "min", 0...10_000, "time from sample to result"),
        .init("analyser.delaySpread", 0, .none, 0...1, "scatter of the delay, ± this fraction"),
        .init("analyser.noise", 0.15, "%", 0...10, "standard deviation of a result"),
        .init("analyser.bias", 0, "%", -10...10, "constant error of results"),
        .init("analyser.lag", 0, "min", 0...1440, "lag of the sample line"),
        .init("analyser.missing", 0, .none, 0...1, "probability that a result never comes"),
        .init("laboratory.interval", 480, "min", 0.1...10_000, "feed: time from sample to sample"),
        .init("laboratory.delay", 45, "min", 0...10_000, "feed: time from sample to result"),
        .init(
            "laboratory.delaySpread", 0.3, .none, 0...1,
            "feed: scatter of the delay, ± this fraction"),
        .init("laboratory.noise", 0.05, "%", 0...10, "feed: standard deviation of a result"),
    ]
}
