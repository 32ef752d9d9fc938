import Tags

/// What an actuator does to its demand. A member left nil keeps the model's default.
package struct ActuatorSettings: NamedSettings {
    /// Backlash, in % of travel.
    package var deadBand: Double?
    /// Stick band S of the two-parameter stiction rule, in % of travel; above 0 it replaces the
    /// dead band.
    package var stickBand: Double?
    /// Slip jump J of the same rule, in % of travel.
    package var slipJump: Double?
    /// First-order lag in minutes.
    package var lag: Double?
    /// Largest change a minute, in units of the position.
    package var rate: Double?
    /// What part of the travel has its effect on the plant: 1 unless gain is lost.
    package var gain: Double?

    /// Takes what differs from the model's defaults.
    package init(
        deadBand: Double? = nil, stickBand: Double? = nil, slipJump: Double? = nil,
        lag: Double? = nil, rate: Double? = nil, gain: Double? = nil
    ) {
        self.deadBand = deadBand
        self.stickBand = stickBand
        self.slipJump = slipJump
        self.lag = lag
        self.rate = rate
        self.gain = gain
    }

    package init() { self.init(deadBand: nil) }

    package static let subject = "an actuator"

    package static let members: [NamedSetting<ActuatorSettings>] = [
        .init(\.deadBand, .init("deadBand", 0, "%", 0...100, "backlash, of the travel")),
        .init(
            \.stickBand,
            .init("stickBand", 0, "%", 0...100, "stiction: dead band and jump, of the travel")),
        .init(\.slipJump, .init("slipJump", 0, "%", 0...100, "stiction: jump, of the travel")),
        .init(\.lag, .init("lag", 0, "min", 0...1440, "time constant of a first-order lag")),
        .init(
            \.rate,
            .init("rate", 1e9, .none, 1e-6...1e9, "fastest change, in its unit a minute")),
        .init(
            \.gain,
            .init("gain", 1, .none, 0...2, "part of the travel that has its effect on the plant")),
    ]
}
