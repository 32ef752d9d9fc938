import ArgumentParser
import Fleet
import Profiles

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Report every fault of profiles, and change nothing.",
        discussion: """
            Each fault is one line: file:line:column: error|warning: what was found and what is \
            allowed. Exits 1 if there is an error; warnings alone pass.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(help: "Profiles or device maps, for example profiles/evaporator.yaml.")
    var files: [String]

    @Option(help: "text, or json for editors: one array of all faults.")
    var format = Format.text

    func run() throws {
        let results = files.map { (file: $0, result: ProfileReader.read($0)) }
        let diagnostics = results.flatMap(\.result.diagnostics)
        switch format {
        case .json:
            print(diagnostics.json)
        case .text:
            for diagnostic in diagnostics { print(diagnostic) }
            for (file, result) in results where !result.hasErrors {
                print("\(file): \(summary(of: result))")
            }
        }
        if results.contains(where: { $0.result.hasErrors }) { throw ExitCode.failure }
    }

    private func summary(of result: ProfileResult) -> String {
        let warnings = result.diagnostics.isEmpty ? "" : ", \(result.diagnostics.count) warnings"
        guard let profile = result.profile else { return "ok, a device map\(warnings)" }
        var parts = ["\(profile.devices.count) devices", "\(profile.tags.count) tags"]
        if !profile.scanGroups.isEmpty { parts.append("\(profile.scanGroups.count) scan groups") }
        if let plant = profile.plant { parts.append("plant \(plant.model)") }
        if !profile.features.isEmpty { parts.append("\(profile.features.count) features") }
        if let control = profile.control { parts.append("moves \(control.setpoint)") }
        return "ok, " + parts.joined(separator: ", ") + warnings
    }
}
