import Profiles
import Testing

/// A kettle to start scenarios from: one simulated device, one scan group, a plant of its own.
enum Kettle {
    static let profile = """
        profile: kettle
        seed: 5
        devices:
          kiln:
            simulated: true
            tags:
              T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C, role: quality}
              sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, unit: °C, access: write}
              beat: {table: inputRegisters, address: 1, type: uint16}
        scans:
          all: {interval: 6 s}
        plant:
          model: kettle
          bind: {T: kiln.T, T.setpoint: kiln.sp, beat: kiln.beat}
        """

    /// What the loader makes of a scenario beside the kettle's profile.
    static func load(
        _ scenario: String, profile: String = profile
    ) throws -> ScenarioReadResult {
        let folder = try ProfileFolder()
        try folder.write(profile + "\n", to: "kettle.yaml")
        try folder.write(scenario + "\n", to: "s/test.yaml")
        var result = ScenarioLoader(profiles: ProfileLoader(plants: [.kettle]))
            .load(folder.path("s/test.yaml"))
        for index in result.diagnostics.indices {
            let file = result.diagnostics[index].place.file
            result.diagnostics[index].place.file = file.hasSuffix("kettle.yaml") ? "kettle" : "s"
        }
        return result
    }

    /// A scenario of these lines and an expectation.
    static func scenario(_ lines: String) throws -> Scenario {
        let result = try load(text(lines))
        #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
        return try #require(result.scenario)
    }

    /// All that is told of a scenario with these lines, a line each.
    static func faults(_ lines: String) throws -> String {
        try load(text(lines)).diagnostics.map(\.description).joined(separator: "\n")
    }

    private static func text(_ lines: String) -> String {
        "scenario: test\nprofile: ../kettle.yaml\nduration: 1 h\n" + lines
    }
}
