import Plants
import Tags
import Testing

struct PlantCatalogueTests {
    @Test(arguments: [
        // parameters, instruments, message
        (
            ["F1.wlak": 1.0], [:],
            "the plant has no parameter 'F1.wlak'; it has disturbances, F1.mean, F1.walk,"
        ),
        (["F1.walk": -1], [:], "'F1.walk' is -1.0; it may be 0.0 to 2.0."),
        (["F1.walk": .nan], [:], "'F1.walk' is nan; it may be 0.0 to 2.0."),
        (
            [:], ["X2": InstrumentSettings(noise: 1)],
            "the plant has no instrument 'X2'; it has F1, T1, F3, P100, F100, T100, T2, L2, F2,"
        ),
        (
            [:], ["P2": InstrumentSettings(bits: 40)],
            "'P2.bits' is 40.0; it may be 0.0 to 32.0."
        ),
    ])
    func refusesSettingsTheModelDoesNotHave(
        parameters: [String: Double], instruments: [String: InstrumentSettings], message: String
    ) {
        let settings = PlantSettings(parameters: parameters, instruments: instruments)
        let error = #expect(throws: PlantError.self) {
            try PlantCatalogue.make("evaporator", settings: settings, seed: 1)
        }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test func namesItsModelsWhenThereIsNoneOfThatName() {
        let error = #expect(throws: PlantError.self) {
            try PlantCatalogue.make("evaporater", seed: 1)
        }
        let models = PlantCatalogue.descriptions.map(\.model).joined(separator: ", ")
        #expect(
            error?.description
                == "there is no plant model 'evaporater'; the models are \(models).")
    }

    @Test func readsInstrumentSettingsByName() throws {
        let settings = try InstrumentSettings(["noise": 0.1, "bits": 12])
        #expect(settings == InstrumentSettings(noise: 0.1, bits: 12))
        for parameter in InstrumentSettings.parameters {
            #expect(try InstrumentSettings([parameter.name: 3])[parameter.name] == 3)
        }
    }

    @Test func refusesAnInstrumentSettingOfUnknownName() {
        let error = #expect(throws: PlantError.self) { try InstrumentSettings(["nose": 0.1]) }
        #expect(
            error
                == .unknownSetting(
                    "nose", of: "an instrument", known: InstrumentSettings.parameters.map(\.name)))
        #expect(error?.description.hasPrefix("an instrument has no setting 'nose'") == true)
    }

    @Test(arguments: PlantCatalogue.descriptions.map(\.model))
    func everyDescriptionIsOfOnePiece(model: String) throws {
        let description = try #require(PlantCatalogue.description(of: model))
        let names = description.signals.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { TagName($0) != nil })
        #expect(Set(description.parameters.map(\.name)).count == description.parameters.count)
        #expect(description.parameters.allSatisfy { $0.bounds.contains($0.defaultValue) })
        #expect(description.instruments.allSatisfy { names.contains($0.signal) })
        #expect(description.truths.contains(description.quality))
        let setpoints = description.signals.filter { $0.kind == .setpoint }
        #expect(Set(setpoints.map(\.name)) == Set(description.nominalSetpoints.keys))

        let plant = try PlantCatalogue.make(model, seed: 1)
        #expect(plant.time == .start)
        for name in description.truths { #expect(plant.truth(of: name)?.isFinite == true) }
        #expect(plant.truth(of: "nothing") == nil)
        for (name, nominal) in description.nominalSetpoints {
            let signal = try #require(description.index(of: name))
            #expect(description.signals[signal].range.contains(nominal))
            #expect(plant.value(of: signal) == nominal)
        }
    }

    @Test func theEvaporatorHasTheSignalsOfItsFourControllers() throws {
        let names = [
            "F1", "T1", "F3", "X1.laboratory", "X1.counter", "X1.age", "P100", "F100", "T100",
            "T2", "L2", "F2", "X2.analyser", "X2.counter", "X2.age", "X2.status", "P2", "T3",
            "F200", "T200", "T201", "F3.setpoint", "P100.setpoint", "L2.setpoint", "P2.setpoint",
            "F3.held", "P100.held", "L2.held", "P2.held", "feed.heartbeat", "steam.heartbeat",
            "separator.heartbeat", "condenser.heartbeat", "feed.remote", "steam.remote",
            "separator.remote", "condenser.remote",
        ]
        let description = try #require(PlantCatalogue.description(of: "evaporator"))
        for name in names { #expect(description.index(of: name) != nil, "\(name)") }
        #expect(description.step == .seconds(6))
    }
}
