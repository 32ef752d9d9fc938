import Plants
import Testing

/// The experiment of 24 h at a few seeds; `trimtab show plant NAME --verify --lanes` runs all of it.
struct ExperimentTests {
    @Test(arguments: PublishedCatalogue.all.map(\.model))
    func theSpreadsAreNearThePublishedOnes(model: String) throws {
        let plant = try #require(PublishedCatalogue.plant(model))
        guard let experiment = plant.experiment else { return }
        let isLarge = plant.stateCount > 10
        for lane in experiment.lanes
        where lane.supervisor != nil && (!isLarge || lane.name == "true") {
            for outcome in try experiment.outcomes(of: lane, seeds: isLarge ? 1 : 2) {
                let figure = outcome.figure
                // So few runs tell a mean to about a third only.
                let distance = max(0.4 * figure.value, 3 * figure.tolerance)
                #expect(
                    abs(outcome.mean - figure.value) <= distance,
                    "\(model), \(lane.name), \(figure.quantity): \(outcome.mean)")
            }
        }
    }

    @Test func theSameSeedsGiveTheSameOutcome() throws {
        let experiment = try #require(PublishedCatalogue.plant("evaporator")?.experiment)
        let lane = try #require(experiment.lanes.first { $0.name == "analyser" })
        let first = try experiment.outcomes(of: lane, seeds: 1).map(\.mean)
        #expect(try experiment.outcomes(of: lane, seeds: 1).map(\.mean) == first)
    }

    @Test func anExperimentWithOtherDisturbancesDoesNotAgree() throws {
        let experiment = try #require(PublishedCatalogue.plant("evaporator")?.experiment)
        let lane = try #require(experiment.lanes.first)
        let calm = ExperimentLane(
            "calm", settings: PlantSettings(parameters: ["disturbances": 0.2]),
            figures: lane.figures)
        #expect(try experiment.outcomes(of: calm, seeds: 2).allSatisfy { !$0.agrees })
    }
}
