import Tags

extension PlantKind {
    /// The quadruple tank behind four controllers: pumps, left, right, blending.
    static let quadrupleTank = PlantKind(parameters: QuadrupleTankKind.parameters) {
        QuadrupleTankKind.blueprint($0)
    }
}

/// What the quadruple tank is delivered with.
private enum QuadrupleTankKind {
    static let parameters: [PlantParameter] = [
        .init(
            name: "setting", defaultValue: 0, unit: .none, bounds: 0...1,
            summary: "0 the easy setting of the valves (P−), 1 the hard one (P+)"),
        .init(
            name: "loops", defaultValue: 1, unit: .none, bounds: 0...1,
            summary: "1 the level loops drive the pumps, 0 the setpoints of the pumps do"),
        .init(
            name: "gamma.walk", defaultValue: 0.01, unit: .none, bounds: 0...0.2,
            summary: "splits: standard deviation of their walks"),
        .init(
            name: "gamma.walkTime", defaultValue: 15, unit: "min", bounds: 0.1...10_000,
            summary: "splits: time constant of their walks"),
        .init(
            name: "k.walk", defaultValue: 0.01, unit: .none, bounds: 0...0.2,
            summary: "pumps: standard deviation of their walks, as a fraction"),
        .init(
            name: "k.walkTime", defaultValue: 30, unit: "min", bounds: 0.1...10_000,
            summary: "pumps: time constant of their walks"),
        .init(
            name: "k1.wear", defaultValue: 0.01, unit: .none, bounds: 0...0.5,
            summary: "pump 1: flow lost in a day, as a fraction"),
        .init(
            name: "f.walk", defaultValue: 0.02, unit: .none, bounds: 0...0.2,
            summary: "outlets: standard deviation of their walks"),
        .init(
            name: "f.walkTime", defaultValue: 240, unit: "min", bounds: 0.1...10_000,
            summary: "outlets: time constant of their walks"),
        .init(
            name: "h.rate", defaultValue: 3, unit: "cm/min", bounds: 0.01...1e6,
            summary: "fastest change of a level's setpoint"),
    ]

    /// Kc and Ti of a level loop, in V/cm and minutes.
    private struct Tuning {
        let gain: Double
        let integralTime: Double
    }

    static func blueprint(
        _ values: PlantParameterValues
    ) -> PlantBlueprint<QuadrupleTankProcess> {
        let isHard = values["setting"] >= 0.5
        let hasLoops = values["loops"] >= 0.5
        let start: QuadrupleTankEquations.Inputs = isHard ? .hard : .easy
        let levels = QuadrupleTankEquations().steady(with: start)
        let tunings =
            isHard
            ? [
                Tuning(gain: 0.75, integralTime: 110.0 / 60),
                Tuning(gain: -0.06, integralTime: 220.0 / 60),
            ]
            : [
                Tuning(gain: 1.5, integralTime: 30.0 / 60),
                Tuning(gain: 1.35, integralTime: 40.0 / 60),
            ]
        let voltages = [start.pump1, start.pump2]
        return PlantBlueprint(
            model: "quadruple-tank",
            title: "Quadruple tank",
            source: "Johansson, IEEE Trans. Control Syst. Technol. 8 (2000) 456–465",
            step: .seconds(1),
            process: QuadrupleTankProcess(with: start),
            quality: "r",
            instruments: instruments,
            analysers: [blendMeter],
            setpoints: setpoints(voltages: voltages, levels: levels, rate: values["h.rate"]),
            actuators: [1, 2].map { number in
                ActuatorBlueprint(
                    name: "v\(number)", limits: 0...10, lag: 1.0 / 60, rate: 120,
                    drive: hasLoops ? .loop("h\(number)") : .setpoint("v\(number)"),
                    summary: "pump \(number)")
            },
            loops: hasLoops
                ? [0, 1].map { index in
                    LoopBlueprint(
                        name: "h\(index + 1)", reading: .signal("h\(index + 1)"),
                        setpoint: "h\(index + 1)", gain: tunings[index].gain,
                        integralTime: tunings[index].integralTime,
                        nominalOutput: voltages[index], limits: 0...10)
                } : [],
            disturbances: disturbances(values, about: start),
            interlocks: interlocks,
            controllers: ["pumps", "left", "right", "blending"])
    }

    private static func setpoints(
        voltages: [Double], levels: QuadrupleTankState, rate: Double
    ) -> [SetpointBlueprint] {
        [
            SetpointBlueprint(
                name: "v1", unit: "V", limits: 0...10, nominal: voltages[0],
                summary: "voltage of pump 1; acts without level loops only"),
            SetpointBlueprint(
                name: "v2", unit: "V", limits: 0...10, nominal: voltages[1],
                summary: "voltage of pump 2; acts without level loops only"),
            SetpointBlueprint(
                name: "h1", unit: "cm", limits: 4...18, nominal: levels.level1, rate: rate,
                summary: "level of tank 1; acts with level loops only"),
            SetpointBlueprint(
                name: "h2", unit: "cm", limits: 4...18, nominal: levels.level2, rate: rate,
                summary: "level of tank 2; acts with level loops only"),
        ]
    }

    private static let instruments: [InstrumentBlueprint] = {
        let places = ["lower left", "lower right", "upper left", "upper right"]
        let pumps = [1, 2].map { number in
            InstrumentBlueprint(
                name: "v\(number)", unit: "V", range: 0...10,
                settings: InstrumentSettings(noise: 0.005, drift: 0.01, bits: 16),
                summary: "voltage of pump \(number)")
        }
        let levels = [1, 2, 3, 4].map { number in
            InstrumentBlueprint(
                name: "h\(number)", unit: "cm", range: 0...20,
                settings: InstrumentSettings(noise: 0.05, drift: 0.02, bits: 16),
                summary: "level of tank \(number), \(places[number - 1])")
        }
        let flow = InstrumentBlueprint(
            name: "flow", unit: "cm³/s", range: 0...40,
            settings: InstrumentSettings(noise: 0.05, drift: 0.04, lag: 1.0 / 60, bits: 16),
            summary: "flow of the blend")
        return pumps + levels + [flow]
    }()

    private static let blendMeter = AnalyserBlueprint(
        stem: "r", signal: "r.analyser", variable: "r", unit: "%", range: 0...100,
        settings: AnalyserSettings(
            interval: 2, delay: 1.5, delaySpread: 0, noise: 0.1, bias: 0, lag: 0, missing: 0),
        summary: "share of line 1 in the blend")

    private static func disturbances(
        _ values: PlantParameterValues, about start: QuadrupleTankEquations.Inputs
    ) -> [DisturbanceBlueprint] {
        func walk(_ name: String, _ kind: String) -> SignalTerm {
            .meanReverting(
                deviation: values[kind + ".walk"], time: values[kind + ".walkTime"],
                purpose: name + ".walk")
        }
        return [
            DisturbanceBlueprint(
                input: "gamma1", mean: start.split1, terms: [walk("gamma1", "gamma")],
                limits: 0...1),
            DisturbanceBlueprint(
                input: "gamma2", mean: start.split2, terms: [walk("gamma2", "gamma")],
                limits: 0...1),
            DisturbanceBlueprint(
                input: "k1", mean: start.flow1,
                terms: [walk("k1", "k"), .ramp(slope: -values["k1.wear"] / 1440)],
                isRelative: true),
            DisturbanceBlueprint(
                input: "k2", mean: start.flow2, terms: [walk("k2", "k")], isRelative: true),
            DisturbanceBlueprint(input: "f1", mean: 1, terms: [walk("f1", "f")]),
            DisturbanceBlueprint(input: "f2", mean: 1, terms: [walk("f2", "f")]),
        ]
    }

    /// A tank that runs over stops the pumps that feed it: pump 1 feeds tanks 1 and 4, pump 2
    /// tanks 2 and 3. A lower tank that runs empty forbids moves.
    private static let interlocks: [InterlockBlueprint] = {
        func full(_ level: String) -> InterlockCondition {
            InterlockCondition(reading: .signal(level), normal: -1...19)
        }
        func notEmpty(_ level: String) -> InterlockCondition {
            InterlockCondition(reading: .signal(level), normal: 1...100)
        }
        return [
            InterlockBlueprint(
                conditions: [full("h1"), full("h4")],
                effects: [.drive(actuator: "v1", to: 0)]),
            InterlockBlueprint(
                conditions: [full("h2"), full("h3")],
                effects: [.drive(actuator: "v2", to: 0)]),
            InterlockBlueprint(
                conditions: [notEmpty("h1"), notEmpty("h2")], effects: [.forbidMoves]),
        ]
    }()
}
