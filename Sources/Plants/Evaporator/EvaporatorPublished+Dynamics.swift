import Glibc
import Tags

extension EvaporatorPublished {
    /// Short simulations without chance.
    static func dynamics(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        steamStep(inputs) + runaway(inputs) + loops(inputs)
    }

    private static func steamStep(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        [
            (5.0, "25.72693"), (10, "26.67991"), (20, "27.08514"), (40, "26.54849"),
            (80, "26.30077"),
        ].map { minutes, printed in
            computed(
                "X2 \(minutes) min after P100 +10, level loop on", "%", printed, .within(1e-5)
            ) {
                guard let start = EvaporatorSteadyState(with: inputs)?.state else { return .nan }
                var stepped = inputs
                stepped.steamPressure += 10
                return StepResponse.states(
                    from: [start.level, start.concentration, start.pressure, 0, 0], inputs: [],
                    at: [minutes], step: 0.1,
                    rates: EvaporatorLoops.rates(with: stepped, controlsPressure: false))[0][1]
            }
        }
    }

    private static func runaway(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        [(20, "1.147"), (60, "1.449")].map { minutes, printed in
            computed("L2 after \(minutes) min with F2 held at 1.9", "m", printed) {
                var held = inputs
                held.productFlow = 1.9
                return level(after: minutes, with: held)
            }
        }
    }

    private static func level(after minutes: Int, with inputs: EvaporatorInputs) -> Double {
        var state = EvaporatorState.printed
        for _ in 0..<(minutes * 10) {
            state = RungeKutta.step(from: state, for: 0.1) {
                Evaporator.slope(at: $0, with: inputs)
            }
        }
        return state.level
    }

    private static func loops(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        let feedStep: @Sendable () -> [EvaporatorState] = {
            var stepped = inputs
            stepped.feedFlow += 0.5
            return EvaporatorLoops.run(minutes: 120, with: stepped)
        }
        let pressureStep: @Sendable () -> [EvaporatorState] = {
            EvaporatorLoops.run(minutes: 120, with: inputs, pressureSetpoint: 52.5)
        }
        return [
            computed("slowest pole with both loops", "1/min", "-0.0490") {
                let model = Linearization(
                    states: [1, 25, 50.5, 0, 0], inputs: [],
                    rates: EvaporatorLoops.rates(with: inputs, controlsPressure: true))
                return model.a.eigenvalues?.last?.real ?? .nan
            },
            computed("largest error of L2 after F1 +0.5", "m", "0.077") {
                feedStep().map { abs($0.level - 1) }.max() ?? .nan
            },
            computed("largest error of P2 after F1 +0.5", "kPa", "0.373") {
                feedStep().map { abs($0.pressure - 50.5) }.max() ?? .nan
            },
            computed("X2 60 min after F1 +0.5", "%", "22.76") { feedStep()[600].concentration },
            computed("overshoot of P2 after its setpoint +2", "kPa", "0.047") {
                (pressureStep().map(\.pressure).max() ?? .nan) - 52.5
            },
            computed("time until P2 stays within 0.1 kPa of it", "min", "25.7") {
                let last = pressureStep().lastIndex { abs($0.pressure - 52.5) > 0.1 }
                return last.map { Double($0 + 1) * 0.1 } ?? .nan
            },
            computed("order of the integrator", .none, "4.07") { integratorOrder(inputs) },
        ]
    }

    /// By how many powers of two the error of P2 falls when steps of 2 min become steps of 1 min.
    private static func integratorOrder(_ inputs: EvaporatorInputs) -> Double {
        var stepped = inputs
        stepped.steamPressure += 10
        let pressures = [2, 1, 0.01].map { step in
            var state = EvaporatorState.printed
            for _ in 0..<Int((20 / step).rounded()) {
                state = RungeKutta.step(from: state, for: step) {
                    Evaporator.slope(at: $0, with: stepped)
                }
            }
            return state.pressure
        }
        return log2((pressures[0] - pressures[2]) / (pressures[1] - pressures[2]))
    }

    /// A day with X2 held at 25 % by the setpoint of the steam pressure.
    static let experiment: PublishedExperiment = {
        func figures(_ deviation: String, _ part: String, relative: Double) -> [SpreadFigure] {
            [
                .deviation(of: "X2", "%", deviation, relative: relative),
                .part(
                    "part of the time beyond 25 ± 1 %", of: "X2",
                    .beyond(center: 25, distance: 1), part, within: 0.05),
            ]
        }
        let setpoint = SampledSupervisor.Setpoint("P100.setpoint")
        return PublishedExperiment(
            model: "evaporator", warmUp: .seconds(3600), source: regression,
            lanes: [
                // Held runs differ so much that 20 tell the part beyond to 0.05 only.
                ExperimentLane(
                    "held", runs: 60, figures: figures("0.730", "0.391", relative: 0.15)),
                ExperimentLane("analyser", figures: figures("0.434", "0.035", relative: 0.1)) {
                    SampledSupervisor(
                        .results(["X2.analyser"], counter: "X2.counter"), moves: [setpoint]
                    ) { now, _ in [clipped(1.5 * (25 - now[0]), -5, 5)] }
                },
                ExperimentLane("true", figures: figures("0.128", "0.000", relative: 0.1)) {
                    SampledSupervisor(.truths(["X2"], each: 10), moves: [setpoint]) { now, before in
                        [clipped(8 * (before[0] - now[0]) + 0.8 * (25 - now[0]), -10, 10)]
                    }
                },
            ])
    }()
}
