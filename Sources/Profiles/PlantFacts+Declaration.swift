import Tags

extension PlantFacts {
    /// What a profile may say about a plant that it declares itself.
    ///
    /// Signals stand in the order that the plant built from the declaration has them.
    package init(declared plant: PlantDeclaration, settings: DeclaredSettings) {
        self.init(
            model: plant.name, signals: plant.signals, parameters: settings.parameters,
            instruments: plant.instruments.filter(\.isShown).map(\.name),
            instrumentSettings: settings.instrument,
            truths: plant.outputs.map(\.name) + plant.inputs.map(\.name)
                + plant.disturbances.filter { $0.output != nil }.map(\.name))
        analysers = plant.analysers.map(\.signal)
        analyserSettings = settings.analyser
        actuators = plant.actuators.map(\.name)
        actuatorSettings = settings.actuator
        disturbances = plant.allDisturbances.map(\.name)
    }
}

extension PlantDeclaration {
    /// All that varies by itself or may be held: declared disturbances, then every other input
    /// that no actuator moves.
    package var allDisturbances: [Disturbance] {
        let moved = Set(actuators.map(\.input))
        let named = Set(disturbances.map(\.name))
        let quiet = inputs.filter { !moved.contains($0.name) && !named.contains($0.name) }
        return disturbances
            + quiet.map {
                Disturbance(
                    name: $0.name, output: nil, mean: $0.nominal, limits: $0.limits, terms: [])
            }
    }

    fileprivate var signals: [PlantFacts.Signal] {
        let shown = instruments.filter(\.isShown)
        return shown.map { .reading($0.name, $0.unit.symbol, $0.range) }
            + shown.map { .status($0.name + ".status") }
            + analysers.flatMap { analyser -> [PlantFacts.Signal] in
                [
                    .reading(analyser.signal, analyser.unit.symbol, analyser.range),
                    .counter(analyser.stem + ".counter"),
                    .reading(analyser.stem + ".age", "s", 0...65535),
                    .status(analyser.stem + ".status"),
                ]
            }
            + setpoints.map {
                PlantFacts.Signal(
                    name: $0.name + ".setpoint", unit: $0.unit.symbol, range: $0.limits,
                    kind: .setpoint)
            }
            + setpoints.map { .reading($0.name + ".held", $0.unit.symbol, $0.limits) }
            + controllers.map { .counter($0 + ".heartbeat") }
            + controllers.map { .status($0 + ".remote", upTo: 1) }
            + actuators.map { actuator in
                .reading(
                    actuator.name + ".position", input(actuator.input)?.unit.symbol ?? "",
                    actuator.limits, isRequired: false)
            }
    }
}

extension PlantFacts.Signal {
    fileprivate static func reading(
        _ name: String, _ unit: String, _ range: ClosedRange<Double>, isRequired: Bool = true
    ) -> Self {
        Self(name: name, unit: unit, range: range, kind: .reading, isRequired: isRequired)
    }

    fileprivate static func status(_ name: String, upTo highest: Double = 15) -> Self {
        Self(name: name, unit: "", range: 0...highest, kind: .status, isRequired: false)
    }

    fileprivate static func counter(_ name: String) -> Self {
        Self(name: name, unit: "", range: 0...65535, kind: .counter, isRequired: false)
    }
}
