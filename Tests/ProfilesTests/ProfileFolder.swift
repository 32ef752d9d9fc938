import Foundation
import Profiles

/// A folder of its own for one test, gone when the last reference is.
final class ProfileFolder {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            print("left behind: \(folder.path): \(error)")
        }
    }

    /// The full path of a file in it.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

    func write(_ bytes: Data, to name: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    func load(_ name: String) -> ProfileResult {
        ProfileLoader(plants: [.kettle]).load(path(name))
    }

    /// All that is told of a file, a line each, without the folder's name.
    func faults(of name: String) -> String {
        load(name).diagnostics.map(\.description).joined(separator: "\n")
            .replacing(folder.path + "/", with: "")
    }
}

/// All that is told of a profile, a line each.
func faults(of profile: String, files: [String: String] = [:]) throws -> String {
    let folder = try ProfileFolder()
    try folder.write(profile + (profile.isEmpty ? "" : "\n"), to: "plant.yaml")
    for (name, text) in files { try folder.write(text + "\n", to: name) }
    return folder.faults(of: "plant.yaml")
}

extension PlantFacts {
    /// A plant of three signals.
    static let kettle = {
        var facts = sensors
        facts.actuators = ["heater"]
        facts.actuatorSettings = [
            Parameter(name: "deadBand", bounds: 0...100),
            Parameter(name: "lag", bounds: 0...60, isDuration: true),
        ]
        facts.analysers = ["T.laboratory"]
        facts.analyserSettings = [
            Parameter(name: "interval", bounds: 1...6000, isDuration: true)
        ]
        return facts
    }()

    private static let sensors = PlantFacts(
        model: "kettle",
        signals: [
            Signal(name: "T", unit: "°C", range: 0...120, kind: .reading),
            Signal(name: "T.setpoint", unit: "°C", range: 20...100, kind: .setpoint),
            Signal(name: "beat", unit: "", range: 0...65535, kind: .counter, isRequired: false),
        ],
        parameters: [
            Parameter(name: "disturbances", bounds: 0...10),
            Parameter(name: "lag", bounds: 0...600, isDuration: true),
        ],
        instrumentSettings: [
            Parameter(name: "noise", bounds: 0...10),
            Parameter(name: "lag", bounds: 0...60, isDuration: true),
        ],
        truths: ["T"])
}
