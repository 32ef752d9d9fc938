extension Schema {
    /// The schema as OpenAPI 3.1 writes it (JSON Schema 2020-12).
    var document: JSON {
        switch self {
        case .any: return [:]
        case .flag: return ["type": "boolean"]
        case .text(let lengths, let words):
            var members: [JSON.Member] = [.init(name: "type", value: "string")]
            if !words.isEmpty {
                members.append(.init(name: "enum", value: .list(words.map { .text($0) })))
            } else {
                if lengths.lowerBound > 0 {
                    members.append(.init(name: "minLength", value: JSON(lengths.lowerBound)))
                }
                members.append(.init(name: "maxLength", value: JSON(lengths.upperBound)))
            }
            return .object(members)
        case .integer(let range):
            var members: [JSON.Member] = [
                .init(name: "type", value: "integer"),
                .init(name: "minimum", value: JSON(range.lowerBound)),
            ]
            if range.upperBound != .max {
                members.append(.init(name: "maximum", value: JSON(range.upperBound)))
            }
            return .object(members)
        case .number(let range, let above):
            var members: [JSON.Member] = [.init(name: "type", value: "number")]
            if range.lowerBound > -Double.greatestFiniteMagnitude {
                members.append(
                    .init(
                        name: above ? "exclusiveMinimum" : "minimum",
                        value: .number(range.lowerBound)))
            }
            if range.upperBound < Double.greatestFiniteMagnitude {
                members.append(.init(name: "maximum", value: .number(range.upperBound)))
            }
            return .object(members)
        case .list(let item, let counts):
            return [
                "type": "array", "items": item.document, "minItems": JSON(counts.lowerBound),
                "maxItems": JSON(counts.upperBound),
            ]
        case .object(let fields, let least): return Self.document(fields, atLeast: least)
        case .map(let value, let counts):
            return [
                "type": "object", "additionalProperties": value.document,
                "minProperties": JSON(counts.lowerBound),
                "maxProperties": JSON(counts.upperBound),
            ]
        case .oneOf(let schemas): return ["anyOf": .list(schemas.map(\.document))]
        case .named(let name): return ["$ref": .text("#/components/schemas/\(name)")]
        case .optional(let schema): return ["anyOf": [schema.document, ["type": "null"]]]
        }
    }

    private static func document(_ fields: [Field], atLeast least: Int) -> JSON {
        let properties = fields.map { field -> JSON.Member in
            var schema = field.schema.document
            if !field.summary.isEmpty, case .object(let members) = schema {
                schema = .object(
                    members + [.init(name: "description", value: .text(field.summary))])
            }
            return JSON.Member(name: field.name, value: schema)
        }
        let required = fields.filter(\.isRequired).map { JSON.text($0.name) }
        var members: [JSON.Member] = [
            .init(name: "type", value: "object"),
            .init(name: "properties", value: .object(properties)),
            .init(name: "required", value: .list(required)),
            .init(name: "additionalProperties", value: false),
        ]
        if least > 0 { members.append(.init(name: "minProperties", value: JSON(least))) }
        return .object(members)
    }
}
