import Tags

/// An actuator as read, before the loops are known.
struct ActuatorReading {
    var actuator: PlantDeclaration.Actuator
    let section: Section
    let hasLimits: Bool
}

extension DeclarationReading {
    /// Reads `actuators:`; those whose drive could not be read are left out.
    func readActuators(_ section: inout Section) -> [ActuatorReading] {
        var actuators: [ActuatorReading] = []
        for entry in section.named("actuators") ?? [] {
            guard var item = open(entry, "actuator") else { continue }
            let given = item.text("input")
            let input = given ?? entry.key
            check(
                input, among: plant.inputs.map(\.name), "input",
                given == nil ? "the name" : "'input'", item, "input")
            if let other = actuators.first(where: { $0.actuator.input == input }) {
                item.error(
                    "\(item.subject) moves the input '\(input)', which actuator "
                        + "'\(other.actuator.name)' moves already.", at: "input")
            }
            let limits = item.range("limits")
            let lag = item.duration("lag") ?? .zero
            let rate = item.number("rate", "a number above 0, a minute") { $0 > 0 }
            let summary = item.text("summary") ?? plant.input(input)?.summary ?? ""
            let own = ["lag", "rate"]
            let values = readSettings(&item, settings.actuator.filter { !own.contains($0.name) })
            let drive = readDrive(&item)
            item.require("limits")
            item.finish()
            if let limits, let nominal = plant.input(input)?.nominal, !limits.contains(nominal) {
                item.error(
                    "'limits' of \(item.subject) are \(limits.plain), but '\(input)' starts at "
                        + "\(nominal.plain).", at: "limits")
            }
            guard let drive else { continue }
            let actuator = PlantDeclaration.Actuator(
                name: entry.key, input: input, limits: limits ?? 0...1, lag: lag, rate: rate,
                drive: drive, settings: values, summary: summary)
            actuators.append(
                ActuatorReading(actuator: actuator, section: item, hasLimits: limits != nil))
        }
        return actuators
    }

    private func readDrive(_ item: inout Section) -> PlantDeclaration.Drive? {
        let setpoint = item.text("setpoint")
        let loop = item.text("loop")
        let fixed = item.number("fixed")
        var ratio = item.section("ratio")
        let parts = (ratio?.text("setpoint"), ratio?.text("to"), ratio?.duration("lag"))
        ratio?.require("setpoint", "to")
        ratio?.finish()
        let keys = ["setpoint", "loop", "ratio", "fixed"]
        guard keys.filter(item.has).count == 1 else {
            findings.error(
                "\(item.subject) must have exactly one of \(keys.joined(separator: ", ")): what "
                    + "moves it.", at: item.place)
            return nil
        }
        if let setpoint {
            check(setpoint, among: setpointNames, "setpoint", "'setpoint'", item, "setpoint")
            return .setpoint(setpoint)
        }
        if let loop { return .loop(loop) }
        if let fixed { return .fixed(fixed) }
        guard let ratio, let setpoint = parts.0, let signal = parts.1 else { return nil }
        check(setpoint, among: setpointNames, "setpoint", "'setpoint'", ratio, "setpoint")
        check(signal, among: readingNames, "reading", "'to'", ratio, "to")
        return .ratio(setpoint: setpoint, to: signal, lag: parts.2 ?? .zero)
    }

    private var setpointNames: [String] { plant.setpoints.map(\.name) }

    /// What loops, ratios and interlocks may read.
    var readingNames: [String] {
        plant.instruments.map(\.name)
            + plant.analysers.flatMap { analyser in
                [analyser.signal, analyser.stem + ".age", analyser.stem + ".counter"]
            } + variables.map(\.name)
    }

    /// Reads `loops:`; each takes from its actuator what it does not say itself.
    func readLoops(_ section: inout Section, drivenBy actuators: [ActuatorReading]) {
        for entry in section.named("loops") ?? [] {
            guard var item = open(entry, "loop") else { continue }
            let driven = actuators.first { $0.actuator.drive == .loop(entry.key) }
            let reading = item.text("reads")
            let setpoint = item.text("setpoint") ?? entry.key
            let gain = item.number("gain", "a number other than 0") { $0 != 0 }
            let bounds = Duration.milliseconds(1)...DurationText.longest
            let integralTime = item.duration("integralTime", in: bounds)
            let nominal = item.number("nominal")
            let limits = item.range("limits")
            let scan = readMultiple("every", &item)
            item.require("reads", "gain", "integralTime")
            item.finish()
            if let reading {
                check(reading, among: readingNames, "reading", "'reads'", item, "reads")
            }
            check(setpoint, among: setpointNames, "setpoint", "'setpoint'", item, "setpoint")
            if driven == nil && !actuators.isEmpty {
                findings.error(
                    "\(item.subject) moves nothing. Give an actuator 'loop: \(entry.key)'.",
                    at: item.place)
            }
            let usual = driven.flatMap { plant.input($0.actuator.input)?.nominal }
            plant.loops.append(
                PlantDeclaration.Loop(
                    name: entry.key, reading: reading ?? "", setpoint: setpoint, gain: gain ?? 1,
                    integralTime: integralTime ?? .seconds(1),
                    nominalOutput: nominal ?? usual ?? 0,
                    limits: limits ?? driven?.actuator.limits ?? 0...1,
                    scanSteps: scan.map { Int(($0 / plant.step).rounded()) } ?? 1))
        }
    }

    /// Checks what only the loops tell, and takes the actuators.
    func finish(_ actuators: [ActuatorReading]) {
        for reading in actuators {
            if case .loop(let name) = reading.actuator.drive {
                check(
                    name, among: plant.loops.map(\.name), "loop", "'loop'", reading.section, "loop")
            }
        }
        plant.actuators = actuators.map(\.actuator)
        // An actuator brings the nominal value with it; what varies comes on top.
        let moved = Set(plant.actuators.map(\.input))
        for index in plant.disturbances.indices
        where moved.contains(plant.disturbances[index].name)
            && usualMeans.contains(plant.disturbances[index].name)
        {
            plant.disturbances[index].mean = 0
        }
        let named =
            actuators.map(\.actuator.drive) + plant.loops.map { .setpoint($0.setpoint) }
        for setpoint in plant.setpoints {
            let isUsed = named.contains { drive in
                switch drive {
                case .setpoint(let name), .ratio(setpoint: let name, to: _, lag: _):
                    name == setpoint.name
                case .loop, .fixed: false
                }
            }
            if !isUsed { warnOfUnused(setpoint.name) }
        }
    }

    private func warnOfUnused(_ setpoint: String) {
        findings.warning(
            "setpoint '\(setpoint)' moves nothing: no actuator and no loop names it.",
            at: setpointPlaces[setpoint] ?? .none)
    }

    /// Reads `interlocks:`.
    func readInterlocks(_ section: inout Section) {
        for node in section.list("interlocks") ?? [] {
            guard
                var item = Section(
                    node, subject: "an interlock", place: node.place, findings: findings)
            else { continue }
            let conditions = (item.named("outside") ?? []).compactMap { readCondition($0) }
            let delay = item.duration("for") ?? .zero
            let reset = item.duration("reset") ?? .zero
            let forbidsMoves = item.flag("forbidMoves") ?? false
            let drives = readTargets(&item, "drive", plant.actuators.map(\.name), "actuator")
            let forced = readTargets(&item, "force", plant.inputs.map(\.name), "input")
            item.require("outside")
            item.finish()
            if !item.has("forbidMoves") && !item.has("drive") && !item.has("force") {
                findings.error(
                    "an interlock must do something. Give it 'forbidMoves: true', 'drive' or "
                        + "'force'.", at: item.place)
            }
            plant.interlocks.append(
                PlantDeclaration.Interlock(
                    conditions: conditions, delay: delay, reset: reset,
                    forbidsMoves: forbidsMoves, drives: drives, forced: forced))
        }
    }

    private func readCondition(_ entry: YAMLNode.Entry) -> PlantDeclaration.Interlock.Condition? {
        check(entry.key, among: readingNames, "reading", "an interlock", entry.place)
        guard case .sequence(let items) = entry.value.content, items.count == 2,
            let low = items[0].number, let high = items[1].number, low < high
        else {
            findings.error(
                "'\(entry.key)' in 'outside' of an interlock must be a list of two numbers, "
                    + "[lowest, highest], not \(entry.value.kind).", at: entry.value.place)
            return nil
        }
        return PlantDeclaration.Interlock.Condition(reading: entry.key, normal: low...high)
    }

    private func readTargets(
        _ item: inout Section, _ key: String, _ known: [String], _ kind: String
    ) -> [PlantDeclaration.Interlock.Target] {
        (item.named(key) ?? []).compactMap { entry in
            check(entry.key, among: known, kind, "'\(key)' of an interlock", entry.place)
            guard let value = entry.value.number else {
                findings.error(
                    "'\(entry.key)' in '\(key)' of an interlock must be a number, not "
                        + "\(entry.value.kind).", at: entry.value.place)
                return nil
            }
            return PlantDeclaration.Interlock.Target(name: entry.key, value: value)
        }
    }
}
