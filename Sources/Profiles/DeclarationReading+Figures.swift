import Tags

extension DeclarationReading {
    /// Reads `published:`.
    func readFigures(_ section: inout Section) {
        for node in section.list("published") ?? [] {
            guard
                var item = Section(
                    node, subject: "a published value", place: node.place, findings: findings)
            else { continue }
            let quantity = readQuantity(&item)
            let printed = item.text("value", upTo: 40)
            if let printed, NumberText.real(printed) == nil {
                item.error(
                    "'value' of \(item.subject) must be a number with the digits that were "
                        + "printed, not '\(printed)'.", at: "value")
            }
            let divisor = item.number("dividedBy", "a number other than 0") { $0 != 0 } ?? 1
            let tolerance = readTolerance(&item)
            let mark: Mark = item.choice("mark") ?? .computed
            let source = item.text("source") ?? plant.source
            let summary = item.text("summary")
            item.require("value")
            item.finish()
            guard let quantity, let printed, let tolerance else { continue }
            plant.figures.append(
                PlantDeclaration.PublishedFigure(
                    quantity: quantity, divisor: divisor, printed: printed,
                    tolerance: tolerance, mark: mark.rawValue, source: source, summary: summary))
        }
    }

    private enum Mark: String, CaseIterable {
        case printed = "P"
        case quoted = "Q"
        case computed = "C"
        case design = "D"
    }

    private func readTolerance(_ item: inout Section) -> PlantDeclaration.Tolerance? {
        guard let node = item.entry("tolerance")?.value else { return .halfDigit }
        if node.text == "halfDigit" { return .halfDigit }
        if node.text == "lastDigit" { return .lastDigit }
        if let distance = node.number, distance > 0 { return .within(distance) }
        item.refuse("tolerance", node, must: "halfDigit, lastDigit, or a number above 0")
        return nil
    }

    private enum QuantityKind: String, CaseIterable {
        case steady
        case gain
        case response
        case relativeGain
        case inverseGain
        case determinant
        case niederlinski
        case singularValue
        case conditionNumber
        case ultimateGain
        case ultimatePeriod
        case feedForward
        case toReach
        case logModulus
        case integralError
    }

    private func readQuantity(_ item: inout Section) -> PlantDeclaration.Quantity? {
        let kinds = QuantityKind.allCases
        let given = kinds.filter { item.has($0.rawValue) }
        guard given.count == 1, let kind = given.first else {
            for kind in given { _ = item.entry(kind.rawValue) }
            findings.error(
                "\(item.subject) must have exactly one of "
                    + "\(kinds.map(\.rawValue).joined(separator: ", ")).", at: item.place)
            return nil
        }
        let key = kind.rawValue
        switch kind {
        case .steady:
            guard let name = item.text(key) else { return nil }
            let known = variables.map(\.name)
            return check(name, among: known, "variable", "'steady'", item, key)
                ? .steady(name) : nil
        case .determinant: return readSquare(&item, key).map { .determinant($0) }
        case .niederlinski: return readSquare(&item, key).map { .niederlinski($0) }
        case .conditionNumber: return readSquare(&item, key).map { .conditionNumber($0) }
        default:
            guard var part = item.section(key) else { return nil }
            let quantity = readQuantity(kind, &part)
            part.finish()
            return quantity
        }
    }

    private func readQuantity(
        _ kind: QuantityKind, _ part: inout Section
    ) -> PlantDeclaration.Quantity? {
        switch kind {
        case .steady, .determinant, .niederlinski, .conditionNumber: return nil
        case .gain:
            return readPair(&part).map { .gain(output: $0.output, input: $0.input) }
        case .ultimateGain:
            return readPair(&part).map { .ultimateGain(output: $0.output, input: $0.input) }
        case .ultimatePeriod:
            return readPair(&part).map { .ultimatePeriod(output: $0.output, input: $0.input) }
        case .relativeGain:
            let (pair, square) = (readPair(&part), readSquare(&part, "among"))
            guard let pair, let square else { return nil }
            return .relativeGain(output: pair.output, input: pair.input, square)
        case .inverseGain:
            let (pair, square) = (readPair(&part), readSquare(&part, "among"))
            guard let pair, let square else { return nil }
            return .inverseGain(input: pair.input, output: pair.output, square)
        case .singularValue:
            let number = part.integer("number", in: 1...100)
            let square = readSquare(&part, "among")
            part.require("number")
            guard let number, let square, number <= square.inputs.count else { return nil }
            return .singularValue(number, square)
        case .feedForward: return readFeedForward(&part)
        case .toReach: return readToReach(&part)
        case .response: return readResponse(&part)
        case .logModulus: return readLoops(&part).map { .logModulus($0) }
        case .integralError: return readIntegralError(&part)
        }
    }

    private func readPair(_ part: inout Section) -> (output: String, input: String)? {
        let output = readName(&part, "of", plant.outputs.map(\.name), "output")
        let input = readName(&part, "to", plant.inputs.map(\.name), "input")
        guard let output, let input else { return nil }
        return (output, input)
    }

    private func readName(
        _ part: inout Section, _ key: String, _ known: [String], _ kind: String
    ) -> String? {
        part.require(key)
        guard let name = part.text(key) else { return nil }
        return check(name, among: known, kind, "'\(key)'", part, key) ? name : nil
    }

    /// Reads two lists of equal length: outputs, then inputs.
    private func readSquare(_ part: inout Section, _ key: String) -> PlantDeclaration.Square? {
        part.require(key)
        guard let node = part.entry(key)?.value else { return nil }
        guard case .sequence(let lists) = node.content, lists.count == 2,
            case .sequence(let rows) = lists[0].content,
            case .sequence(let columns) = lists[1].content,
            rows.count == columns.count, (1...20).contains(rows.count)
        else {
            part.refuse(
                key, node, must: "a list of outputs and as long a list of inputs, [[y1], [u1]]")
            return nil
        }
        let subject = "'\(key)' of \(part.subject)"
        let outputs = names(rows, among: plant.outputs.map(\.name), "output", subject)
        let inputs = names(columns, among: plant.inputs.map(\.name), "input", subject)
        guard let outputs, let inputs else { return nil }
        return PlantDeclaration.Square(outputs: outputs, inputs: inputs)
    }

    private func readFeedForward(_ part: inout Section) -> PlantDeclaration.Quantity? {
        let known = plant.inputs.map(\.name)
        let source = readName(&part, "from", known, "input")
        let target = readName(&part, "to", known, "input")
        let square = readSquare(&part, "among")
        guard let source, let target, let square else { return nil }
        guard square.inputs.contains(target) else {
            part.error(
                "'to' of \(part.subject) names '\(target)', which is not among its inputs.",
                at: "to")
            return nil
        }
        return .feedForward(from: source, to: target, square)
    }

    private func readToReach(_ part: inout Section) -> PlantDeclaration.Quantity? {
        let changes = readChanges(&part, "changes", plant.outputs.map(\.name), "output")
        let input = readName(&part, "by", plant.inputs.map(\.name), "input")
        let square = readSquare(&part, "among")
        part.require("changes")
        guard let changes, let input, let square else { return nil }
        return .toReach(changes: changes, by: input, square)
    }

    private func readResponse(_ part: inout Section) -> PlantDeclaration.Quantity? {
        let output = readName(&part, "of", plant.outputs.map(\.name), "output")
        let changes = readChanges(&part, "to", plant.inputs.map(\.name), "input")
        let after = part.duration("after")
        part.require("to", "after")
        guard let output, let changes, let after else { return nil }
        return .response(output: output, changes: changes, after: after)
    }

    private func readChanges(
        _ part: inout Section, _ key: String, _ known: [String], _ kind: String
    ) -> [String: Double]? {
        guard let entries = part.named(key) else { return nil }
        var changes: [String: Double] = [:]
        for entry in entries {
            let subject = "'\(key)' of \(part.subject)"
            guard check(entry.key, among: known, kind, subject, entry.place) else { return nil }
            guard let value = entry.value.number else {
                part.refuse(key, entry.value, must: "a mapping of \(kind)s to numbers")
                return nil
            }
            changes[entry.key] = value
        }
        return changes
    }

    /// Reads `loops:` of a figure: an input each, and what moves it.
    private func readLoops(_ part: inout Section) -> [PlantDeclaration.FigureLoop]? {
        part.require("loops")
        guard let entries = part.named("loops") else { return nil }
        var loops: [PlantDeclaration.FigureLoop] = []
        for entry in entries {
            let subject = "'loops' of \(part.subject)"
            check(entry.key, among: plant.inputs.map(\.name), "input", subject, entry.place)
            guard
                var item = Section(
                    entry.value, subject: "loop '\(entry.key)' of \(part.subject)",
                    place: entry.place, findings: findings)
            else { return nil }
            let output = readName(&item, "reads", plant.outputs.map(\.name), "output")
            let gain = item.number("gain", "a number other than 0") { $0 != 0 }
            let bounds = Duration.milliseconds(1)...DurationText.longest
            let time = item.duration("integralTime", in: bounds)
            item.require("gain", "integralTime")
            item.finish()
            guard let output, let gain, let time else { return nil }
            loops.append(
                PlantDeclaration.FigureLoop(
                    input: entry.key, output: output, gain: gain, integralTime: time))
        }
        return loops
    }

    private func readIntegralError(_ part: inout Section) -> PlantDeclaration.Quantity? {
        let outputs = plant.outputs.map(\.name)
        let output = readName(&part, "of", outputs, "output")
        let setpoints = readChanges(&part, "setpoint", outputs, "output")
        let loops = readLoops(&part)
        let bounds = Duration.milliseconds(1)...Duration.seconds(366 * 86_400)
        let length = part.duration("over", in: bounds)
        let step = part.duration("step", in: bounds)
        part.require("setpoint", "over", "step")
        guard let output, let setpoints, let loops, let length, let step else { return nil }
        guard length / step <= 1e6 else {
            part.error(
                "'step' of \(part.subject) is \(DurationText.text(step)), so that 'over' would be "
                    + "more than a million steps.", at: "step")
            return nil
        }
        return .integralError(
            output: output, setpoints: setpoints, loops, over: length, step: step)
    }
}
