import Fleet
import Foundation
import Plants
import Profiles
import Testing

/// The plants that are profiles and nothing else.
struct DeclaredPlantTests {
    static let names = ["wood-berry", "wood-berry-quiet", "dryer", "dryer-quiet"]

    static func profile(_ name: String) throws -> Profile {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let result = ProfileReader.read(root.appending(path: "profiles/\(name).yaml").path)
        #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
        return try #require(result.profile)
    }

    @Test(arguments: names) func hasTheSignalsThatItsProfileMayBind(name: String) throws {
        let declaration = try #require(try Self.profile(name).plant?.declaration)
        let described = PlantFacts(describing: declaration.kind.description)
        var facts = declaration.facts
        // Names are enough for what the reader checks; order and ranges must agree too.
        facts.truths = described.truths
        #expect(facts == described)
    }

    @Test(arguments: ["wood-berry", "dryer"])
    func reproducesEveryValueItPublishes(name: String) throws {
        let published = try #require(try Self.profile(name).plant?.declaration?.published)
        for value in published.values {
            let ours = value.ours
            #expect(
                value.agrees(with: ours), "\(value.quantity): \(value.printed), ours \(ours)")
        }
    }

    @Test(arguments: ["column-a", "column-a-quiet"])
    func findsNoFaultInTheColumnsProfiles(name: String) throws {
        #expect(try Self.profile(name).plant?.model == "column")
    }

    /// One run a lane, far apart enough to tell them from each other and from no plant at all.
    @Test func holdsWoodBerryBetterWithASupervisor() throws {
        let published = try #require(try Self.profile("wood-berry").plant?.declaration?.published)
        let experiment = try #require(published.experiment)
        var spreads: [Double] = []
        for lane in experiment.lanes {
            let plant = try experiment.make(lane.settings, 2)
            var supervisor = lane.supervisor?()
            var (sum, squares, count) = (0.0, 0.0, 0.0)
            for step in 1...7200 {
                plant.step()
                supervisor?.act(on: plant, after: step)
                guard step > 1200 else { continue }
                let bottom = try #require(plant.truth(of: "xB"))
                sum += bottom
                squares += bottom * bottom
                count += 1
            }
            spreads.append((squares / count - sum * sum / count / count).squareRoot())
        }
        #expect(spreads.count == 3)
        #expect(spreads[1] < spreads[0] && spreads[2] < spreads[1])
    }

    @Test func disagreesOnceAGainIsWrong() throws {
        var declaration = try #require(try Self.profile("wood-berry").plant?.declaration)
        declaration.elements[0].gain *= 1.02
        let values = try #require(declaration.published).values
        #expect(values.filter { !$0.agrees(with: $0.ours) }.count > 15)
    }

    @Test(arguments: names) func runsForADayWithinItsRanges(name: String) throws {
        let plant = try #require(try Self.profile(name).plant).makePlant(seed: 4)
        let steps = Int(86_400 / (plant.description.step / .seconds(1)))
        for _ in 0..<steps / 8 { plant.step() }
        for (number, signal) in plant.description.signals.enumerated() {
            #expect(signal.range.contains(plant.value(of: number)), "\(signal.name)")
        }
    }

    @Test func answersToASetpointAsItsTransferFunctionsSay() throws {
        var section = try #require(try Self.profile("wood-berry").plant)
        section.parameters["disturbances"] = 0
        let plant = try section.makePlant(seed: 1)
        let setpoint = try #require(plant.description.index(of: "R.setpoint"))
        plant.setSetpoint(setpoint, to: 2.05)
        for _ in 0..<6000 { plant.step() }
        let top = try #require(plant.truth(of: "xD"))
        #expect(abs(top - 97.53) < 1e-6)
        let bottom = try #require(plant.truth(of: "xB"))
        #expect(abs(bottom - 1.16) < 1e-6)
    }

    @Test func forbidsMovesWhenTwoResultsAreMissing() throws {
        let plant = try #require(try Self.profile("wood-berry").plant).makePlant(seed: 1)
        let remote = try #require(plant.description.index(of: "top.remote"))
        let analyser = try #require(plant.description.index(of: "xD.analyser"))
        for _ in 0..<60 { plant.step() }
        let isSilent = plant.setFault(.silent, onInstrument: analyser)
        #expect(isSilent)
        for _ in 0..<40 { plant.step() }
        #expect(plant.value(of: remote) == 1)
        for _ in 0..<100 { plant.step() }
        #expect(plant.value(of: remote) == 0)
    }
}
