import Tags

extension PlantKind {
    /// The van de Vusse reactor behind three controllers: feed, reactor, jacket.
    static let vanDeVusse = PlantKind(parameters: VanDeVusseKind.parameters) {
        VanDeVusseKind.blueprint($0)
    }
}

/// What the van de Vusse reactor is delivered with.
private enum VanDeVusseKind {
    static let parameters: [PlantParameter] = [
        .init(
            name: "T.start", defaultValue: 114.19108, unit: "°C", bounds: 95...120,
            summary: "reactor temperature at the start, in steady state"),
        .init(
            name: "F.start", defaultValue: 14.19, unit: "1/h", bounds: 3...35,
            summary: "feed flow at the start"),
        .init(
            name: "F.walk", defaultValue: 0.1, unit: "1/h", bounds: 0...3,
            summary: "feed flow: standard deviation of its walk"),
        .init(
            name: "F.walkTime", defaultValue: 12, unit: "min", bounds: 0.1...10_000,
            summary: "feed flow: time constant of its walk"),
        .init(
            name: "cA0.mean", defaultValue: 5.1, unit: "mol/l", bounds: 4.5...5.7,
            summary: "A in the feed about which it varies"),
        .init(
            name: "cA0.walk", defaultValue: 0.12, unit: "mol/l", bounds: 0...1,
            summary: "A in the feed: standard deviation of its walk"),
        .init(
            name: "cA0.walkTime", defaultValue: 120, unit: "min", bounds: 0.1...10_000,
            summary: "A in the feed: time constant of its walk"),
        .init(
            name: "cA0.step", defaultValue: 0.25, unit: "mol/l", bounds: 0...1,
            summary: "A in the feed: largest step either way"),
        .init(
            name: "cA0.stepTime", defaultValue: 360, unit: "min", bounds: 0.1...100_000,
            summary: "A in the feed: mean time between steps"),
        .init(
            name: "T0.mean", defaultValue: 104.9, unit: "°C", bounds: 80...130,
            summary: "feed temperature about which it varies"),
        .init(
            name: "T0.walk", defaultValue: 1, unit: "°C", bounds: 0...10,
            summary: "feed temperature: standard deviation of its walk"),
        .init(
            name: "T0.walkTime", defaultValue: 60, unit: "min", bounds: 0.1...10_000,
            summary: "feed temperature: time constant of its walk"),
        .init(
            name: "T.rate", defaultValue: 1, unit: "K/min", bounds: 0.01...1e6,
            summary: "fastest change of the temperature's setpoint"),
    ]

    static func blueprint(
        _ values: PlantParameterValues
    ) -> PlantBlueprint<VanDeVusseProcess> {
        let start = start(values)
        return PlantBlueprint(
            model: "van-de-vusse",
            title: "Van de Vusse reactor",
            source: "Chen, Kremling and Allgöwer, European Control Conference 1995",
            step: .seconds(2),
            process: VanDeVusseProcess(at: start.state, with: start.inputs),
            quality: "cB",
            instruments: instruments,
            analysers: analysers,
            setpoints: [
                SetpointBlueprint(
                    name: "F", unit: "1/h", limits: 3...35, nominal: start.inputs.feed,
                    summary: "feed flow"),
                SetpointBlueprint(
                    name: "T", unit: "°C", limits: 95...120, nominal: start.state.temperature,
                    rate: values["T.rate"], summary: "reactor temperature"),
            ],
            actuators: [
                ActuatorBlueprint(
                    name: "F", limits: 0...40, lag: 5.0 / 60, rate: 5, drive: .setpoint("F"),
                    summary: "feed pump"),
                ActuatorBlueprint(
                    name: "Q", limits: -9000...0, lag: 10.0 / 60, rate: 1800, drive: .loop("T"),
                    summary: "cooling of the jacket"),
            ],
            loops: [
                LoopBlueprint(
                    name: "T", reading: .signal("T"), setpoint: "T", gain: 1200,
                    integralTime: 4.8, nominalOutput: start.inputs.cooling, limits: -9000...0)
            ],
            disturbances: disturbances(values),
            interlocks: [
                InterlockBlueprint(
                    conditions: [
                        InterlockCondition(reading: .signal("T"), normal: -1e6...125),
                        InterlockCondition(
                            reading: .variable("Q"), normal: -8999...(-1), delay: 10),
                    ], effects: [.forbidMoves])
            ],
            controllers: ["feed", "reactor", "jacket"])
    }

    /// The steady state to start from: the published one unless a temperature or feed is given.
    private static func start(
        _ values: PlantParameterValues
    ) -> (state: VanDeVusseState, inputs: VanDeVusseEquations.Inputs) {
        let equations = VanDeVusseEquations()
        var inputs = VanDeVusseEquations.Inputs()
        inputs.feed = values["F.start"]
        inputs.feedConcentration = values["cA0.mean"]
        inputs.feedTemperature = values["T0.mean"]
        if inputs == VanDeVusseEquations.Inputs(), values.given("T.start") == nil,
            let state = equations.steady(with: inputs)
        {
            return (state, inputs)
        }
        return equations.steady(at: values["T.start"], with: inputs)
    }

    private static let instruments: [InstrumentBlueprint] = [
        InstrumentBlueprint(
            name: "F", unit: "1/h", range: 0...40,
            settings: InstrumentSettings(noise: 0.02, drift: 0.04, lag: 1.0 / 60, bits: 16),
            summary: "feed flow by volume"),
        InstrumentBlueprint(
            name: "T0", unit: "°C", range: 50...150,
            settings: InstrumentSettings(noise: 0.1, drift: 0.1, lag: 0.5, bits: 16),
            summary: "feed temperature"),
        InstrumentBlueprint(
            name: "T", unit: "°C", range: 50...150,
            settings: InstrumentSettings(noise: 0.05, drift: 0.1, bits: 16),
            summary: "reactor temperature"),
        InstrumentBlueprint(
            name: "TK", unit: "°C", range: 0...150,
            settings: InstrumentSettings(noise: 0.05, drift: 0.15, lag: 0.5, bits: 16),
            summary: "jacket temperature"),
        InstrumentBlueprint(
            name: "Q", unit: "kJ/h", range: -9000...0,
            settings: InstrumentSettings(noise: 10, drift: 9, lag: 1.0 / 60, bits: 16),
            summary: "heat to the jacket; cooling is below 0"),
    ]

    private static let analysers: [AnalyserBlueprint] = [
        AnalyserBlueprint(
            stem: "cA0", signal: "cA0.laboratory", variable: "cA0", unit: "mol/l", range: 0...10,
            settings: AnalyserSettings(
                interval: 480, delay: 45, delaySpread: 0.3, noise: 0.03, bias: 0, lag: 0,
                missing: 0),
            summary: "A in the feed"),
        AnalyserBlueprint(
            stem: "cB", signal: "cB.analyser", variable: "cB", unit: "mol/l", range: 0...2,
            settings: AnalyserSettings(
                interval: 10, delay: 6, delaySpread: 0, noise: 0.005, bias: 0, lag: 0, missing: 0),
            summary: "B in the reactor"),
    ]

    private static func disturbances(_ values: PlantParameterValues) -> [DisturbanceBlueprint] {
        [
            DisturbanceBlueprint(
                input: "F", mean: 0,
                terms: [
                    .meanReverting(
                        deviation: values["F.walk"], time: values["F.walkTime"],
                        purpose: "F.walk")
                ]),
            DisturbanceBlueprint(
                input: "cA0", mean: values["cA0.mean"],
                terms: [
                    .meanReverting(
                        deviation: values["cA0.walk"], time: values["cA0.walkTime"],
                        purpose: "cA0.walk"),
                    .randomSteps(
                        size: values["cA0.step"], time: values["cA0.stepTime"],
                        purpose: "cA0.step"),
                ], limits: 4.5...5.7),
            DisturbanceBlueprint(
                input: "T0", mean: values["T0.mean"],
                terms: [
                    .meanReverting(
                        deviation: values["T0.walk"], time: values["T0.walkTime"],
                        purpose: "T0.walk")
                ]),
        ]
    }
}
