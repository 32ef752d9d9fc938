import Tags

/// The van de Vusse reactor as a process; one Runge–Kutta step each time.
package struct VanDeVusseProcess: ProcessModel {
    private let equations: VanDeVusseEquations
    private var state: VanDeVusseState
    package let inputs: [PlantVariable]
    package let outputs: [PlantVariable]

    private static let minutesPerHour = 60.0

    /// A reactor that stands in a state, with the inputs of the start.
    package init(
        at state: VanDeVusseState, with start: VanDeVusseEquations.Inputs,
        equations: VanDeVusseEquations = VanDeVusseEquations()
    ) {
        self.equations = equations
        self.state = state
        inputs = [
            PlantVariable(
                name: "F", unit: "1/h", nominal: start.feed, summary: "feed flow by volume"),
            PlantVariable(
                name: "Q", unit: "kJ/h", nominal: start.cooling,
                summary: "heat to the jacket; cooling is below 0"),
            PlantVariable(
                name: "cA0", unit: "mol/l", nominal: start.feedConcentration,
                summary: "A in the feed"),
            PlantVariable(
                name: "T0", unit: "°C", nominal: start.feedTemperature,
                summary: "feed temperature"),
        ]
        outputs = [
            PlantVariable(
                name: "cA", unit: "mol/l", nominal: state.a, summary: "A in the reactor"),
            PlantVariable(
                name: "cB", unit: "mol/l", nominal: state.b, summary: "B in the reactor"),
            PlantVariable(
                name: "T", unit: "°C", nominal: state.temperature, summary: "reactor temperature"),
            PlantVariable(
                name: "TK", unit: "°C", nominal: state.jacket, summary: "jacket temperature"),
        ]
    }

    package var memory: [Double] {
        get { state.numbers }
        set { state = VanDeVusseState(newValue) }
    }

    package mutating func advance(_ inputs: UnsafePointer<Double>, for minutes: Double) {
        var held = VanDeVusseEquations.Inputs()
        held.feed = inputs[0]
        held.cooling = inputs[1]
        held.feedConcentration = inputs[2]
        held.feedTemperature = inputs[3]
        let equations = equations
        state = RungeKutta.step(from: state, for: minutes / Self.minutesPerHour) {
            equations.slope(at: $0, with: held)
        }
    }

    package func evaluate(
        _ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>
    ) {
        outputs[0] = state.a
        outputs[1] = state.b
        outputs[2] = state.temperature
        outputs[3] = state.jacket
    }
}
