import Fleet
import Plants
import Profiles
import Tags
import Testing

struct PlantFactsTests {
    @Test func everyPlantOfTheCatalogueIsKnownToProfiles() {
        #expect(PlantFacts.catalogue.map(\.model) == PlantCatalogue.descriptions.map(\.model))
    }

    @Test func everySignalIsKnownWithItsUnitAndRange() throws {
        for plant in PlantCatalogue.descriptions {
            let facts = PlantFacts(describing: plant)
            for signal in plant.signals {
                let known = try #require(facts.signals.first { $0.name == signal.name })
                #expect(known.unit == signal.unit.symbol)
                #expect(known.range == signal.range)
            }
        }
    }

    @Test func timesAreWrittenAsDurationsAndReachThePlantInMinutes() throws {
        let evaporator = try #require(PlantFacts.catalogue.first { $0.model == "evaporator" })
        let interval = try #require(
            evaporator.parameters.first { $0.name == "analyser.interval" })
        #expect(interval.isDuration)
        let section = PlantSection(
            model: "evaporator", parameters: ["analyser.interval": 600, "disturbances": 0.5],
            instruments: ["T2": ["lag": 30, "noise": 0.2]], bindings: [],
            place: SourcePlace(file: "plant.yaml", line: 1, column: 1))
        let settings = try section.settings()
        #expect(settings.parameters == ["analyser.interval": 10, "disturbances": 0.5])
        #expect(settings.instruments["T2"]?.lag == 0.5)
        #expect(settings.instruments["T2"]?.noise == 0.2)
    }

    @Test func analysersAndActuatorsAreSetByName() throws {
        let evaporator = try #require(PlantFacts.catalogue.first { $0.model == "evaporator" })
        #expect(evaporator.analysers == ["X1.laboratory", "X2.analyser"])
        #expect(evaporator.actuators == ["F3", "P100", "F2", "F200"])
        #expect(evaporator.disturbances == ["F1", "X1", "T1", "T200", "cleanness"])
        let section = PlantSection(
            model: "evaporator",
            instruments: ["X2.analyser": ["interval": 240, "missing": 0.1], "L2": ["lags": 2]],
            actuators: ["F2": ["stickBand": 5, "slipJump": 2, "lag": 30]])
        let settings = try section.settings()
        #expect(settings.analysers["X2.analyser"]?.interval == 4)
        #expect(settings.analysers["X2.analyser"]?.missing == 0.1)
        #expect(settings.instruments["L2"]?.lags == 2)
        #expect(settings.actuators["F2"] == ActuatorSettings(stickBand: 5, slipJump: 2, lag: 0.5))
    }
}
