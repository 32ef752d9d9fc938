/// Reads profiles and tells all their faults in one run.
package struct ProfileLoader: Sendable {
    /// The plant models a profile may name.
    package let plants: [PlantFacts]
    /// What a profile may set in a plant that it declares itself.
    package let declared: DeclaredSettings

    package init(
        plants: [PlantFacts] = [], declared: DeclaredSettings = DeclaredSettings()
    ) {
        self.plants = plants
        self.declared = declared
    }

    /// Reads a profile and the maps it names, or one map alone.
    ///
    /// Always returns soon: files beyond 1 MiB are not read, aliases are counted, nesting is
    /// limited.
    package func load(_ path: String) -> ProfileResult {
        let reading = ProfileReading(path: path, plants: plants, declared: declared)
        let profile = reading.read()
        let diagnostics = reading.findings.sorted(files: reading.files)
        return ProfileResult(
            profile: reading.findings.hasErrors ? nil : profile, diagnostics: diagnostics)
    }
}

/// What came of reading a profile.
package struct ProfileResult: Sendable {
    /// The profile; nil if it has errors, and for a map alone.
    package var profile: Profile?
    /// All faults, by file and from top to bottom.
    package var diagnostics: [ProfileDiagnostic]

    /// Whether the file cannot be used.
    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
