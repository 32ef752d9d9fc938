import Tags

/// The evaporator as a process of the rig: three states, integrated by Runge–Kutta.
package struct EvaporatorProcess: ProcessModel {
    private var state: EvaporatorState

    /// The evaporator in the nominal steady state.
    package init() { state = Self.start }

    package var inputs: [PlantVariable] { Self.inputs }

    package var outputs: [PlantVariable] { Self.outputs }

    /// L2, X2 and P2.
    package var memory: [Double] {
        get { [state.level, state.concentration, state.pressure] }
        set {
            state = EvaporatorState(
                level: newValue[0], concentration: newValue[1], pressure: newValue[2])
        }
    }

    package mutating func advance(_ inputs: UnsafePointer<Double>, for minutes: Double) {
        let held = EvaporatorInputs(inputs)
        state = RungeKutta.step(from: state, for: minutes) { Evaporator.slope(at: $0, with: held) }
    }

    package func evaluate(
        _ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>
    ) {
        let inputs = EvaporatorInputs(inputs)
        let now = Evaporator(at: state, with: inputs)
        outputs[0] = state.level
        outputs[1] = state.concentration
        outputs[2] = state.pressure
        outputs[3] = now.productTemperature
        outputs[4] = now.vapourTemperature
        outputs[5] = now.steamTemperature
        outputs[6] = now.heatToLiquor
        outputs[7] = now.steamFlow
        outputs[8] = now.vapourFlow
        outputs[9] = now.heatToWater
        outputs[10] = now.waterOutletTemperature
        outputs[11] = now.condensateFlow
        outputs[12] = now.runningCost(with: inputs)
    }
}

extension EvaporatorProcess {
    private static let start: EvaporatorState = {
        guard let start = EvaporatorSteadyState(with: EvaporatorInputs()) else {
            preconditionFailure("the nominal point has a steady state")
        }
        return start.state
    }()

    private static let inputs: [PlantVariable] = {
        let nominal = EvaporatorInputs()
        return [
            variable("F1", "kg/min", nominal.feedFlow, "feed flow"),
            variable("X1", "%", nominal.feedConcentration, "feed concentration"),
            variable("T1", "°C", nominal.feedTemperature, "feed temperature"),
            variable("F2", "kg/min", nominal.productFlow, "product flow"),
            variable("F3", "kg/min", nominal.circulationFlow, "circulation flow"),
            variable("P100", "kPa", nominal.steamPressure, "steam pressure"),
            variable("F200", "kg/min", nominal.coolingFlow, "cooling water flow"),
            variable(
                "T200", "°C", nominal.coolingTemperature, "cooling water inlet temperature"),
            variable("cleanness", .none, nominal.cleanness, "heat transfer left by fouling"),
        ]
    }()

    private static let outputs: [PlantVariable] = {
        let inputs = EvaporatorInputs()
        let now = Evaporator(at: start, with: inputs)
        return [
            variable("L2", "m", start.level, "separator level"),
            variable("X2", "%", start.concentration, "product concentration"),
            variable("P2", "kPa", start.pressure, "operating pressure"),
            variable("T2", "°C", now.productTemperature, "product temperature"),
            variable("T3", "°C", now.vapourTemperature, "vapour temperature"),
            variable("T100", "°C", now.steamTemperature, "steam temperature"),
            variable("Q100", "kW", now.heatToLiquor, "heat to the liquor"),
            variable("F100", "kg/min", now.steamFlow, "steam flow"),
            variable("F4", "kg/min", now.vapourFlow, "vapour flow"),
            variable("Q200", "kW", now.heatToWater, "heat to the cooling water"),
            variable(
                "T201", "°C", now.waterOutletTemperature, "cooling water outlet temperature"),
            variable("F5", "kg/min", now.condensateFlow, "condensate flow"),
            variable("cost", "$/h", now.runningCost(with: inputs), "running cost"),
        ]
    }()

    private static func variable(
        _ name: String, _ unit: EngineeringUnit, _ nominal: Double, _ summary: String
    ) -> PlantVariable {
        PlantVariable(name: name, unit: unit, nominal: nominal, summary: summary)
    }
}

extension EvaporatorInputs {
    /// Takes the inputs in the order of ``EvaporatorProcess/inputs``.
    fileprivate init(_ values: UnsafePointer<Double>) {
        feedFlow = values[0]
        feedConcentration = values[1]
        feedTemperature = values[2]
        productFlow = values[3]
        circulationFlow = values[4]
        steamPressure = values[5]
        coolingFlow = values[6]
        coolingTemperature = values[7]
        cleanness = values[8]
    }
}
