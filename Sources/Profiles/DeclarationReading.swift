import Tags

/// What a profile may set in the instruments, analysers and actuators it declares; handed in, for
/// profiles know no plants.
package struct DeclaredSettings: Hashable, Sendable {
    /// Of an instrument.
    package var instrument: [PlantFacts.Parameter]
    /// Of an analyser.
    package var analyser: [PlantFacts.Parameter]
    /// Of an actuator.
    package var actuator: [PlantFacts.Parameter]
    /// Parameters that every declared plant has.
    package var parameters: [PlantFacts.Parameter]

    package init(
        instrument: [PlantFacts.Parameter] = [], analyser: [PlantFacts.Parameter] = [],
        actuator: [PlantFacts.Parameter] = [], parameters: [PlantFacts.Parameter] = []
    ) {
        self.instrument = instrument
        self.analyser = analyser
        self.actuator = actuator
        self.parameters = parameters
    }
}

/// Reads a plant written in a profile, as far as it can be read.
///
/// Names that stand there but could not be read are kept, so that what refers to them is silent.
final class DeclarationReading {
    let profile: ProfileReading
    let settings: DeclaredSettings
    let findings: Findings
    var plant: PlantDeclaration
    /// Disturbances whose mean is not given.
    var usualMeans: Set<String> = []
    /// Where each setpoint stands.
    var setpointPlaces: [String: SourcePlace] = [:]
    private var faulty: Set<String> = []
    /// Whether some names are not known at all, so that nothing can be called unknown.
    private var isIncomplete = false

    /// Longest dead time, in steps.
    static let mostSteps = 100_000.0

    init(_ profile: ProfileReading, settings: DeclaredSettings) {
        self.profile = profile
        self.settings = settings
        findings = profile.findings
        plant = PlantDeclaration(name: "")
    }

    /// Reads all of `plant:` but what built-in models have too: `parameters` and `bind`.
    func read(_ section: inout Section, profileName: String?) {
        plant.name = section.word("name") ?? profileName ?? ""
        plant.title = section.text("title") ?? ""
        plant.source = section.text("source") ?? ""
        readStep(&section)
        plant.inputs = readVariables(&section, "inputs", "input")
        plant.outputs = readVariables(&section, "outputs", "output")
        readElements(&section)
        readStateSpace(&section)
        readDisturbances(&section)
        readInstruments(&section)
        readAnalysers(&section)
        readSetpoints(&section)
        let actuators = readActuators(&section)
        readLoops(&section, drivenBy: actuators)
        finish(actuators)
        readInterlocks(&section)
        readControllers(&section)
        readQuality(&section)
        readFigures(&section)
        section.require("step", "inputs", "outputs", "quality")
        if !section.has("transfer") && !section.has("stateSpace") {
            findings.error(
                "\(section.subject) has neither 'transfer' nor 'stateSpace'; nothing would move "
                    + "its outputs. To use a built-in model instead, name it with 'model'.",
                at: section.place)
        }
    }

    private func readStep(_ section: inout Section) {
        let bounds = Duration.milliseconds(1)...Duration.seconds(3600)
        section.duration("step", in: bounds, into: &plant.step)
    }

    private func readVariables(
        _ section: inout Section, _ key: String, _ kind: String
    ) -> [PlantDeclaration.Variable] {
        guard let entries = section.named(key) else {
            isIncomplete = true
            return []
        }
        return entries.compactMap { entry in
            guard var item = open(entry, kind) else { return nil }
            let unit = item.text("unit", upTo: 40) ?? ""
            let nominal = item.number("nominal")
            let limits = item.range("limits")
            let summary = item.text("summary") ?? ""
            item.require("nominal")
            item.finish()
            if let limits, let nominal, !limits.contains(nominal) {
                item.error(
                    "'nominal' of \(item.subject) is \(nominal.plain), outside its limits "
                        + "\(limits.plain).", at: "nominal")
            }
            return PlantDeclaration.Variable(
                name: entry.key, unit: EngineeringUnit(symbol: unit), nominal: nominal ?? 0,
                limits: limits, summary: summary)
        }
    }

    private func readQuality(_ section: inout Section) {
        guard let name = section.text("quality") else { return }
        plant.quality = name
        check(name, among: variables.map(\.name), "variable", "'quality'", section, "quality")
    }

    private func readControllers(_ section: inout Section) {
        guard let items = section.list("controllers") else {
            plant.controllers = ["plant"]
            return
        }
        for item in items {
            guard let name = item.text, Section.isWord(name) else {
                findings.error(
                    "a controller must be a word of letters, digits, '-' and '_', not "
                        + "\(item.kind).", at: item.place)
                continue
            }
            guard !plant.controllers.contains(name) else {
                findings.error("controller '\(name)' stands twice.", at: item.place)
                continue
            }
            plant.controllers.append(name)
        }
    }
}

extension DeclarationReading {
    /// All variables: outputs, then inputs, those of disturbances added to outputs among them.
    var variables: [PlantDeclaration.Variable] {
        plant.outputs + plant.inputs
            + plant.disturbances.compactMap { disturbance in
                guard let output = plant.output(disturbance.output) else { return nil }
                return PlantDeclaration.Variable(
                    name: disturbance.name, unit: output.unit, nominal: disturbance.mean,
                    limits: nil, summary: "added to \(output.name)")
            }
    }

    /// Opens one named item of the plant; nil, and its name kept, if it cannot be opened.
    func open(_ entry: YAMLNode.Entry, _ kind: String) -> Section? {
        let subject = "\(kind) '\(entry.key)'"
        guard TagName(entry.key) != nil else {
            findings.error(
                "\(subject) must have a name of letters, digits, '-', '_' and '.' that starts "
                    + "with a letter.", at: entry.place)
            return nil
        }
        let section = Section(
            entry.value, subject: subject, place: entry.place, findings: findings)
        if section == nil { faulty.insert(entry.key) }
        return section
    }

    /// Makes sure that a name is known; false, and told, if it is not.
    @discardableResult
    func check(
        _ name: String, among known: [String], _ kind: String, _ subject: String,
        _ place: SourcePlace
    ) -> Bool {
        if known.contains(name) { return true }
        if isIncomplete || faulty.contains(name) { return false }
        let suggestion = findings.suggestion(for: name, among: known)
        let allowed =
            known.isEmpty ? "There is none." : "Allowed: \(known.joined(separator: ", "))."
        findings.error(
            "\(subject) names the \(kind) '\(name)', which the plant does not have.\(suggestion) "
                + allowed, at: place)
        return false
    }

    @discardableResult
    func check(
        _ name: String, among known: [String], _ kind: String, _ key: String, _ section: Section,
        _ place: String
    ) -> Bool {
        check(
            name, among: known, kind, "\(key) of \(section.subject)", section.place(of: place))
    }

    /// The unit of a variable; none if there is no such variable.
    func unit(of name: String) -> EngineeringUnit {
        variables.first { $0.name == name }?.unit ?? .none
    }

    func markIncomplete() { isIncomplete = true }
}

extension PlantDeclaration {
    init(name: String) { self.init(name: name, title: "") }

    /// The input of that name.
    package func input(_ name: String?) -> Variable? { inputs.first { $0.name == name } }

    /// The output of that name.
    package func output(_ name: String?) -> Variable? { outputs.first { $0.name == name } }
}
