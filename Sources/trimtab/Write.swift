import ArgumentParser
import Assembly
import Control
import Foundation
import Gateway
import Profiles
import Tags

struct Write: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write one setpoint on the guarded path, and read it back.",
        discussion: """
            Only tags with the role manipulated can be written, within the profile's range, step \
            and intervals. The register is read before, written at most once, and read back. \
            Without --yes nothing is written: the command shows what it would do. Exits 1 unless \
            the device applied the value.
            """)

    @OptionGroup var options: ProfileOptions

    @Argument(help: "The tag, for example steam.P100.setpoint.")
    var tag: String

    @Argument(help: "The value, in the tag's unit.")
    var value: Double

    @Flag(help: "Really write.")
    var yes = false

    @Option(
        help: ArgumentHelp(
            "Record of writes, from which limits are counted across commands.",
            discussion: """
                Default: one file a profile in $XDG_STATE_HOME/trimtab, or ~/.local/state/trimtab; \
                none for a device that this command simulates for itself.
                """,
            valueName: "file"))
    var journal: String?

    func run() async throws {
        let profile = try options.read()
        guard let name = TagName(tag), let target = profile.tag(name) else {
            let setpoints = profile.tags.filter { $0.limits != nil }.map(\.name.text)
            printError(
                "'\(tag)' is no tag of \(options.profile)."
                    + (setpoints.isEmpty
                        ? " It has no manipulated tag."
                        : " Its setpoints are: \(setpoints.joined(separator: ", "))."))
            throw ExitCode.failure
        }
        guard let limits = target.limits else {
            printError(
                "\(name) is not on the list of manipulated tags, so it is never written (W1). "
                    + "\(target.place.file):\(target.place.line) declares it"
                    + (target.role.map { " as \($0.rawValue)." } ?? " without a role."))
            throw ExitCode.failure
        }
        let unit = target.unit.symbol.isEmpty ? "" : " \(target.unit.symbol)"
        func shown(_ value: Double) -> String { "\(target.shown(.number(value)))\(unit)" }
        guard yes || (value.isFinite && limits.range.contains(value)) else {
            printError(
                "would be refused: W2: \(shown(value)) lies outside \(limits.range.lowerBound)…"
                    + "\(shown(limits.range.upperBound)).")
            throw ExitCode.failure
        }
        guard yes else {
            printError(
                "would write \(shown(value)) to \(name) (range \(limits.range.lowerBound)…"
                    + "\(shown(limits.range.upperBound)), step at most "
                    + "\(shown(limits.maximumStep)) from what the device then holds). Nothing was "
                    + "written; add --yes to write.")
            throw ExitCode.failure
        }
        let setpoint = Setpoint(tag: name, value: value)
        let configuration = RunConfiguration(
            profile: profile, mode: .manual, speed: .times(1), duration: nil, seed: profile.seed,
            journalPath: isSimulatedHere(target, in: profile)
                ? journal : try journal ?? JournalPlace.standard(for: profile))
        let report = try await withGracefulShutdown(logger: commandLogger()) {
            try await withDevices(of: configuration, logger: commandLogger()) { gateway in
                await gateway.write(setpoint, requester: .command)
            }
        }
        var parts = ["\(name): \(report.outcome.rawValue)"]
        if let before = report.before { parts.append("before \(shown(before))") }
        parts.append("wanted \(shown(value))")
        if let readBack = report.readBack { parts.append("reads back \(shown(readBack))") }
        // That the register shows the value has just been said.
        let isSaid = report.reason.hasPrefix("the register shows") && !report.reason.contains(";")
        let reason = isSaid ? "" : " \(report.reason)"
        print("\(parts.joined(separator: ", ")).\(reason)")
        if report.outcome != .applied { throw ExitCode.failure }
    }

    /// Whether the tag's device lives and ends with this command.
    private func isSimulatedHere(_ tag: TagProfile, in profile: Profile) -> Bool {
        profile.devices.contains { device in
            device.isSimulated && device.tags.contains { $0.name == tag.name }
        }
    }
}
