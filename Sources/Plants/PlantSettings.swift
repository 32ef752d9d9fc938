import Tags

/// What a profile changes in a plant model.
package struct PlantSettings: Hashable, Sendable {
    /// Parameters by name; those left out keep their defaults.
    package var parameters: [String: Double]
    /// Instruments by the name of their signal; those left out keep their defaults.
    package var instruments: [String: InstrumentSettings]

    /// Takes what differs from the model's defaults.
    package init(
        parameters: [String: Double] = [:], instruments: [String: InstrumentSettings] = [:]
    ) {
        self.parameters = parameters
        self.instruments = instruments
    }
}

/// What an instrument does to the true value. A member left nil keeps the model's default.
package struct InstrumentSettings: Hashable, Sendable {
    /// Standard deviation of white noise, in the signal's unit.
    package var noise: Double?
    /// Constant error, in the signal's unit.
    package var bias: Double?
    /// Standard deviation that a random walk reaches after one day, in the signal's unit.
    package var drift: Double?
    /// Calibration error as a fraction: 0.02 shows 2 % too much.
    package var gain: Double?
    /// First-order lag in minutes.
    package var lag: Double?
    /// Bits of the converter over the signal's range, 1…32; 0 for one without steps.
    package var bits: Double?

    /// Takes what differs from the model's defaults.
    package init(
        noise: Double? = nil, bias: Double? = nil, drift: Double? = nil, gain: Double? = nil,
        lag: Double? = nil, bits: Double? = nil
    ) {
        self.noise = noise
        self.bias = bias
        self.drift = drift
        self.gain = gain
        self.lag = lag
        self.bits = bits
    }

    /// An instrument that shows the truth.
    package static let ideal = InstrumentSettings(
        noise: 0, bias: 0, drift: 0, gain: 0, lag: 0, bits: 0)

    /// Every setting by its name in a profile; the default is that of an ideal instrument.
    package static let parameters = [
        PlantParameter(
            name: "noise", defaultValue: 0, unit: .none, bounds: 0...1e6,
            summary: "standard deviation of white noise, in the signal's unit"),
        PlantParameter(
            name: "bias", defaultValue: 0, unit: .none, bounds: -1e6...1e6,
            summary: "constant error, in the signal's unit"),
        PlantParameter(
            name: "drift", defaultValue: 0, unit: .none, bounds: 0...1e6,
            summary: "standard deviation of the random walk after one day, in the signal's unit"),
        PlantParameter(
            name: "gain", defaultValue: 0, unit: .none, bounds: -0.9...10,
            summary: "calibration error as a fraction"),
        PlantParameter(
            name: "lag", defaultValue: 0, unit: "min", bounds: 0...1440,
            summary: "first-order lag"),
        PlantParameter(
            name: "bits", defaultValue: 0, unit: .none, bounds: 0...32,
            summary: "bits of the converter over the range; 0 for no steps"),
    ]

    /// The setting of that name; nil if it is not set or there is none.
    package subscript(name: String) -> Double? {
        get {
            switch name {
            case "noise": noise
            case "bias": bias
            case "drift": drift
            case "gain": gain
            case "lag": lag
            case "bits": bits
            default: nil
            }
        }
        set {
            switch name {
            case "noise": noise = newValue
            case "bias": bias = newValue
            case "drift": drift = newValue
            case "gain": gain = newValue
            case "lag": lag = newValue
            case "bits": bits = newValue
            default: break
            }
        }
    }

    /// Takes settings by name, as a profile holds them.
    ///
    /// - Throws: ``PlantError/unknownSetting(_:known:)`` for a name that is no setting.
    package init(_ values: [String: Double]) throws(PlantError) {
        self.init()
        let known = Self.parameters.map(\.name)
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard known.contains(name) else { throw .unknownSetting(name, known: known) }
            self[name] = value
        }
    }

    /// These settings, with gaps filled from others.
    package func completed(from defaults: InstrumentSettings) -> InstrumentSettings {
        InstrumentSettings(
            noise: noise ?? defaults.noise, bias: bias ?? defaults.bias,
            drift: drift ?? defaults.drift, gain: gain ?? defaults.gain,
            lag: lag ?? defaults.lag, bits: bits ?? defaults.bits)
    }
}
