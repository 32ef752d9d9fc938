import ArgumentParser
import Assembly
import Fleet
import Foundation
import Profiles

#if canImport(Glibc)
    import Glibc
#endif

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run scenarios, and say what did not come as expected.",
        discussion: """
            A scenario starts from a profile, plays a timeline of setpoints, faults and signals, \
            and says what must come of it. Plant time is stepped: a day takes seconds. Exits 1 if \
            an expectation failed or a scenario cannot be read or run.
            """)

    @Argument(
        help: "Scenarios, or folders of them, for example profiles/scenarios.")
    var files: [String]

    @Option(help: "Seed of everything random. Default: the scenario's, else its profile's.")
    var seed: UInt64?

    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp(
            "Run each with so many seeds, one after the other, 1…100000.", valueName: "count"))
    var repeats = 1

    @Option(help: ArgumentHelp("Run so many at a time, 1…64.", valueName: "count"))
    var jobs = 1

    @Option(help: ArgumentHelp("Run only those with this text in their name.", valueName: "text"))
    var filter: String?

    @Option(help: ArgumentHelp("Write JUnit XML.", valueName: "file.xml"))
    var junit: String?

    @Option(help: ArgumentHelp("Write the results as JSON.", valueName: "file.json"))
    var json: String?

    func validate() throws {
        guard (1...100_000).contains(repeats) else {
            throw ValidationError("--repeat is \(repeats); write a count in 1…100000.")
        }
        guard (1...64).contains(jobs) else {
            throw ValidationError("--jobs is \(jobs); write a count in 1…64.")
        }
        for (option, path) in [("--junit", junit), ("--json", json)] {
            guard let path else { continue }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw ValidationError("\(option): the folder '\(folder)' cannot be written.")
            }
        }
    }

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let found = ScenarioFiles(files, filter: filter, read: ProfileReader.readScenario)
        for file in found.unreadable {
            for diagnostic in file.diagnostics { printError("\(diagnostic)") }
        }
        guard !found.scenarios.isEmpty || !found.unreadable.isEmpty else {
            throw ValidationError(
                found.count == 0
                    ? "\(files.joined(separator: ", ")) has no scenario; one is a file that ends "
                        + "in .yaml."
                    : "none of \(found.count) scenarios has '\(filter ?? "")' in its name.")
        }
        let suite = ScenarioSuite(
            found.scenarios, seed: seed, repeats: repeats, jobs: jobs, logger: commandLogger())
        let outcomes = try await withGracefulShutdown(logger: commandLogger()) {
            await suite.run { number, outcome in
                for line in ScenarioReport.lines(outcome, number: number, of: suite.runs.count) {
                    print(line)
                }
                fflush(nil)
            }
        }
        let report = ScenarioReport(
            outcomes, unreadable: found.unreadable, seconds: (clock.now - start) / .seconds(1))
        print(report.summary)
        if let junit { try write(Data(report.junit.utf8), to: junit) }
        if let json { try write(try report.json(), to: json) }
        if !report.isMet { throw ExitCode.failure }
    }

    private func write(_ data: Data, to path: String) throws {
        do {
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            printError("cannot write '\(path)': \(error.localizedDescription)")
            throw ExitCode.failure
        }
    }
}
