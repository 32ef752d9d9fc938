import Plants
import Testing

struct EvaporatorFigureTests {
    @Test func atEveryOptimumNothingChanges() throws {
        for point in [
            OperatingPoint.cheapest(concentration: 25), .mostProfitable(),
            .cheapest(concentration: 25, steam: 400),
        ] {
            let point = try #require(point)
            let slope = Evaporator.slope(at: point.state, with: point.inputs)
            #expect(abs(slope.level) < 1e-12)
            #expect(abs(slope.concentration) < 1e-12)
            #expect(abs(slope.pressure) < 1e-12)
        }
    }

    @Test func lessSteamPressureAlwaysCostsMore() throws {
        let cheapest = try #require(OperatingPoint.cheapest(concentration: 25, steam: 400))
        let weaker = try #require(OperatingPoint.cheapest(concentration: 25, steam: 399))
        #expect(weaker.runningCost > cheapest.runningCost)
        let best = try #require(OperatingPoint.mostProfitable())
        let second = try #require(OperatingPoint.mostProfitable(steam: 399))
        #expect(second.netCost > best.netCost)
    }

    @Test func theBoilingPointTellsTheConcentration() {
        let state = EvaporatorState(level: 1.2, concentration: 27.3, pressure: 48.1)
        let now = Evaporator(at: state, with: EvaporatorInputs())
        let inferred = (now.productTemperature - 0.5616 * state.pressure - 48.43) / 0.3126
        #expect(abs(inferred - state.concentration) < 1e-10)
    }

    @Test func aSteadyStateThatCannotBeIsNil() {
        var inputs = EvaporatorInputs()
        inputs.feedFlow = .nan
        #expect(EvaporatorSteadyState(with: inputs) == nil)
    }
}
