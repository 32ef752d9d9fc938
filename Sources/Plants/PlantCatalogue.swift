/// All plant models.
package enum PlantCatalogue {
    /// What each model is, in the order people should meet them.
    package static let descriptions: [PlantDescription] = [EvaporatorPlant.plantDescription]

    /// The description of a model; nil if there is none of that name.
    package static func description(of model: String) -> PlantDescription? {
        descriptions.first { $0.model == model }
    }

    /// Builds a plant in its nominal steady state.
    ///
    /// - Parameters:
    ///   - model: Name of the model.
    ///   - settings: What differs from the model's defaults.
    ///   - seed: Where all its randomness comes from.
    /// - Returns: The plant, at the start of its time.
    /// - Throws: The first thing wrong with the settings, in the order of their names.
    package static func make(
        _ model: String, settings: PlantSettings = PlantSettings(), seed: UInt64
    ) throws(PlantError) -> sending any PlantModel {
        guard let description = description(of: model) else {
            throw .unknownModel(model, known: descriptions.map(\.model))
        }
        try description.check(settings)
        return EvaporatorPlant(settings: settings, seed: seed)
    }
}

extension PlantDescription {
    /// Makes sure that settings name only what the model has, within bounds.
    ///
    /// - Throws: The first thing wrong, parameters before instruments, each in order of names.
    package func check(_ settings: PlantSettings) throws(PlantError) {
        for (name, value) in settings.parameters.sorted(by: { $0.key < $1.key }) {
            guard let parameter = parameter(name) else {
                throw .unknownParameter(name, known: parameters.map(\.name))
            }
            try parameter.check(value, as: name)
        }
        let known = instruments.map(\.signal)
        for (signal, changes) in settings.instruments.sorted(by: { $0.key < $1.key }) {
            guard known.contains(signal) else { throw .unknownInstrument(signal, known: known) }
            for setting in InstrumentSettings.parameters {
                guard let value = changes[setting.name] else { continue }
                try setting.check(value, as: "\(signal).\(setting.name)")
            }
        }
    }
}

extension PlantParameter {
    fileprivate func check(_ value: Double, as name: String) throws(PlantError) {
        guard bounds.contains(value) else {
            throw .outOfBounds(name, value: value, bounds: bounds)
        }
    }
}
