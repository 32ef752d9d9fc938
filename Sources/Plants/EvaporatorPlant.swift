import Tags

/// The evaporator with its loops, instruments, analyser and laboratory, in steps of 0.1 min.
///
/// What registers show lies in flat memory of its own, so that a step allocates nothing and a read
/// costs one load.
final class EvaporatorPlant: PlantModel {
    let description = EvaporatorPlant.plantDescription
    private(set) var time = PlantTime.start

    private var stepCount = 0
    private var state: EvaporatorState
    private var inputs = EvaporatorInputs()
    private var disturbances: EvaporatorDisturbances
    private var controls: EvaporatorControls
    private var analyser: Analyser
    private var laboratory: Analyser
    private let instruments: UnsafeMutablePointer<Instrument>
    private let shown: UnsafeMutablePointer<Double>

    static let stepMinutes = 0.1
    private static let stepNanoseconds: Int64 = 6_000_000_000

    static let plantDescription = PlantDescription(
        model: "evaporator",
        title: "Newell–Lee forced-circulation evaporator",
        source: "Newell and Lee, Applied Process Control: A Case Study, Prentice Hall 1989",
        step: .nanoseconds(stepNanoseconds),
        signals: PlantSignal.evaporator,
        parameters: PlantParameter.evaporator,
        instruments: EvaporatorInstrument.all.map {
            PlantInstrument(signal: $0.name, defaults: $0.defaults)
        },
        truths: truthNames,
        quality: "X2",
        nominalSetpoints: Dictionary(
            uniqueKeysWithValues: zip(
                EvaporatorSetpoint.names.map { $0 + ".setpoint" }, EvaporatorSetpoint.nominal)))

    /// A plant in its nominal steady state; the settings must have been checked.
    init(settings: PlantSettings, seed: UInt64) {
        let step = Self.stepMinutes
        let parameters = EvaporatorParameters(settings.parameters)
        guard let start = EvaporatorSteadyState(with: inputs) else {
            preconditionFailure("the nominal point has a steady state")
        }
        state = start.state
        disturbances = EvaporatorDisturbances(parameters, step: step, seed: seed)
        controls = EvaporatorControls(parameters, step: step)
        analyser = Analyser(
            showing: state.concentration,
            range: PlantSignal.evaporator[EvaporatorSlot.analyser].range,
            settings: parameters.productAnalyser, step: step, seed: seed, purpose: "X2.analyser")
        laboratory = Analyser(
            showing: inputs.feedConcentration,
            range: PlantSignal.evaporator[EvaporatorSlot.laboratory].range,
            settings: parameters.feedLaboratory, step: step, seed: seed, purpose: "X1.laboratory")
        shown = .allocate(capacity: EvaporatorSlot.count)
        shown.initialize(repeating: 0, count: EvaporatorSlot.count)
        instruments = .allocate(capacity: EvaporatorSlot.instrumentCount)
        writeTruths()
        for (index, instrument) in EvaporatorInstrument.all.enumerated() {
            let changes = settings.instruments[instrument.name] ?? InstrumentSettings()
            (instruments + index).initialize(
                to: Instrument(
                    showing: shown[index], range: instrument.range,
                    settings: changes.completed(from: instrument.defaults), step: step,
                    seed: seed, purpose: instrument.name))
            shown[EvaporatorSlot.firstStatus + index] = 1
        }
        showAnalysers(after: -1)
        showControls()
    }

    deinit {
        instruments.deinitialize(count: EvaporatorSlot.instrumentCount)
        instruments.deallocate()
        shown.deallocate()
    }

    func step() {
        disturbances.apply(to: &inputs, at: Double(stepCount) * Self.stepMinutes)
        controls.apply(to: &inputs)
        sampleInstruments()
        controls.run(
            level: shown[EvaporatorSlot.level], pressure: shown[EvaporatorSlot.pressure])
        controls.apply(to: &inputs)
        let held = inputs
        state = RungeKutta.step(from: state, for: Self.stepMinutes) {
            Evaporator.slope(at: $0, with: held)
        }
        showAnalysers(after: stepCount)
        stepCount += 1
        time = PlantTime(nanoseconds: Int64(stepCount) * Self.stepNanoseconds)
        showControls()
    }

    func value(of signal: Int) -> Double {
        precondition(signal >= 0 && signal < EvaporatorSlot.count, "no such signal")
        return shown[signal]
    }

    func setSetpoint(_ signal: Int, to value: Double) {
        let number = signal - EvaporatorSlot.firstSetpoint
        guard number >= 0, number < EvaporatorSetpoint.names.count, value.isFinite else { return }
        let limits = EvaporatorSetpoint.limits[number]
        let target = clipped(value, limits.lowerBound, limits.upperBound)
        switch number {
        case EvaporatorSetpoint.circulationFlow: controls.requested.circulationFlow = target
        case EvaporatorSetpoint.steamPressure: controls.requested.steamPressure = target
        case EvaporatorSetpoint.level: controls.requested.level = target
        default: controls.requested.pressure = target
        }
        shown[signal] = target
    }

    private func sampleInstruments() {
        writeTruths()
        var index = 0
        while index < EvaporatorSlot.instrumentCount {
            instruments[index].sample(shown[index])
            shown[index] = instruments[index].shown
            shown[EvaporatorSlot.firstStatus + index] = Double(instruments[index].status.rawValue)
            index += 1
        }
        analyser.advance(state.concentration, step: stepCount)
        laboratory.advance(inputs.feedConcentration, step: stepCount)
    }

    /// Puts the true value of every instrument where its reading will stand.
    private func writeTruths() {
        let now = Evaporator(at: state, with: inputs)
        shown[EvaporatorSlot.feedFlow] = inputs.feedFlow
        shown[EvaporatorSlot.feedTemperature] = inputs.feedTemperature
        shown[EvaporatorSlot.circulationFlow] = inputs.circulationFlow
        shown[EvaporatorSlot.steamPressure] = inputs.steamPressure
        shown[EvaporatorSlot.steamFlow] = now.steamFlow
        shown[EvaporatorSlot.steamTemperature] = now.steamTemperature
        shown[EvaporatorSlot.productTemperature] = now.productTemperature
        shown[EvaporatorSlot.level] = state.level
        shown[EvaporatorSlot.productFlow] = inputs.productFlow
        shown[EvaporatorSlot.pressure] = state.pressure
        shown[EvaporatorSlot.vapourTemperature] = now.vapourTemperature
        shown[EvaporatorSlot.coolingFlow] = inputs.coolingFlow
        shown[EvaporatorSlot.coolingTemperature] = inputs.coolingTemperature
        shown[EvaporatorSlot.waterOutletTemperature] = now.waterOutletTemperature
    }

    private func showAnalysers(after number: Int) {
        let product = shown + EvaporatorSlot.analyser
        product[0] = analyser.result
        product[1] = Double(analyser.counter)
        product[2] = analyser.age(after: number)
        product[3] = Double(analyser.status(after: number).rawValue)
        let feed = shown + EvaporatorSlot.laboratory
        feed[0] = laboratory.result
        feed[1] = Double(laboratory.counter)
        feed[2] = laboratory.age(after: number)
        feed[3] = Double(laboratory.status(after: number).rawValue)
    }

    private func showControls() {
        let setpoints = shown + EvaporatorSlot.firstSetpoint
        setpoints[0] = controls.requested.circulationFlow
        setpoints[1] = controls.requested.steamPressure
        setpoints[2] = controls.requested.level
        setpoints[3] = controls.requested.pressure
        let held = shown + EvaporatorSlot.firstHeld
        held[0] = controls.circulation.position
        held[1] = controls.steam.position
        held[2] = controls.accepted.level
        held[3] = controls.pressureRamp.value
        let beat = Double(stepCount & 0xFFFF)
        let remote = controls.forbidsMoves ? 0.0 : 1.0
        var index = 0
        while index < 4 {
            shown[EvaporatorSlot.firstHeartbeat + index] = beat
            shown[EvaporatorSlot.firstRemote + index] = remote
            index += 1
        }
    }
}

extension EvaporatorPlant {
    static let truthNames = [
        "L2", "X2", "P2", "F1", "X1", "T1", "F2", "F3", "P100", "F200", "T200", "cleanness", "T2",
        "T3", "T100", "Q100", "F100", "F4", "Q200", "T201", "F5", "cost",
    ]

    func truth(of name: String) -> Double? {
        switch name {
        case "X2": state.concentration
        case "L2": state.level
        case "P2": state.pressure
        case "F1": inputs.feedFlow
        case "X1": inputs.feedConcentration
        case "T1": inputs.feedTemperature
        case "F2": inputs.productFlow
        case "F3": inputs.circulationFlow
        case "P100": inputs.steamPressure
        case "F200": inputs.coolingFlow
        case "T200": inputs.coolingTemperature
        case "cleanness": inputs.cleanness
        default: derivedTruth(of: name)
        }
    }

    private func derivedTruth(of name: String) -> Double? {
        let now = Evaporator(at: state, with: inputs)
        return switch name {
        case "T2": now.productTemperature
        case "T3": now.vapourTemperature
        case "T100": now.steamTemperature
        case "Q100": now.heatToLiquor
        case "F100": now.steamFlow
        case "F4": now.vapourFlow
        case "Q200": now.heatToWater
        case "T201": now.waterOutletTemperature
        case "F5": now.condensateFlow
        case "cost": now.runningCost(with: inputs)
        default: nil
        }
    }
}
