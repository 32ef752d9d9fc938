import Plants
import Testing

/// Interlocks act on what the instruments show, so a wrong instrument trips them.
struct EvaporatorInterlockTests {
    private static let remotes = ["feed", "steam", "separator", "condenser"].map { $0 + ".remote" }

    @Test func aPressureOutside40To80ForbidsMoves() throws {
        let settings = PlantSettings(instruments: ["P2": InstrumentSettings(bias: 35)])
        var bench = try Bench(settings, seed: 1)
        for name in Self.remotes { #expect(bench[name] == 1) }
        bench.step()
        for name in Self.remotes { #expect(bench[name] == 0) }

        bench.set("P100.setpoint", to: 210)
        bench.step()
        #expect(bench["P100.setpoint"] == 194.7)
        #expect(bench["P100.held"] == 194.7)
    }

    @Test func movesAreAllowedAgainOnceThePressureIsBack() throws {
        // The loop drives the shown pressure back to its setpoint.
        let settings = PlantSettings(instruments: ["P2": InstrumentSettings(bias: 30)])
        var bench = try Bench(settings, seed: 1)
        bench.step()
        #expect(bench["steam.remote"] == 0)
        for _ in 0..<600 { bench.step() }
        #expect(bench["steam.remote"] == 1)
        bench.set("P100.setpoint", to: 210)
        bench.step()
        #expect(bench["P100.held"] > 194.7)
    }

    @Test func aLowLevelStopsTheProduct() throws {
        let settings = PlantSettings(instruments: ["L2": InstrumentSettings(bias: -0.75)])
        var bench = try Bench(settings, seed: 1)
        for _ in 0..<10 { bench.step() }
        #expect(bench.truth("F2") < 0.05)
        #expect(bench["separator.remote"] == 1)
    }

    @Test func aHighLevelStopsTheFeed() throws {
        let settings = PlantSettings(instruments: ["L2": InstrumentSettings(bias: 0.75)])
        var bench = try Bench(settings, seed: 1)
        bench.step()
        #expect(bench.truth("F1") == 0)
        bench.step()
        #expect(bench["F1"] < 10)
        for _ in 0..<600 { bench.step() }
        #expect(bench.truth("F1") > 9)
    }
}
