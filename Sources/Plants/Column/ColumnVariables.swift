import Tags

extension ColumnProcess {
    /// In the order of ``ColumnInput``.
    static let inputs = [
        PlantVariable(
            name: "L", unit: "kmol/min", nominal: ColumnA.reflux, summary: "reflux"),
        PlantVariable(
            name: "V", unit: "kmol/min", nominal: ColumnA.boilUp, summary: "boil-up"),
        PlantVariable(name: "F", unit: "kmol/min", nominal: ColumnA.feed, summary: "feed"),
        PlantVariable(
            name: "zF", unit: .none, nominal: 0.5, summary: "mole fraction of light in the feed"),
        PlantVariable(
            name: "qF", unit: .none, nominal: 1, summary: "liquid part of the feed"),
        PlantVariable(
            name: "offset", unit: "°C", nominal: 0,
            summary: "what the pressure adds to every stage's temperature"),
    ]

    /// Products first, then the temperatures, compositions and holdups of all stages.
    static let outputs: [PlantVariable] = {
        let start = nominalState
        let numbers = 0..<ColumnA.stages
        let products = [
            PlantVariable(
                name: "xD", unit: .none, nominal: start[ColumnA.stages - 1],
                summary: "mole fraction of light in the distillate"),
            PlantVariable(
                name: "xB", unit: .none, nominal: start[0],
                summary: "mole fraction of light in the bottoms"),
            PlantVariable(
                name: "D", unit: "kmol/min", nominal: ColumnA.product, summary: "distillate flow"),
            PlantVariable(
                name: "B", unit: "kmol/min", nominal: ColumnA.product, summary: "bottoms flow"),
        ]
        let temperatures = numbers.map { stage in
            PlantVariable(
                name: "T\(stage + 1)", unit: "°C", nominal: ColumnA.temperature(at: start[stage]),
                summary: "temperature of stage \(stage + 1)")
        }
        let compositions = numbers.map { stage in
            PlantVariable(
                name: "x\(stage + 1)", unit: .none, nominal: start[stage],
                summary: "mole fraction of light in the liquid of stage \(stage + 1)")
        }
        let holdups = numbers.map { stage in
            PlantVariable(
                name: "M\(stage + 1)", unit: "kmol", nominal: start[ColumnA.stages + stage],
                summary: "liquid on stage \(stage + 1)")
        }
        return products + temperatures + compositions + holdups
    }()

    static let nominalState: [Double] = {
        let nominal = [ColumnA.reflux, ColumnA.boilUp, ColumnA.feed, 0.5, 1, 0]
        guard let state = ColumnA.steadyState(with: nominal) else {
            preconditionFailure("the nominal point of column A has a steady state")
        }
        return state
    }()
}
