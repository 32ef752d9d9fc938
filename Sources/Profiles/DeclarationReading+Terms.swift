import Tags

extension DeclarationReading {
    /// Reads `disturbances:`.
    func readDisturbances(_ section: inout Section) {
        for entry in section.named("disturbances") ?? [] {
            guard var item = open(entry, "disturbance") else { continue }
            let output = item.text("output")
            let mean = item.number("mean")
            let limits = item.range("limits")
            let input = plant.input(entry.key)
            if let output {
                check(
                    output, among: plant.outputs.map(\.name), "output", "'output'", item, "output")
                if input != nil || plant.output(entry.key) != nil {
                    findings.error(
                        "\(item.subject) is added to an output, so it needs a name of its own; "
                            + "'\(entry.key)' is a variable already. Call it "
                            + "'\(entry.key).drift', for example.", at: entry.place)
                }
            } else {
                check(
                    entry.key, among: plant.inputs.map(\.name), "input",
                    "\(item.subject), which is added to no 'output',", entry.place)
            }
            let usual = output == nil ? input?.nominal ?? 0 : 0
            let terms = (item.list("terms") ?? []).compactMap {
                readTerm($0, of: item.subject)
            }
            item.require("terms")
            item.finish()
            if mean == nil { usualMeans.insert(entry.key) }
            plant.disturbances.append(
                PlantDeclaration.Disturbance(
                    name: entry.key, output: output, mean: mean ?? usual,
                    limits: limits ?? input?.limits, terms: terms))
        }
    }

    /// Reads one term: a mapping of one key, its kind.
    private func readTerm(_ node: YAMLNode, of subject: String) -> PlantDeclaration.FreeTerm? {
        let kinds = TermKind.allCases.map(\.rawValue)
        guard case .mapping(let entries) = node.content, entries.count == 1,
            let entry = entries.first
        else {
            if node.isLost { return nil }
            findings.error(
                "a term of \(subject) must be a mapping of one key, its kind: "
                    + "\(kinds.joined(separator: ", ")).", at: node.place)
            return nil
        }
        guard let kind = TermKind(rawValue: entry.key) else {
            findings.error(
                "\(subject) has no term '\(entry.key)'."
                    + findings.suggestion(for: entry.key, among: kinds)
                    + " Allowed: \(kinds.joined(separator: ", ")).", at: entry.place)
            return nil
        }
        if kind == .constant {
            guard let value = entry.value.number else {
                findings.error(
                    "'constant' of \(subject) must be a number, not \(entry.value.kind).",
                    at: entry.value.place)
                return nil
            }
            return .constant(value)
        }
        guard
            var item = Section(
                entry.value, subject: "the \(entry.key) of \(subject)", place: entry.place,
                findings: findings)
        else { return nil }
        let term = readTerm(kind, &item)
        item.finish()
        return term
    }

    private func readTerm(_ kind: TermKind, _ item: inout Section) -> PlantDeclaration.FreeTerm? {
        switch kind {
        case .constant: nil
        case .step: readStepTerm(&item)
        case .ramp: readRamp(&item)
        case .sine: readSine(&item)
        case .square: readSquare(&item)
        case .randomWalk: readWalk(&item)
        case .meanReverting: readMeanReverting(&item)
        case .randomSteps: readRandomSteps(&item)
        case .autoregressive: readAutoregressive(&item)
        case .replay: readReplay(&item)
        }
    }

    private enum TermKind: String, CaseIterable {
        case constant
        case step
        case ramp
        case sine
        case square
        case randomWalk
        case meanReverting
        case randomSteps
        case autoregressive
        case replay
    }

    private func readStepTerm(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let value = item.number("to")
        let start = item.duration("at") ?? .zero
        item.require("to")
        return value.map { .step(value: $0, at: start) }
    }

    private func readRamp(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let value = item.number("to")
        let length = readPeriod("over", &item)
        let start = item.duration("at") ?? .zero
        let repeats = item.flag("repeat") ?? false
        item.require("to", "over")
        guard let value, let length else { return nil }
        return .ramp(value: value, start: start, length: length, repeats: repeats)
    }

    private func readSine(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let height = item.number("height")
        let period = readPeriod("period", &item)
        let phase = item.number("phase", "a part of the period, -1…1") { abs($0) <= 1 } ?? 0
        item.require("height", "period")
        guard let height, let period else { return nil }
        return .sine(height: height, period: period, phase: phase)
    }

    private func readSquare(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let low = item.number("low") ?? 0
        let high = item.number("high")
        let period = readPeriod("period", &item)
        let duty = item.number("duty", "a number above 0 and below 1") { $0 > 0 && $0 < 1 }
        item.require("high", "period")
        guard let high, let period else { return nil }
        return .square(low: low, high: high, period: period, duty: duty ?? 0.5)
    }

    private func readWalk(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let deviation = readDeviation(&item)
        let time = readPeriod("over", &item) ?? .seconds(86_400)
        return deviation.map { .randomWalk(deviation: $0, time: time) }
    }

    private func readMeanReverting(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let deviation = readDeviation(&item)
        let time = readPeriod("time", &item)
        item.require("time")
        guard let deviation, let time else { return nil }
        return .meanReverting(deviation: deviation, time: time)
    }

    private func readRandomSteps(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let size = item.number("size", "a number, 0 or more") { $0 >= 0 }
        let time = readPeriod("time", &item)
        item.require("size", "time")
        guard let size, let time else { return nil }
        return .randomSteps(size: size, time: time)
    }

    private func readAutoregressive(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let deviation = readDeviation(&item)
        let interval = readMultiple("every", &item)
        let items = item.list("coefficients") ?? []
        let coefficients = items.compactMap(\.number)
        item.require("coefficients")
        if let odd = items.first(where: { $0.number == nil }) {
            item.refuse("coefficients", odd, must: "a list of numbers")
            return nil
        }
        guard (1...16).contains(coefficients.count) else {
            if item.has("coefficients") {
                item.error(
                    "'coefficients' of \(item.subject) has \(coefficients.count) numbers; it may "
                        + "have 1…16.", at: "coefficients")
            }
            return nil
        }
        guard Self.settles(coefficients) else {
            item.error(
                "\(item.subject) would grow for ever: no past value may weigh so much. With one "
                    + "coefficient it must lie between -1 and 1.", at: "coefficients")
            return nil
        }
        guard let deviation, let interval else { return nil }
        return .autoregressive(
            coefficients: coefficients, deviation: deviation, interval: interval)
    }

    /// Whether a process with these coefficients keeps its size: its reflection coefficients,
    /// found by the recursion of Levinson and Durbin run backwards, are all within ±1.
    private static func settles(_ coefficients: [Double]) -> Bool {
        var left = coefficients
        while let last = left.popLast() {
            guard abs(last) < 1 - 1e-9 else { return false }
            let rest = left
            for index in left.indices {
                left[index] =
                    (rest[index] + last * rest[rest.count - 1 - index]) / (1 - last * last)
            }
        }
        return true
    }

    private func readDeviation(_ item: inout Section) -> Double? {
        let deviation = item.number("sd", "a number, 0 or more") { $0 >= 0 }
        item.require("sd")
        return deviation
    }

    private func readPeriod(_ key: String, _ item: inout Section) -> Duration? {
        item.duration(key, in: plant.step...DurationText.longest)
    }

    /// Reads a time that must be a whole number of steps; one step if it is absent.
    func readMultiple(_ key: String, _ item: inout Section) -> Duration? {
        guard item.has(key) else {
            _ = item.entry(key)
            return plant.step
        }
        guard let time = readPeriod(key, &item) else { return nil }
        let steps = (time / plant.step).rounded(.down)
        let below = Duration.nanoseconds(plant.step.nanoseconds * Int64(steps))
        guard below == time else {
            item.error(
                "'\(key)' of \(item.subject) is \(DurationText.text(time)), no multiple of the "
                    + "step of \(DurationText.text(plant.step)). Nearest: "
                    + "\(DurationText.text(below)) and \(DurationText.text(below + plant.step)).",
                at: key)
            return nil
        }
        return time
    }
}
