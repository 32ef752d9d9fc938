/// The evaporator with its level and pressure loops, on true values.
enum EvaporatorLoops {
    private static let levelGain = -4.0
    private static let pressureGain = -40.0
    private static let integralTime = 20.0

    /// Rates of change in continuous time with valves that follow at once: three states, then the
    /// integrals of both errors. The pressure loop may be left open.
    static func rates(
        with inputs: EvaporatorInputs, controlsPressure: Bool
    ) -> RatesOfChange {
        { states, _ in
            var inputs = inputs
            let levelError = 1 - states[0]
            let pressureError = controlsPressure ? 50.5 - states[2] : 0
            inputs.productFlow += levelGain * (levelError + states[3] / integralTime)
            inputs.coolingFlow += pressureGain * (pressureError + states[4] / integralTime)
            let slope = Evaporator.slope(
                at: EvaporatorState(
                    level: states[0], concentration: states[1], pressure: states[2]),
                with: inputs)
            return [slope.level, slope.concentration, slope.pressure, levelError, pressureError]
        }
    }

    /// The states at the start of each step of 0.1 min, from the nominal point on, with the valves'
    /// lags and without a ramp of the setpoint.
    static func run(
        minutes: Int, with inputs: EvaporatorInputs, pressureSetpoint: Double = 50.5
    ) -> [EvaporatorState] {
        var levelLoop = PILoop(nominalOutput: 2, gain: -4, integralTime: 20, limits: 0...4)
        var pressureLoop = PILoop(
            nominalOutput: 208, gain: -40, integralTime: 20, limits: 20...400)
        var inputs = inputs
        var states = [EvaporatorState.printed]
        for _ in 0..<(minutes * 10) {
            let state = states[states.count - 1]
            let product = levelLoop.output(setpoint: 1, measured: state.level, for: 0.1)
            let cooling = pressureLoop.output(
                setpoint: pressureSetpoint, measured: state.pressure, for: 0.1)
            let productPart = lagFactor(lag: 0.1, step: 0.1)
            inputs.productFlow += clipped(productPart * (product - inputs.productFlow), -0.4, 0.4)
            let coolingPart = lagFactor(lag: 0.3, step: 0.1)
            inputs.coolingFlow += clipped(coolingPart * (cooling - inputs.coolingFlow), -20, 20)
            let held = inputs
            states.append(
                RungeKutta.step(from: state, for: 0.1) { Evaporator.slope(at: $0, with: held) })
        }
        return states
    }
}
