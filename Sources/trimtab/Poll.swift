import ArgumentParser
import Assembly
import Control
import Foundation
import Gateway
import Profiles
import Tags
import Traffic

struct Poll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read a profile's tags, once or again and again.",
        discussion: """
            Reads every scan group over Modbus/TCP and prints each tag's value, unit and status. \
            Simulated devices are started here unless --connect says where they are. Exits 1 if \
            a tag of the last round is not good.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
        case csv
    }

    @OptionGroup var options: ProfileOptions

    @Option(
        help: ArgumentHelp(
            "Read again after this time, 10 ms or more, until Ctrl-C or --count.",
            valueName: "time"), transform: DurationArgument.parse)
    var every: Duration?

    @Option(help: ArgumentHelp("Rounds to read, 1 or more.", valueName: "rounds"))
    var count: Int?

    @Option(
        help: ArgumentHelp(
            "Record every request and its answer, for 'trimtab replay'.", valueName: "file"))
    var record: String?

    @Option(help: "table for people, json for one object a tag and line, csv with a header.")
    var format = Format.table

    func validate() throws {
        if let every, every < .milliseconds(10) {
            throw ValidationError("--every is too short; the shortest is 10 ms.")
        }
        if let count, count < 1 {
            throw ValidationError("--count is \(count); it is 1 or more.")
        }
        if let count, count > 1, every == nil {
            throw ValidationError("--count \(count) needs --every, the time between rounds.")
        }
    }

    func run() async throws {
        let profile = try options.read()
        guard !profile.scanGroups.isEmpty else {
            printError("\(options.profile) reads nothing: it has no tags.")
            throw ExitCode.failure
        }
        let recorder = try record.map { path in
            try TrafficRecorder(
                path: path,
                header: TrafficHeader(
                    clock: .machine, profile: profile.name, digest: profile.digest,
                    seed: profile.seed))
        }
        let configuration = RunConfiguration(
            profile: profile, mode: .manual, speed: .times(1), duration: nil, seed: profile.seed,
            journalPath: nil, traffic: recorder)
        let printer = SamplePrinter(profile: profile, format: format)
        let rounds = count ?? (every == nil ? 1 : Int.max)
        let interval = every ?? .zero
        let isGood = try await withGracefulShutdown(logger: commandLogger()) {
            try await withDevices(of: configuration, logger: commandLogger()) { gateway in
                var isGood = false
                var round = 0
                let start = ContinuousClock.now
                var due = start
                while round < rounds {
                    let scans = await gateway.pollOnce()
                    printer.print(scans, after: start.duration(to: .now))
                    isGood = scans.allSatisfy { $0.samples.allSatisfy(\.status.isGood) }
                    round += 1
                    guard round < rounds else { break }
                    // Rounds missed are left out: the next one is the first that is still to come.
                    due += interval
                    let now = ContinuousClock.now
                    while due < now { due += interval }
                    if await isShutdown(within: now.duration(to: due)) { break }
                }
                for device in await gateway.health() where device.faults.total > 0 {
                    printError(device.lastFault ?? "\(device.device) (\(device.address)): faults")
                }
                return isGood
            }
        }
        if let recorder, let record {
            let count = try recorder.finish()
            printError("\(record): \(count) requests recorded")
        }
        if !isGood { throw ExitCode.failure }
    }
}

/// Prints samples as a table, as JSON lines or as CSV.
struct SamplePrinter: Sendable {
    private let format: Poll.Format
    private let profiles: [TagName: TagProfile]
    private let width: Int

    init(profile: Profile, format: Poll.Format) {
        self.format = format
        profiles = Dictionary(
            profile.tags.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        width = profile.tags.map(\.name.text.count).max() ?? 0
        if format == .csv { Swift.print("seconds,tag,value,unit,status") }
    }

    func print(_ scans: [Scan], after time: Duration) {
        let seconds = (time / .milliseconds(1)).rounded() / 1000
        if format == .table { Swift.print("after \(seconds) s") }
        for scan in scans {
            for (position, tag) in scan.layout.tags.enumerated() {
                let sample = scan.samples[position]
                let profile = profiles[tag]
                let text = text(of: scan.value(at: position), profile: profile)
                let unit = profile?.unit.symbol ?? ""
                switch format {
                case .table:
                    let name = tag.text.padding(toLength: width, withPad: " ", startingAt: 0)
                    let value = text.isEmpty ? "–" : text
                    let status = sample.status.isGood ? "" : "  \(sample.status)"
                    Swift.print("  \(name)  \(value)\(unit.isEmpty ? "" : " \(unit)")\(status)")
                case .csv:
                    let row = ["\(seconds)", tag.text, text, unit, sample.status.description]
                    Swift.print(row.map(quoted).joined(separator: ","))
                case .json:
                    let value = scan.value(at: position).map { profile?.exact($0) ?? $0 }
                    printJSON(tag, value, unit, sample.status, seconds)
                }
            }
        }
        fflush(nil)
    }

    private func text(of value: TagValue?, profile: TagProfile?) -> String {
        guard let value else { return "" }
        return profile?.shown(value) ?? value.description
    }

    private func quoted(_ field: String) -> String {
        guard field.contains(where: { ",\"\n".contains($0) }) else { return field }
        return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    private func printJSON(
        _ tag: TagName, _ value: TagValue?, _ unit: String, _ status: SampleStatus,
        _ seconds: Double
    ) {
        let line = Line(
            seconds: seconds, status: status.word, reason: status.reason?.description,
            tag: tag.text, unit: unit, value: value.map(Line.Value.init))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(line), let text = String(bytes: data, encoding: .utf8)
        else { return }
        Swift.print(text)
    }

    private struct Line: Encodable {
        let seconds: Double
        let status: String
        let reason: String?
        let tag: String
        let unit: String
        let value: Value?

        struct Value: Encodable {
            let value: TagValue

            init(_ value: TagValue) { self.value = value }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch value {
                case .number(let number): try container.encode(number)
                case .integer(let number): try container.encode(number)
                case .unsigned(let number): try container.encode(number)
                case .flag(let flag): try container.encode(flag)
                case .text(let text): try container.encode(text)
                }
            }
        }
    }
}

extension TagProfile {
    /// The value as people read it: by its name where the profile names it, else with no more
    /// digits than its register can tell apart.
    func shown(_ value: TagValue) -> String {
        switch mapping.type {
        case .bool, .bit:
            if let number = value.number {
                let flag = TagValue.flag(number != 0)
                return mapping.word(for: flag) ?? flag.description
            }
        case .string:
            return value.description
        default:
            break
        }
        if let number = value.number, let whole = Int64(exactly: number),
            let word = mapping.word(for: .integer(whole))
        {
            return word
        }
        guard case .number(let number) = value else { return value.description }
        switch mapping.type {
        case .float32: return Float(number).description
        case .float64: return number.description
        default: return number.shown(step: abs(mapping.scale))
        }
    }
}

extension TagProfile {
    /// The value as a program should get it: a flag as a flag, and a scaled number without the
    /// digits that scaling in binary adds.
    func exact(_ value: TagValue) -> TagValue {
        guard case .number(let number) = value else { return value }
        if mapping.type.isFlag { return .flag(number != 0) }
        guard mapping.type.isInteger, !mapping.isUnscaled else { return value }
        return Double(number.shown(step: abs(mapping.scale))).map(TagValue.number) ?? value
    }
}

extension Double {
    /// The number with as many digits as a step of that size needs.
    func shown(step: Double) -> String {
        guard step > 0, step < 1 else { return String(format: "%.0f", self) }
        let digits = min(max(Int((-log10(step)).rounded(.up)), 0), 9)
        return String(format: "%.\(digits)f", self)
    }
}
