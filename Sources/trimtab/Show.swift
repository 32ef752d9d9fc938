import ArgumentParser
import Fleet
import Foundation
import Plants
import Profiles

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the simulated plants, and hold them to what was published.",
        discussion: """
              trimtab show plants
              trimtab show plant van-de-vusse
              trimtab show plant van-de-vusse --verify
              trimtab show plant wood-berry --verify
            """,
        subcommands: [ShowPlants.self, ShowPlant.self])
}

struct ShowPlants: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plants",
        abstract: "List the plant models, and the plants that profiles/*.yaml write themselves.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Option(help: "text, or json for programs.")
    var format = Format.text

    func run() throws {
        let plants =
            PlantCatalogue.descriptions.map(ShownPlant.init(of:))
            + ShownPlant.declared(in: "profiles")
        switch format {
        case .text: print(plants.map(PlantText.summary).joined(separator: "\n\n"))
        case .json: print(try ShowJSON.text(of: plants.map(PlantJSON.Summary.init)))
        }
    }
}

struct ShowPlant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plant",
        abstract: "Show what a plant has, or hold it to what was published.",
        discussion: """
            Without an option, everything a profile may bind and set: signals, parameters, \
            instruments, analysers, actuators, disturbances, with units and defaults. With \
            --verify, each published value beside ours; P is printed and confirmed in a public \
            source, Q commonly quoted, C computed from the published equations, D a choice of this \
            simulator. With --lanes, a day of the plant over and over: how far the quality \
            spreads. Exits 1 if a value is outside its tolerance.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
    }

    @Argument(
        help: "Models, or profiles; a name that is no model stands for profiles/NAME.yaml.")
    var names: [String] = []

    @Flag(help: "All models of the catalogue.")
    var all = false

    @Flag(help: "Compare every published value with ours.")
    var verify = false

    @Flag(help: "Run the published experiments of a plant day.")
    var lanes = false

    @Option(help: "Runs of each lane of --lanes, 1…10000. Default: 20, or 60 where needed.")
    var seeds: Int?

    @Option(help: "text, json for programs, or markdown for the page of published values.")
    var format = Format.text

    func validate() throws {
        guard all || !names.isEmpty else {
            throw ValidationError("name a plant, or give --all.")
        }
        if let seeds {
            guard lanes else { throw ValidationError("--seeds is for --lanes.") }
            guard (1...10_000).contains(seeds) else {
                throw ValidationError("--seeds may be 1 to 10000.")
            }
        }
        guard format != .markdown || !(verify || lanes) else {
            throw ValidationError("--format markdown is the page itself, without a comparison.")
        }
    }

    func run() async throws {
        var plants: [ShownPlant] = all ? PlantCatalogue.descriptions.map(ShownPlant.init(of:)) : []
        for name in names { plants.append(try ShownPlant(named: name)) }
        guard verify || lanes else { return try describe(plants) }

        var isRight = true
        var results: [PlantJSON.Verification] = []
        for plant in plants {
            let checked = try await Verification(
                of: plant, values: verify, lanes: lanes, seeds: seeds)
            if checked.outside > 0 { isRight = false }
            results.append(PlantJSON.Verification(checked))
            if format == .text { print(VerificationText.text(of: checked)) }
        }
        if format == .json { print(try ShowJSON.text(of: results)) }
        if !isRight { throw ExitCode.failure }
    }

    private func describe(_ plants: [ShownPlant]) throws {
        switch format {
        case .text: print(plants.map(PlantText.description).joined(separator: "\n\n"))
        case .json: print(try ShowJSON.text(of: plants.map(PlantJSON.Description.init)))
        case .markdown: print(PublishedPage.text(of: plants), terminator: "")
        }
    }
}

/// A plant by its model or its profile, with what was published about it.
struct ShownPlant {
    let description: PlantDescription
    let published: PublishedPlant?

    init(of description: PlantDescription) {
        self.init(description, PublishedCatalogue.plant(description.model))
    }

    private init(_ description: PlantDescription, _ published: PublishedPlant?) {
        self.description = description
        self.published = published
    }

    /// A model of the catalogue, or the plant that a profile declares or names.
    init(named name: String) throws {
        if let known = PlantCatalogue.description(of: name) {
            self.init(of: known)
            return
        }
        let isPath = name.hasSuffix(".yaml") || name.contains("/")
        let path = isPath ? name : "profiles/\(name).yaml"
        guard isPath || FileManager.default.fileExists(atPath: path) else {
            let error = PlantError.unknownModel(
                name, known: PlantCatalogue.descriptions.map(\.model))
            printError("\(error) There is no \(path) either.")
            throw ExitCode.failure
        }
        try self.init(profile: path)
    }

    /// Plants that profiles of a folder write themselves, one for each name; profiles that cannot
    /// be read are left out.
    static func declared(in folder: String) -> [ShownPlant] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var plants: [ShownPlant] = []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            guard let plant = ProfileReader.read("\(folder)/\(name)").profile?.plant,
                let declaration = plant.declaration,
                !plants.contains(where: {
                    $0.description.model == declaration.kind.description.model
                })
            else { continue }
            plants.append(ShownPlant(declaration.kind.description, declaration.published))
        }
        return plants
    }

    private init(profile name: String) throws {
        let result = ProfileReader.read(name)
        for diagnostic in result.diagnostics where diagnostic.severity == .error {
            printError("\(diagnostic)")
        }
        guard let profile = result.profile, let plant = profile.plant else {
            if !result.hasErrors { printError("\(name): this profile has no plant.") }
            throw ExitCode.failure
        }
        if let declaration = plant.declaration {
            self.init(declaration.kind.description, declaration.published)
        } else if let known = PlantCatalogue.description(of: plant.model) {
            self.init(of: known)
        } else {
            printError("\(name): there is no plant model '\(plant.model)'.")
            throw ExitCode.failure
        }
    }
}
