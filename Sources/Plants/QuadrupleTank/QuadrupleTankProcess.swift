import Tags

/// The quadruple tank as a process; one Runge–Kutta step each time.
package struct QuadrupleTankProcess: ProcessModel {
    private let equations: QuadrupleTankEquations
    private var state: QuadrupleTankState
    package let inputs: [PlantVariable]
    package let outputs: [PlantVariable]

    private static let secondsPerMinute = 60.0

    /// Tanks that stand at the levels that the inputs of the start keep.
    package init(
        with start: QuadrupleTankEquations.Inputs,
        equations: QuadrupleTankEquations = QuadrupleTankEquations()
    ) {
        self.equations = equations
        let state = equations.steady(with: start)
        self.state = state
        func variable(
            _ name: String, _ unit: EngineeringUnit, _ nominal: Double, _ summary: String
        ) -> PlantVariable {
            PlantVariable(name: name, unit: unit, nominal: nominal, summary: summary)
        }
        inputs = [
            variable("v1", "V", start.pump1, "voltage of pump 1"),
            variable("v2", "V", start.pump2, "voltage of pump 2"),
            variable("gamma1", .none, start.split1, "part of pump 1 that goes to tank 1"),
            variable("gamma2", .none, start.split2, "part of pump 2 that goes to tank 2"),
            variable("k1", "cm³/(V s)", start.flow1, "flow of pump 1"),
            variable("k2", "cm³/(V s)", start.flow2, "flow of pump 2"),
            variable("f1", .none, start.outlet1, "condition of the outlet of tank 1"),
            variable("f2", .none, start.outlet2, "condition of the outlet of tank 2"),
        ]
        outputs = [
            variable("h1", "cm", state.level1, "level of tank 1, lower left"),
            variable("h2", "cm", state.level2, "level of tank 2, lower right"),
            variable("h3", "cm", state.level3, "level of tank 3, upper left"),
            variable("h4", "cm", state.level4, "level of tank 4, upper right"),
            variable(
                "r", "%", equations.blend(at: state, with: start), "share of line 1 in the blend"),
            variable(
                "flow", "cm³/s", equations.outflow(at: state, with: start), "flow of the blend"),
        ]
    }

    package var memory: [Double] {
        get { state.numbers }
        set { state = QuadrupleTankState(newValue) }
    }

    package mutating func advance(_ inputs: UnsafePointer<Double>, for minutes: Double) {
        let held = Self.inputs(inputs)
        let equations = equations
        state = RungeKutta.step(from: state, for: minutes * Self.secondsPerMinute) {
            equations.slope(at: $0, with: held)
        }
    }

    package func evaluate(
        _ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>
    ) {
        let held = Self.inputs(inputs)
        outputs[0] = state.level1
        outputs[1] = state.level2
        outputs[2] = state.level3
        outputs[3] = state.level4
        outputs[4] = equations.blend(at: state, with: held)
        outputs[5] = equations.outflow(at: state, with: held)
    }

    private static func inputs(_ values: UnsafePointer<Double>) -> QuadrupleTankEquations.Inputs {
        var inputs = QuadrupleTankEquations.Inputs(
            pump1: values[0], pump2: values[1], split1: values[2], split2: values[3],
            flow1: values[4], flow2: values[5])
        inputs.outlet1 = values[6]
        inputs.outlet2 = values[7]
        return inputs
    }
}
