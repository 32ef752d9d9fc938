/// All plant models.
package enum PlantCatalogue {
    /// Each model, in the order people should meet them.
    package static let kinds: [PlantKind] = [
        .evaporator, .vanDeVusse, .quadrupleTank, .reactorTank, .column,
    ]

    /// What each model is, in the same order.
    package static let descriptions: [PlantDescription] = kinds.map(\.description)

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
        guard let kind = kinds.first(where: { $0.description.model == model }) else {
            throw .unknownModel(model, known: descriptions.map(\.model))
        }
        return try kind.make(settings, seed: seed)
    }
}

extension PlantDescription {
    /// Makes sure that settings name only what the model has, within bounds.
    ///
    /// - Throws: The first thing wrong, parameters, instruments, analysers and actuators, each in
    ///   order of names.
    package func check(_ settings: PlantSettings) throws(PlantError) {
        for (name, value) in settings.parameters.sorted(by: { $0.key < $1.key }) {
            guard let parameter = parameter(name) else {
                throw .unknownParameter(name, known: parameters.map(\.name))
            }
            try parameter.check(value, as: name)
        }
        let instruments = instruments.map(\.signal)
        for (signal, changes) in settings.instruments.sorted(by: { $0.key < $1.key }) {
            guard instruments.contains(signal) else {
                throw .unknownInstrument(signal, known: instruments)
            }
            try changes.check(as: signal)
        }
        let analysers = analysers.map(\.signal)
        for (signal, changes) in settings.analysers.sorted(by: { $0.key < $1.key }) {
            guard analysers.contains(signal) else {
                throw .unknownAnalyser(signal, known: analysers)
            }
            try changes.check(as: signal)
        }
        let actuators = actuators.map(\.name)
        for (name, changes) in settings.actuators.sorted(by: { $0.key < $1.key }) {
            guard actuators.contains(name) else { throw .unknownActuator(name, known: actuators) }
            try changes.check(as: name)
        }
    }
}

extension NamedSettings {
    fileprivate func check(as owner: String) throws(PlantError) {
        for member in Self.members {
            guard let value = self[keyPath: member.path] else { continue }
            try member.parameter.check(value, as: "\(owner).\(member.parameter.name)")
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
