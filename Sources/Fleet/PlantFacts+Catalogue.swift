package import Plants
package import Profiles
import Tags

extension PlantFacts {
    /// What a profile may say about each plant of the catalogue.
    package static let catalogue = PlantCatalogue.descriptions.map(PlantFacts.init(describing:))

    /// Takes over what a plant's description says. Times, in minutes there, are seconds here.
    package init(describing plant: PlantDescription) {
        self.init(
            model: plant.model,
            signals: plant.signals.map { signal in
                Signal(
                    name: signal.name, unit: signal.unit.symbol, range: signal.range,
                    kind: Kind(signal.kind), isRequired: signal.kind.isRequired)
            },
            parameters: plant.parameters.map(Parameter.init(describing:)),
            instruments: plant.instruments.map(\.signal),
            instrumentSettings: InstrumentSettings.parameters.map(Parameter.init(describing:)),
            truths: plant.truths)
        actuators = plant.actuators.map(\.name)
        actuatorSettings = ActuatorSettings.parameters.map(Parameter.init(describing:))
        analysers = plant.analysers.map(\.signal)
        analyserSettings = AnalyserChanges.parameters.map(Parameter.init(describing:))
        disturbances = plant.disturbances.map(\.name)
    }
}

extension PlantFacts.Kind {
    fileprivate init(_ kind: PlantSignal.Kind) {
        switch kind {
        case .setpoint: self = .setpoint
        case .reading, .position: self = .reading
        case .status, .permissive: self = .status
        case .counter: self = .counter
        }
    }
}

extension PlantSignal.Kind {
    /// A profile may leave status bits, counters and permissives unread; the process itself must
    /// stand in registers.
    fileprivate var isRequired: Bool {
        switch self {
        case .setpoint, .reading: true
        case .status, .counter, .permissive, .position: false
        }
    }
}

extension PlantFacts.Parameter {
    init(describing parameter: PlantParameter) {
        let isDuration = parameter.isTime
        let scale = isDuration ? 60.0 : 1
        self.init(
            name: parameter.name,
            bounds: parameter.bounds.lowerBound * scale...parameter.bounds.upperBound * scale,
            isDuration: isDuration)
    }
}

extension PlantParameter {
    /// Whether it is a time, which plants hold in minutes.
    fileprivate var isTime: Bool { unit == "min" }
}

extension PlantSection {
    /// The settings as the plant model takes them.
    ///
    /// - Throws: ``PlantError`` if a name or value is not the model's; a checked profile has none.
    package func settings() throws(PlantError) -> PlantSettings {
        let description =
            declaration?.kind.description ?? PlantCatalogue.description(of: model)
        var settings = PlantSettings()
        for (name, value) in parameters {
            let isTime = description?.parameter(name)?.isTime ?? false
            settings.parameters[name] = isTime ? value / 60 : value
        }
        let analysers = description?.analysers.map(\.signal) ?? []
        for (signal, values) in instruments {
            if analysers.contains(signal) {
                settings.analysers[signal] = try AnalyserChanges(inSeconds: values)
            } else {
                settings.instruments[signal] = try InstrumentSettings(inSeconds: values)
            }
        }
        for (name, values) in actuators {
            settings.actuators[name] = try ActuatorSettings(inSeconds: values)
        }
        return settings
    }
}

extension NamedSettings {
    /// Takes settings by name with times in seconds, as profiles hold them; plants use minutes.
    init(inSeconds values: [String: Double]) throws(PlantError) {
        let times = Set(Self.parameters.filter(\.isTime).map(\.name))
        var converted = values
        for (name, value) in values where times.contains(name) { converted[name] = value / 60 }
        try self.init(converted)
    }
}
