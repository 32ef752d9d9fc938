import ArgumentParser
import Assembly
import Control
import Foundation
import Historian
import Profiles
import Tags

#if canImport(Glibc)
    import Glibc
#endif

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Poll, learn, forecast and control one plant.",
        discussion: """
            Simulated devices are started here and polled over Modbus/TCP like real ones; real \
            devices are connected to. Setpoints are written in automatic mode only. On a terminal \
            a live view is shown, else plain lines.
            """)

    @OptionGroup var options: ProfileOptions

    @Option(
        help: "manual: forecasts only; advisory: shows moves; automatic: writes them.")
    var mode = ControlMode.advisory

    @Option(
        help: ArgumentHelp(
            "Plant time: real, a factor up to 1e6, or max, from scan to scan without waiting "
                + "(simulated devices only).",
            valueName: "real|factor|max"))
    var speed = SpeedArgument.real

    @Option(
        help: ArgumentHelp(
            "Plant time to run, for example 30min or 24h. Default: until Ctrl-C.",
            valueName: "time"), transform: DurationArgument.parse)
    var duration: Duration?

    @Option(help: "Seed of everything random. Default: the profile's.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Record scans, features, forecasts, outcomes, moves and writes as JSON lines.",
            valueName: "file.jsonl"))
    var record: String?

    @Flag(help: "Run the same seed with the loop off and on, and print both side by side.")
    var compare = false

    @Option(help: ArgumentHelp("Write the run's figures as JSON.", valueName: "file.json"))
    var summary: String?

    @Flag(help: "Plain lines also on a terminal.")
    var plain = false

    @Option(
        help: ArgumentHelp(
            "Record of writes to real devices, from which limits are counted across runs.",
            discussion: """
                Default: one file a profile in $XDG_STATE_HOME/trimtab, or ~/.local/state/trimtab.
                """,
            valueName: "file"))
    var journal: String?

    func validate() throws {
        if compare, duration == nil {
            throw ValidationError("--compare needs --duration, for example --duration 24h.")
        }
        if speed == .max, duration == nil {
            throw ValidationError("--speed max needs --duration, for example --duration 24h.")
        }
        if speed == .max, options.connect != nil {
            throw ValidationError(
                "--speed max steps devices of this process; it does not go with --connect.")
        }
        if let summary {
            let folder = URL(fileURLWithPath: summary).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw ValidationError("--summary: the folder '\(folder)' cannot be written.")
            }
        }
        if compare, mode == .manual {
            throw ValidationError(
                "--compare sets the loop against manual mode; use --mode automatic or advisory.")
        }
    }

    func run() async throws {
        let profile = try options.read(showsWarnings: true)
        if compare, let real = profile.devices.first(where: { !$0.isSimulated }) {
            printError(
                "--compare needs a simulated plant; '\(real.name)' is a real device, which cannot "
                    + "live the same day twice.")
            throw ExitCode.failure
        }
        let configuration = RunConfiguration(
            profile: profile, mode: mode, speed: speed.runSpeed, duration: duration,
            seed: seed ?? profile.seed,
            journalPath: mode != .automatic || profile.devices.allSatisfy(\.isSimulated)
                ? nil : try journal ?? JournalPlace.standard(for: profile))
        let (off, on) = try await withGracefulShutdown(logger: commandLogger()) {
            [self] () async throws -> (RunReport?, RunReport) in
            var off: RunReport?
            if compare {
                var manual = configuration
                manual.mode = .manual
                off = try await perform(manual, title: "loop off", record: nil)
            }
            let on = try await perform(
                configuration, title: compare ? "loop on" : nil, record: record)
            return (off, on)
        }
        print(SummaryText.text(on: on, off: off, profile: profile))
        if let summary { try write(RunSummary(on: on, off: off), to: summary) }
    }

    private func perform(_ configuration: RunConfiguration, title: String?, record: String?)
        async throws -> RunReport
    {
        let isScreen = !plain && isatty(STDOUT_FILENO) == 1
        let picture = RunPicture(configuration: configuration, title: title)
        var observers: [any RunObserver] = [
            isScreen ? ScreenView(picture) : LineView(picture)
        ]
        if let record {
            observers.append(
                RecordingObserver(
                    recorder: try HistoryRecorder(path: record), configuration: configuration))
        }
        let run = try PlantRun(configuration, observers: observers, logger: commandLogger())
        return try await run.run()
    }

    private func write(_ summary: RunSummary, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(summary)
        data.append(0x0A)
        do {
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            printError("cannot write '\(path)': \(error.localizedDescription)")
            throw ExitCode.failure
        }
    }
}

extension SpeedArgument {
    /// The same, as a run takes it.
    var runSpeed: RunSpeed {
        switch self {
        case .real: .times(1)
        case .times(let factor): .times(factor)
        case .max: .lockstep
        }
    }
}
