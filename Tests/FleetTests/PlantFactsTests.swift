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
}
