import Tags

/// A plant as plain data: a process, and all that stands between it and the registers.
///
/// Names tie the parts together. A *variable* is an output of the process, or else an input of it.
/// Times are in minutes, rates a minute. ``PlantRig`` runs it.
package struct PlantBlueprint<Process: ProcessModel>: Sendable {
    /// Name in the catalogue.
    var model: String
    /// What the process is called among engineers.
    var title: String
    /// Where the equations were published.
    var source: String
    /// Plant time of one step, which is also the shortest scan of a loop.
    var step: Duration
    /// The process in the state it starts from.
    var process: Process
    /// The variable that is the quality of the product.
    var quality: String
    var instruments: [InstrumentBlueprint]
    var analysers: [AnalyserBlueprint] = []
    var setpoints: [SetpointBlueprint]
    var actuators: [ActuatorBlueprint]
    var loops: [LoopBlueprint] = []
    var disturbances: [DisturbanceBlueprint] = []
    var interlocks: [InterlockBlueprint] = []
    /// Each shows NAME.heartbeat and NAME.remote.
    var controllers: [String]
    /// Names of truths; nil for all outputs and then all inputs.
    var truths: [String]?
}

/// An instrument: shows NAME and NAME.status.
struct InstrumentBlueprint: Sendable {
    var name: String
    /// The variable it measures; nil for the one of the same name.
    var variable: String?
    var unit: EngineeringUnit
    var range: ClosedRange<Double>
    /// What it is like unless a profile changes it; members left nil are ideal.
    var settings = InstrumentSettings()
    var summary: String
    /// Whether it shows; a hidden one is for loops and interlocks only.
    var isShown = true
}

/// An analyser or laboratory: shows its signal, and STEM.counter, STEM.age and STEM.status.
struct AnalyserBlueprint: Sendable {
    var stem: String
    var signal: String
    var variable: String
    var unit: EngineeringUnit
    var range: ClosedRange<Double>
    var settings: AnalyserSettings
    var summary: String
}

/// A value that clients may set: NAME.setpoint, and what is held now as NAME.held.
struct SetpointBlueprint: Sendable {
    var name: String
    var unit: EngineeringUnit
    var limits: ClosedRange<Double>
    var nominal: Double
    /// Fastest change of what is held, in units a minute; nil for a jump.
    var rate: Double?
    var summary: String
}

/// A valve, pump or drive that sets one input of the process.
struct ActuatorBlueprint: Sendable {
    var name: String
    /// The input it sets; nil for the one of the same name. It starts at that input's nominal.
    var input: String?
    /// Its travel, 0…100 %.
    var limits: ClosedRange<Double>
    var lag = 0.0
    var rate = Double.infinity
    var drive: ActuatorDrive
    /// What it is like beyond lag and rate unless a profile changes it.
    var settings = ActuatorSettings()
    var summary: String
    /// Whether NAME.position shows where it stands.
    var showsPosition = true
}

/// What an actuator follows.
enum ActuatorDrive: Hashable, Sendable {
    /// A setpoint, directly.
    case setpoint(String)
    /// The output of a loop.
    case loop(String)
    /// A setpoint times a reading, the reading behind a lag.
    case ratio(setpoint: String, to: PlantReading, lag: Double)
    /// Always the same.
    case fixed(Double)
}

/// Where a controller takes a value from.
enum PlantReading: Hashable, Sendable {
    /// What a signal shows, or a hidden instrument.
    case signal(String)
    /// A variable of the process, free of instrument errors.
    case variable(String)
}

/// A proportional-integral loop as of ``PILoop``.
struct LoopBlueprint: Sendable {
    var name: String
    var reading: PlantReading
    var setpoint: String
    var gain: Double
    var integralTime: Double
    var nominalOutput: Double
    var limits: ClosedRange<Double>
    /// Steps from one run to the next, 1 or more.
    var scanSteps = 1
}

/// What the world does to one input of the process.
///
/// The input is the mean plus all terms, each times the scale of disturbances. An input that an
/// actuator sets has the actuator's output added.
struct DisturbanceBlueprint: Sendable {
    /// The input, and so the disturbance's name.
    var input: String
    var mean: Double
    var terms: [SignalTerm] = []
    /// Whether terms are parts of the mean: mean × (1 + their sum).
    var isRelative = false
    /// What the input may be at last.
    var limits: ClosedRange<Double>?
}

/// What acts by itself when readings leave their normal ranges.
struct InterlockBlueprint: Sendable {
    /// Any of them strikes.
    var conditions: [InterlockCondition]
    var effects: [InterlockEffect]
    /// Minutes for which all must be clear before it lets go; infinite for never.
    var reset = 0.0
}

/// A reading and where it is normal.
struct InterlockCondition: Sendable {
    var reading: PlantReading
    /// Strictly outside it strikes.
    var normal: ClosedRange<Double>
    /// Minutes outside before it strikes.
    var delay = 0.0
}

/// What an interlock does.
enum InterlockEffect: Hashable, Sendable {
    /// Setpoints fall back to what the plant holds; all NAME.remote are 0.
    case forbidMoves
    /// The actuator follows a value instead of its drive.
    case drive(actuator: String, to: Double)
    /// The input of the process is a value, whatever sets it.
    case force(input: String, to: Double)
}
