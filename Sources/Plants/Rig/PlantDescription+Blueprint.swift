import Tags

extension PlantDescription {
    /// What a blueprint says about its model.
    init<Process: ProcessModel>(of blueprint: PlantBlueprint<Process>, parameters: [PlantParameter])
    {
        let inputs = blueprint.process.inputs
        let outputs = blueprint.process.outputs
        let names = outputs.map(\.name)
        let others = inputs.map(\.name).filter { !names.contains($0) }
        self.init(
            model: blueprint.model, title: blueprint.title, source: blueprint.source,
            step: blueprint.step, signals: SignalTable(blueprint).signals, parameters: parameters,
            instruments: blueprint.instruments.filter(\.isShown).map {
                PlantInstrument(signal: $0.name, defaults: $0.settings.completed(from: .ideal))
            },
            analysers: blueprint.analysers.map {
                PlantAnalyser(signal: $0.signal, defaults: $0.settings)
            },
            actuators: blueprint.actuators.map { PlantActuator($0, inputs: inputs) },
            disturbances: blueprint.disturbances.map { disturbance in
                guard let input = inputs.first(where: { $0.name == disturbance.input }) else {
                    preconditionFailure("the process has no input '\(disturbance.input)'")
                }
                return PlantVariable(
                    name: input.name, unit: input.unit, nominal: disturbance.mean,
                    summary: input.summary)
            },
            processInputs: inputs, processOutputs: outputs,
            truths: blueprint.truths ?? names + others, quality: blueprint.quality,
            nominalSetpoints: Dictionary(
                blueprint.setpoints.map { ($0.name + ".setpoint", $0.nominal) },
                uniquingKeysWith: { first, _ in first }))
    }
}

extension PlantActuator {
    fileprivate init(_ actuator: ActuatorBlueprint, inputs: [PlantVariable]) {
        let input = inputs.first { $0.name == actuator.input ?? actuator.name }
        var defaults = actuator.settings
        for member in ActuatorSettings.members where defaults[keyPath: member.path] == nil {
            defaults[keyPath: member.path] = member.parameter.defaultValue
        }
        defaults.lag = actuator.settings.lag ?? actuator.lag
        defaults.rate = actuator.settings.rate ?? actuator.rate
        self.init(
            name: actuator.name, unit: input?.unit ?? .none, range: actuator.limits,
            defaults: defaults, summary: actuator.summary)
    }
}
