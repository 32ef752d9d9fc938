import Tags

extension DeclarationReading {
    /// Reads `instruments:` of a declared plant.
    func readInstruments(_ section: inout Section) {
        for entry in section.named("instruments") ?? [] {
            guard var item = open(entry, "instrument") else { continue }
            let variable = readVariable(&item, entry.key)
            let unit = readUnit(&item, of: variable)
            let range = item.range("range")
            let isShown = item.flag("shown") ?? true
            let summary = item.text("summary") ?? summary(of: variable)
            let values = readSettings(&item, settings.instrument)
            item.require("range")
            item.finish()
            plant.instruments.append(
                PlantDeclaration.Instrument(
                    name: entry.key, variable: variable, unit: unit, range: range ?? 0...1,
                    settings: values, summary: summary, isShown: isShown))
        }
    }

    /// Reads `analysers:`.
    func readAnalysers(_ section: inout Section) {
        for entry in section.named("analysers") ?? [] {
            guard var item = open(entry, "analyser") else { continue }
            let kind: AnalyserKind = item.choice("kind") ?? .analyser
            let variable = readVariable(&item, entry.key)
            let unit = readUnit(&item, of: variable)
            let range = item.range("range")
            let summary = item.text("summary") ?? summary(of: variable)
            let values = readSettings(&item, settings.analyser)
            item.require("range", "interval")
            item.finish()
            plant.analysers.append(
                PlantDeclaration.Analyser(
                    stem: entry.key, isLaboratory: kind == .laboratory, variable: variable,
                    unit: unit, range: range ?? 0...1, settings: values, summary: summary))
        }
    }

    private enum AnalyserKind: String, CaseIterable {
        case analyser
        case laboratory
    }

    /// Reads `setpoints:`.
    func readSetpoints(_ section: inout Section) {
        for entry in section.named("setpoints") ?? [] {
            guard var item = open(entry, "setpoint") else { continue }
            let unit = readUnit(&item, of: entry.key)
            let limits = item.range("limits")
            let nominal = item.number("nominal")
            let rate = item.number("rate", "a number above 0, a minute") { $0 > 0 }
            let summary = item.text("summary") ?? summary(of: entry.key)
            item.require("limits", "nominal")
            item.finish()
            if let limits, let nominal, !limits.contains(nominal) {
                item.error(
                    "'nominal' of \(item.subject) is \(nominal.plain), outside its limits "
                        + "\(limits.plain).", at: "nominal")
            }
            setpointPlaces[entry.key] = entry.place
            plant.setpoints.append(
                PlantDeclaration.Setpoint(
                    name: entry.key, unit: unit, limits: limits ?? 0...1, nominal: nominal ?? 0,
                    rate: rate, summary: summary))
        }
    }

    private func readVariable(_ item: inout Section, _ name: String) -> String {
        let given = item.text("of")
        let variable = given ?? name
        check(
            variable, among: variables.map(\.name), "variable", given == nil ? "the name" : "'of'",
            item, "of")
        return variable
    }

    private func readUnit(_ item: inout Section, of variable: String) -> EngineeringUnit {
        item.text("unit", upTo: 40).map(EngineeringUnit.init(symbol:)) ?? unit(of: variable)
    }

    private func summary(of variable: String) -> String {
        variables.first { $0.name == variable }?.summary ?? ""
    }

    /// Reads numbers and times by name, each within its bounds; times in seconds.
    func readSettings(
        _ item: inout Section, _ known: [PlantFacts.Parameter]
    ) -> [String: Double] {
        var values: [String: Double] = [:]
        for parameter in known {
            let bounds = parameter.bounds
            if parameter.isDuration {
                let times =
                    Duration.seconds(bounds.lowerBound)...Duration.seconds(bounds.upperBound)
                values[parameter.name] = item.duration(parameter.name, in: times)?.inSeconds
            } else {
                values[parameter.name] = item.number(
                    parameter.name, "a number in \(bounds.plain)", where: bounds.contains)
            }
        }
        return values
    }
}
