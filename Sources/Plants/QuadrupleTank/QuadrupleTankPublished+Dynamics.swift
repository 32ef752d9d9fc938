import Tags

extension QuadrupleTankPublished {
    /// Derivatives and step responses.
    static func dynamics(_ equations: QuadrupleTankEquations) -> [PublishedValue] {
        let odd = ["0.07523578", "-0.03776976035", "-0.02964180617", "0.03000047677"]
        let derivatives = odd.indices.map { index in
            PublishedValue(
                .computed, "dh\(index + 1)/dt at an odd point", "cm/s", odd[index],
                .within(1e-9), source: regression
            ) {
                let inputs = Inputs([3.3, 2.8, 0.68, 0.62, 3.30, 3.40, 0.98, 1.02])
                let state = QuadrupleTankState(level1: 10, level2: 14, level3: 2, level4: 1)
                return equations.slope(at: state, with: inputs).numbers[index]
            }
        }
        let times = [30.0, 60, 120, 300, 900]
        func row(
            _ setting: Setting, _ tank: Int, to voltage: Double, _ printed: [String]
        ) -> [PublishedValue] {
            printed.indices.map { index in
                PublishedValue(
                    .computed,
                    "h\(tank) \(times[index]) s after v1 \(setting.inputs.pump1) to \(voltage), "
                        + setting.name, "cm", printed[index], .within(2e-6), source: regression
                ) {
                    StepResponse.states(
                        from: equations.steady(with: setting.inputs).numbers,
                        inputs: [voltage, setting.inputs.pump2], at: [times[index]], step: 1,
                        rates: rates(equations, with: setting.inputs))[0][tank - 1]
                }
            }
        }
        return derivatives
            + row(
                .easy, 1, to: 3.3,
                ["12.858848", "13.231071", "13.613106", "13.852822", "13.869749"])
            + row(
                .easy, 2, to: 3.3,
                ["12.873469", "13.029439", "13.296904", "13.593622", "13.645974"])
            + row(
                .hard, 1, to: 3.45,
                ["12.787291", "13.002849", "13.222758", "13.358011", "13.367076"])
    }

    /// Blend, flow and the voltages that reach them, P−.
    static func objectives(_ equations: QuadrupleTankEquations) -> [PublishedValue] {
        func value(
            _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
            _ tolerance: PublishedValue.Tolerance = .halfDigit,
            compute: @escaping @Sendable () -> Double
        ) -> PublishedValue {
            PublishedValue(
                .computed, quantity, unit, printed, tolerance, source: regression, compute: compute)
        }
        @Sendable func blendGain(_ tank: Int) -> Double {
            let levels = equations.steady(with: .easy).numbers
            return Differences.jacobian(at: levels) {
                [equations.blend(at: QuadrupleTankState($0), with: .easy)]
            }[0, tank]
        }
        let demands = [
            (55.0, ["3.00901", "2.99104", "12.283", "12.758"]),
            (58, ["3.61081", "2.39284", "13.660", "11.113"]),
            (50, ["2.00601", "3.98806", "10.151", "15.750"]),
        ].flatMap { blend, printed in
            ["v1", "v2", "h1", "h2"].enumerated().map { index, name in
                value(
                    "\(name) for a blend of \(blend) % at 20.04 cm³/s", index < 2 ? "V" : "cm",
                    printed[index]
                ) {
                    let inputs = voltages(for: blend, flow: 20.04, equations)
                    let levels = equations.steady(with: inputs).numbers
                    return [inputs.pump1, inputs.pump2, levels[0], levels[1]][index]
                }
            }
        }
        return [
            value("blend in equilibrium, P−", "%", "54.955") {
                equations.blend(at: equations.steady(with: .easy), with: .easy)
            },
            value("flow in equilibrium, P−", "cm³/s", "20.04") {
                equations.outflow(at: equations.steady(with: .easy), with: .easy)
            },
            value("gain of the blend to h1, P−", "%/cm", "1.00932") { blendGain(0) },
            value("gain of the blend to h2, P−", "%/cm", "-0.96825") { blendGain(1) },
        ] + demands
    }

    /// The voltages that give a blend at a flow in steady state, P−.
    private static func voltages(
        for blend: Double, flow: Double, _ equations: QuadrupleTankEquations
    ) -> Inputs {
        var inputs = Inputs.easy
        let found = SteadyState.zero(near: [3, 3]) { voltages in
            var tried = Inputs.easy
            tried.pump1 = voltages[0]
            tried.pump2 = voltages[1]
            let state = equations.steady(with: tried)
            return [
                equations.blend(at: state, with: tried) - blend,
                equations.outflow(at: state, with: tried) - flow,
            ]
        }
        inputs.pump1 = found?[0] ?? .nan
        inputs.pump2 = found?[1] ?? .nan
        return inputs
    }

    /// The level loops: poles in continuous time with pumps that follow at once, and a step
    /// of a setpoint without its ramp.
    static func loops(_ equations: QuadrupleTankEquations) -> [PublishedValue] {
        func value(
            _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
            _ tolerance: PublishedValue.Tolerance = .halfDigit,
            compute: @escaping @Sendable () -> Double
        ) -> PublishedValue {
            PublishedValue(
                .computed, quantity, unit, printed, tolerance, source: regression, compute: compute)
        }
        let run: @Sendable () -> QuietRun = {
            var run = QuietRun(
                "quadruple-tank", parameters: ["h.rate": 1e6], truths: ["h1", "h2", "v1"])
            run.set("h1.setpoint", to: equations.steady(with: .easy).level1 + 1)
            run.advance(minutes: 10)
            return run
        }
        let target: @Sendable () -> Double = { equations.steady(with: .easy).level1 + 1 }
        return [
            value("slowest pole with the level loops, P−", "1/s", "-0.02045") {
                slowestPole(equations, .easy, gains: [1.5, 1.35], times: [30, 40])
            },
            value("slowest pole with the level loops, P+", "1/s", "-0.00153") {
                slowestPole(equations, .hard, gains: [0.75, -0.06], times: [110, 220])
            },
            value("overshoot of h1 after its setpoint +1 in one step, P−", "cm", "0.056") {
                run().highest("h1") - target()
            },
            value("time until h1 stays within 0.05 cm of it, P−", "s", "35", .within(1)) {
                run().minutesUntil("h1", staysWithin: 0.05, of: target()) * 60
            },
            value("largest error of h2 on the way, P−", "cm", "0.080") {
                let level = equations.steady(with: .easy).level2
                return max(run().highest("h2") - level, level - run().lowest("h2"))
            },
            value("highest v1 on the way, P−", "V", "4.30") { run().highest("v1") },
        ]
    }

    private static func slowestPole(
        _ equations: QuadrupleTankEquations, _ inputs: Inputs, gains: [Double], times: [Double]
    ) -> Double {
        let levels = equations.steady(with: inputs).numbers
        let open = rates(equations, with: inputs)
        let rates: RatesOfChange = { states, _ in
            let errors = [levels[0] - states[0], levels[1] - states[1]]
            let sent1 = inputs.pump1 + gains[0] * (errors[0] + states[4] / times[0])
            let sent2 = inputs.pump2 + gains[1] * (errors[1] + states[5] / times[1])
            return open(Array(states[..<4]), [sent1, sent2]) + errors
        }
        let model = Linearization(states: levels + [0, 0], inputs: [], rates: rates)
        return model.a.eigenvalues?.last?.real ?? .nan
    }

    /// A day with the blend held at the nominal one by the setpoints of both levels, P−.
    static let experiment: PublishedExperiment = {
        let target = 54.955
        func figures(_ deviation: String, _ part: String, relative: Double) -> [SpreadFigure] {
            [
                .deviation(of: "r", "%", deviation, relative: relative),
                .part(
                    "part of the time beyond 54.955 ± 0.5 %", of: "r",
                    .beyond(center: target, distance: 0.5), part, within: 0.05),
            ]
        }
        let setpoints = [
            SampledSupervisor.Setpoint("h1.setpoint"), SampledSupervisor.Setpoint("h2.setpoint"),
        ]
        return PublishedExperiment(
            model: "quadruple-tank", warmUp: .seconds(1800), source: regression,
            lanes: [
                ExperimentLane(
                    "pumps fixed", settings: PlantSettings(parameters: ["loops": 0]),
                    figures: figures("0.673", "0.464", relative: 0.15)),
                ExperimentLane("held", figures: figures("0.540", "0.432", relative: 0.15)),
                ExperimentLane("analyser", figures: figures("0.147", "0.001", relative: 0.1)) {
                    SampledSupervisor(
                        .results(["r.analyser"], counter: "r.counter"), moves: setpoints
                    ) { now, _ in
                        let move = clipped(0.25 * 0.5058 * (target - now[0]), -0.1, 0.1)
                        return [move, -move]
                    }
                },
                ExperimentLane("true", figures: figures("0.0741", "0.000", relative: 0.1)) {
                    SampledSupervisor(.truths(["r"], each: 10), moves: setpoints) { now, before in
                        let change = before[0] - now[0]
                        let move = 0.5058 * (0.3 * change + 0.05 * (target - now[0]))
                        return [clipped(move, -0.1, 0.1), -clipped(move, -0.1, 0.1)]
                    }
                },
            ])
    }()
}
