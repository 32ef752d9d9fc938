import Tags

extension PlantKind {
    /// The evaporator with its loops, instruments, analyser and laboratory, in steps of 0.1 min.
    static let evaporator = PlantKind(parameters: PlantParameter.evaporator) { values in
        PlantBlueprint(
            model: "evaporator",
            title: "Newell–Lee forced-circulation evaporator",
            source: "Newell and Lee, Applied Process Control: A Case Study, Prentice Hall 1989",
            step: .seconds(6), process: EvaporatorProcess(), quality: "X2",
            instruments: EvaporatorParts.instruments, analysers: EvaporatorParts.analysers(values),
            setpoints: EvaporatorParts.setpoints(values),
            actuators: EvaporatorParts.actuators(values), loops: EvaporatorParts.loops,
            disturbances: EvaporatorParts.disturbances(values),
            interlocks: EvaporatorParts.interlocks,
            controllers: ["feed", "steam", "separator", "condenser"])
    }
}

/// What stands between the evaporator's process and its registers.
private enum EvaporatorParts {
    static let instruments = [
        instrument("F1", "kg/min", upTo: 20, noise: 0.02, lag: 1, "feed flow"),
        instrument("T1", "°C", upTo: 100, noise: 0.1, lag: 30, "feed temperature"),
        instrument("F3", "kg/min", upTo: 100, noise: 0.2, lag: 1, "circulation flow"),
        instrument("P100", "kPa", upTo: 400, noise: 0.3, lag: 1, "steam pressure"),
        instrument("F100", "kg/min", upTo: 20, noise: 0.05, lag: 1, "steam flow"),
        instrument("T100", "°C", upTo: 200, noise: 0.2, lag: 30, "steam temperature"),
        instrument("T2", "°C", upTo: 150, noise: 0.1, lag: 30, "product temperature"),
        instrument("L2", "m", upTo: 2, noise: 0.003, lag: 3, "separator level"),
        instrument("F2", "kg/min", upTo: 4, noise: 0.02, lag: 1, "product flow"),
        instrument("P2", "kPa", upTo: 100, noise: 0.05, lag: 1, "operating pressure"),
        instrument("T3", "°C", upTo: 150, noise: 0.1, lag: 30, "vapour temperature"),
        instrument("F200", "kg/min", upTo: 400, noise: 1, lag: 1, "cooling water flow"),
        instrument(
            "T200", "°C", upTo: 100, noise: 0.1, lag: 30, "cooling water inlet temperature"),
        instrument(
            "T201", "°C", upTo: 100, noise: 0.1, lag: 30, "cooling water outlet temperature"),
    ]

    /// An instrument that drifts by 0.1 % of its range in a day; its lag in seconds.
    private static func instrument(
        _ name: String, _ unit: EngineeringUnit, upTo high: Double, noise: Double, lag: Double,
        _ summary: String
    ) -> InstrumentBlueprint {
        InstrumentBlueprint(
            name: name, unit: unit, range: 0...high,
            settings: InstrumentSettings(
                noise: noise, drift: 0.001 * high, lag: lag / 60, bits: 16),
            summary: summary)
    }

    static func analysers(_ values: PlantParameterValues) -> [AnalyserBlueprint] {
        [
            AnalyserBlueprint(
                stem: "X1", signal: "X1.laboratory", variable: "X1", unit: "%", range: 0...20,
                settings: values.feedLaboratory, summary: "feed concentration"),
            AnalyserBlueprint(
                stem: "X2", signal: "X2.analyser", variable: "X2", unit: "%", range: 0...50,
                settings: values.productAnalyser, summary: "product concentration"),
        ]
    }

    static func setpoints(_ values: PlantParameterValues) -> [SetpointBlueprint] {
        [
            SetpointBlueprint(
                name: "F3", unit: "kg/min", limits: 10...100, nominal: 50,
                summary: "circulation flow"),
            SetpointBlueprint(
                name: "P100", unit: "kPa", limits: 120...400, nominal: 194.7,
                summary: "steam pressure"),
            SetpointBlueprint(
                name: "L2", unit: "m", limits: 0.6...1.4, nominal: 1, summary: "separator level"),
            SetpointBlueprint(
                name: "P2", unit: "kPa", limits: 42...78, nominal: 50.5, rate: values["P2.rate"],
                summary: "operating pressure"),
        ]
    }

    static func actuators(_ values: PlantParameterValues) -> [ActuatorBlueprint] {
        [
            ActuatorBlueprint(
                name: "F3", limits: 0...100, lag: 0.2, rate: values["F3.rate"],
                drive: .setpoint("F3"), summary: "circulation pump"),
            ActuatorBlueprint(
                name: "P100", limits: 0...400, lag: 0.5, rate: values["P100.rate"],
                drive: .setpoint("P100"), summary: "steam pressure's regulator"),
            ActuatorBlueprint(
                name: "F2", limits: 0...4, lag: 0.1, rate: 4, drive: .loop("L2"),
                summary: "product valve"),
            ActuatorBlueprint(
                name: "F200", limits: 0...400, lag: 0.3, rate: 200, drive: .loop("P2"),
                summary: "cooling water's valve"),
        ]
    }

    static let loops = [
        LoopBlueprint(
            name: "L2", reading: .signal("L2"), setpoint: "L2", gain: -4, integralTime: 20,
            nominalOutput: 2, limits: 0...4),
        LoopBlueprint(
            name: "P2", reading: .signal("P2"), setpoint: "P2", gain: -40, integralTime: 20,
            nominalOutput: 208, limits: 20...400),
    ]

    static func disturbances(_ values: PlantParameterValues) -> [DisturbanceBlueprint] {
        func walk(_ name: String) -> SignalTerm {
            .meanReverting(
                deviation: values[name + ".walk"], time: values[name + ".walkTime"],
                purpose: name + ".walk")
        }
        return [
            DisturbanceBlueprint(
                input: "F1", mean: values["F1.mean"],
                terms: [
                    walk("F1"),
                    .randomSteps(
                        size: values["F1.step"], time: values["F1.stepTime"], purpose: "F1.step"),
                ]),
            DisturbanceBlueprint(input: "X1", mean: values["X1.mean"], terms: [walk("X1")]),
            DisturbanceBlueprint(input: "T1", mean: values["T1.mean"], terms: [walk("T1")]),
            DisturbanceBlueprint(
                input: "T200", mean: values["T200.mean"],
                terms: [
                    .sine(height: values["T200.wave"], period: values["T200.waveTime"]),
                    walk("T200"),
                ]),
            // Fouling never takes more than leaves 5 % of the heat transfer.
            DisturbanceBlueprint(
                input: "cleanness", mean: 1,
                terms: [
                    .ramp(slope: -values["fouling"] / 1440, reset: values["wash.interval"])
                ],
                limits: 0.05 ... .infinity),
        ]
    }

    static let interlocks = [
        InterlockBlueprint(
            conditions: [InterlockCondition(reading: .signal("P2"), normal: 40...80)],
            effects: [.forbidMoves]),
        InterlockBlueprint(
            conditions: [InterlockCondition(reading: .signal("L2"), normal: 0.3 ... .infinity)],
            effects: [.drive(actuator: "F2", to: 0)]),
        InterlockBlueprint(
            conditions: [
                InterlockCondition(reading: .signal("L2"), normal: -.infinity...1.7)
            ],
            effects: [.force(input: "F1", to: 0)]),
    ]
}

extension PlantParameterValues {
    /// The product analyser: a preset, and what is set beside it.
    fileprivate var productAnalyser: AnalyserSettings {
        var settings: AnalyserSettings =
            switch self["analyser.preset"] {
            case 1: .refractometer
            case 2: .laboratory
            default: .atLine
            }
        settings.interval = given("analyser.interval") ?? settings.interval
        settings.delay = given("analyser.delay") ?? settings.delay
        settings.delaySpread = given("analyser.delaySpread") ?? settings.delaySpread
        settings.noise = given("analyser.noise") ?? settings.noise
        settings.bias = given("analyser.bias") ?? settings.bias
        settings.lag = given("analyser.lag") ?? settings.lag
        settings.missing = given("analyser.missing") ?? settings.missing
        return settings
    }

    /// The laboratory that measures the feed.
    fileprivate var feedLaboratory: AnalyserSettings {
        var settings = AnalyserSettings.laboratory
        settings.interval = self["laboratory.interval"]
        settings.delay = self["laboratory.delay"]
        settings.delaySpread = self["laboratory.delaySpread"]
        settings.noise = self["laboratory.noise"]
        return settings
    }
}
