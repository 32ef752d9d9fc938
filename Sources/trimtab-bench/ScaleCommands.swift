import ArgumentParser
import Glibc

struct PlantsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plants", abstract: "Steps a second and allocations a step of each plant.")

    @OptionGroup var options: BenchOptions

    func run() throws {
        let plants = PlantsBench(seconds: options.seconds)
        BenchPlan.announce([plants.plan])
        var report = BenchReport()
        report.plants = try plants.run()
        try report.print(asJSON: options.json)
    }
}

struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Milliseconds from 'trimtab simulate' to its first answered request.")

    @OptionGroup var options: BenchOptions

    @Option(help: "The program; by default the one beside this.")
    var trimtab = Self.besideUs

    @Option(help: "The profile it simulates.")
    var profile = "profiles/evaporator.yaml"

    @Option(help: "Rounds, 1…999.")
    var rounds = 21

    func validate() throws {
        guard (1...999).contains(rounds) else {
            throw ValidationError("--rounds is \(rounds); it may be 1…999.")
        }
    }

    func run() throws {
        let start = StartBench(trimtab: trimtab, profile: profile, rounds: rounds)
        BenchPlan.announce([start.plan])
        var report = BenchReport()
        report.start = try start.run()
        try report.print(asJSON: options.json)
    }

    private static var besideUs: String {
        guard let path = realpath("/proc/self/exe", nil) else { return "trimtab" }
        defer { free(path) }
        let own = String(cString: path)
        return own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/trimtab"
    }
}

struct ScaleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Memory of many devices and connections, and delays beside hostile clients.")

    @OptionGroup var options: BenchOptions

    @Option(help: "Devices, each on its own port, 2…10000.")
    var devices = 1_000

    @Option(help: "Connections, 1…10000.")
    var connections = 10_000

    func validate() throws {
        guard (2...10_000).contains(devices), (1...10_000).contains(connections) else {
            throw ValidationError("--devices may be 2…10000, --connections 1…10000.")
        }
    }

    func run() async throws {
        let scale = ScaleBench(
            devices: devices, connections: connections, seconds: options.seconds)
        BenchPlan.announce([scale.plan])
        var report = BenchReport()
        report.scale = try await scale.run()
        try report.print(asJSON: options.json)
    }
}

/// What ``Hostile`` starts.
struct HostileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hostile", abstract: "Clients that do no good.", shouldDisplay: false)

    @Argument var kind: String
    @Argument var count: Int
    @Argument var port: Int

    func run() throws { try Hostile.run(kind, count, port: port) }
}
