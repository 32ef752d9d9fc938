import Tags

extension ScenarioReading {
    /// Reads `system:`.
    func readSystem(_ top: inout Section) -> ScenarioSystem {
        let usual = ScenarioSystem.gateway(mode: .manual)
        guard let entry = top.entry("system") else { return usual }
        if let text = entry.value.text {
            switch text {
            case "gateway": return usual
            case "none": return .none
            default:
                top.refuse("system", entry.value, allowed: ["gateway", "none"])
                return usual
            }
        }
        guard
            var section = Section(
                entry.value, subject: "'system' of the scenario", findings: findings)
        else { return usual }
        if section.has("gateway") {
            let system = readGateway(&section)
            section.finish()
            return system
        }
        let process = readProcess(&section)
        section.finish()
        return process.map(ScenarioSystem.process) ?? usual
    }

    private func readGateway(_ section: inout Section) -> ScenarioSystem {
        guard var gateway = section.section("gateway")?.called("the gateway") else {
            return .gateway(mode: .manual)
        }
        let mode: ScenarioMode = gateway.choice("mode") ?? .manual
        let bounds = Duration.milliseconds(10)...(.seconds(60))
        let answer = gateway.duration("answerTimeout", in: bounds)
        let connect = gateway.duration("connectTimeout", in: bounds)
        gateway.finish()
        for index in profile?.devices.indices ?? 0..<0 {
            if let answer { profile?.devices[index].link.answerTimeout = answer }
            if let connect { profile?.devices[index].link.connectTimeout = connect }
        }
        return .gateway(mode: mode)
    }

    private func readProcess(_ section: inout Section) -> ScenarioProcess? {
        let command = (section.list("command") ?? []).compactMap { node -> String? in
            guard let text = node.text, !text.isEmpty, !text.utf8.contains(0) else {
                findings.error(
                    "a word of 'command' is \(node.kind), not text.", at: node.place)
                return nil
            }
            return text
        }
        if !section.has("command") {
            findings.error(
                "'system' of the scenario says neither 'gateway' nor 'command'.",
                at: section.place)
        } else if command.isEmpty {
            section.error("'command' names no program.", at: "command")
        }
        var process = ScenarioProcess(command: command)
        for entry in section.named("environment") ?? [] {
            guard let text = entry.value.text, Self.isVariable(entry.key) else {
                findings.error(
                    "'\(entry.key)' of 'environment' must be letters, digits and '_' with a text "
                        + "behind it.", at: entry.place)
                continue
            }
            process.environment[entry.key] = text
        }
        process.ready = section.text("ready")
        process.waitFor = readWaitFor(&section) ?? .exit
        section.duration(
            "timeout", in: .milliseconds(100)...(.seconds(3600)), into: &process.timeout)
        section.integer("exitCode", in: 0...255, into: &process.exitCode)
        process.speed = readSpeed(&section) ?? .factor(1)
        return command.isEmpty ? nil : process
    }

    private func readWaitFor(_ section: inout Section) -> ScenarioProcess.WaitFor? {
        guard let node = section.entry("waitFor")?.value else { return nil }
        switch node.text {
        case "exit": return .exit
        case "duration": return .duration
        case nil:
            guard var inner = Section(node, subject: "'waitFor'", findings: findings) else {
                return nil
            }
            let text = inner.text("line")
            inner.require("line")
            inner.finish()
            return text.map(ScenarioProcess.WaitFor.line)
        default:
            section.refuse("waitFor", node, allowed: ["exit", "duration", "{line: text}"])
            return nil
        }
    }

    private func readSpeed(_ section: inout Section) -> ScenarioProcess.Speed? {
        guard section.has("speed") else {
            _ = section.entry("speed")
            return nil
        }
        if section.entries.first(where: { $0.key == "speed" })?.value.text == "step" {
            _ = section.entry("speed")
            return .step
        }
        let factor = section.number("speed", "a number above 0, at most 1e6, or step") {
            $0 > 0 && $0 <= 1e6
        }
        return factor.map(ScenarioProcess.Speed.factor)
    }

    private static func isVariable(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39)
                    || $0 == 0x5F
            }
    }
}
