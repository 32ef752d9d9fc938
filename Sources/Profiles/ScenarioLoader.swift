/// Reads scenarios and tells all their faults, and those of their profiles, in one run.
package struct ScenarioLoader: Sendable {
    /// Reads the profiles they start from.
    package let profiles: ProfileLoader

    package init(profiles: ProfileLoader) {
        self.profiles = profiles
    }

    /// Reads a scenario, the profile it names and that one's maps.
    package func load(_ path: String) -> ScenarioReadResult {
        let reading = ScenarioReading(path: path, profiles: profiles)
        let scenario = reading.read()
        return ScenarioReadResult(
            scenario: reading.findings.hasErrors ? nil : scenario,
            diagnostics: reading.findings.sorted(files: reading.files))
    }
}

/// What came of reading a scenario.
package struct ScenarioReadResult: Sendable {
    /// The scenario; nil if it or its profile has errors.
    package var scenario: Scenario?
    /// All faults, by file and from top to bottom; a profile's warnings are not among them.
    package var diagnostics: [ProfileDiagnostic]
}

extension ProfileLoader {
    /// What may be said about a profile's plant, built in or declared; nil if it has none, or one
    /// that is not known here.
    package func facts(of profile: Profile) -> PlantFacts? {
        profile.plant.flatMap { plant in
            plant.declaration.map { PlantFacts(declared: $0, settings: declared) }
                ?? plants.first { $0.model == plant.model }
        }
    }
}
