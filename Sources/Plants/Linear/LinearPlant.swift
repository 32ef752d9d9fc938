package import Tags

/// A linear process with what stands around it, put together part by part: what a profile declares
/// becomes a ``PlantKind`` here.
///
/// Names must be right: one that is nowhere is a programmer's error when the kind is built. Times
/// are in minutes, rates a minute.
package struct LinearPlant: Sendable {
    private var blueprint: PlantBlueprint<LinearProcess>

    /// A plant of a process alone.
    ///
    /// - Parameters:
    ///   - process: At its nominal point; made for steps of the same length.
    ///   - model: Name of the model.
    ///   - title: What the process is called among engineers.
    ///   - source: Where its numbers come from.
    ///   - step: Plant time of a step.
    ///   - quality: The variable that is the quality of the product.
    ///   - controllers: Each shows NAME.heartbeat and NAME.remote.
    package init(
        _ process: LinearProcess, model: String, title: String, source: String, step: Duration,
        quality: String, controllers: [String]
    ) {
        blueprint = PlantBlueprint(
            model: model, title: title, source: source, step: step, process: process,
            quality: quality, instruments: [], setpoints: [], actuators: [],
            controllers: controllers)
    }

    /// The model, ready to be built with a seed.
    package var kind: PlantKind {
        let blueprint = blueprint
        return PlantKind(parameters: []) { _ in blueprint }
    }

    /// Adds an instrument; a hidden one is for loops and interlocks only.
    package mutating func addInstrument(
        _ name: String, of variable: String, unit: EngineeringUnit, range: ClosedRange<Double>,
        settings: InstrumentSettings, summary: String, isShown: Bool
    ) {
        blueprint.instruments.append(
            InstrumentBlueprint(
                name: name, variable: variable, unit: unit, range: range, settings: settings,
                summary: summary, isShown: isShown))
    }

    /// Adds an analyser that shows its result as `signal` and the rest under `stem`; what its
    /// settings leave out is 0, and its interval a step.
    package mutating func addAnalyser(
        _ stem: String, signal: String, of variable: String, unit: EngineeringUnit,
        range: ClosedRange<Double>, settings: AnalyserChanges, summary: String
    ) {
        let step = Double(blueprint.step.nanoseconds) / 6e10
        let settings = AnalyserSettings(
            interval: settings.interval ?? step, delay: settings.delay ?? 0,
            delaySpread: settings.delaySpread ?? 0, noise: settings.noise ?? 0,
            bias: settings.bias ?? 0, lag: settings.lag ?? 0, missing: settings.missing ?? 0)
        blueprint.analysers.append(
            AnalyserBlueprint(
                stem: stem, signal: signal, variable: variable, unit: unit, range: range,
                settings: settings, summary: summary))
    }

    /// Adds a setpoint; `rate` is nil for one that jumps.
    package mutating func addSetpoint(
        _ name: String, unit: EngineeringUnit, limits: ClosedRange<Double>, nominal: Double,
        rate: Double?, summary: String
    ) {
        blueprint.setpoints.append(
            SetpointBlueprint(
                name: name, unit: unit, limits: limits, nominal: nominal, rate: rate,
                summary: summary))
    }

    /// What an actuator follows.
    package enum Drive: Sendable {
        /// A setpoint, directly.
        case setpoint(String)
        /// The output of a loop.
        case loop(String)
        /// A setpoint times a reading, the reading behind a lag.
        case ratio(setpoint: String, to: String, lag: Double)
        /// Always the same.
        case fixed(Double)
    }

    /// Adds an actuator.
    package mutating func addActuator(
        _ name: String, of input: String, limits: ClosedRange<Double>, lag: Double, rate: Double?,
        drive: Drive, settings: ActuatorSettings, summary: String
    ) {
        let followed: ActuatorDrive =
            switch drive {
            case .setpoint(let setpoint): .setpoint(setpoint)
            case .loop(let loop): .loop(loop)
            case .ratio(let setpoint, let signal, let lag):
                .ratio(setpoint: setpoint, to: reading(signal), lag: lag)
            case .fixed(let value): .fixed(value)
            }
        blueprint.actuators.append(
            ActuatorBlueprint(
                name: name, input: input, limits: limits, lag: lag, rate: rate ?? .infinity,
                drive: followed, settings: settings, summary: summary))
    }

    /// Adds a proportional-integral loop; instruments and analysers must have been added.
    package mutating func addLoop(
        _ name: String, reading: String, setpoint: String, gain: Double, integralTime: Double,
        nominalOutput: Double, limits: ClosedRange<Double>, scanSteps: Int
    ) {
        blueprint.loops.append(
            LoopBlueprint(
                name: name, reading: self.reading(reading), setpoint: setpoint, gain: gain,
                integralTime: integralTime, nominalOutput: nominalOutput, limits: limits,
                scanSteps: scanSteps))
    }

    /// Adds an interlock: any reading outside its range for `delay` strikes, and it lets go after
    /// `reset` without.
    package mutating func addInterlock(
        outside conditions: [(reading: String, normal: ClosedRange<Double>)], delay: Double,
        reset: Double, forbidsMoves: Bool, drives: [(actuator: String, to: Double)],
        forced: [(input: String, to: Double)]
    ) {
        blueprint.interlocks.append(
            InterlockBlueprint(
                conditions: conditions.map {
                    InterlockCondition(
                        reading: reading($0.reading), normal: $0.normal, delay: delay)
                },
                effects: (forbidsMoves ? [.forbidMoves] : [])
                    + drives.map { .drive(actuator: $0.actuator, to: $0.to) }
                    + forced.map { .force(input: $0.input, to: $0.to) },
                reset: reset))
    }

    /// Adds what varies by itself on one input of the process.
    package mutating func addDisturbance(
        _ input: String, mean: Double, terms: [LinearDisturbanceTerm],
        limits: ClosedRange<Double>?
    ) {
        blueprint.disturbances.append(
            DisturbanceBlueprint(
                input: input, mean: mean, terms: terms.map(\.term), limits: limits))
    }

    /// A signal if there is one of that name, else a variable.
    private func reading(_ name: String) -> PlantReading {
        let analysers = blueprint.analysers
        let isSignal =
            blueprint.instruments.contains { $0.name == name }
            || analysers.contains { $0.signal == name || $0.stem + ".age" == name }
            || analysers.contains { $0.stem + ".counter" == name }
        return isSignal ? .signal(name) : .variable(name)
    }
}

/// One term of a disturbance, as ``LinearPlant`` takes it. Times in minutes; purposes name the
/// chance and must be unique in a plant.
package struct LinearDisturbanceTerm: Sendable {
    let term: SignalTerm

    /// Always the same.
    package static func constant(_ value: Double) -> Self { Self(term: .constant(value)) }

    /// 0, and a level from a moment on.
    package static func step(to level: Double, at start: Double) -> Self {
        Self(term: .step(to: level, at: start))
    }

    /// 0 up to a moment, then a line to a level that holds or starts over.
    package static func ramp(
        to level: Double, at start: Double, over length: Double, repeats: Bool
    ) -> Self {
        Self(term: .line(to: level, at: start, over: length, repeats: repeats))
    }

    /// A sine, the part `phase` of a period ahead.
    package static func sine(height: Double, period: Double, phase: Double) -> Self {
        Self(term: .sine(height: height, period: period, phase: phase))
    }

    /// `high` for the part `duty` of each period, then `low`.
    package static func square(
        low: Double, high: Double, period: Double, duty: Double
    ) -> Self {
        Self(term: .square(low: low, high: high, period: period, duty: duty))
    }

    /// Normal steps whose sum reaches the deviation after `time`.
    package static func randomWalk(
        deviation: Double, time: Double, purpose: String
    ) -> Self {
        Self(term: .randomWalk(deviation: deviation, time: time, purpose: purpose))
    }

    /// An Ornstein–Uhlenbeck process.
    package static func meanReverting(
        deviation: Double, time: Double, purpose: String
    ) -> Self {
        Self(term: .meanReverting(deviation: deviation, time: time, purpose: purpose))
    }

    /// A level uniform in ± size, `time` apart in the mean.
    package static func randomSteps(size: Double, time: Double, purpose: String) -> Self {
        Self(term: .randomSteps(size: size, time: time, purpose: purpose))
    }

    /// An autoregression of that deviation in the long run, a value every `interval`.
    package static func autoregressive(
        coefficients: [Double], deviation: Double, interval: Double, purpose: String
    ) -> Self {
        Self(
            term: .autoregressive(
                coefficients: coefficients, deviation: deviation, interval: interval,
                purpose: purpose))
    }

    /// A recorded series less a mean.
    package static func replay(_ trace: SignalTrace, mean: Double) -> Self {
        Self(term: .replay(trace, mean: mean))
    }
}
