import ModbusWire

extension FaultReading {
    /// Reads `on:`; an empty target if it is absent, nil if it is wrong.
    mutating func readTarget() -> FaultTarget? {
        guard section.has("on") else { return FaultTarget() }
        let before = findings.count
        guard var on = section.section("on") else { return nil }
        var target = FaultTarget()
        target.units = bytes(&on, "unit", in: 0...255)
        target.functions = bytes(&on, "functions", in: 1...127)
        target.table = on.choice("table", of: PrimaryTable.self)
        target.addresses = span(&on, "addresses", in: 0...65_535)
        target.tags = readTags(&on)
        target.start = on.integer("start", in: 0...65_535)
        target.quantity = span(&on, "quantity", in: 0...65_535)
        target.request = on.integer("request", in: 1...1_000_000_000)
        target.every = on.integer("every", in: 1...1_000_000_000)
        target.first = on.integer("first", in: 1...1_000_000_000)
        target.chance = on.number("chance", "a number in 0…1") { (0...1).contains($0) }
        on.finish()
        return findings.count == before ? target : nil
    }

    private func readTags(_ on: inout Section) -> [String] {
        guard let node = on.entry("tags")?.value else { return [] }
        guard let nodes = node.oneOrMore else {
            on.refuse("tags", node, must: "the name of a tag, or a list of them")
            return []
        }
        return nodes.compactMap { node in
            guard let text = node.text else {
                on.refuse("tags", node, must: "the name of a tag, or a list of them")
                return nil
            }
            return tag(text, at: node, key: "tags", on, ofDevice: device)
        }
    }

    /// Reads one whole number or a list of them.
    func bytes(_ section: inout Section, _ key: String, in bounds: ClosedRange<Int>) -> [UInt8] {
        guard let node = section.entry(key)?.value else { return [] }
        let numbers = node.oneOrMore?.compactMap { item -> UInt8? in
            guard let whole = item.whole?.signed, let value = UInt8(exactly: whole),
                bounds.contains(Int(value))
            else { return nil }
            return value
        }
        guard let numbers, numbers.count == node.oneOrMore?.count, !numbers.isEmpty else {
            section.refuse(
                key, node,
                must: "a whole number in \(bounds.lowerBound)…\(bounds.upperBound), or a list")
            return []
        }
        return numbers
    }

    /// Reads one whole number, or the lowest and the highest.
    func span(
        _ section: inout Section, _ key: String, in bounds: ClosedRange<Int>
    ) -> ClosedRange<Int>? {
        guard let node = section.entry(key)?.value else { return nil }
        let numbers = node.oneOrMore?.compactMap { item -> Int? in
            guard let whole = item.whole?.signed, let value = Int(exactly: whole),
                bounds.contains(value)
            else { return nil }
            return value
        }
        guard let numbers, let first = numbers.first, let last = numbers.last,
            numbers.count == node.oneOrMore?.count, numbers.count <= 2, first <= last
        else {
            section.refuse(
                key, node,
                must: "a whole number in \(bounds.lowerBound)…\(bounds.upperBound), or [first, "
                    + "last]")
            return nil
        }
        return first...last
    }
}

extension YAMLNode {
    /// The items of a list, or the value alone; nil for a mapping.
    var oneOrMore: [YAMLNode]? {
        switch content {
        case .scalar: [self]
        case .sequence(let items): items
        case .mapping: nil
        }
    }
}
