import Tags
import Testing

@testable import Plants

/// A tank: its level sums up what flows in and out, its feed is seen from outside.
private struct TankProcess: ProcessModel {
    var memory = [10.0]
    var feed = 1.0

    var inputs: [PlantVariable] {
        [
            PlantVariable(name: "feed", unit: "l/min", nominal: feed, summary: "feed"),
            PlantVariable(name: "drain", unit: "l/min", nominal: feed, summary: "drain"),
            PlantVariable(name: "dose", unit: "l/min", nominal: 0.5, summary: "dose"),
        ]
    }

    var outputs: [PlantVariable] {
        [PlantVariable(name: "level", unit: "l", nominal: 10, summary: "level")]
    }

    mutating func advance(_ inputs: UnsafePointer<Double>, for minutes: Double) {
        memory[0] += minutes * (inputs[0] - inputs[1])
    }

    func evaluate(_ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>) {
        outputs[0] = memory[0]
    }
}

/// The parts of the rig that the evaporator does not use.
struct RigTests {
    /// The tank in steps of one minute, its drain by ratio, its dose by a setpoint.
    private static func blueprint() -> PlantBlueprint<TankProcess> {
        PlantBlueprint(
            model: "tank", title: "Tank", source: "none", step: .seconds(60),
            process: TankProcess(), quality: "level",
            instruments: [
                InstrumentBlueprint(name: "level", unit: "l", range: 0...100, summary: "level"),
                InstrumentBlueprint(
                    name: "flow", variable: "feed", unit: "l/min", range: 0...10,
                    settings: InstrumentSettings(deadTime: 2), summary: "feed", isShown: false),
            ],
            setpoints: [
                SetpointBlueprint(
                    name: "share", unit: .none, limits: 0...2, nominal: 1, rate: 0.1,
                    summary: "share of the feed"),
                SetpointBlueprint(
                    name: "dose", unit: "l/min", limits: 0...1, nominal: 0.5, summary: "dose"),
            ],
            actuators: [
                ActuatorBlueprint(
                    name: "drain", limits: 0...10,
                    drive: .ratio(setpoint: "share", to: .signal("flow"), lag: 0),
                    summary: "drain"),
                ActuatorBlueprint(
                    name: "dose", limits: 0...10, drive: .setpoint("dose"), summary: "dose",
                    showsPosition: false),
            ],
            disturbances: [
                DisturbanceBlueprint(input: "feed", mean: 1, limits: 0...3),
                DisturbanceBlueprint(input: "dose", mean: 0, limits: 0...0.9),
            ],
            controllers: ["all"])
    }

    private func plant(
        _ settings: PlantSettings = PlantSettings(),
        _ change: @escaping @Sendable (inout PlantBlueprint<TankProcess>) -> Void = { _ in }
    ) throws -> any PlantModel {
        try PlantKind(parameters: []) { _ in
            var blueprint = Self.blueprint()
            change(&blueprint)
            return blueprint
        }.make(settings, seed: 1)
    }

    private func value(_ name: String, of plant: any PlantModel) throws -> Double {
        plant.value(of: try #require(plant.description.index(of: name)))
    }

    @Test func hiddenPartsShowNothing() throws {
        let names = try plant().description.signals.map(\.name)
        #expect(
            names == [
                "level", "level.status", "share.setpoint", "dose.setpoint", "share.held",
                "dose.held", "all.heartbeat", "all.remote", "drain.position",
            ])
        #expect(try plant().description.instruments.map(\.signal) == ["level"])
    }

    @Test func aRatioFollowsItsReadingAndItsRampedSetpoint() throws {
        let plant = try plant()
        plant.override("feed", with: 2)
        plant.step()
        plant.step()
        // The hidden instrument tells of the feed 2 min later.
        #expect(plant.truth(of: "drain") == 1)
        plant.step()
        #expect(plant.truth(of: "drain") == 2)
        let share = try #require(plant.description.index(of: "share.setpoint"))
        plant.setSetpoint(share, to: 0.5)
        plant.step()
        #expect(try value("share.held", of: plant) == 0.9)
        #expect(plant.truth(of: "drain") == 1.8)
        #expect(try value("drain.position", of: plant) == 1.8)
        for _ in 0..<5 { plant.step() }
        #expect(plant.truth(of: "drain") == 1)
    }

    @Test func aDisturbanceOfAnActuatorsInputIsAddedAndLimited() throws {
        let plant = try plant()
        plant.override("dose", with: 0.25)
        plant.step()
        #expect(plant.truth(of: "dose") == 0.75)
        #expect(try value("dose.held", of: plant) == 0.5)
        plant.override("dose", with: 0.7)
        plant.step()
        #expect(plant.truth(of: "dose") == 0.9)
        plant.override("dose", with: nil)
        plant.step()
        #expect(plant.truth(of: "dose") == 0.5)
    }

    @Test func relativeTermsMultiplyTheMeanAndAreScaled() throws {
        let plant = try plant(PlantSettings(parameters: ["disturbances": 2])) {
            $0.disturbances[0] = DisturbanceBlueprint(
                input: "feed", mean: 1.5, terms: [.constant(0.1), .ramp(slope: 0.01)],
                isRelative: true)
        }
        plant.step()
        #expect(abs((plant.truth(of: "feed") ?? 0) - 1.5 * 1.2) < 1e-12)
        plant.step()
        #expect(abs((plant.truth(of: "feed") ?? 0) - 1.5 * 1.22) < 1e-12)
    }

    @Test func anInterlockWaitsActsAndLetsGo() throws {
        let plant = try plant {
            $0.interlocks = [
                InterlockBlueprint(
                    conditions: [
                        InterlockCondition(
                            reading: .variable("feed"), normal: 0.5...1.5, delay: 3)
                    ],
                    effects: [.forbidMoves, .drive(actuator: "dose", to: 0.2)], reset: 2)
            ]
        }
        func runs(_ steps: Int) throws -> [Double] {
            try (0..<steps).map { _ in
                plant.step()
                return try value("all.remote", of: plant)
            }
        }
        plant.override("feed", with: 2)
        #expect(try runs(5) == [1, 1, 1, 0, 0])
        #expect(plant.truth(of: "dose") == 0.2)
        plant.override("feed", with: 1.5)
        #expect(try runs(4) == [0, 0, 1, 1])
        #expect(plant.truth(of: "dose") == 0.5)
    }

    @Test func aTripNeverLetsGo() throws {
        let plant = try plant {
            $0.interlocks = [
                InterlockBlueprint(
                    conditions: [InterlockCondition(reading: .signal("level"), normal: 0...12)],
                    effects: [.force(input: "feed", to: 0), .drive(actuator: "drain", to: 3)],
                    reset: .infinity)
            ]
        }
        plant.override("feed", with: 3)
        for _ in 0..<3 { plant.step() }
        #expect(plant.truth(of: "feed") == 0)
        for _ in 0..<50 { plant.step() }
        #expect(plant.truth(of: "feed") == 0)
        #expect(plant.truth(of: "drain") == 3)
        #expect(try value("level", of: plant) == 0)
    }

    @Test func aLoopRunsOnlyWhenItScans() throws {
        let plant = try plant {
            $0.setpoints[1] = SetpointBlueprint(
                name: "dose", unit: "l", limits: 0...50, nominal: 10, summary: "level")
            $0.actuators[1].drive = .loop("level")
            $0.loops = [
                LoopBlueprint(
                    name: "level", reading: .variable("level"), setpoint: "dose", gain: 0.01,
                    integralTime: 10, nominalOutput: 0.5, limits: 0...1, scanSteps: 3)
            ]
        }
        let setpoint = try #require(plant.description.index(of: "dose.setpoint"))
        plant.step()
        plant.setSetpoint(setpoint, to: 20)
        let doses = (0..<6).map { _ in
            plant.step()
            return plant.truth(of: "dose") ?? 0
        }
        // e = 10: 0.5 + 0.01 · 10, and at the next scan the integral of 3 min too.
        let expected = [0.5, 0.5, 0.6, 0.6, 0.6, 0.63]
        for (dose, wanted) in zip(doses, expected) { #expect(abs(dose - wanted) < 1e-12) }
    }

    @Test func settingsReachAnalysersAndActuators() throws {
        let change: @Sendable (inout PlantBlueprint<TankProcess>) -> Void = {
            $0.analysers = [
                AnalyserBlueprint(
                    stem: "level", signal: "level.laboratory", variable: "level", unit: "l",
                    range: 0...100, settings: .laboratory, summary: "level")
            ]
            $0.instruments[0].name = "gauge"
            $0.instruments[0].variable = "level"
        }
        var settings = PlantSettings(
            analysers: [
                "level.laboratory": try AnalyserChanges([
                    "interval": 5, "delay": 2, "delaySpread": 0, "noise": 0,
                ])
            ], actuators: ["dose": ActuatorSettings(gain: 0.5)])
        let plant = try plant(settings, change)
        for _ in 0..<8 { plant.step() }
        #expect(try value("level.counter", of: plant) == 2)
        #expect(try value("level.age", of: plant) == 180)
        #expect(plant.truth(of: "dose") == 0.25)

        settings.actuators["dose"] = ActuatorSettings(gain: 3)
        #expect(throws: PlantError.outOfBounds("dose.gain", value: 3, bounds: 0...2)) {
            try self.plant(settings, change)
        }
        settings.actuators = ["doze": ActuatorSettings()]
        #expect(throws: PlantError.unknownActuator("doze", known: ["drain", "dose"])) {
            try self.plant(settings, change)
        }
        settings.analysers = ["level": AnalyserChanges()]
        #expect(throws: PlantError.unknownAnalyser("level", known: ["level.laboratory"])) {
            try self.plant(settings, change)
        }
    }
}
