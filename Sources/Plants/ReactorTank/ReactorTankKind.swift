import Tags

extension PlantKind {
    /// The exothermic stirred reactor behind three controllers: feed, reactor, coolant.
    static let reactorTank = PlantKind(parameters: ReactorTankKind.parameters) {
        ReactorTankKind.blueprint($0)
    }
}

/// What the exothermic reactor is delivered with.
private enum ReactorTankKind {
    static let parameters: [PlantParameter] = [
        .init(
            name: "T.start", defaultValue: 350, unit: "K", bounds: 340...356,
            summary: "reactor temperature at the start, in steady state"),
        .init(
            name: "T.rate", defaultValue: 0.5, unit: "K/min", bounds: 0.01...1e6,
            summary: "fastest change of the temperature's setpoint; a step may ignite the reactor"),
        .init(
            name: "T.gain", defaultValue: 8, unit: "K/K", bounds: 0...100,
            summary: "gain of the temperature loop"),
        .init(
            name: "Tc.lag", defaultValue: 0.05, unit: "min", bounds: 0...10,
            summary: "lag of the coolant; the loop is unstable from about 0.15 on"),
        .init(
            name: "Ti.mean", defaultValue: 350, unit: "K", bounds: 330...370,
            summary: "feed temperature about which it varies"),
        .init(
            name: "Ti.walk", defaultValue: 1, unit: "K", bounds: 0...10,
            summary: "feed temperature: standard deviation of its walk"),
        .init(
            name: "Ti.walkTime", defaultValue: 10, unit: "min", bounds: 0.1...10_000,
            summary: "feed temperature: time constant of its walk"),
        .init(
            name: "q.walk", defaultValue: 1, unit: "L/min", bounds: 0...20,
            summary: "feed flow: standard deviation of its walk"),
        .init(
            name: "q.walkTime", defaultValue: 5, unit: "min", bounds: 0.1...10_000,
            summary: "feed flow: time constant of its walk"),
        .init(
            name: "CAi.mean", defaultValue: 1, unit: "mol/L", bounds: 0.8...1.2,
            summary: "A in the feed about which it varies"),
        .init(
            name: "CAi.walk", defaultValue: 0.015, unit: "mol/L", bounds: 0...0.2,
            summary: "A in the feed: standard deviation of its walk"),
        .init(
            name: "CAi.walkTime", defaultValue: 90, unit: "min", bounds: 0.1...10_000,
            summary: "A in the feed: time constant of its walk"),
        .init(
            name: "CAi.step", defaultValue: 0.025, unit: "mol/L", bounds: 0...0.2,
            summary: "A in the feed: largest step either way"),
        .init(
            name: "CAi.stepTime", defaultValue: 240, unit: "min", bounds: 0.1...100_000,
            summary: "A in the feed: mean time between steps"),
        .init(
            name: "fouling", defaultValue: 0.05, unit: .none, bounds: 0...0.5,
            summary: "heat transfer lost in a day, as a fraction"),
    ]

    static func blueprint(
        _ values: PlantParameterValues
    ) -> PlantBlueprint<ReactorTankProcess> {
        var inputs = ReactorTankEquations.Inputs()
        inputs.feedTemperature = values["Ti.mean"]
        inputs.feedConcentration = values["CAi.mean"]
        let start = ReactorTankEquations().steady(at: values["T.start"], with: inputs)
        return PlantBlueprint(
            model: "exothermic-reactor",
            title: "Exothermic stirred reactor",
            source: "Seborg, Edgar, Mellichamp and Doyle, Process Dynamics and Control",
            step: .milliseconds(1200),
            process: ReactorTankProcess(at: start.state, with: start.inputs),
            quality: "CA",
            instruments: instruments,
            analysers: analysers,
            setpoints: [
                SetpointBlueprint(
                    name: "q", unit: "L/min", limits: 80...120, nominal: start.inputs.feed,
                    summary: "feed flow"),
                SetpointBlueprint(
                    name: "T", unit: "K", limits: 340...356, nominal: start.state.temperature,
                    rate: values["T.rate"], summary: "reactor temperature"),
            ],
            actuators: [
                ActuatorBlueprint(
                    name: "q", limits: 0...200, rate: 5, drive: .setpoint("q"),
                    summary: "feed pump"),
                ActuatorBlueprint(
                    name: "Tc", limits: 280...320, lag: values["Tc.lag"], rate: 200,
                    drive: .loop("T"), summary: "coolant temperature"),
            ],
            loops: [
                LoopBlueprint(
                    name: "T", reading: .signal("T"), setpoint: "T", gain: values["T.gain"],
                    integralTime: 0.5, nominalOutput: start.inputs.coolant, limits: 280...320)
            ],
            disturbances: disturbances(values),
            interlocks: [
                InterlockBlueprint(
                    conditions: [InterlockCondition(reading: .signal("T"), normal: 0...360)],
                    effects: [.forbidMoves]),
                InterlockBlueprint(
                    conditions: [InterlockCondition(reading: .signal("T"), normal: 0...365)],
                    effects: [
                        .forbidMoves, .drive(actuator: "Tc", to: 280), .force(input: "q", to: 0),
                    ], reset: .infinity),
            ],
            controllers: ["feed", "reactor", "coolant"])
    }

    private static let instruments: [InstrumentBlueprint] = [
        InstrumentBlueprint(
            name: "q", unit: "L/min", range: 0...200,
            settings: InstrumentSettings(noise: 0.3, drift: 0.2, lag: 1.0 / 60, bits: 16),
            summary: "feed flow"),
        InstrumentBlueprint(
            name: "Ti", unit: "K", range: 273.15...423.15,
            settings: InstrumentSettings(noise: 0.1, drift: 0.15, lag: 0.5, bits: 16),
            summary: "feed temperature"),
        InstrumentBlueprint(
            name: "T", unit: "K", range: 273.15...423.15,
            settings: InstrumentSettings(noise: 0.05, drift: 0.15, bits: 16),
            summary: "reactor temperature"),
        InstrumentBlueprint(
            name: "Tc", unit: "K", range: 273.15...348.15,
            settings: InstrumentSettings(noise: 0.05, drift: 0.075, bits: 16),
            summary: "coolant temperature"),
    ]

    private static let analysers: [AnalyserBlueprint] = [
        AnalyserBlueprint(
            stem: "CAi", signal: "CAi.laboratory", variable: "CAi", unit: "mol/L", range: 0...2,
            settings: AnalyserSettings(
                interval: 480, delay: 45, delaySpread: 0.3, noise: 0.005, bias: 0, lag: 0,
                missing: 0),
            summary: "A in the feed"),
        AnalyserBlueprint(
            stem: "CA", signal: "CA.analyser", variable: "CA", unit: "mol/L", range: 0...1,
            settings: AnalyserSettings(
                interval: 5, delay: 4, delaySpread: 0, noise: 0.003, bias: 0, lag: 0, missing: 0),
            summary: "A in the reactor, what has not reacted"),
    ]

    private static func disturbances(_ values: PlantParameterValues) -> [DisturbanceBlueprint] {
        func walk(_ name: String) -> SignalTerm {
            .meanReverting(
                deviation: values[name + ".walk"], time: values[name + ".walkTime"],
                purpose: name + ".walk")
        }
        return [
            DisturbanceBlueprint(input: "q", mean: 0, terms: [walk("q")]),
            DisturbanceBlueprint(input: "Ti", mean: values["Ti.mean"], terms: [walk("Ti")]),
            DisturbanceBlueprint(
                input: "CAi", mean: values["CAi.mean"],
                terms: [
                    walk("CAi"),
                    .randomSteps(
                        size: values["CAi.step"], time: values["CAi.stepTime"],
                        purpose: "CAi.step"),
                ]),
            DisturbanceBlueprint(
                input: "UA", mean: 5e4, terms: [.ramp(slope: -values["fouling"] / 1440)],
                isRelative: true),
        ]
    }
}
