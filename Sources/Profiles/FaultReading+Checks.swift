extension FaultReading {
    /// Tells what does not fit together; false if anything does not.
    func check(_ rule: FaultRule) -> Bool {
        let before = findings.count
        checkScope(rule)
        checkTags(rule)
        let isEndless = rule.end.lasting == nil && !rule.end.isOpen && rule.window.cycle == nil
        if rule.effect.isStanding, isEndless {
            findings.error(
                "'\(rule.effect.key)' of \(section.subject) lasts, so a count cannot end it. "
                    + "Add for: or until: cleared.", at: section.place)
        }
        return findings.count == before
    }

    private func checkScope(_ rule: FaultRule) {
        guard rule.device == nil, section.has("on") else { return }
        section.error(
            "'on' of \(section.subject) has no meaning: the fault is the plant's.", at: "on")
    }

    private func checkTags(_ rule: FaultRule) {
        let key = rule.effect.key
        guard rule.effect.needsTags else { return }
        if rule.target.tags.isEmpty {
            findings.error(
                "'\(key)' of \(section.subject) needs to know which tags. Add on: {tags: …}.",
                at: section.place(of: key))
        }
        for tag in rule.target.tags where facts.tags[tag]?.mapping.type.isText == true {
            section.error(
                "'\(key)' of \(section.subject) needs numbers, but '\(tag)' is text.", at: "on")
        }
    }
}

extension FaultEffect {
    /// Whether it acts as long as the rule does, without a request.
    package var isStanding: Bool {
        switch self {
        case .power, .freeze, .torn, .answersTo, .instrument, .actuator, .hold: true
        case .otherClient(let other): other.every != nil
        default: false
        }
    }

    /// Whether it is meant for tags of the target only.
    var needsTags: Bool {
        switch self {
        case .scaleFactor, .counter, .rollover, .counterReset, .clock, .clamp, .round,
            .otherClient, .watchdog:
            true
        default: false
        }
    }
}
