import Plants
import Tags
import Testing

struct EvaporatorPlantTests {
    private static let ideal = Dictionary(
        uniqueKeysWithValues: (PlantCatalogue.description(of: "evaporator")?.instruments ?? [])
            .map { ($0.signal, InstrumentSettings.ideal) })

    /// No disturbances, and instruments that show the truth.
    private static let quiet = PlantSettings(parameters: ["disturbances": 0], instruments: ideal)

    @Test func sameSeedGivesTheSameBytes() throws {
        var first = try Bench(seed: 7)
        var second = try Bench(seed: 7)
        for number in 0..<3000 {
            if number % 40 == 0 {
                let target = 180 + Double(number % 31)
                first.set("P100.setpoint", to: target)
                second.set("P100.setpoint", to: target)
            }
            first.step()
            second.step()
            #expect(first.allValues == second.allValues)
        }
    }

    @Test func anotherSeedGivesOtherDisturbances() throws {
        var first = try Bench(seed: 7)
        var second = try Bench(seed: 8)
        first.step()
        second.step()
        for name in ["F1", "X1", "T1", "T200"] {
            #expect(first.truth(name) != second.truth(name))
        }
    }

    @Test func disturbancesAndTheirReadingsDoNotDependOnSetpoints() throws {
        var still = try Bench(seed: 11)
        var moved = try Bench(seed: 11)
        for number in 0..<6000 {
            moved.set("P100.setpoint", to: 180 + Double(number / 10 % 40))
            moved.set("P2.setpoint", to: 49 + Double(number / 500 % 3))
            still.step()
            moved.step()
            for name in ["F1", "X1", "T1", "T200", "cleanness"] {
                #expect(still.truth(name) == moved.truth(name))
            }
            for name in ["F1", "T1", "T200", "X1.laboratory"] {
                #expect(still[name] == moved[name])
            }
        }
        #expect(still.truth("X2") != moved.truth("X2"))
    }

    @Test func onePurposeChangedLeavesTheOthersAsTheyWere() throws {
        var plain = try Bench(seed: 5)
        var changed = try Bench(
            PlantSettings(
                parameters: ["F1.walk": 0, "analyser.noise": 0],
                instruments: ["T200": InstrumentSettings(noise: 0)]),
            seed: 5)
        for _ in 0..<1000 {
            plain.step()
            changed.step()
            #expect(plain.truth("X1") == changed.truth("X1"))
            #expect(plain["T1"] == changed["T1"])
        }
        #expect(plain.truth("F1") != changed.truth("F1"))
    }

    @Test func stepsKeepExactTime() throws {
        var bench = try Bench(seed: 1)
        for _ in 0..<14_400 { bench.step() }
        #expect(bench.plant.time == PlantTime(seconds: 86_400))
        #expect(bench["steam.heartbeat"] == 14_400)
    }

    @Test func heartbeatsStartOverAfter65535() throws {
        var bench = try Bench(Self.quiet, seed: 1)
        for _ in 0..<65_537 { bench.step() }
        for device in ["feed", "steam", "separator", "condenser"] {
            #expect(bench[device + ".heartbeat"] == 1)
        }
    }

    @Test func aQuietPlantStaysAtItsSteadyState() throws {
        var bench = try Bench(Self.quiet, seed: 1)
        for _ in 0..<6000 { bench.step() }
        #expect(abs(bench.truth("X2") - 25) < 0.02)
        #expect(abs(bench.truth("P2") - 50.5) < 1e-3)
        #expect(abs(bench.truth("L2") - 1) < 1e-6)
        #expect(abs(bench["T2"] - bench.truth("T2")) < 1e-9)
    }

    @Test func fasterCirculationAndSteamAreHeldByRateAndLag() throws {
        var bench = try Bench(Self.quiet, seed: 1)
        bench.set("P100.setpoint", to: 294.7)
        bench.set("F3.setpoint", to: 60)
        for _ in 0..<10 { bench.step() }
        // 20 kPa and 2 kg/min a minute
        #expect(abs(bench["P100.held"] - 214.7) < 1e-9)
        #expect(abs(bench["F3.held"] - 52) < 1e-9)
        for _ in 0..<290 { bench.step() }
        #expect(abs(bench["P100.held"] - 294.7) < 1e-6)
        #expect(abs(bench["F3.held"] - 60) < 1e-6)
        #expect(bench["P100.held"] == bench.truth("P100"))
    }

    @Test func thePressuresSetpointWalksAndTheLevelsJumps() throws {
        var bench = try Bench(Self.quiet, seed: 1)
        bench.set("P2.setpoint", to: 52.5)
        bench.set("L2.setpoint", to: 1.1)
        #expect(bench["P2.held"] == 50.5)
        bench.step()
        #expect(abs(bench["P2.held"] - 50.55) < 1e-12)
        #expect(bench["L2.held"] == 1.1)
        for _ in 0..<60 { bench.step() }
        #expect(bench["P2.held"] == 52.5)
    }

    @Test(arguments: [
        ("F3", 5.0, 10.0), ("F3", 120, 100), ("P100", 0, 120), ("P100", 401, 400),
        ("L2", -1, 0.6), ("L2", 2, 1.4), ("P2", 41.9, 42), ("P2", 1e300, 78),
    ])
    func setpointsAreHeldToTheirLimits(name: String, wanted: Double, shown: Double) throws {
        var bench = try Bench(seed: 1)
        bench.set(name + ".setpoint", to: wanted)
        #expect(bench[name + ".setpoint"] == shown)
        bench.step()
        #expect(bench[name + ".setpoint"] == shown)
    }

    @Test func whatIsNoNumberOrNoSetpointChangesNothing() throws {
        var bench = try Bench(seed: 1)
        var untouched = try Bench(seed: 1)
        bench.set("P100.setpoint", to: .nan)
        bench.set("P100.setpoint", to: .infinity)
        bench.set("P100.held", to: 150)
        bench.set("F1", to: 3)
        bench.step()
        untouched.step()
        #expect(bench.allValues == untouched.allValues)
    }
}
