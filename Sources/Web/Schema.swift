/// What a JSON value may be: the one word both the document and the checks are made from.
package indirect enum Schema: Sendable {
    /// Anything at all.
    case any
    case flag
    /// Text of so many characters, one of the words if there are any.
    case text(lengths: ClosedRange<Int> = 0...1_000, words: [String] = [])
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A number; an open lower end if `above`.
    case number(ClosedRange<Double>, above: Bool = false)
    case list(of: Schema, counts: ClosedRange<Int> = 0...10_000)
    /// These members and no others.
    case object([Field], atLeast: Int = 0)
    /// Members of any name.
    case map(of: Schema, counts: ClosedRange<Int> = 0...10_000)
    /// Any one of these.
    case oneOf([Schema])
    /// The schema of that name among the document's components.
    case named(String)
    /// Of a value, or null.
    case optional(Schema)

    /// A member of an object.
    package struct Field: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool
        let summary: String

        init(_ name: String, _ schema: Schema, isRequired: Bool = true, _ summary: String = "") {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.summary = summary
        }
    }

    /// Any finite number.
    static let anyNumber = Schema.number(
        -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
    /// Any text.
    static let anyText = Schema.text()
    /// A count.
    static let count = Schema.integer(0...Int.max)
}

/// What is wrong with one field of a request.
package struct FieldError: Error, Hashable, Sendable {
    /// The way to it, joined by dots: `values.steam.P100.setpoint`; empty for the whole.
    package let field: String
    /// What is wrong, in a sentence.
    package let detail: String
}

extension Schema {
    /// Everything wrong with a value, in the order it is met; `field` is the way to it, and
    /// `components` are schemas by name.
    package func faults(
        in json: JSON, at field: String, components: [String: Schema]
    ) -> [FieldError] {
        switch self {
        case .any: return []
        case .named(let name):
            return components[name]?.faults(in: json, at: field, components: components) ?? []
        case .optional(let schema):
            if json == .null { return [] }
            return schema.faults(in: json, at: field, components: components)
        case .list(let item, _):
            if let detail = scalarFault(in: json) {
                return [FieldError(field: field, detail: detail)]
            }
            return (json.items ?? []).enumerated().flatMap {
                item.faults(in: $1, at: Self.join(field, "\($0)"), components: components)
            }
        case .object(let fields, let least):
            return faults(in: json, at: field, fields, atLeast: least, components)
        case .map(let value, _):
            if let detail = scalarFault(in: json) {
                return [FieldError(field: field, detail: detail)]
            }
            return (json.members ?? []).flatMap {
                value.faults(in: $0.value, at: Self.join(field, $0.name), components: components)
            }
        case .oneOf(let schemas): return faults(in: json, at: field, of: schemas, components)
        case .flag, .text, .integer, .number:
            return scalarFault(in: json).map { [FieldError(field: field, detail: $0)] } ?? []
        }
    }

    /// What is wrong with a value itself, whatever its items and members are; nil if nothing is.
    private func scalarFault(in json: JSON) -> String? {
        switch self {
        case .flag:
            if case .flag = json { return nil }
            return "takes true or false, not \(json.kind)."
        case .text(let lengths, let words):
            guard let text = json.string else { return "takes text, not \(json.kind)." }
            if !words.isEmpty, !words.contains(text) {
                return "is '\(text.prefix(60))'; it takes \(words.joined(separator: ", "))."
            }
            return Self.fault(text.unicodeScalars.count, "characters", lengths)
        case .integer(let range):
            guard let whole = json.int else {
                return "takes a whole number, not \(json.double.map { "\($0)" } ?? json.kind)."
            }
            return range.contains(whole) ? nil : "is \(whole); it takes \(Self.text(range))."
        case .number(let range, let above):
            guard let number = json.double else { return "takes a number, not \(json.kind)." }
            let isInside = range.contains(number) && !(above && number == range.lowerBound)
            let low = "\(above ? "more than " : "")\(range.lowerBound)"
            return isInside ? nil : "is \(number); it takes \(low)…\(range.upperBound)."
        case .list(_, let counts):
            guard let items = json.items else { return "takes a list, not \(json.kind)." }
            return Self.fault(items.count, "items", counts)
        case .map(_, let counts):
            guard let members = json.members else {
                return "takes an object, not \(json.kind)."
            }
            return Self.fault(members.count, "members", counts)
        default: return nil
        }
    }

    private static func fault(_ count: Int, _ what: String, _ range: ClosedRange<Int>) -> String? {
        range.contains(count)
            ? nil : "has \(count) \(what); it takes \(range.lowerBound)…\(range.upperBound)."
    }

    private func faults(
        in json: JSON, at field: String, of schemas: [Schema], _ components: [String: Schema]
    ) -> [FieldError] {
        let fits = schemas.contains {
            $0.faults(in: json, at: field, components: components).isEmpty
        }
        if fits { return [] }
        let kinds = schemas.filter { $0.takesKind(of: json, components) }
        if kinds.count == 1 {
            return kinds[0].faults(in: json, at: field, components: components)
        }
        let words = schemas.map { $0.words(components) }.joined(separator: ", or ")
        return [FieldError(field: field, detail: "takes \(words), not \(json.kind).")]
    }

    private func faults(
        in json: JSON, at field: String, _ fields: [Field], atLeast least: Int,
        _ components: [String: Schema]
    ) -> [FieldError] {
        guard let members = json.members else {
            return [FieldError(field: field, detail: "takes an object, not \(json.kind).")]
        }
        var faults: [FieldError] = []
        for member in members {
            let place = Self.join(field, member.name)
            guard let known = fields.first(where: { $0.name == member.name }) else {
                let names = fields.map(\.name).joined(separator: ", ")
                faults.append(
                    FieldError(
                        field: place,
                        detail: fields.isEmpty
                            ? "is unknown; none is taken here."
                            : "is unknown; known are \(names)."))
                continue
            }
            faults += known.schema.faults(in: member.value, at: place, components: components)
        }
        for missing in fields where missing.isRequired && json[missing.name] == nil {
            faults.append(
                FieldError(
                    field: Self.join(field, missing.name),
                    detail: "is missing; it takes \(missing.schema.words(components))."))
        }
        if faults.isEmpty, members.count < least {
            let names = fields.map(\.name).joined(separator: ", ")
            faults.append(FieldError(field: field, detail: "takes one of \(names)."))
        }
        return faults
    }

    private static func join(_ field: String, _ name: String) -> String {
        field.isEmpty ? name : "\(field).\(name)"
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        range.upperBound == .max
            ? "\(range.lowerBound) or more" : "\(range.lowerBound)…\(range.upperBound)"
    }

    /// Whether the value is of the schema's kind, whatever else is wrong with it.
    private func takesKind(of json: JSON, _ components: [String: Schema]) -> Bool {
        switch (self, json) {
        case (.flag, .flag), (.text, .text), (.list, .list), (.object, .object), (.map, .object),
            (.any, _):
            true
        case (.integer, _), (.number, _): json.double != nil
        case (.named(let name), _): components[name]?.takesKind(of: json, components) ?? false
        case (.optional(let schema), _): schema.takesKind(of: json, components)
        case (.oneOf(let schemas), _): schemas.contains { $0.takesKind(of: json, components) }
        default: false
        }
    }

    /// What it takes, for messages.
    private func words(_ components: [String: Schema]) -> String {
        switch self {
        case .any: "any value"
        case .flag: "true or false"
        case .text(_, let words): words.isEmpty ? "text" : words.joined(separator: ", ")
        case .integer: "a whole number"
        case .number: "a number"
        case .list: "a list"
        case .object, .map: "an object"
        case .named(let name): components[name]?.words(components) ?? name
        case .optional(let schema): schema.words(components)
        case .oneOf(let schemas):
            schemas.map { $0.words(components) }.joined(separator: ", or ")
        }
    }
}
