import Tags

/// What an instrument does to the true value. A member left nil keeps the model's default.
package struct InstrumentSettings: NamedSettings {
    /// Standard deviation of white noise, in the signal's unit.
    package var noise: Double?
    /// Constant error, in the signal's unit.
    package var bias: Double?
    /// Standard deviation that a random walk reaches after one day, in the signal's unit.
    package var drift: Double?
    /// Calibration error as a fraction: 0.02 shows 2 % too much.
    package var gain: Double?
    /// Time constant of each lag in minutes.
    package var lag: Double?
    /// Bits of the converter over the signal's range, 1…32; 0 for one without steps.
    package var bits: Double?
    /// How many such lags stand in a row, 1…8.
    package var lags: Double?
    /// Time in minutes by which the value comes late, in whole steps.
    package var deadTime: Double?
    /// Probability that one sample is a spike.
    package var spikeChance: Double?
    /// Height of a spike either way, in the signal's unit.
    package var spikeSize: Double?
    /// Probability that the value sticks from one sample on.
    package var stuckChance: Double?
    /// Time in minutes for which a value sticks.
    package var stuckTime: Double?
    /// 1 for a 4–20 mA transmitter, which shows −1.25 % to 103.125 % of its range.
    package var overrange: Double?

    /// Takes what differs from the model's defaults.
    package init(
        noise: Double? = nil, bias: Double? = nil, drift: Double? = nil, gain: Double? = nil,
        lag: Double? = nil, bits: Double? = nil, lags: Double? = nil, deadTime: Double? = nil,
        spikeChance: Double? = nil, spikeSize: Double? = nil, stuckChance: Double? = nil,
        stuckTime: Double? = nil, overrange: Double? = nil
    ) {
        self.noise = noise
        self.bias = bias
        self.drift = drift
        self.gain = gain
        self.lag = lag
        self.bits = bits
        self.lags = lags
        self.deadTime = deadTime
        self.spikeChance = spikeChance
        self.spikeSize = spikeSize
        self.stuckChance = stuckChance
        self.stuckTime = stuckTime
        self.overrange = overrange
    }

    package init() { self.init(noise: nil) }

    /// An instrument that shows the truth.
    package static let ideal = {
        var settings = InstrumentSettings()
        for member in members { settings[keyPath: member.path] = member.parameter.defaultValue }
        return settings
    }()

    package static let subject = "an instrument"

    package static let members: [NamedSetting<InstrumentSettings>] = [
        .init(
            \.noise,
            .init(
                "noise", 0, .none, 0...1e6,
                "standard deviation of white noise, in the signal's unit")),
        .init(
            \.bias, .init("bias", 0, .none, -1e6...1e6, "constant error, in the signal's unit")),
        .init(
            \.drift,
            .init(
                "drift", 0, .none, 0...1e6,
                "standard deviation of the random walk after one day, in the signal's unit")),
        .init(\.gain, .init("gain", 0, .none, -0.9...10, "calibration error as a fraction")),
        .init(\.lag, .init("lag", 0, "min", 0...1440, "time constant of a first-order lag")),
        .init(
            \.bits,
            .init("bits", 0, .none, 0...32, "bits of the converter over the range; 0 for no steps")
        ),
        .init(\.lags, .init("lags", 1, .none, 1...8, "how many such lags stand in a row")),
        .init(
            \.deadTime,
            .init("deadTime", 0, "min", 0...1440, "by how much the value comes late")),
        .init(
            \.spikeChance,
            .init("spikeChance", 0, .none, 0...1, "probability that one sample is a spike")),
        .init(
            \.spikeSize,
            .init(
                "spikeSize", 0, .none, 0...1e6,
                "height of a spike either way, in the signal's unit")),
        .init(
            \.stuckChance,
            .init(
                "stuckChance", 0, .none, 0...1, "probability that the value sticks from a sample on"
            )
        ),
        .init(
            \.stuckTime, .init("stuckTime", 10, "min", 0...1440, "for how long a value sticks")),
        .init(
            \.overrange,
            .init(
                "overrange", 0, .none, 0...1,
                "1 for a 4–20 mA transmitter: shows −1.25 % to 103.125 % of the range")),
    ]
}
