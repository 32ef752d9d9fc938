import Foundation
package import Profiles

/// Finds and reads the scenarios a command names.
package struct ScenarioFiles: Sendable {
    /// Those that can be run, in the order they were named.
    package private(set) var scenarios: [Scenario] = []
    /// Files that cannot be read, each with its faults.
    package private(set) var unreadable: [(path: String, diagnostics: [ProfileDiagnostic])] = []
    /// How many there were before any was filtered out.
    package private(set) var count = 0

    /// Reads files, and of a folder all that end in `.yaml`, by name.
    ///
    /// - Parameters:
    ///   - paths: Files and folders.
    ///   - filter: Text that a scenario's name must have; nil for all.
    ///   - read: Reads one file.
    package init(
        _ paths: [String], filter: String?, read: (String) -> ScenarioReadResult
    ) {
        for path in paths.flatMap(Self.files) {
            count += 1
            let result = read(path)
            guard let scenario = result.scenario else {
                unreadable.append((path, result.diagnostics))
                continue
            }
            if let filter, !scenario.name.contains(filter) { continue }
            scenarios.append(scenario)
        }
    }

    /// A file is itself; a folder is the scenarios right in it.
    private static func files(_ path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            isFolder.boolValue,
            let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        else { return [path] }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder + $0 }
    }
}
