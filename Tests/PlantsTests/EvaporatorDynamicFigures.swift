import Glibc
import Plants
import Testing

/// Figures of the evaporator that come from short simulations without chance.
enum EvaporatorDynamicFigures {
    static let all = steamStep + runaway + loops

    static let steamStep: [PublishedFigure] = [
        (5.0, 25.72693), (10, 26.67991), (20, 27.08514), (40, 26.54849), (80, 26.30077),
    ].map { minutes, value in
        .init(.computed, "X2 \(minutes) min after P100 +10", value, within: 1e-5) {
            try concentrationAfterSteamStep(minutes: minutes)
        }
    }

    static let runaway: [PublishedFigure] = [
        .init(.computed, "L2 after 20 min with F2 at 1.9", 1.147, within: 5e-4) {
            levelWithProductHeld(minutes: 20)
        },
        .init(.computed, "L2 after 60 min with F2 at 1.9", 1.449, within: 5e-4) {
            levelWithProductHeld(minutes: 60)
        },
    ]

    static let loops: [PublishedFigure] = [
        .init(.computed, "slowest pole with both loops on", -0.0490, within: 5e-5) {
            LoopedState.slowestPole
        },
        .init(.computed, "largest error of L2 after F1 +0.5", 0.077, within: 5e-4) {
            feedStep.map { abs($0.level - 1) }.max() ?? .nan
        },
        .init(.computed, "largest error of P2 after F1 +0.5", 0.373, within: 5e-4) {
            feedStep.map { abs($0.pressure - 50.5) }.max() ?? .nan
        },
        .init(.computed, "X2 60 min after F1 +0.5", 22.76, within: 5e-3) {
            feedStep[600].concentration
        },
        .init(.computed, "overshoot after P2 setpoint +2", 0.047, within: 5e-4) {
            (pressureStep.map(\.pressure).max() ?? .nan) - 52.5
        },
        .init(.computed, "minutes until P2 stays within 0.1", 25.7, within: 0.05) {
            let last = pressureStep.lastIndex { abs($0.pressure - 52.5) > 0.1 }
            return Double(try #require(last) + 1) * 0.1
        },
        .init(.computed, "order of the integrator", 4.07, within: 5e-3) { integratorOrder },
    ]

    private static let feedStep = ValvesAndLoops.run(minutes: 120) { $0.feedFlow = 10.5 }
    private static let pressureStep = ValvesAndLoops.run(minutes: 120, pressureSetpoint: 52.5)

    private static func concentrationAfterSteamStep(minutes: Double) throws -> Double {
        let start = try #require(EvaporatorSteadyState(with: EvaporatorInputs()))
        var inputs = EvaporatorInputs()
        inputs.steamPressure += 10
        var state = LoopedState(process: start.state)
        for _ in 0..<Int(minutes * 10) {
            state = RungeKutta.step(from: state, for: 0.1) {
                $0.slope(with: inputs, controlsPressure: false)
            }
        }
        return state.process.concentration
    }

    private static func levelWithProductHeld(minutes: Double) -> Double {
        var inputs = EvaporatorInputs()
        inputs.productFlow = 1.9
        var state = EvaporatorState.printed
        for _ in 0..<Int(minutes * 10) {
            state = RungeKutta.step(from: state, for: 0.1) {
                Evaporator.slope(at: $0, with: inputs)
            }
        }
        return state.level
    }

    /// By how many powers of two the error of P2 falls when steps of 2 min become steps of 1 min.
    private static var integratorOrder: Double {
        let pressures = [2, 1, 0.01].map { step in
            var inputs = EvaporatorInputs()
            inputs.steamPressure += 10
            var state = EvaporatorState.printed
            for _ in 0..<Int((20 / step).rounded()) {
                state = RungeKutta.step(from: state, for: step) {
                    Evaporator.slope(at: $0, with: inputs)
                }
            }
            return state.pressure
        }
        return log2((pressures[0] - pressures[2]) / (pressures[1] - pressures[2]))
    }
}

/// The loops and valves as in the plant, every 0.1 min, on true values and without setpoint ramp.
private enum ValvesAndLoops {
    /// The states at the start of each step, from the printed point on.
    static func run(
        minutes: Int, pressureSetpoint: Double = 50.5,
        change: (inout EvaporatorInputs) -> Void = { _ in }
    ) -> [EvaporatorState] {
        var levelLoop = PILoop(nominalOutput: 2, gain: -4, integralTime: 20, limits: 0...4)
        var pressureLoop = PILoop(
            nominalOutput: 208, gain: -40, integralTime: 20, limits: 20...400)
        var product = Actuator(position: 2, lag: 0.1, rate: 4, step: 0.1)
        var cooling = Actuator(position: 208, lag: 0.3, rate: 200, step: 0.1)
        var inputs = EvaporatorInputs()
        change(&inputs)
        var states = [EvaporatorState.printed]
        for _ in 0..<(minutes * 10) {
            let state = states[states.count - 1]
            product.move(
                toward: levelLoop.output(setpoint: 1, measured: state.level, for: 0.1))
            cooling.move(
                toward: pressureLoop.output(
                    setpoint: pressureSetpoint, measured: state.pressure, for: 0.1))
            inputs.productFlow = product.position
            inputs.coolingFlow = cooling.position
            let held = inputs
            states.append(
                RungeKutta.step(from: state, for: 0.1) { Evaporator.slope(at: $0, with: held) })
        }
        return states
    }
}
