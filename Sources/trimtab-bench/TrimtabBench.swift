import ArgumentParser
import Reactor

@main
struct TrimtabBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trimtab-bench",
        abstract: "Measure Trimtab beside other Modbus programs on this machine.",
        discussion: """
            Ours runs on one core and its counterpart on another, where there are two. Programs \
            that are compared take turns, and the medians of their rounds are printed, with ratios \
            of medians. Absolute numbers move from hour to hour: compare only numbers of one run.

            Without a subcommand every measurement runs, with the options of 'all': see \
            'trimtab-bench help all'. The fleet and the gateway need C programs to work against:

              trimtab-bench --peers ../peers
              trimtab-bench gateway --peers ../peers --connections 256 --rounds 5
              trimtab-bench regressor --json

            CPU µs is processor time of the measured side, and allocations are blocks asked of the \
            heap, both an answer.
            """,
        subcommands: [
            FleetCommand.self, GatewayCommand.self, RegressorCommand.self, CodecCommand.self,
            PlantsCommand.self, StartCommand.self, ScaleCommand.self, AllCommand.self,
            HostileCommand.self,
        ],
        defaultSubcommand: AllCommand.self)

    static func main() async {
        // Before any other thread exists, so that all of ours stay on one core.
        Cores.pinOurs()
        ProcessResources.raiseDescriptorLimit()
        await main(nil)
    }
}

struct AllCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "all", abstract: "Run every measurement, one after the other.")

    @OptionGroup var options: BenchOptions
    @OptionGroup var load: LoadOptions
    @OptionGroup var scan: ScanOptions

    func run() async throws {
        let regressor = RegressorBench(seconds: options.seconds)
        let codec = CodecBench(seconds: options.seconds)
        let fleet = FleetBench(options, load)
        let gateway = GatewayBench(options, load, scan)
        BenchPlan.announce([regressor.plan, codec.plan, fleet.plan, gateway.plan])
        var report = BenchReport()
        report.regressor = try regressor.run()
        report.codec = try codec.run()
        report.fleet = try await fleet.run(&report.leftOut)
        report.add(try await gateway.run(&report.leftOut))
        try report.print(asJSON: options.json)
    }
}

struct FleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Requests a second that simulated devices answer, under a C load generator.")

    @OptionGroup var options: BenchOptions
    @OptionGroup var load: LoadOptions

    func run() async throws {
        let fleet = FleetBench(options, load)
        BenchPlan.announce([fleet.plan])
        var report = BenchReport()
        report.fleet = try await fleet.run(&report.leftOut)
        try report.print(asJSON: options.json)
    }
}

struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Polls a second of the gateway, against a C server: blocks, and whole scans.")

    @OptionGroup var options: BenchOptions
    @OptionGroup var load: LoadOptions
    @OptionGroup var scan: ScanOptions

    func run() async throws {
        let gateway = GatewayBench(options, load, scan)
        BenchPlan.announce([gateway.plan])
        var report = BenchReport()
        report.add(try await gateway.run(&report.leftOut))
        try report.print(asJSON: options.json)
    }
}

struct RegressorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regressor",
        abstract: "Nanoseconds and allocations a sample of learning and predicting.")

    @OptionGroup var options: BenchOptions

    func run() throws {
        let regressor = RegressorBench(seconds: options.seconds)
        BenchPlan.announce([regressor.plan])
        var report = BenchReport()
        report.regressor = try regressor.run()
        try report.print(asJSON: options.json)
    }
}

struct CodecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codec",
        abstract: "Nanoseconds and allocations a poll costs apart from the socket.")

    @OptionGroup var options: BenchOptions

    func run() throws {
        let codec = CodecBench(seconds: options.seconds)
        BenchPlan.announce([codec.plan])
        var report = BenchReport()
        report.codec = try codec.run()
        try report.print(asJSON: options.json)
    }
}
