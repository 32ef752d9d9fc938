import Tags
import Testing

@testable import Plants

/// Column A beside its published values, which are tested with those of all plants.
struct ColumnTests {
    static let nominal = ColumnProcess.inputs.map(\.nominal)

    @Test func restsInItsNominalState() {
        var process = ColumnProcess()
        let start = process.memory
        for _ in 0..<200 { process.advance(Self.nominal, for: 0.05) }
        for (now, before) in zip(process.memory, start) { #expect(abs(now - before) < 1e-12) }
    }

    @Test func losesNoSubstance() {
        var inputs = Self.nominal
        inputs[ColumnInput.reflux] = 2.8
        inputs[ColumnInput.feedComposition] = 0.47
        inputs[ColumnInput.feedLiquid] = 0.9
        var state = ColumnProcess.nominalState
        for stage in 0..<ColumnA.stages { state[stage] *= 0.99 }
        state[ColumnA.stages + 7] = 0.53
        let slope = ColumnFigures.rates(state, inputs)
        let (light, heavy) = (0..<ColumnA.stages).reduce((0.0, 0.0)) { sum, stage in
            let holdup = state[ColumnA.stages + stage]
            let change = slope[ColumnA.stages + stage]
            return (
                sum.0 + holdup * slope[stage] + change * state[stage], sum.1 + change
            )
        }
        let distillate = ColumnA.productFlow(at: state[2 * ColumnA.stages - 1])
        let bottoms = ColumnA.productFlow(at: state[ColumnA.stages])
        let top = state[ColumnA.stages - 1]
        #expect(abs(light - (0.47 - distillate * top - bottoms * state[0])) < 1e-12)
        #expect(abs(heavy - (1 - distillate - bottoms)) < 1e-12)
    }

    @Test func dividesItsErrorBySixteenWhenTheStepIsHalved() {
        func end(step: Double) -> Double {
            var inputs = Self.nominal
            inputs[ColumnInput.boilUp] *= 1.02
            var process = ColumnProcess()
            for _ in 0..<Int((4 / step).rounded()) { process.advance(inputs, for: step) }
            return process.memory[0]
        }
        let best = end(step: 0.05 / 16)
        let ratio = (end(step: 0.05) - best) / (end(step: 0.025) - best)
        #expect((11...24).contains(ratio))
    }

    @Test func hasNoSteadyStateWithoutBottoms() {
        var inputs = Self.nominal
        inputs[ColumnInput.boilUp] = 5
        #expect(ColumnA.steadyState(with: inputs) == nil)
    }

    @Test func forbidsMovesWhenADrumIsNearlyEmpty() throws {
        let plant = try PlantCatalogue.make("column", seed: 1)
        let remote = try #require(plant.description.index(of: "top.remote"))
        plant.step()
        #expect(plant.value(of: remote) == 1)
        let drum = try #require(plant.description.index(of: "M41"))
        let isBroken = plant.setFault(.broken(.low), onInstrument: drum)
        #expect(isBroken)
        plant.step()
        #expect(plant.value(of: remote) == 0)
    }

    @Test func showsItsChromatographsTwentyMinutesLateAtMost() throws {
        let plant = try PlantCatalogue.make("column", seed: 3)
        let age = try #require(plant.description.index(of: "xB.age"))
        var oldest = 0.0
        for step in 0..<2000 {
            plant.step()
            if step > 400 { oldest = max(oldest, plant.value(of: age)) }
        }
        #expect((1190...1210).contains(oldest))
    }
}
