import Profiles
import Tags
import Testing

/// A kettle written in its profile; what comes after `plant:` is up to the test.
func declaredKettle(_ plant: String, files: [String: String] = [:]) throws -> ProfileResult {
    let folder = try ProfileFolder()
    let head = """
        profile: kettle
        devices:
          plc:
            simulated: true
            tags:
              T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C}

        """
    try folder.write(head + plant + "\n", to: "plant.yaml")
    for (name, text) in files { try folder.write(text, to: name) }
    let settings = DeclaredSettings(
        instrument: [
            PlantFacts.Parameter(name: "noise", bounds: 0...10),
            PlantFacts.Parameter(name: "lag", bounds: 0...60, isDuration: true),
        ],
        analyser: [PlantFacts.Parameter(name: "interval", bounds: 0...600, isDuration: true)],
        parameters: [PlantFacts.Parameter(name: "disturbances", bounds: 0...10)])
    var result = ProfileLoader(declared: settings).load(folder.path("plant.yaml"))
    for index in result.diagnostics.indices {
        result.diagnostics[index].place.file = String(
            result.diagnostics[index].place.file.split(separator: "/").last ?? "")
    }
    return result
}

func declaredFaults(_ plant: String, files: [String: String] = [:]) throws -> [String] {
    try declaredKettle(plant, files: files).diagnostics.map(\.description)
}

/// Plants written in a profile: what is read, and every message.
struct DeclaredPlantTests {
    static let kettle = """
        plant:
          step: 6 s
          quality: T
          inputs:
            heat: {unit: kW, nominal: 2}
          outputs:
            T: {unit: °C, nominal: 60, limits: [0, 100]}
          transfer:
            T: {heat: {gain: 10, lag: [5 min, 90 s], lead: -30 s, delay: 20 s}}
          instruments:
            T: {range: [0, 120], noise: 0.1, lag: 30 s}
          bind: {T: plc.T}
        """

    @Test func readsAnElementWithItsTimes() throws {
        let result = try declaredKettle(Self.kettle)
        #expect(result.diagnostics.isEmpty)
        let plant = try #require(result.profile?.plant?.declaration)
        #expect(plant.name == "kettle" && plant.step == .seconds(6))
        let element = try #require(plant.elements.first)
        #expect(element.gain == 10 && element.lags == [.seconds(300), .seconds(90)])
        #expect(element.leads == [.seconds(-30)] && element.delay == .seconds(20))
        #expect(plant.instruments.first?.settings == ["noise": 0.1, "lag": 30])
        #expect(plant.controllers == ["plant"])
    }

    @Test func tellsAllFaultsOfAPlantInOneRun() throws {
        let faults = try declaredFaults(
            """
            plant:
              step: 6
              quality: t
              inputs:
                heat: {unit: kW}
              outputs:
                T: {unit: °C, nominal: 160, limits: [0, 100]}
              transfer:
                T:
                  heta: {gain: 10, lag: 5 min}
                  heat: {lag: 5 min, lead: [1 min, 2 min], dealy: 20 s}
              disturbances:
                heat: {terms: [{meanreverting: {sd: 1, time: 5 min}}]}
                T.drift: {output: T, terms: [{sine: {height: 1}}]}
              instruments:
                T: {range: [0, 120], niose: 0.1}
              loops:
                T: {reads: T, gain: 0, integralTime: 5 min}
              bind: {T: plc.T, T.statsu: plc.T}
            """)
        let expected = [
            "8:9: error: 'step' of the plant must be a duration in 1 ms…1 h with its unit (ms, s, "
                + "min, h), such as 6 s, not '6'.",
            "9:12: error: 'quality' of the plant names the variable 't', which the plant does not "
                + "have. Did you mean 'T'? Allowed: T, heat, T.drift.",
            "11:5: error: input 'heat' has no 'nominal'.",
            "13:28: error: 'nominal' of output 'T' is 160, outside its limits 0…100.",
            "16:7: error: the transfer function from 'heta' to 'T' names the input 'heta', which "
                + "the plant does not have. Did you mean 'heat'? Allowed: heat.",
            "17:7: error: the transfer function from 'heat' to 'T' has no 'gain'.",
            "17:32: error: the transfer function from 'heat' to 'T' has 2 leads but only 1 lags "
                + "and integrators; it would answer before its input changes. Give it a lag for "
                + "each lead.",
            "17:48: error: the transfer function from 'heat' to 'T' has no key 'dealy'. Did you "
                + "mean 'delay'? Allowed: gain, lag, lead, integrators, delay.",
            "19:21: error: disturbance 'heat' has no term 'meanreverting'. Did you mean "
                + "'meanReverting'? Allowed: constant, step, ramp, sine, square, randomWalk, "
                + "meanReverting, randomSteps, autoregressive, replay.",
            "20:35: error: the sine of disturbance 'T.drift' has no 'period'.",
            "22:26: error: instrument 'T' has no key 'niose'. Did you mean 'noise'? Allowed: of, "
                + "unit, range, shown, summary, noise, lag.",
            "24:5: error: 'setpoint' of loop 'T' names the setpoint 'T', which the plant does not "
                + "have. There is none.",
            "24:25: error: 'gain' of loop 'T' must be a number other than 0, not '0'.",
            "25:20: error: plant 'kettle' has no signal 'T.statsu'. Did you mean 'T.status'?",
        ]
        #expect(faults == expected.map { "plant.yaml:" + $0 })
    }

    @Test func tellsMatricesThatDoNotFit() throws {
        let faults = try declaredFaults(
            """
            plant:
              step: 6 s
              quality: T
              inputs: {heat: {unit: kW, nominal: 2}}
              outputs: {T: {unit: °C, nominal: 60}}
              stateSpace:
                timeUnit: min
                inputs: [heat]
                outputs: [T]
                A: [[-1, 0], [0, -2]]
                B: [[1]]
                C: [[1, 0, 0]]
              instruments: {T: {range: [0, 120]}}
              bind: {T: plc.T}
            """)
        #expect(
            faults == [
                "plant.yaml:17:8: error: 'B' of the state space has 1 rows; it must be 2 × 1.",
                "plant.yaml:18:8: error: row 1 of 'C' of the state space has 3 numbers; 'C' must "
                    + "be 1 × 2.",
            ])
    }

    @Test func tellsAPlantWithoutAnythingThatMovesIt() throws {
        let faults = try declaredFaults(
            """
            plant:
              step: 6 s
              quality: T
              inputs: {heat: {nominal: 2}}
              outputs: {T: {unit: °C, nominal: 60}}
              instruments: {T: {range: [0, 120]}}
              bind: {T: plc.T}
            """)
        #expect(
            faults == [
                "plant.yaml:7:1: error: the plant has neither 'transfer' nor 'stateSpace'; nothing "
                    + "would move its outputs. To use a built-in model instead, name it with "
                    + "'model'."
            ])
    }

    @Test func refusesAnIntervalBetweenStepsAndNamesTheNearest() throws {
        let faults = try declaredFaults(
            Self.kettle
                + """

                  disturbances:
                    heat: {terms: [{autoregressive: {coefficients: [0.5], sd: 1, every: 15 s}}]}
                """)
        #expect(
            faults == [
                "plant.yaml:20:73: error: 'every' of the autoregressive of disturbance 'heat' is "
                    + "15 s, no multiple of the step of 6 s. Nearest: 12 s and 18 s."
            ])
    }

    @Test(arguments: [
        ("[1]", false), ("[0.99]", true), ("[1.2, -0.5]", true), ("[0.6, 0.5]", false),
    ])
    func refusesAnAutoregressionThatGrows(coefficients: String, isRight: Bool) throws {
        let faults = try declaredFaults(
            Self.kettle
                + """

                  disturbances:
                    heat: {terms: [{autoregressive: {coefficients: \(coefficients), sd: 1}}]}
                """)
        #expect(faults.isEmpty == isRight)
    }
}
