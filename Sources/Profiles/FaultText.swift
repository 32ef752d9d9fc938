import ModbusWire
import Tags

extension FaultRule: CustomStringConvertible {
    /// The rule on one line, as a profile would say it.
    package var description: String {
        var parts = ["name: \(name)", "\(scope.key): \(scope.name)"]
        let target = target.parts
        if !target.isEmpty { parts.append("on: {\(target.joined(separator: ", "))}") }
        parts.append(effect.text)
        parts += window.parts
        if let count = end.count { parts.append("count: \(count)") }
        if let lasting = end.lasting { parts.append("for: \(DurationText.text(lasting))") }
        if end.isOpen { parts.append("until: cleared") }
        return "{\(parts.joined(separator: ", "))}"
    }
}

extension FaultTarget {
    fileprivate var parts: [String] {
        var parts: [String] = []
        if !units.isEmpty { parts.append("unit: \(units)") }
        if !functions.isEmpty { parts.append("functions: \(functions)") }
        if let table { parts.append("table: \(table.rawValue)") }
        if let addresses { parts.append("addresses: \(addresses.listed)") }
        if !tags.isEmpty { parts.append("tags: [\(tags.joined(separator: ", "))]") }
        if let start { parts.append("start: \(start)") }
        if let quantity { parts.append("quantity: \(quantity.listed)") }
        if let request { parts.append("request: \(request)") }
        if let every { parts.append("every: \(every)") }
        if let first { parts.append("first: \(first)") }
        if let chance { parts.append("chance: \(chance.plain)") }
        return parts
    }
}

extension FaultWindow {
    fileprivate var parts: [String] {
        var parts: [String] = []
        if let from { parts.append("from: \(DurationText.text(from))") }
        if let when {
            let limits = [
                when.above.map { "above: \($0.plain)" }, when.below.map { "below: \($0.plain)" },
            ]
            parts.append(
                "when: {tag: \(when.tag), \(limits.compactMap(\.self).joined(separator: ", "))}")
        }
        if let cycle {
            parts.append(
                "cycle: {every: \(DurationText.text(cycle.every)), from: "
                    + "\(DurationText.text(cycle.from)), for: \(DurationText.text(cycle.lasting))}")
        }
        return parts
    }
}

extension ClosedRange<Int> {
    fileprivate var listed: String { "[\(lowerBound), \(upperBound)]" }
}
