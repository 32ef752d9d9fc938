import Tags

extension ProfileReading {
    /// Reads `plant:`.
    func readPlant(_ top: inout Section) -> PlantSection? {
        guard var section = top.section("plant").map({ $0.called("the plant") }) else { return nil }
        if declaresPlant(section) {
            let name = top.entries.first { $0.key == "profile" }?.value.text
            let (declaration, facts) = readDeclaredPlant(&section, profileName: name)
            plantFacts = facts
            let parameters = readParameters(&section, facts)
            let bindings = readBindings(&section, facts)
            section.finish()
            return PlantSection(
                model: declaration.name, parameters: parameters, bindings: bindings,
                declaration: declaration, place: section.place)
        }
        let modelNode = section.entry("model")?.value
        section.require("model")
        var facts: PlantFacts?
        if let modelNode {
            facts = plants.first { $0.model == modelNode.text }
            if facts == nil { section.refuse("model", modelNode, allowed: plants.map(\.model)) }
        }
        plantFacts = facts
        let parameters = readParameters(&section, facts)
        let instruments = readInstruments(&section, facts)
        let actuators = readActuators(&section, facts)
        let bindings = readBindings(&section, facts)
        section.finish()
        return PlantSection(
            model: modelNode?.text ?? "", parameters: parameters, instruments: instruments,
            actuators: actuators, bindings: bindings, place: section.place)
    }

    private func readParameters(_ section: inout Section, _ facts: PlantFacts?) -> [String: Double]
    {
        guard let entry = section.entry("parameters"), let facts else { return [:] }
        return numbers(
            entry.value, of: facts.parameters, subject: "'parameters' of the plant")
    }

    private func readInstruments(
        _ section: inout Section, _ facts: PlantFacts?
    ) -> [String: [String: Double]] {
        let entries = section.named("instruments") ?? []
        guard let facts else { return [:] }
        return readParts(
            entries, "instrument", of: facts,
            among: facts.instruments.map { ($0, facts.instrumentSettings) }
                + facts.analysers.map { ($0, facts.analyserSettings) })
    }

    private func readActuators(
        _ section: inout Section, _ facts: PlantFacts?
    ) -> [String: [String: Double]] {
        let entries = section.named("actuators") ?? []
        guard let facts else { return [:] }
        return readParts(
            entries, "actuator", of: facts,
            among: facts.actuators.map { ($0, facts.actuatorSettings) })
    }

    /// Reads the settings of parts of the plant, each named and with settings of its own.
    private func readParts(
        _ entries: [YAMLNode.Entry], _ noun: String, of facts: PlantFacts,
        among parts: [(name: String, settings: [PlantFacts.Parameter])]
    ) -> [String: [String: Double]] {
        var values: [String: [String: Double]] = [:]
        for entry in entries {
            guard let part = parts.first(where: { $0.name == entry.key }) else {
                let names = parts.map(\.name)
                let suggestion = findings.suggestion(for: entry.key, among: names)
                findings.error(
                    "plant '\(facts.model)' has no \(noun) '\(entry.key)'.\(suggestion) "
                        + "Allowed: \(names.joined(separator: ", ")).", at: entry.place)
                continue
            }
            values[entry.key] = numbers(
                entry.value, of: part.settings, subject: "\(noun) '\(entry.key)'")
        }
        return values
    }

    /// Reads numbers and times by name, each within its bounds.
    private func numbers(
        _ node: YAMLNode, of parameters: [PlantFacts.Parameter], subject: String
    ) -> [String: Double] {
        guard var section = Section(node, subject: subject, findings: findings) else { return [:] }
        var values: [String: Double] = [:]
        for parameter in parameters {
            let bounds = parameter.bounds
            if parameter.isDuration {
                let times =
                    Duration.seconds(bounds.lowerBound)...Duration.seconds(bounds.upperBound)
                values[parameter.name] = section.duration(parameter.name, in: times)?.inSeconds
            } else {
                values[parameter.name] = section.number(
                    parameter.name, "a number in \(bounds.plain)", where: bounds.contains)
            }
        }
        section.finish()
        return values
    }
}

extension ProfileReading {
    private func readBindings(_ section: inout Section, _ facts: PlantFacts?) -> [PlantBinding] {
        let entries = section.named("bind") ?? []
        guard let facts else { return [] }
        let signals = Dictionary(facts.signals.map { ($0.name, $0) }) { first, _ in first }
        var bindings: [PlantBinding] = []
        var signalOfTag: [TagName: String] = [:]
        for entry in entries {
            let tag = tag(entry.value, namedBy: "'\(entry.key)' in 'bind' of the plant")
            guard let signal = signals[entry.key] else {
                let names = facts.signals.map(\.name)
                let suggestion = findings.suggestion(for: entry.key, among: names)
                findings.error(
                    "plant '\(facts.model)' has no signal '\(entry.key)'.\(suggestion)",
                    at: entry.place)
                continue
            }
            guard let tag else { continue }
            if let other = signalOfTag.updateValue(entry.key, forKey: tag.name) {
                findings.error(
                    "tag '\(tag.name)' is bound to '\(other)' and to '\(entry.key)'.",
                    at: entry.value.place)
            }
            check(tag, against: signal, at: entry.value.place)
            bindings.append(PlantBinding(signal: entry.key, tag: tag.name))
        }
        let named = Set(entries.map(\.key))
        for signal in facts.signals where signal.isRequired && !named.contains(signal.name) {
            findings.error(
                "signal '\(signal.name)' of plant '\(facts.model)' is bound to no tag. Add "
                    + "'\(signal.name): device.tag' to 'bind'.", at: bindPlace(section))
        }
        warnOfUnbound(signalOfTag)
        return bindings
    }

    private func bindPlace(_ section: Section) -> SourcePlace {
        section.entries.first { $0.key == "bind" }?.place ?? section.place
    }

    private func check(_ tag: TagProfile, against signal: PlantFacts.Signal, at place: SourcePlace)
    {
        let name = "signal '\(signal.name)'"
        if tags[tag.name.text]?.isSimulated == false {
            findings.error(
                "\(name) is bound to '\(tag.name)', whose device is not simulated.", at: place)
        }
        guard let limits = tag.mapping.valueLimits else {
            findings.error("\(name) is bound to '\(tag.name)', which is text.", at: place)
            return
        }
        checkRegisters(of: tag, against: signal, limits, at: place)
        if signal.kind == .setpoint && !tag.isWritable {
            findings.error(
                "\(name) is a setpoint, but nobody may write '\(tag.name)'. Give the tag role: "
                    + "manipulated or access: write.", at: place)
        }
        if signal.kind != .setpoint && tag.isWritable {
            findings.error(
                "\(name) is a \(signal.kind.rawValue), but clients may write '\(tag.name)'. Bind "
                    + "it to "
                    + "a tag that is only read.", at: place)
        }
        if tag.unit.symbol != signal.unit && !tag.unit.symbol.isEmpty {
            findings.error(
                "\(name) is in \(signal.unit.isEmpty ? "no unit" : signal.unit), but "
                    + "'\(tag.name)' is "
                    + "in \(tag.unit).", at: place)
        }
    }

    private func checkRegisters(
        of tag: TagProfile, against signal: PlantFacts.Signal, _ limits: ClosedRange<Double>,
        at place: SourcePlace
    ) {
        guard signal.kind == .reading || signal.kind == .setpoint else { return }
        // Less than half a count is lost in rounding anyway.
        let slack = abs(tag.mapping.scale) / 2
        if signal.range.lowerBound < limits.lowerBound - slack
            || signal.range.upperBound > limits.upperBound + slack
        {
            findings.warning(
                "signal '\(signal.name)' reaches \(signal.range.plain), but the "
                    + "\(tag.mapping.type) of '\(tag.name)' holds \(limits.plain).", at: place)
        }
    }

    /// A tag nobody moves looks healthy and means nothing.
    private func warnOfUnbound(_ bound: [TagName: String]) {
        for device in devices where device.profile.isSimulated {
            for tag in device.tags where bound[tag.profile.name] == nil {
                guard tag.profile.initialValue == nil, !tag.profile.isWritable else { continue }
                findings.warning(
                    "'\(tag.profile.name)' is bound to no signal and will never change. Bind it, "
                        + "or "
                        + "give it 'initial'.", at: tag.profile.place)
            }
        }
    }
}
