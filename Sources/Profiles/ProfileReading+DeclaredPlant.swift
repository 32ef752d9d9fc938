extension ProfileReading {
    /// Whether `plant:` declares a plant instead of naming a built-in one.
    func declaresPlant(_ section: Section) -> Bool {
        !section.has("model")
            && ["transfer", "stateSpace", "inputs", "outputs"].contains(where: section.has)
    }

    /// Reads a declared plant up to its parameters and bindings; what may be bound comes with it.
    func readDeclaredPlant(
        _ section: inout Section, profileName: String?
    ) -> (plant: PlantDeclaration, facts: PlantFacts) {
        let reading = DeclarationReading(self, settings: declared)
        reading.read(&section, profileName: profileName)
        let facts = PlantFacts(declared: reading.plant, settings: declared)
        var known: Set<String> = []
        for signal in facts.signals where !known.insert(signal.name).inserted {
            findings.error(
                "\(section.subject) has two signals called '\(signal.name)'. Rename an "
                    + "instrument, analyser, setpoint or controller.", at: section.place)
        }
        known = []
        for name in facts.truths where !known.insert(name).inserted {
            findings.error(
                "\(section.subject) has two variables called '\(name)'.", at: section.place)
        }
        return (reading.plant, facts)
    }
}
