import ModbusWire
import Tags

extension ProfileReading {
    /// Reads where a tag lies and how its registers make a value; nil, and told, if that cannot be
    /// known.
    func readMapping(_ section: inout Section, of name: TagName) -> RegisterMapping? {
        let table = section.choice("table", of: PrimaryTable.self)
        let address = section.integer("address", in: 0...65_535)
        let type = readType(&section, table: table)
        let order = readOrder(&section, "order", type: type)
        let writeOrder = readOrder(&section, "writeOrder", type: type)
        let scale = section.number("scale", "a number other than 0") { $0 != 0 }
        let offset = section.number("offset")
        if let type, type.isFlag || type.isText {
            for key in ["scale", "offset"] where section.has(key) {
                section.error(
                    "'\(key)' of \(section.subject) has no meaning for \(type.withArticle).",
                    at: key)
            }
        }
        let values = readValues(&section, type: type)
        let notAvailable = readNotAvailable(&section, type: type)
        let writeFunction = section.choice("writeFunction", of: WriteFunction.self)
        section.require("table", "address")
        guard let table, let address, let type else { return nil }
        if writeFunction == .single && type.registerCount > 1 {
            section.error(
                "'writeFunction' of \(section.subject) is single, but \(type.withArticle) takes "
                    + "\(type.registerCount) registers. Allowed: automatic, multiple.",
                at: "writeFunction")
        }
        if address + type.registerCount > 65_536 {
            section.error(
                "'\(name)' is \(type.withArticle) at \(table.singular) \(address); it needs "
                    + "\(type.registerCount) registers.", at: "address")
            return nil
        }
        return RegisterMapping(
            table: table, address: address, type: type, wordOrder: order ?? .abcd,
            writeOrder: writeOrder, scale: scale ?? 1, offset: offset ?? 0, enumeration: values,
            notAvailable: notAvailable, writeFunction: writeFunction ?? .automatic)
    }

    private func readType(_ section: inout Section, table: PrimaryTable?) -> RegisterType? {
        guard let node = section.entry("type")?.value else {
            if !section.has("type"), let table {
                if table.isBits { return .bool }
                section.require("type")
            }
            return nil
        }
        guard let type = type(node, section), let table else { return nil }
        if table.isBits && type != .bool {
            section.error(
                "'type' of \(section.subject) is \(type), but a \(table.singular) holds a bool.",
                at: "type")
            return nil
        }
        if !table.isBits && type == .bool {
            section.error(
                "'type' of \(section.subject) is bool, but it lies in "
                    + "\(table.singularWithArticle). "
                    + "Use 'bit 0' to 'bit 15' for one bit of it.", at: "type")
            return nil
        }
        return type
    }

    private func type(_ node: YAMLNode, _ section: Section) -> RegisterType? {
        let words = node.text?.split(separator: " ").map(String.init) ?? []
        if words == ["bool"] { return .bool }
        if words.count == 1,
            let known = RegisterType.numericByName.first(where: { $0.name == words[0] })
        {
            return known.type
        }
        if words.count == 2, ["bit", "string"].contains(words[0]) {
            let number = NumberText.whole(words[1])?.signed ?? -1
            let bounds: ClosedRange<Int64> = words[0] == "bit" ? 0...15 : 1...250
            guard bounds.contains(number) else {
                let rule =
                    words[0] == "bit"
                    ? "the bits of a register are bit 0 to bit 15"
                    : "a string has 1 to 250 bytes, such as string 16"
                findings.error(
                    "'type' of \(section.subject) is \(node.kind); \(rule).", at: node.place)
                return nil
            }
            return words[0] == "bit" ? .bit(Int(number)) : .string(bytes: Int(number))
        }
        let names = RegisterType.numericByName.map(\.name)
        let allowed = ["bool", "bit 0…15"] + names + ["string 1…250"]
        let suggestion = findings.suggestion(for: words.first ?? "", among: ["bool"] + names)
        findings.error(
            "'type' of \(section.subject) is \(node.kind).\(suggestion) "
                + "Allowed: \(allowed.joined(separator: ", ")).", at: node.place)
        return nil
    }

    private func readOrder(_ section: inout Section, _ key: String, type: RegisterType?)
        -> WordOrder?
    {
        guard let order = section.choice(key, of: WordOrder.self), let type else { return nil }
        if type == .bool {
            section.error("'\(key)' of \(section.subject) has no meaning for a bool.", at: key)
        } else if type.registerCount == 1 || type.isText, order.swapsWords {
            section.error(
                "'\(key)' of \(section.subject) is \(order.rawValue), but \(type.withArticle) "
                    + "has no words to "
                    + "swap. Allowed: ABCD, BADC.", at: key)
        }
        return order
    }

    private func readValues(_ section: inout Section, type: RegisterType?) -> [Int64: String] {
        guard let entries = section.named("values"), let type else { return [:] }
        guard let limits = type.rawLimits, type.isInteger || type.isFlag else {
            section.error(
                "'values' of \(section.subject) has no meaning for \(type.withArticle): they "
                    + "name whole numbers.",
                at: "values")
            return [:]
        }
        if section.has("scale") || section.has("offset") {
            section.error(
                "'values' of \(section.subject) name raw numbers; a tag with 'scale' or 'offset' "
                    + "cannot have them.", at: "values")
        }
        var names: [Int64: String] = [:]
        var numbers: [String: Int64] = [:]
        for entry in entries {
            guard let whole = NumberText.whole(entry.key), let word = entry.value.text else {
                findings.error(
                    "'values' of \(section.subject) has '\(entry.key)' for \(entry.value.kind); "
                        + "each "
                        + "is a whole number and its name, such as 1: running.", at: entry.place)
                continue
            }
            guard limits.contains(whole.double), let number = whole.signed else {
                findings.error(
                    "'values' of \(section.subject) names \(entry.key), which "
                        + "\(type.withArticle) cannot hold. "
                        + "Allowed: \(limits.plain).", at: entry.place)
                continue
            }
            if let other = numbers.updateValue(number, forKey: word) {
                findings.error(
                    "'values' of \(section.subject) calls both \(other) and \(number) '\(word)'.",
                    at: entry.place)
            }
            names[number] = word
        }
        return names
    }

    private func readNotAvailable(_ section: inout Section, type: RegisterType?) -> Set<UInt64> {
        guard let nodes = section.list("notAvailable"), let type else { return [] }
        if type.isFlag || type.isText {
            section.error(
                "'notAvailable' of \(section.subject) has no meaning for \(type.withArticle).",
                at: "notAvailable")
            return []
        }
        var patterns: Set<UInt64> = []
        for node in nodes {
            guard let pattern = node.whole?.pattern(bits: type.bitWidth) else {
                findings.error(
                    "'notAvailable' of \(section.subject) has \(node.kind); each is a raw "
                        + "pattern of "
                        + "\(type.bitWidth) bits, such as 0x8000.", at: node.place)
                continue
            }
            patterns.insert(pattern)
        }
        return patterns
    }
}
