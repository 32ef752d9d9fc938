import ArgumentParser
import Assembly
import Foundation
import Profiles
import Tags
import Traffic

struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into recorded traffic, turn it into a profile, or play it again.",
        discussion: """
            A record comes from 'trimtab simulate --record' or 'trimtab poll --record'; a capture \
            in pcap or pcapng is read through tshark. Without an option, tells what the record \
            holds. With --save-profile, writes a profile whose simulated devices show again what \
            the record's clients saw. With --against, asks every recorded request once more and \
            compares the answers byte by byte; exits 1 if one differs.
            """)

    @Argument(help: "Record of traffic, or a capture.")
    var record: String

    @Option(
        help: ArgumentHelp(
            "Only what was said to this server, as the record names it.", valueName: "name"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "Port of the servers in a capture. Default: who was connected to, else 502 or 802.",
            valueName: "port"))
    var port: Int?

    @Option(
        help: ArgumentHelp("Write a profile that replays the record.", valueName: "file.yaml"))
    var saveProfile: String?

    @Flag(help: "In that profile, make each register and bit a tag, so that a gateway polls it.")
    var tags = false

    @Option(
        help: ArgumentHelp(
            "Play the requests against a profile's simulated devices, started here and stepped to "
                + "the recorded times, or against a server that runs.",
            valueName: "profile|host:port"))
    var against: String?

    @Option(help: "Seed of the simulated devices. Default: the record's, else the profile's.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Against a server that runs: max for one request after the other, real for the "
                + "recorded times, or a factor up to 1e6.", valueName: "max|real|factor"))
    var speed = SpeedArgument.max

    @Option(
        help: ArgumentHelp("Longest wait for one answer, for example 500ms.", valueName: "time"),
        transform: DurationArgument.parse)
    var timeout: Duration = .seconds(1)

    func validate() throws {
        if saveProfile != nil, against != nil {
            throw ValidationError("--save-profile and --against are two things; ask for one.")
        }
        if tags, saveProfile == nil {
            throw ValidationError("--tags belongs to --save-profile.")
        }
        if let port, !(1...65535).contains(port) {
            throw ValidationError("--port is \(port); ports are 1…65535.")
        }
        if timeout < .milliseconds(1) {
            throw ValidationError("--timeout is too short; the shortest is 1 ms.")
        }
    }

    func run() async throws {
        var contents = try TrafficFile.read(record, port: port)
        for fault in contents.faults { printError("warning: \(fault)") }
        if let server {
            let known = Set(contents.record.exchanges.map(\.server)).sorted()
            guard known.contains(server) else {
                throw TrafficText.Failure(
                    "\(record): nothing was said to '\(server)'; the record has "
                        + "\(known.isEmpty ? "nothing" : known.joined(separator: ", ")).")
            }
            contents.record.exchanges.removeAll { $0.server != server }
        }
        if let saveProfile {
            try save(contents, to: saveProfile)
        } else if let against {
            try await play(contents.record, against: against)
        } else {
            for line in TrafficSummary(contents.record).lines { print(line) }
        }
    }

    private func save(_ contents: TrafficFile.Contents, to path: String) throws {
        let place = URL(fileURLWithPath: path)
        var traffic = URL(fileURLWithPath: record)
        if contents.isCapture {
            traffic = place.deletingPathExtension().appendingPathExtension("traffic.jsonl")
            try TrafficFile.write(contents.record, to: traffic.path)
        }
        let isBeside =
            traffic.deletingLastPathComponent().path
            == place.deletingLastPathComponent().path
        let draft = ReplayProfile(
            contents.record.exchanges,
            name: ReplayProfile.word(place.deletingPathExtension().lastPathComponent),
            traffic: isBeside ? traffic.lastPathComponent : traffic.path, namesTags: tags)
        guard draft.deviceCount > 0 else {
            throw TrafficText.Failure(
                "\(record): no register was read or written with success; there is nothing to "
                    + "replay.")
        }
        do {
            try Data(draft.text.utf8).write(to: place, options: .atomic)
        } catch {
            throw TrafficText.Failure(
                "cannot write '\(path)': \((error as NSError).localizedDescription)")
        }
        if contents.isCapture { print("\(traffic.path): the record") }
        print(
            "\(path): \(draft.deviceCount) device\(draft.deviceCount == 1 ? "" : "s"); "
                + "serve with 'trimtab simulate \(path)'")
    }

    private func play(_ record: TrafficText.Record, against text: String) async throws {
        let replay = TrafficReplay(record.exchanges, timeout: timeout, logger: commandLogger())
        let comparison = try await replay.run(against: try target(text, record.header))
        for difference in comparison.differences {
            let exchange = difference.recorded
            print(
                "\(exchange.time.seconds) s  \(exchange.server)  unit \(exchange.unit)  "
                    + "\(exchange.request.hexadecimal): \(difference.reason)")
        }
        let hidden = comparison.different - comparison.differences.count
        if hidden > 0 { print("… and \(hidden) more") }
        print(
            "\(comparison.requests) requests, \(comparison.equal) answers equal, "
                + "\(comparison.different) different")
        if comparison.different > 0 { throw ExitCode.failure }
    }

    private func target(_ text: String, _ header: TrafficHeader) throws -> TrafficReplay.Target {
        if !FileManager.default.fileExists(atPath: text), let place = try? PlaceArgument.parse(text)
        {
            switch speed {
            case .max: return .server(host: place.host, port: place.port, speed: nil)
            case .real: return .server(host: place.host, port: place.port, speed: 1)
            case .times(let factor):
                return .server(host: place.host, port: place.port, speed: factor)
            }
        }
        let profile = try ProfileOptions.parse([text]).read()
        if let recorded = header.profile, recorded != profile.name {
            printError("warning: the record is of profile '\(recorded)', not '\(profile.name)'.")
        } else if let digest = header.digest, digest != profile.digest {
            printError("warning: profile '\(profile.name)' has changed since the record was made.")
        }
        return .profile(profile, seed: seed ?? header.seed ?? profile.seed)
    }
}
