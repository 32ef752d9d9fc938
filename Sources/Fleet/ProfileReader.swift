package import Profiles

/// Reads profiles with everything this build knows of plants.
package enum ProfileReader {
    /// Reads and checks one profile, or one map.
    package static func read(_ path: String) -> ProfileResult {
        ProfileLoader(plants: PlantFacts.catalogue).load(path)
    }
}
