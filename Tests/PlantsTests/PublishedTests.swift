import Plants
import Testing

/// Every plant is held to what was published about it.
struct PublishedTests {
    @Test(arguments: PublishedCatalogue.all.map(\.model))
    func agreesWithEveryPublishedValue(model: String) throws {
        let plant = try #require(PublishedCatalogue.plant(model))
        #expect(plant.values.count >= 15)
        for value in plant.values {
            let ours = value.ours
            #expect(
                value.agrees(with: ours),
                "\(model): \(value.quantity) is \(ours), published \(value.printed)")
        }
    }

    @Test func everyModelOfTheCatalogueHasPublishedValues() {
        for description in PlantCatalogue.descriptions {
            #expect(PublishedCatalogue.plant(description.model) != nil, "\(description.model)")
        }
    }

    @Test(arguments: PublishedCatalogue.all.map(\.model))
    func eachValueIsNamedOnceAndSaysWhereItStands(model: String) throws {
        let plant = try #require(PublishedCatalogue.plant(model))
        #expect(Set(plant.values.map(\.quantity)).count == plant.values.count)
        #expect(plant.values.allSatisfy { !$0.source.isEmpty && !$0.quantity.isEmpty })
    }

    @Test func aWrongVolumeOfTheVanDeVusseReactorIsFound() {
        var equations = VanDeVusseEquations()
        equations.volume = 10.01
        let wrong = VanDeVussePublished.values(of: equations).filter { !$0.agrees(with: $0.ours) }
        #expect(wrong.contains { $0.quantity == "T at F 18.83, Q -4495.7, T0 130" })
        #expect(wrong.count > 10)
    }

    @Test func aSlightlyWrongConstantOfTheQuadrupleTankIsFound() {
        var equations = QuadrupleTankEquations()
        equations.gravity = 980.665
        let wrong = QuadrupleTankPublished.values(of: equations)
            .filter { !$0.agrees(with: $0.ours) }
        #expect(wrong.count > 10)
    }

    @Test func aSlightlyWrongActivationOfTheExothermicReactorIsFound() {
        var equations = ReactorTankEquations()
        equations.activation = 8750.1
        let wrong = ReactorTankPublished.values(of: equations).filter { !$0.agrees(with: $0.ours) }
        #expect(wrong.contains { $0.quantity == "T in the cold state at Tc 300" })
        #expect(wrong.count > 10)
    }

    @Test func aSlightlyFouledEvaporatorIsFound() {
        var inputs = EvaporatorInputs()
        inputs.cleanness = 0.999
        let wrong = EvaporatorPublished.values(about: inputs).filter { !$0.agrees(with: $0.ours) }
        #expect(wrong.contains { $0.quantity == "X2 in steady state" })
        #expect(wrong.count > 10)
    }
}
