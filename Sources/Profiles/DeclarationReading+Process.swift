import Tags

extension DeclarationReading {
    /// Reads `transfer:`, a mapping of outputs to mappings of inputs to transfer functions.
    func readElements(_ section: inout Section) {
        for row in section.named("transfer") ?? [] {
            let subject = "'transfer' of the plant"
            check(row.key, among: plant.outputs.map(\.name), "output", subject, row.place)
            guard case .mapping(let entries) = row.value.content else {
                if row.value.isLost { continue }
                findings.error(
                    "'\(row.key)' in 'transfer' of the plant must be a mapping of inputs to "
                        + "transfer functions, not \(row.value.kind).", at: row.value.place)
                continue
            }
            for entry in entries { readElement(entry, output: row.key) }
        }
    }

    private func readElement(_ entry: YAMLNode.Entry, output: String) {
        let subject = "the transfer function from '\(entry.key)' to '\(output)'"
        check(entry.key, among: plant.inputs.map(\.name), "input", subject, entry.place)
        guard
            var item = Section(
                entry.value, subject: subject, place: entry.place, findings: findings)
        else { return }
        var element = PlantDeclaration.Element(output: output, input: entry.key, gain: 0)
        element.gain = item.number("gain") ?? 0
        element.lags = item.times("lag", mayBeNegative: false)
        element.leads = item.times("lead", mayBeNegative: true)
        item.integer("integrators", in: 0...4, into: &element.integrators)
        element.delay = readDelay("delay", of: &item)
        item.require("gain")
        item.finish()
        let order = element.lags.count + element.integrators
        if element.leads.count > order {
            item.error(
                "\(subject) has \(element.leads.count) leads but only \(order) lags and "
                    + "integrators; it would answer before its input changes. Give it a lag for "
                    + "each lead.", at: "lead")
        }
        plant.elements.append(element)
    }

    private func readDelay(_ key: String, of section: inout Section) -> Duration {
        let delay = section.duration(key) ?? .zero
        if delay / plant.step > Self.mostSteps {
            section.error(
                "'\(key)' of \(section.subject) is \(DurationText.text(delay)), more than "
                    + "\(Int(Self.mostSteps)) steps of \(DurationText.text(plant.step)).",
                at: key)
        }
        return delay
    }

    /// Reads `stateSpace:`.
    func readStateSpace(_ section: inout Section) {
        guard var item = section.section("stateSpace")?.called("the state space") else { return }
        let inputs = names(&item, "inputs", among: plant.inputs.map(\.name), "input")
        let outputs = names(&item, "outputs", among: plant.outputs.map(\.name), "output")
        let unit: TimeUnit? = item.choice("timeUnit")
        let dynamics = item.matrix("A")
        let drive = item.matrix("B")
        let readout = item.matrix("C")
        let direct = item.has("D") ? item.matrix("D") : []
        var delays = [Duration](repeating: .zero, count: inputs?.count ?? 0)
        if var section = item.section("delays") {
            for (index, input) in (inputs ?? []).enumerated() {
                delays[index] = readDelay(input, of: &section)
            }
            if inputs != nil { section.finish() }
        }
        item.require("timeUnit", "inputs", "outputs", "A", "B", "C")
        item.finish()
        guard let inputs, let outputs, let unit, let dynamics, let drive, let readout, let direct
        else { return }
        let states = dynamics.count
        let fits = [
            item.fits("A", dynamics, rows: states, columns: states),
            item.fits("B", drive, rows: states, columns: inputs.count),
            item.fits("C", readout, rows: outputs.count, columns: states),
            direct.isEmpty
                || item.fits("D", direct, rows: outputs.count, columns: inputs.count),
        ]
        guard fits.allSatisfy({ $0 }) else { return }
        plant.stateSpace = PlantDeclaration.StateSpace(
            inputs: inputs, outputs: outputs, timeUnit: unit.duration, dynamics: dynamics,
            drive: drive, readout: readout, direct: direct, delays: delays)
    }

    /// Reads a list of known names, each once.
    func names(
        _ section: inout Section, _ key: String, among known: [String], _ kind: String
    ) -> [String]? {
        guard let items = section.list(key) else { return nil }
        return names(items, among: known, kind, "'\(key)' of \(section.subject)")
    }

    func names(
        _ items: [YAMLNode], among known: [String], _ kind: String, _ subject: String
    ) -> [String]? {
        var names: [String] = []
        var isRight = true
        for item in items {
            guard let name = item.text else {
                findings.error("\(subject) must name \(kind)s, not \(item.kind).", at: item.place)
                isRight = false
                continue
            }
            if names.contains(name) {
                findings.error("\(subject) names '\(name)' twice.", at: item.place)
                isRight = false
            }
            if !check(name, among: known, kind, subject, item.place) { isRight = false }
            names.append(name)
        }
        return isRight ? names : nil
    }
}

/// Units of time that numbers without one may be in.
enum TimeUnit: String, CaseIterable {
    case s
    case min
    case h

    var duration: Duration {
        switch self {
        case .s: .seconds(1)
        case .min: .seconds(60)
        case .h: .seconds(3600)
        }
    }
}

extension Section {
    /// Reads one time or a list of them, 16 at most, none zero.
    fileprivate mutating func times(_ key: String, mayBeNegative: Bool) -> [Duration] {
        guard let node = entry(key)?.value else { return [] }
        let items: [YAMLNode]
        if case .sequence(let list) = node.content { items = list } else { items = [node] }
        if items.count > 16 {
            refuse(key, node, must: "at most 16 times")
            return []
        }
        return items.compactMap { item in
            var text = item.text ?? ""
            let isNegative = mayBeNegative && text.hasPrefix("-")
            if isNegative { text = String(text.dropFirst()) }
            guard let time = DurationText.parse(text), time >= .milliseconds(1) else {
                refuse(
                    key, item,
                    must: "a duration of 1 ms or more with its unit, such as 6 s, or a list of "
                        + "them" + (mayBeNegative ? "; either sign" : ""))
                return nil
            }
            return isNegative ? .zero - time : time
        }
    }

    /// Reads a list of rows of numbers, 100 × 100 at most; nil, and told, if it is none.
    fileprivate mutating func matrix(_ key: String) -> [[Double]]? {
        guard let items = list(key) else { return nil }
        var rows: [[Double]] = []
        for item in items {
            guard case .sequence(let numbers) = item.content, items.count <= 100,
                numbers.count <= 100, numbers.allSatisfy({ $0.number != nil })
            else {
                refuse(key, item, must: "a list of at most 100 rows, each a list of numbers")
                return nil
            }
            rows.append(numbers.compactMap(\.number))
        }
        return rows
    }

    fileprivate func fits(_ key: String, _ matrix: [[Double]], rows: Int, columns: Int) -> Bool {
        if matrix.count != rows {
            error(
                "'\(key)' of \(subject) has \(matrix.count) rows; it must be \(rows) × \(columns).",
                at: key)
            return false
        }
        guard let odd = matrix.firstIndex(where: { $0.count != columns }) else { return true }
        error(
            "row \(odd + 1) of '\(key)' of \(subject) has \(matrix[odd].count) numbers; "
                + "'\(key)' must be \(rows) × \(columns).", at: key)
        return false
    }
}
