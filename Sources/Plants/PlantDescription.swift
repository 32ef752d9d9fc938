package import Tags

/// What a plant model is, and everything a profile may bind to it or set in it.
package struct PlantDescription: Sendable {
    /// Name in the catalogue, as a profile gives it: `evaporator`.
    package let model: String
    /// What the process is called among engineers.
    package let title: String
    /// Where the equations were published.
    package let source: String
    /// Plant time one step takes.
    package let step: Duration
    /// What registers can show or set; a signal's index here is its number everywhere.
    package let signals: [PlantSignal]
    /// What `parameters` in a profile may set.
    package let parameters: [PlantParameter]
    /// Signals that come from an instrument, with what the instrument is like unless told.
    package let instruments: [PlantInstrument]
    /// Analysers and laboratories, with what they are like unless told.
    package let analysers: [PlantAnalyser]
    /// Valves, pumps and drives, with what they are like unless told.
    package let actuators: [PlantActuator]
    /// What the world does to the process: the inputs that may be held at a value.
    package let disturbances: [PlantVariable]
    /// Everything that acts on the process.
    package let processInputs: [PlantVariable]
    /// Everything noise-free that follows from it.
    package let processOutputs: [PlantVariable]
    /// Names of all noise-free variables.
    package let truths: [String]
    /// The noise-free variable that is the quality of the product: `X2`.
    package let quality: String
    /// What the setpoints are at the start, by name.
    package let nominalSetpoints: [String: Double]

    /// A description from its parts, for models that no rig runs.
    init(
        model: String, title: String, source: String, step: Duration, signals: [PlantSignal],
        parameters: [PlantParameter], instruments: [PlantInstrument],
        analysers: [PlantAnalyser] = [], actuators: [PlantActuator] = [],
        disturbances: [PlantVariable] = [], processInputs: [PlantVariable] = [],
        processOutputs: [PlantVariable] = [], truths: [String], quality: String,
        nominalSetpoints: [String: Double]
    ) {
        self.model = model
        self.title = title
        self.source = source
        self.step = step
        self.signals = signals
        self.parameters = parameters
        self.instruments = instruments
        self.analysers = analysers
        self.actuators = actuators
        self.disturbances = disturbances
        self.processInputs = processInputs
        self.processOutputs = processOutputs
        self.truths = truths
        self.quality = quality
        self.nominalSetpoints = nominalSetpoints
    }

    /// The number of a signal; nil if there is none of that name.
    package func index(of name: String) -> Int? {
        signals.firstIndex { $0.name == name }
    }

    /// The parameter of that name.
    package func parameter(_ name: String) -> PlantParameter? {
        parameters.first { $0.name == name }
    }
}

/// One value that a plant shows or takes.
package struct PlantSignal: Hashable, Sendable {
    /// Name within the plant: `P100.setpoint`.
    package let name: String
    /// Unit of its values.
    package let unit: EngineeringUnit
    /// The range of the instrument, or the limits of the setpoint.
    package let range: ClosedRange<Double>
    /// What it is for.
    package let kind: Kind
    /// One line for people.
    package let summary: String

    /// What a signal is for.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A value that a client may set.
        case setpoint
        /// What an instrument, analyser or loop shows.
        case reading
        /// Bits of ``InstrumentStatus``.
        case status
        /// A whole number that counts up and starts over after 65535.
        case counter
        /// 1 when moves are allowed, else 0.
        case permissive
        /// Where an actuator stands.
        case position
    }
}

/// One number that a profile may set in a plant model.
package struct PlantParameter: Hashable, Sendable {
    /// Name within the model: `F1.walk`.
    package let name: String
    /// Its value unless set.
    package let defaultValue: Double
    /// Its unit.
    package let unit: EngineeringUnit
    /// Values it may take.
    package let bounds: ClosedRange<Double>
    /// One line for people.
    package let summary: String
}

/// An instrument of a plant model.
package struct PlantInstrument: Hashable, Sendable {
    /// The signal it shows.
    package let signal: String
    /// What it is like unless set; no member is nil.
    package let defaults: InstrumentSettings
}

/// An analyser or laboratory of a plant model.
package struct PlantAnalyser: Hashable, Sendable {
    /// The signal of its results.
    package let signal: String
    /// What it is like unless set.
    package let defaults: AnalyserSettings
}

/// A valve, pump or drive of a plant model.
package struct PlantActuator: Hashable, Sendable {
    /// Name within the plant.
    package let name: String
    /// Unit of its position.
    package let unit: EngineeringUnit
    /// Its travel, 0…100 %.
    package let range: ClosedRange<Double>
    /// What it is like unless set; no member is nil.
    package let defaults: ActuatorSettings
    /// One line for people.
    package let summary: String
}

/// Status bits of instruments and analysers, as a register holds them.
package struct InstrumentStatus: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The value may be trusted.
    package static let good = InstrumentStatus(rawValue: 1)
    /// The value stands at a stop of its range, is older than it should be, or is not yet there.
    package static let uncertain = InstrumentStatus(rawValue: 2)
    /// There is no value.
    package static let bad = InstrumentStatus(rawValue: 4)
    /// A result is overdue.
    package static let resultLate = InstrumentStatus(rawValue: 8)
}
