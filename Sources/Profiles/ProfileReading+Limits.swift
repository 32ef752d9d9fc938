import ModbusWire
import Tags

extension ProfileReading {
    /// Reads what may be written to a manipulated tag; nil for others, and if a limit is missing.
    func readLimits(
        _ section: inout Section, role: TagRole?, mapping: RegisterMapping?, unit: EngineeringUnit
    ) -> SetpointLimits? {
        let range = section.range("range")
        let step = section.number("maximumStep", "a number above 0") { $0 > 0 }
        let interval = section.duration("minimumInterval")
        let writes = section.integer("writesPerHour", in: 1...3600) ?? 60
        let travel = section.number("travelPerHour", "a number above 0") { $0 > 0 }
        let name = section.subject.dropFirst(4)
        guard role == .manipulated else {
            if role == nil && section.has("role") { return nil }
            for key in [
                "range", "maximumStep", "minimumInterval", "writesPerHour", "travelPerHour",
            ] where section.has(key) {
                findings.warning(
                    "'\(key)' of \(section.subject) has no effect: its role is not manipulated.",
                    at: section.place(of: key))
            }
            return nil
        }
        let remedies = [
            ("range", "range", "range: [lowest, highest]"),
            ("maximumStep", "maximumStep", "maximumStep: the largest single change"),
            (
                "minimumInterval", "minimumInterval",
                "minimumInterval: the least time between two writes"
            ),
        ]
        for (key, noun, remedy) in remedies where !section.has(key) {
            findings.error(
                "\(name) is manipulated but has no \(noun). Add \(remedy).", at: section.place)
        }
        if let mapping { checkLimits(range, step: step, mapping, section) }
        guard let range, let step, let interval else { return nil }
        return SetpointLimits(
            range: range, maximumStep: step, minimumInterval: interval,
            maximumWritesPerHour: writes, maximumTravelPerHour: travel ?? .infinity)
    }

    private func checkLimits(
        _ range: ClosedRange<Double>?, step: Double?, _ mapping: RegisterMapping, _ section: Section
    ) {
        let slack = mapping.type.isInteger ? abs(mapping.scale) / 2 : 0
        if let range, let limits = mapping.valueLimits,
            range.lowerBound < limits.lowerBound - slack
                || range.upperBound > limits.upperBound + slack
        {
            section.error(
                "'range' of \(section.subject) is [\(range.lowerBound.plain), "
                    + "\(range.upperBound.plain)], but its \(mapping.type) holds \(limits.plain).",
                at: "range")
        }
        let count = abs(mapping.scale)
        if let step, mapping.type.isInteger || mapping.type.isFlag, step < count {
            section.error(
                "'maximumStep' of \(section.subject) is \(step.plain), less than one count of its "
                    + "\(mapping.type), \(count.plain): it could never move.", at: "maximumStep")
        }
    }

    /// Reads what a simulated tag shows at first.
    func readInitial(_ section: inout Section, _ mapping: RegisterMapping?) -> TagValue? {
        guard let node = section.entry("initial")?.value, let mapping else { return nil }
        guard let text = node.text else {
            section.refuse("initial", node, must: "a value")
            return nil
        }
        let value: TagValue
        if mapping.type.isText {
            value = .text(text)
        } else if mapping.type.isFlag, text == "true" || text == "false" {
            value = .flag(text == "true")
        } else if let whole = node.whole, !mapping.type.isFlag, mapping.isUnscaled {
            value = whole.signed.map(TagValue.integer) ?? .unsigned(whole.magnitude)
        } else if let number = node.number {
            value = .number(number)
        } else {
            value = .text(text)
        }
        do throws(CodecError) {
            _ = try mapping.encode(value, order: .read)
        } catch {
            section.error("'initial' of \(section.subject): \(error).", at: "initial")
            return nil
        }
        return value
    }
}
