import Tags

/// Turns a blueprint into the parts of a ``RigCore``: names become places.
///
/// A name that is nowhere is a programmer's error; profiles are checked before.
struct RigBuilder {
    let minutes: Double
    let scale: Double
    let inputs: UnsafeMutableBufferPointer<Double>
    let outputs: UnsafeMutableBufferPointer<Double>
    let shown: UnsafeMutableBufferPointer<Double>
    private(set) var instruments: [InstrumentPlace] = []
    private(set) var analysers: [AnalyserPlace] = []
    private(set) var setpoints: [SetpointPlace] = []
    private(set) var loops: [LoopPlace] = []
    private(set) var actuators: [ActuatorPlace] = []
    private(set) var disturbances: [DisturbancePlace] = []
    private(set) var signals: [FreeSignal] = []
    private(set) var interlocks: [InterlockPlace] = []
    private(set) var conditions: [ConditionPlace] = []
    private(set) var effects: [EffectPlace] = []
    private(set) var heartbeats = 0..<0
    private(set) var remotes = 0..<0
    private let table: SignalTable
    private let settings: PlantSettings
    private let seed: UInt64
    private let inputNames: [String]
    private let outputNames: [String]

    init<Process: ProcessModel>(
        _ blueprint: PlantBlueprint<Process>, settings: PlantSettings, scale: Double, seed: UInt64
    ) {
        let variables = blueprint.process.inputs
        minutes = Double(blueprint.step.nanoseconds) / 6e10
        self.scale = scale
        self.settings = settings
        self.seed = seed
        table = SignalTable(blueprint)
        inputNames = variables.map(\.name)
        outputNames = blueprint.process.outputs.map(\.name)
        inputs = .allocate(capacity: variables.count)
        _ = inputs.initialize(fromContentsOf: variables.map(\.nominal))
        outputs = .allocate(capacity: outputNames.count)
        outputs.initialize(repeating: 0)
        shown = .allocate(capacity: table.count)
        shown.initialize(repeating: 0)
        blueprint.process.evaluate(start(of: inputs), into: start(of: outputs))
        blueprint.instruments.forEach { add($0) }
        blueprint.analysers.forEach { add($0) }
        for setpoint in blueprint.setpoints { add(setpoint, among: blueprint.actuators) }
        for loop in blueprint.loops { add(loop, among: blueprint.setpoints) }
        for disturbance in blueprint.disturbances {
            add(disturbance, among: blueprint.actuators)
        }
        for actuator in blueprint.actuators { add(actuator, of: blueprint) }
        for interlock in blueprint.interlocks { add(interlock, of: blueprint.actuators) }
        if let first = blueprint.controllers.first {
            let count = blueprint.controllers.count
            heartbeats = table[first + ".heartbeat"]..<table[first + ".heartbeat"] + count
            remotes = table[first + ".remote"]..<table[first + ".remote"] + count
        }
    }

    private mutating func add(_ instrument: InstrumentBlueprint) {
        let truth = variable(instrument.variable ?? instrument.name)
        let reading = table[instrument.name]
        let status = table[instrument.name + ".status"]
        let changes = settings.instruments[instrument.name] ?? InstrumentSettings()
        instruments.append(
            InstrumentPlace(
                instrument: Instrument(
                    showing: truth.pointee, range: instrument.range,
                    settings: changes.completed(from: instrument.settings), step: minutes,
                    seed: seed, purpose: instrument.name),
                truth: truth, reading: reading, status: status))
        shown[reading] = truth.pointee
        shown[status] = Double(InstrumentStatus.good.rawValue)
    }

    private mutating func add(_ analyser: AnalyserBlueprint) {
        let truth = variable(analyser.variable)
        let changes = settings.analysers[analyser.signal] ?? AnalyserChanges()
        analysers.append(
            AnalyserPlace(
                analyser: Analyser(
                    showing: truth.pointee, range: analyser.range,
                    settings: analyser.settings.changed(by: changes), step: minutes, seed: seed,
                    purpose: analyser.signal),
                truth: truth, group: table[analyser.signal]))
    }

    private mutating func add(
        _ setpoint: SetpointBlueprint, among actuators: [ActuatorBlueprint]
    ) {
        let follower = actuators.first { $0.drive == .setpoint(setpoint.name) }
        setpoints.append(
            SetpointPlace(
                requested: setpoint.nominal, accepted: setpoint.nominal,
                ramp: SetpointRamp(
                    value: setpoint.nominal, rate: setpoint.rate ?? .infinity, step: minutes),
                low: setpoint.limits.lowerBound, high: setpoint.limits.upperBound,
                shown: table[setpoint.name + ".setpoint"], held: table[setpoint.name + ".held"],
                position: follower.map { table[$0.name + ".position"] } ?? -1))
    }

    private mutating func add(_ loop: LoopBlueprint, among setpoints: [SetpointBlueprint]) {
        precondition(loop.scanSteps >= 1, "loop '\(loop.name)' never runs")
        loops.append(
            LoopPlace(
                loop: PILoop(
                    nominalOutput: loop.nominalOutput, gain: loop.gain,
                    integralTime: loop.integralTime, limits: loop.limits),
                output: loop.nominalOutput, stepsToScan: 0, reading: reading(loop.reading),
                setpoint: number(of: loop.setpoint, in: setpoints.map(\.name)),
                scanSteps: loop.scanSteps, duration: minutes * Double(loop.scanSteps)))
    }
}

extension RigBuilder {
    private mutating func add(
        _ disturbance: DisturbanceBlueprint, among actuators: [ActuatorBlueprint]
    ) {
        let first = signals.count
        signals += disturbance.terms.map { FreeSignal($0, step: minutes, seed: seed) }
        let limits = disturbance.limits ?? -.infinity ... .infinity
        disturbances.append(
            DisturbancePlace(
                value: disturbance.mean, mean: disturbance.mean,
                isRelative: disturbance.isRelative, low: limits.lowerBound,
                high: limits.upperBound, firstSignal: first, endOfSignals: signals.count,
                input: number(of: disturbance.input, in: inputNames),
                isAdded: actuators.contains { $0.input ?? $0.name == disturbance.input }))
    }

    private mutating func add<Process: ProcessModel>(
        _ actuator: ActuatorBlueprint, of blueprint: PlantBlueprint<Process>
    ) {
        let input = number(of: actuator.input ?? actuator.name, in: inputNames)
        let disturbance = disturbances.firstIndex { $0.input == input }
        let changes = settings.actuators[actuator.name] ?? ActuatorSettings()
        let drive = drive(of: actuator, in: blueprint)
        let start = inputs[input] - (disturbance.map { disturbances[$0].mean } ?? 0)
        actuators.append(
            ActuatorPlace(
                actuator: Actuator(
                    position: start, lag: actuator.lag, rate: actuator.rate,
                    limits: actuator.limits,
                    settings: changes.completed(from: actuator.settings), step: minutes),
                lagged: drive.start, drive: drive.kind, number: drive.number,
                reading: drive.reading, approach: drive.approach, input: input,
                disturbance: disturbance ?? -1,
                low: disturbance.map { disturbances[$0].low } ?? -.infinity,
                high: disturbance.map { disturbances[$0].high } ?? .infinity,
                position: table[actuator.name + ".position"]))
    }

    private struct Drive {
        var kind: ActuatorPlace.Drive
        var number = 0
        var start = 0.0
        var approach = 1.0
        var reading: UnsafePointer<Double>
    }

    private func drive<Process: ProcessModel>(
        of actuator: ActuatorBlueprint, in blueprint: PlantBlueprint<Process>
    ) -> Drive {
        let none = UnsafePointer(start(of: inputs))
        switch actuator.drive {
        case .setpoint(let name):
            let number = number(of: name, in: blueprint.setpoints.map(\.name))
            return Drive(kind: .setpoint, number: number, reading: none)
        case .loop(let name):
            let number = number(of: name, in: blueprint.loops.map(\.name))
            return Drive(kind: .loop, number: number, reading: none)
        case .fixed(let value): return Drive(kind: .fixed, start: value, reading: none)
        case .ratio(let name, let source, let lag):
            let reading = reading(source)
            return Drive(
                kind: .ratio, number: number(of: name, in: blueprint.setpoints.map(\.name)),
                start: reading.pointee, approach: lagFactor(lag: lag, step: minutes),
                reading: reading)
        }
    }

    private mutating func add(_ interlock: InterlockBlueprint, of actuators: [ActuatorBlueprint]) {
        let (firstCondition, firstEffect) = (conditions.count, effects.count)
        for condition in interlock.conditions {
            conditions.append(
                ConditionPlace(
                    reading: reading(condition.reading), low: condition.normal.lowerBound,
                    high: condition.normal.upperBound, delaySteps: steps(condition.delay)))
        }
        for effect in interlock.effects {
            switch effect {
            case .forbidMoves:
                effects.append(EffectPlace(kind: .forbidMoves, number: 0, value: 0))
            case .drive(let name, let value):
                let number = number(of: name, in: actuators.map(\.name))
                effects.append(EffectPlace(kind: .drive, number: number, value: value))
            case .force(let name, let value):
                let number = number(of: name, in: inputNames)
                effects.append(EffectPlace(kind: .force, number: number, value: value))
            }
        }
        interlocks.append(
            InterlockPlace(
                firstCondition: firstCondition, endOfConditions: conditions.count,
                firstEffect: firstEffect, endOfEffects: effects.count,
                resetSteps: steps(interlock.reset)))
    }

    private func steps(_ time: Double) -> Int {
        time < 1e9 ? Int((time / minutes).rounded()) : Int.max
    }

    private func reading(_ reading: PlantReading) -> UnsafePointer<Double> {
        switch reading {
        case .signal(let name): UnsafePointer(start(of: shown) + table[name])
        case .variable(let name): variable(name)
        }
    }

    private func variable(_ name: String) -> UnsafePointer<Double> {
        if let index = outputNames.firstIndex(of: name) {
            return UnsafePointer(start(of: outputs) + index)
        }
        return UnsafePointer(start(of: inputs) + number(of: name, in: inputNames))
    }

    private func number(of name: String, in names: [String]) -> Int {
        guard let number = names.firstIndex(of: name) else {
            preconditionFailure("the blueprint has no '\(name)' among \(names)")
        }
        return number
    }
}

extension RigBuilder {
    private func start(
        of memory: UnsafeMutableBufferPointer<Double>
    ) -> UnsafeMutablePointer<Double> {
        guard let start = memory.baseAddress else { preconditionFailure("nothing there") }
        return start
    }
}
