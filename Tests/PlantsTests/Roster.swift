import Plants

/// Every model of the catalogue, for tests that all of them must pass.
enum Roster {
    static let models = PlantCatalogue.descriptions.map(\.model)

    /// How far rounding in print leaves a model from its steady state, as a fraction of the ranges:
    /// the evaporator holds P2 at the printed 50.5 kPa and starts at 50.5053.
    static let roundingOfStart = ["evaporator": 4e-4]

    /// Instruments, analysers and laboratories of a model that show the truth without error.
    static func ideal(_ description: PlantDescription) -> PlantSettings {
        var analysers: [String: AnalyserChanges] = [:]
        for analyser in description.analysers {
            var changes = AnalyserChanges()
            (changes.noise, changes.bias, changes.missing) = (0, 0, 0)
            analysers[analyser.signal] = changes
        }
        return PlantSettings(
            parameters: ["disturbances": 0],
            instruments: Dictionary(
                description.instruments.map { ($0.signal, .ideal) },
                uniquingKeysWith: { first, _ in first }),
            analysers: analysers)
    }

    /// Every value of a plant: signals and truths.
    static func values(of plant: any PlantModel) -> [UInt64] {
        plant.description.signals.indices.map { plant.value(of: $0).bitPattern }
            + plant.description.truths.map { (plant.truth(of: $0) ?? .nan).bitPattern }
    }

    /// Steps that a plant makes in some minutes.
    static func steps(of description: PlantDescription, in minutes: Double) -> Int {
        Int((minutes * 60 / (Double(description.step / .nanoseconds(1)) / 1e9)).rounded())
    }
}
