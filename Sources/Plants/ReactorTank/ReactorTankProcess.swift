import Tags

/// The exothermic stirred reactor as a process.
package struct ReactorTankProcess: ProcessModel {
    private let equations: ReactorTankEquations
    private var state: ReactorTankState
    package let inputs: [PlantVariable]
    package let outputs: [PlantVariable]

    /// A reactor that stands in a state, with the inputs of the start.
    package init(
        at state: ReactorTankState, with start: ReactorTankEquations.Inputs,
        equations: ReactorTankEquations = ReactorTankEquations()
    ) {
        self.equations = equations
        self.state = state
        inputs = [
            PlantVariable(
                name: "q", unit: "L/min", nominal: start.feed, summary: "feed flow"),
            PlantVariable(
                name: "Ti", unit: "K", nominal: start.feedTemperature,
                summary: "feed temperature"),
            PlantVariable(
                name: "CAi", unit: "mol/L", nominal: start.feedConcentration,
                summary: "A in the feed"),
            PlantVariable(
                name: "UA", unit: "J/(min K)", nominal: start.heatTransfer,
                summary: "heat transfer to the coolant"),
            PlantVariable(
                name: "Tc", unit: "K", nominal: start.coolant, summary: "coolant temperature"),
        ]
        let production = start.feed * (start.feedConcentration - state.concentration)
        outputs = [
            PlantVariable(
                name: "CA", unit: "mol/L", nominal: state.concentration,
                summary: "A in the reactor, what has not reacted"),
            PlantVariable(
                name: "T", unit: "K", nominal: state.temperature, summary: "reactor temperature"),
            PlantVariable(
                name: "production", unit: "mol/min", nominal: production,
                summary: "A that is turned into B"),
        ]
    }

    package var memory: [Double] {
        get { state.numbers }
        set { state = ReactorTankState(newValue) }
    }

    package mutating func advance(_ inputs: UnsafePointer<Double>, for minutes: Double) {
        var held = ReactorTankEquations.Inputs()
        held.feed = inputs[0]
        held.feedTemperature = inputs[1]
        held.feedConcentration = inputs[2]
        held.heatTransfer = inputs[3]
        held.coolant = inputs[4]
        state = equations.moved(state, with: held, for: minutes)
    }

    package func evaluate(
        _ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>
    ) {
        outputs[0] = state.concentration
        outputs[1] = state.temperature
        outputs[2] = inputs[0] * (inputs[2] - state.concentration)
    }
}
