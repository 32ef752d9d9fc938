import ModbusWire
import Tags

/// Reads one rule key by key.
struct FaultReading {
    var section: Section
    let facts: FaultFacts
    /// The device it names, if there is such a one.
    var device: String?

    var findings: Findings { section.findings }

    mutating func read() -> FaultRule? {
        let name = section.word("name")
        if let name { section = section.called("fault '\(name)'") }
        section.require("name")
        let scope = readScope()
        if case .device(let name)? = scope { device = name }
        let target = readTarget()
        let effect = readEffect()
        let window = readWindow()
        let end = readEnd()
        section.finish()
        guard let name, let scope, let target, let effect, let window, let end else { return nil }
        let rule = FaultRule(
            name: name, scope: scope, target: target, effect: effect, window: window, end: end)
        return check(rule) ? rule : nil
    }

    private mutating func readScope() -> FaultScope? {
        var found: [FaultScope] = []
        let isMore = ["device", "instrument", "actuator", "disturbance"].filter(section.has)
        if let name = name("device", among: facts.simulated, of: "simulated device") {
            found.append(.device(name))
        }
        let plant = facts.plant
        if let name = name("instrument", among: plant?.faultyInstruments ?? [], of: "instrument") {
            found.append(.instrument(name))
        }
        if let name = name("actuator", among: plant?.actuators ?? [], of: "actuator") {
            found.append(.actuator(name))
        }
        if let name = name("disturbance", among: plant?.disturbances ?? [], of: "disturbance") {
            found.append(.disturbance(name))
        }
        if isMore.isEmpty {
            findings.error(
                "\(section.subject) names nothing it hits. Add device: (or instrument:, actuator:"
                    + " or disturbance:).", at: section.place)
        } else if isMore.count > 1 {
            findings.error(
                "\(section.subject) has both '\(isMore[0])' and '\(isMore[1])'; one is the most.",
                at: section.place)
            return nil
        }
        return found.first
    }

    /// Reads a name that must be one of those there are.
    private mutating func name(_ key: String, among names: [String], of kind: String) -> String? {
        guard let node = section.entry(key)?.value else { return nil }
        guard let text = node.text else {
            section.refuse(key, node, must: "the name of one \(kind)")
            return nil
        }
        if names.contains(text) { return text }
        if facts.incompleteDevices.contains(text) { return nil }
        if facts.devices.contains(text), key == "device" {
            section.error(
                "'device' of \(section.subject) is '\(text)', which is not simulated: only "
                    + "simulated devices play faults.", at: key)
            return nil
        }
        section.refuse(key, node, allowed: names)
        return nil
    }
}

extension FaultReading {
    private mutating func readWindow() -> FaultWindow? {
        let count = section.findings.count
        var window = FaultWindow(from: section.duration("from"))
        if var condition = section.section("when") {
            let tag = tag(&condition, "tag", ofDevice: nil)
            let above = condition.number("above")
            let below = condition.number("below")
            condition.require("tag")
            if !condition.has("above"), !condition.has("below") {
                findings.error(
                    "\(condition.subject) has no limit. Add above: or below:.",
                    at: condition.place)
            }
            condition.finish()
            if let tag { window.when = FaultCondition(tag: tag, above: above, below: below) }
        }
        if var cycle = section.section("cycle") {
            let every = cycle.duration("every", in: .milliseconds(1)...DurationText.longest)
            let from = cycle.duration("from") ?? .zero
            let lasting = cycle.duration("for", in: .milliseconds(1)...DurationText.longest)
            cycle.require("every", "for")
            cycle.finish()
            if let every, let lasting {
                if from >= every || lasting > every {
                    cycle.error(
                        "\(cycle.subject) must begin within its period of "
                            + "\(DurationText.text(every)) and last no longer.", at: "for")
                }
                window.cycle = FaultCycle(every: every, from: from, lasting: lasting)
            }
        }
        return section.findings.count == count ? window : nil
    }

    private mutating func readEnd() -> FaultEnd? {
        let before = section.findings.count
        var end = FaultEnd()
        end.count = section.integer("count", in: 1...1_000_000_000)
        end.lasting = section.duration("for", in: .milliseconds(1)...DurationText.longest)
        if let word = section.choice("until", of: OpenEnd.self) { end.isOpen = word.isOpen }
        if !section.has("count"), !section.has("for"), !section.has("until") {
            findings.error(
                "\(section.subject) never ends. Add count:, for: or until: cleared.",
                at: section.place)
        } else if section.has("until"), section.has("count") || section.has("for") {
            section.error(
                "\(section.subject) lasts until it is cleared, and yet has a count or a time.",
                at: "until")
        }
        return section.findings.count == before ? end : nil
    }

    private enum OpenEnd: String, CaseIterable {
        case cleared, endOfRun
        var isOpen: Bool { true }
    }

    /// Reads the name of a tag: of the rule's device, or of any simulated one if `device` is nil.
    func tag(_ section: inout Section, _ key: String, ofDevice device: String?) -> String? {
        guard let node = section.entry(key)?.value else { return nil }
        guard let text = node.text else {
            section.refuse(key, node, must: "the name of a tag")
            return nil
        }
        return tag(text, at: node, key: key, section, ofDevice: device)
    }

    func tag(
        _ text: String, at node: YAMLNode, key: String, _ section: Section, ofDevice device: String?
    ) -> String? {
        let owner = String(text.prefix { $0 != "." })
        if facts.faultyTags.contains(text) || facts.incompleteDevices.contains(owner) {
            return nil
        }
        let known = device.map(facts.tags(of:)) ?? facts.simulatedTags
        if known.contains(text) { return text }
        let place = device.map { "device '\($0)'" } ?? "any simulated device"
        let suggestion = findings.suggestion(for: text, among: known)
        findings.error(
            "'\(key)' of \(section.subject) is '\(text)', no tag of \(place).\(suggestion)",
            at: node.place)
        return nil
    }
}

extension PlantFacts {
    /// Signals that a rule's `instrument` may name: readings and results of analysers.
    var faultyInstruments: [String] {
        instruments + analysers.filter { !instruments.contains($0) }
    }
}
