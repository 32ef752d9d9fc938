import Tags

/// A model of the catalogue, or one that a profile declares: a process, its blueprint, and what may
/// be set in them.
package struct PlantKind: Sendable {
    /// What the model is.
    package let description: PlantDescription
    private let build: @Sendable (PlantSettings, UInt64) -> sending any PlantModel
    private let start: @Sendable (PlantSettings) -> any ProcessModel

    /// A model from its blueprint.
    ///
    /// - Parameters:
    ///   - parameters: What a profile may set, beside ``PlantParameter/disturbances``, which every
    ///     model has.
    ///   - blueprint: The plant for given parameters. Names of its parts do not depend on them.
    init<Process: ProcessModel>(
        parameters: [PlantParameter],
        blueprint: @escaping @Sendable (PlantParameterValues) -> PlantBlueprint<Process>
    ) {
        let parameters = [PlantParameter.disturbances] + parameters
        let description = PlantDescription(
            of: blueprint(PlantParameterValues([:], of: parameters)), parameters: parameters)
        self.description = description
        build = { settings, seed in
            let values = PlantParameterValues(settings.parameters, of: parameters)
            return PlantRig(
                blueprint(values), description: description, settings: settings,
                scale: values["disturbances"], seed: seed)
        }
        start = { blueprint(PlantParameterValues($0.parameters, of: parameters)).process }
    }

    /// Builds a plant at the start of its time.
    ///
    /// - Parameters:
    ///   - settings: What differs from the model's defaults.
    ///   - seed: Where all its randomness comes from.
    /// - Returns: The plant.
    /// - Throws: The first thing wrong with the settings, in the order of their names.
    package func make(
        _ settings: PlantSettings = PlantSettings(), seed: UInt64
    ) throws(PlantError) -> sending any PlantModel {
        try description.check(settings)
        return build(settings, seed)
    }

    /// The bare process in the state it starts from; the settings must be right.
    package func process(_ settings: PlantSettings = PlantSettings()) -> any ProcessModel {
        start(settings)
    }
}

/// The parameters of one plant, with every default filled in.
struct PlantParameterValues: Sendable {
    private let values: [String: Double]
    private let given: [String: Double]

    init(_ given: [String: Double], of parameters: [PlantParameter]) {
        self.given = given
        values = Dictionary(
            parameters.map { ($0.name, given[$0.name] ?? $0.defaultValue) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The value of a parameter. Asking for one that the model does not have is a programmer's
    /// error.
    subscript(name: String) -> Double {
        guard let value = values[name] else {
            preconditionFailure("'\(name)' is no parameter of the plant")
        }
        return value
    }

    /// The value if a profile sets it.
    func given(_ name: String) -> Double? { given[name] }
}

extension PlantParameter {
    /// The scale of all disturbances, which every model has.
    static let disturbances = PlantParameter(
        "disturbances", 1, .none, 0...10,
        "scale of all disturbances; 0 for a plant at rest")
}
