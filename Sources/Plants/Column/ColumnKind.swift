import Tags

extension PlantKind {
    /// Column A behind four controllers: bottom, temperatures, top, analysers.
    static let column = PlantKind(parameters: ColumnKind.parameters) { values in
        PlantBlueprint(
            model: "column",
            title: "Skogestad column A",
            source: "Skogestad, Trans. IChemE A 75 (1997) 539; MATLAB column A",
            step: .seconds(3), process: ColumnProcess(), quality: "xD",
            instruments: ColumnKind.instruments, analysers: ColumnKind.analysers,
            setpoints: ColumnKind.setpoints(values), actuators: ColumnKind.actuators,
            loops: ColumnKind.loops, disturbances: ColumnKind.disturbances(values),
            interlocks: ColumnKind.interlocks,
            controllers: ["bottom", "temperatures", "top", "analysers"])
    }
}

/// What column A is delivered with.
private enum ColumnKind {
    static let parameters: [PlantParameter] = [
        .init(
            "F.walk", 0.005, "kmol/min", 0...0.1, "feed flow: standard deviation of its walk"),
        .init("F.walkTime", 60, "min", 0.1...10_000, "feed flow: time constant of its walk"),
        .init("F.step", 0.02, "kmol/min", 0...0.2, "feed flow: largest step either way"),
        .init("F.stepTime", 480, "min", 0.1...100_000, "feed flow: mean time between steps"),
        .init("zF.mean", 0.5, .none, 0.3...0.7, "feed composition about which it varies"),
        .init("zF.walk", 0.01, .none, 0...0.1, "feed composition: deviation of its walk"),
        .init(
            "zF.walkTime", 480, "min", 0.1...10_000, "feed composition: time constant of its walk"),
        .init("zF.step", 0.02, .none, 0...0.1, "feed composition: largest step either way"),
        .init(
            "zF.stepTime", 480, "min", 0.1...100_000, "feed composition: mean time between steps"),
        .init("qF.walk", 0.005, .none, 0...0.1, "liquid part of the feed: deviation of its walk"),
        .init(
            "qF.walkTime", 120, "min", 0.1...10_000,
            "liquid part of the feed: time constant of its walk"),
        .init(
            "offset.walk", 0.2, "°C", 0...5, "pressure's effect on temperatures: deviation"),
        .init(
            "offset.walkTime", 300, "min", 0.1...10_000,
            "pressure's effect on temperatures: time constant"),
        .init(
            "T15.rate", 0.2, "K/min", 0.01...1e6,
            "fastest change of the setpoint of stage 15's temperature"),
    ]

    static let instruments: [InstrumentBlueprint] =
        [
            flow("F", upTo: 2, noise: 0.003, "feed flow"),
            flow("B", upTo: 1, noise: 0.002, "bottoms flow"),
            holdup("M1", "liquid in the reboiler"),
            flow("V", upTo: 6.4, noise: 0.01, "boil-up"),
        ]
        + [1, 8, 15, 21, 27, 34, 41].map { stage in
            InstrumentBlueprint(
                name: "T\(stage)", unit: "°C", range: 50...100,
                settings: InstrumentSettings(noise: 0.05, drift: 0.05, lag: 0.5, bits: 16),
                summary: "temperature of stage \(stage)")
        }
        + [
            flow("L", upTo: 5.4, noise: 0.01, "reflux"),
            flow("D", upTo: 1, noise: 0.002, "distillate flow"),
            holdup("M41", "liquid in the condenser"),
        ]

    private static func flow(
        _ name: String, upTo high: Double, noise: Double, _ summary: String
    ) -> InstrumentBlueprint {
        InstrumentBlueprint(
            name: name, unit: "kmol/min", range: 0...high,
            settings: InstrumentSettings(
                noise: noise, drift: 0.001 * high, lag: 1.0 / 60, bits: 16),
            summary: summary)
    }

    private static func holdup(_ name: String, _ summary: String) -> InstrumentBlueprint {
        InstrumentBlueprint(
            name: name, unit: "kmol", range: 0...1,
            settings: InstrumentSettings(noise: 0.002, drift: 0.001, lag: 3.0 / 60, bits: 16),
            summary: summary)
    }

    static let analysers: [AnalyserBlueprint] = [
        analyser("xD", 0.9...1, "light component in the distillate"),
        analyser("xB", 0...0.1, "light component in the bottoms"),
    ]

    /// A chromatograph: a sample every 10 min, its result 10 min later.
    private static func analyser(
        _ name: String, _ range: ClosedRange<Double>, _ summary: String
    ) -> AnalyserBlueprint {
        AnalyserBlueprint(
            stem: name, signal: name + ".analyser", variable: name, unit: .none, range: range,
            settings: AnalyserSettings(
                interval: 10, delay: 10, delaySpread: 0, noise: 0.0003, bias: 0, lag: 0,
                missing: 0),
            summary: summary)
    }

    static func setpoints(_ values: PlantParameterValues) -> [SetpointBlueprint] {
        [
            SetpointBlueprint(
                name: "LF", unit: .none, limits: 2.2...3.6, nominal: ColumnA.reflux,
                summary: "reflux over feed"),
            SetpointBlueprint(
                name: "T15", unit: "°C", limits: 75...81,
                nominal: ColumnA.temperature(at: ColumnProcess.nominalState[14]),
                rate: values["T15.rate"], summary: "temperature of stage 15"),
        ]
    }

    static let actuators = [
        ActuatorBlueprint(
            name: "V", limits: 0...6.4, lag: 0.2, rate: 3, drive: .loop("T15"),
            summary: "steam valve of the reboiler"),
        ActuatorBlueprint(
            name: "L", limits: 0...5.4, lag: 0.1, rate: 3,
            drive: .ratio(setpoint: "LF", to: .signal("F"), lag: 1), summary: "reflux valve"),
    ]

    static let loops = [
        LoopBlueprint(
            name: "T15", reading: .signal("T15"), setpoint: "T15", gain: 0.15, integralTime: 12,
            nominalOutput: ColumnA.boilUp, limits: 0...6.4)
    ]

    static func disturbances(_ values: PlantParameterValues) -> [DisturbanceBlueprint] {
        func walk(_ name: String) -> SignalTerm {
            .meanReverting(
                deviation: values[name + ".walk"], time: values[name + ".walkTime"],
                purpose: name + ".walk")
        }
        func steps(_ name: String) -> SignalTerm {
            .randomSteps(
                size: values[name + ".step"], time: values[name + ".stepTime"],
                purpose: name + ".step")
        }
        return [
            DisturbanceBlueprint(
                input: "F", mean: ColumnA.feed, terms: [walk("F"), steps("F")], limits: 0.5...1.5),
            DisturbanceBlueprint(
                input: "zF", mean: values["zF.mean"], terms: [walk("zF"), steps("zF")],
                limits: 0.2...0.8),
            DisturbanceBlueprint(input: "qF", mean: 1, terms: [walk("qF")], limits: 0.5...1.5),
            DisturbanceBlueprint(input: "offset", mean: 0, terms: [walk("offset")]),
        ]
    }

    /// A flow at its limit for 5 min, or a drum nearly empty or full, forbids moves.
    static let interlocks = [
        InterlockBlueprint(
            conditions: [
                InterlockCondition(reading: .variable("V"), normal: 0.01...6.39, delay: 5),
                InterlockCondition(reading: .variable("L"), normal: 0.01...5.39, delay: 5),
                InterlockCondition(reading: .signal("M1"), normal: 0.1...0.9),
                InterlockCondition(reading: .signal("M41"), normal: 0.1...0.9),
            ],
            effects: [.forbidMoves])
    ]
}
