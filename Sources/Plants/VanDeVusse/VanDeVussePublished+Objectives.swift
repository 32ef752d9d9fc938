import Tags

extension VanDeVussePublished {
    /// What the three objectives come to in steady state.
    static func optima(_ equations: VanDeVusseEquations) -> [PublishedValue] {
        typealias Inputs = VanDeVusseEquations.Inputs
        func value(
            _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
            _ tolerance: PublishedValue.Tolerance = .halfDigit,
            compute: @escaping @Sendable () -> Double
        ) -> PublishedValue {
            PublishedValue(
                .computed, quantity, unit, printed, tolerance, source: regression, compute: compute)
        }
        let cold: @Sendable () -> Double = {
            ScalarSearch.root(in: 95...112) {
                equations.steady(at: $0, with: Inputs()).state.b - 1
            } ?? .nan
        }
        let best: @Sendable (Double) -> Double = { concentration in
            var inputs = Inputs()
            inputs.feedConcentration = concentration
            return ScalarSearch.maximum(in: 105...120) {
                equations.steady(at: $0, with: inputs).state.b
            }
        }
        let atBest: @Sendable () -> (state: VanDeVusseState, inputs: Inputs) = {
            equations.steady(at: best(5.1), with: Inputs())
        }
        let richest: @Sendable () -> (feed: Double, temperature: Double) = {
            richestPoint(equations)
        }
        return [
            value("T at which cB is 1.00 on the cold side", "°C", "104.661", compute: cold),
            value("Q at which cB is 1.00 on the cold side", "kJ/h", "-4376.9") {
                equations.steady(at: cold(), with: Inputs()).inputs.cooling
            },
            value("gain of cB to T at cB 1.00 on the cold side", "mol/(l K)", "0.01841") {
                let (above, below) = (cold() + 0.001, cold() - 0.001)
                return
                    (equations.steady(at: above, with: Inputs()).state.b
                    - equations.steady(at: below, with: Inputs()).state.b) / 0.002
            },
            value("T at which cB is largest", "°C", "114.157") { best(5.1) },
            value("largest cB at F 14.19", "mol/l", "1.09031") { atBest().state.b },
            value("largest cB above that at T 105", "%", "8.36") {
                100 * (atBest().state.b / equations.steady(at: 105, with: Inputs()).state.b - 1)
            },
            value("T at which cB is largest, cA0 4.5", "°C", "114.107") { best(4.5) },
            value("T at which cB is largest, cA0 5.7", "°C", "114.203") { best(5.7) },
            value("Q that holds T at 114.157, where cB is largest", "kJ/h", "-1125.7") {
                equations.steady(at: 114.157, with: Inputs()).inputs.cooling
            },
            value("Q per K of T0 with T held", "kJ/(h K)", "-399.0") {
                coolingPerKelvin(at: best(5.1), equations)
            },
            value("fall of T0 that uses up the cooling at the largest cB", "K", "2.82") {
                atBest().inputs.cooling / coolingPerKelvin(at: best(5.1), equations)
            },
            value("value added at the nominal point, F VR (10 cB - 1.5 cA0)", "1/h", "461.6") {
                guard let state = equations.steady(with: Inputs()) else { return .nan }
                return valueAdded(state.b, Inputs(), equations)
            },
            value("largest value added with Q up to -200", "1/h", "689.6") {
                var inputs = Inputs()
                inputs.feed = richest().feed
                let point = equations.steady(at: richest().temperature, with: inputs)
                return valueAdded(point.state.b, inputs, equations)
            },
            value("F at the largest value added", "1/h", "25.305") { richest().feed },
            value("T at the largest value added", "°C", "115.067") { richest().temperature },
            value("cB at the largest value added", "mol/l", "1.0375") {
                var inputs = Inputs()
                inputs.feed = richest().feed
                return equations.steady(at: richest().temperature, with: inputs).state.b
            },
        ]
    }

    private static func coolingPerKelvin(
        at temperature: Double, _ equations: VanDeVusseEquations
    ) -> Double {
        var warmer = VanDeVusseEquations.Inputs()
        warmer.feedTemperature += 1
        return equations.steady(at: temperature, with: warmer).inputs.cooling
            - equations.steady(at: temperature, with: .init()).inputs.cooling
    }

    private static func valueAdded(
        _ b: Double, _ inputs: VanDeVusseEquations.Inputs, _ equations: VanDeVusseEquations
    ) -> Double {
        inputs.feed * equations.volume * (10 * b - 1.5 * inputs.feedConcentration)
    }

    /// Feed and temperature of the largest value added; the cooling stays at -200 kJ/h or below.
    private static func richestPoint(
        _ equations: VanDeVusseEquations
    ) -> (feed: Double, temperature: Double) {
        func temperature(_ feed: Double) -> Double {
            var inputs = VanDeVusseEquations.Inputs()
            inputs.feed = feed
            let free = ScalarSearch.maximum(in: 100...125) {
                equations.steady(at: $0, with: inputs).state.b
            }
            let coolest = ScalarSearch.root(in: 90...130) {
                equations.steady(at: $0, with: inputs).inputs.cooling + 200
            }
            return min(free, coolest ?? free)
        }
        let feed = ScalarSearch.maximum(in: 10...35) {
            var inputs = VanDeVusseEquations.Inputs()
            inputs.feed = $0
            return valueAdded(
                equations.steady(at: temperature($0), with: inputs).state.b, inputs, equations)
        }
        return (feed, temperature(feed))
    }

    /// The temperature loop after a step of its setpoint, with ideal instruments and no ramp.
    static let loop: [PublishedValue] = {
        let run: @Sendable () -> QuietRun = {
            var run = QuietRun(
                "van-de-vusse", parameters: ["T.start": 104.66, "T.rate": 1e6],
                truths: ["T", "Q"])
            run.set("T.setpoint", to: 109.66)
            run.advance(minutes: 30)
            return run
        }
        return [
            PublishedValue(
                .computed, "overshoot of T after its setpoint 104.66 to 109.66 in one step", "K",
                "0",
                .within(5e-3), source: regression
            ) { max(run().highest("T") - 109.66, 0) },
            PublishedValue(
                .computed, "time until T stays within 0.2 K of it", "min", "6.03",
                .within(0.02), source: regression
            ) { run().minutesUntil("T", staysWithin: 0.2, of: 109.66) },
            PublishedValue(
                .computed, "lowest Q on the way", "kJ/h", "-4317", source: regression
            ) { run().lowest("Q") },
            PublishedValue(
                .computed, "highest Q on the way", "kJ/h", "-124", source: regression
            ) { run().highest("Q") },
        ]
    }()

    /// A day with cB held at 1.00 on the cold side by the setpoint of T.
    static let experiment: PublishedExperiment = {
        let start = PlantSettings(parameters: ["T.start": 104.661])
        func figures(_ deviation: String, _ part: String, relative: Double) -> [SpreadFigure] {
            [
                .deviation(of: "cB", "mol/l", deviation, relative: relative),
                .part(
                    "part of the time beyond 1.00 ± 0.03", of: "cB",
                    .beyond(center: 1, distance: 0.03), part, within: 0.05),
            ]
        }
        let setpoint = SampledSupervisor.Setpoint("T.setpoint", limits: 95...112)
        return PublishedExperiment(
            model: "van-de-vusse", warmUp: .seconds(3600), source: regression,
            lanes: [
                ExperimentLane(
                    "held", settings: start, figures: figures("0.0253", "0.359", relative: 0.15)),
                ExperimentLane(
                    "analyser", settings: start,
                    figures: figures("0.0125", "0.025", relative: 0.1)
                ) {
                    SampledSupervisor(
                        .results(["cB.analyser"], counter: "cB.counter"), moves: [setpoint]
                    ) { now, _ in [clipped(25 * (1 - now[0]), -1, 1)] }
                },
                ExperimentLane(
                    "true", settings: start,
                    figures: figures("0.00437", "0.000", relative: 0.1)
                ) {
                    SampledSupervisor(.truths(["cB"], each: 30), moves: [setpoint]) { now, before in
                        [clipped(45 * (before[0] - now[0]) + 8 * (1 - now[0]), -1, 1)]
                    }
                },
            ])
    }()
}
