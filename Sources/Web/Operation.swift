/// One thing the control API does: what it takes, what it gives, and who does it. The routes, the
/// checks and the document are all made from these.
struct Operation: Sendable {
    /// A parameter of the path or the query.
    struct Parameter: Sendable {
        let name: String
        let schema: Schema
        let summary: String
        /// Whether it holds several values, joined by commas.
        var isList = false
    }

    /// What stands in a request.
    struct Body: Sendable {
        let schema: Schema
        /// Bodies that are right, by name.
        let examples: [JSON]
        var types = ["application/json"]
        /// Bytes it has at most.
        var limit = 1_048_576
        /// Whether it is handed on as it came, and JSON is not asked for.
        var isRaw = false
    }

    /// What stands in the answer.
    struct Answer: Sendable {
        var status = 200
        var schema: Schema?
        var type = "application/json"
        let summary: String
    }

    let method: String
    /// `/v1/tags/{tag}`.
    let path: String
    let id: String
    let summary: String
    var query: [Parameter] = []
    var body: Body?
    let answer: Answer
    /// Statuses of its problems beside 400, 401, 405 and 421, which all have.
    var problems: [Int] = []
    /// Whether it needs no token.
    var isOpen = false
    let handler: @Sendable (ControlCall) async throws(Problem) -> ControlResponse

    /// The path's parts.
    var parts: [Substring] { path.dropFirst().split(separator: "/") }

    /// Names of the path's parameters, in order.
    var pathParameters: [String] {
        parts.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// The values of the path's parameters; nil if the path is another.
    func match(_ given: [Substring]) -> [String: Substring]? {
        guard given.count == parts.count else { return nil }
        var values: [String: Substring] = [:]
        for (part, value) in zip(parts, given) {
            if part.hasPrefix("{") {
                values[String(part.dropFirst().dropLast())] = value
            } else if part != value {
                return nil
            }
        }
        return values
    }
}

extension Operation {
    /// The query's values by name, checked.
    func read(
        query text: Substring, components: [String: Schema]
    ) throws(Problem) -> [String: JSON] {
        var values: [String: JSON] = [:]
        var errors: [FieldError] = []
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentText.decode(halves[0], plusIsBlank: true),
                let value = PercentText.decode(
                    halves.count > 1 ? halves[1] : "", plusIsBlank: true)
            else { throw .badRequest("The query '\(pair.prefix(80))' is not percent-encoded.") }
            guard let parameter = query.first(where: { $0.name == name }) else {
                let known = query.map(\.name).joined(separator: ", ")
                errors.append(
                    FieldError(
                        field: name,
                        detail: known.isEmpty
                            ? "is unknown; no parameter is taken here."
                            : "is unknown; known are \(known)."))
                continue
            }
            guard values[name] == nil else {
                errors.append(FieldError(field: name, detail: "stands there twice."))
                continue
            }
            let json = Self.json(value, parameter)
            errors += parameter.schema.faults(in: json, at: name, components: components)
            values[name] = json
        }
        guard errors.isEmpty else {
            let fields = errors.map { "'\($0.field)' \($0.detail)" }.joined(separator: " ")
            throw .badRequest("The query is wrong: \(fields)", errors)
        }
        return values
    }

    private static func json(_ text: String, _ parameter: Parameter) -> JSON {
        if parameter.isList {
            return .list(
                text.split(separator: ",", omittingEmptySubsequences: false)
                    .map { scalar(String($0), like: parameter.schema.item) })
        }
        return scalar(text, like: parameter.schema)
    }

    /// The text as a number where the schema takes one.
    private static func scalar(_ text: String, like schema: Schema) -> JSON {
        guard schema.takesNumbers, !text.isEmpty else { return .text(text) }
        let isPlain = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        guard isPlain else { return .text(text) }
        if let whole = Int64(text) { return .integer(whole) }
        if let number = Double(text), number.isFinite { return .number(number) }
        return .text(text)
    }
}

extension Schema {
    /// What a list's items are; itself for anything else.
    fileprivate var item: Schema {
        if case .list(let item, _) = self { item } else { self }
    }

    fileprivate var takesNumbers: Bool {
        switch self {
        case .integer, .number: true
        case .oneOf(let schemas): schemas.contains(where: \.takesNumbers)
        case .named("Duration"), .named("Time"): true
        default: false
        }
    }
}
