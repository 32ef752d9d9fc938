import Foundation
import Testing

struct ShowTests {
    @Test(arguments: ["plants", "plant"])
    func helpSaysWhatItSaid(command: String) throws {
        let result = try TrimtabBinary.run("help", "show", command)
        #expect(result.status == 0)
        #expect(result.output == (try TrimtabBinary.expected("help-show-\(command).txt")))
    }

    @Test func theListNamesEveryModelWithItsQualityAndSource() throws {
        let result = try TrimtabBinary.run("show", "plants")
        #expect(result.status == 0)
        for text in [
            "evaporator: Newell–Lee", "van-de-vusse: Van de Vusse", "4 states, step 2 s",
            "quality cB", "quadruple-tank: ", "exothermic-reactor: ", "step 1.2 s", "Johansson",
            "wood-berry: ", "dryer: ",
        ] {
            #expect(result.output.contains(text), "\(text)")
        }
    }

    @Test func aPlantShowsWhatAProfileMayBindAndSet() throws {
        let result = try TrimtabBinary.run("show", "plant", "van-de-vusse")
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n").map(String.init)
        func isThere(_ words: String...) -> Bool {
            lines.contains { line in words.allSatisfy { line.contains($0) } }
        }
        #expect(isThere("T.setpoint", "setpoint", "95…120", "°C"))
        #expect(isThere("cA0.walk", "0.12", "mol/l"))
        #expect(isThere("cB.analyser", "interval 10, delay 6, noise 0.005"))
        #expect(isThere("disturbances", "0…10"))
    }

    @Test(arguments: ["van-de-vusse", "profiles/wood-berry.yaml", "wood-berry"])
    func everyPublishedValueIsWithinItsTolerance(plant: String) throws {
        let result = try TrimtabBinary.run("show", "plant", plant, "--verify")
        #expect(result.status == 0)
        let last = try #require(result.output.split(separator: "\n").last)
        #expect(last.hasSuffix(" values, 0 outside tolerance"), "\(last)")
        #expect(!result.output.contains("OUT"))
    }

    @Test func aValueOutsideItsToleranceExits1() throws {
        let folder = try ScratchFolder()
        let profiles = TrimtabBinary.root.appendingPathComponent("profiles")
        try FileManager.default.copyItem(
            at: profiles.appendingPathComponent("devices"),
            to: folder.url.appendingPathComponent("devices"))
        let text = try String(
            contentsOf: profiles.appendingPathComponent("wood-berry.yaml"), encoding: .utf8)
        try #require(text.contains("gain: 12.8,"))
        let file = try folder.write(
            text.replacingOccurrences(of: "gain: 12.8,", with: "gain: 12.9,"), to: "wrong.yaml")
        let result = try TrimtabBinary.run("show", "plant", file, "--verify")
        #expect(result.status == 1)
        #expect(result.output.contains("OUT"))
        #expect(!result.output.contains(", 0 outside tolerance"))
    }

    @Test func programsGetTheSameAsJSON() throws {
        struct Verification: Decodable {
            let count: Int
            let outsideTolerance: Int
            let values: [Value]

            struct Value: Decodable {
                let quantity: String
                let published: String
                let ours: Double
                let agrees: Bool
            }
        }
        let result = try TrimtabBinary.run(
            "show", "plant", "van-de-vusse", "--verify", "--format", "json")
        #expect(result.status == 0)
        let read = try JSONDecoder().decode([Verification].self, from: Data(result.output.utf8))
        let plant = try #require(read.first)
        #expect(plant.count == plant.values.count && plant.outsideTolerance == 0)
        #expect(
            plant.values.contains {
                $0.quantity == "cB in the nominal steady state" && $0.published == "1.09"
                    && abs($0.ours - 1.0903) < 1e-4 && $0.agrees
            })
    }

    /// To renew it: `trimtab show plant --all profiles/wood-berry.yaml --format markdown >
    /// Sources/Plants/Plants.docc/PublishedValues.md`.
    @Test func theDocumentationsPageIsTheGeneratedOne() throws {
        let result = try TrimtabBinary.run(
            "show", "plant", "--all", "profiles/wood-berry.yaml", "--format", "markdown")
        #expect(result.status == 0)
        let page = try String(
            contentsOf: TrimtabBinary.root.appendingPathComponent(
                "Sources/Plants/Plants.docc/PublishedValues.md"), encoding: .utf8)
        #expect(result.output == page)
    }

    @Test(arguments: [
        (["show", "plant", "evaporater"], 1, "there is no plant model 'evaporater'"),
        (["show", "plant"], 64, "name a plant, or give --all"),
        (["show", "plant", "evaporator", "--seeds", "3"], 64, "--seeds is for --lanes"),
        (
            ["show", "plant", "evaporator", "--lanes", "--seeds", "0"], 64,
            "--seeds may be 1 to 10000"
        ),
        (["show", "plant", "profiles/plain-device.yaml"], 1, "has no plant"),
    ])
    func wrongUseIsToldWithWhatIsAllowed(
        arguments: [String], status: Int32, message: String
    ) throws {
        let result = try TrimtabBinary.run(list: arguments)
        #expect(result.status == status)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}
