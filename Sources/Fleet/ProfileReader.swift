package import Profiles

/// Reads profiles with everything this build knows of plants.
package enum ProfileReader {
    private static let loader = ProfileLoader(plants: PlantFacts.catalogue, declared: .all)

    /// Reads and checks one profile, or one map.
    package static func read(_ path: String) -> ProfileResult { loader.load(path) }

    /// Reads and checks one scenario, and the profile it starts from.
    package static func readScenario(_ path: String) -> ScenarioReadResult {
        ScenarioLoader(profiles: loader).load(path)
    }

    /// What may be said about a profile's plant; nil if it has none.
    package static func facts(of profile: Profile) -> PlantFacts? { loader.facts(of: profile) }
}
