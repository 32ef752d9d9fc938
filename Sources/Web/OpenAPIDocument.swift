/// The OpenAPI 3.1 document of the operations, made from what also checks their requests.
struct OpenAPIDocument: Sendable {
    let operations: [Operation]
    let components: [String: Schema]

    /// The operation that serves the document, itself included.
    var operation: Operation {
        let shape = Operation(
            method: "GET", path: "/openapi.json", id: "readDocument",
            summary: "This document; needs no token.",
            answer: .init(schema: .any, summary: "The document."), isOpen: true
        ) { _ async throws(Problem) in .empty }
        let whole = OpenAPIDocument(operations: operations + [shape], components: components)
        let bytes = whole.json.bytes
        return Operation(
            method: shape.method, path: shape.path, id: shape.id, summary: shape.summary,
            answer: shape.answer, isOpen: true
        ) { _ async throws(Problem) in
            ControlResponse(status: 200, contentType: "application/json", body: bytes)
        }
    }

    /// The document.
    var json: JSON {
        var paths: [(path: String, members: [JSON.Member])] = []
        for operation in operations {
            let member = JSON.Member(
                name: operation.method.lowercased(), value: Self.json(operation))
            if let index = paths.firstIndex(where: { $0.path == operation.path }) {
                paths[index].members.append(member)
            } else {
                paths.append((operation.path, [member]))
            }
        }
        let schemas = components.sorted { $0.key < $1.key }.map {
            JSON.Member(name: $0.key, value: $0.value.document)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Trimtab fleet control", "version": "1",
                "description": .text(
                    "Controls a fleet of simulated devices. Times are plant time: numbers are "
                        + "seconds, and requests also take text such as \"10 s\" or \"1 h\"."),
            ],
            "paths": .object(paths.map { JSON.Member(name: $0.path, value: .object($0.members)) }),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
            ],
        ]
    }

    private static func json(_ operation: Operation) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "operationId", value: .text(operation.id)),
            .init(name: "summary", value: .text(operation.summary)),
            .init(
                name: "security", value: operation.isOpen ? [] : [["token": []]]),
        ]
        let path = operation.pathParameters.map { name -> JSON in
            [
                "name": .text(name), "in": "path", "required": true,
                "schema": ["type": "string", "minLength": 1],
            ]
        }
        let query = operation.query.map { parameter -> JSON in
            var fields: [JSON.Member] = [
                .init(name: "name", value: .text(parameter.name)),
                .init(name: "in", value: "query"),
                .init(name: "description", value: .text(parameter.summary)),
                .init(name: "schema", value: parameter.schema.document),
            ]
            if parameter.isList {
                fields += [
                    .init(name: "style", value: "form"), .init(name: "explode", value: false),
                ]
            }
            return .object(fields)
        }
        if !path.isEmpty || !query.isEmpty {
            members.append(.init(name: "parameters", value: .list(path + query)))
        }
        if let body = operation.body {
            members.append(.init(name: "requestBody", value: json(body)))
        }
        members.append(.init(name: "responses", value: responses(of: operation)))
        return .object(members)
    }

    private static func json(_ body: Operation.Body) -> JSON {
        let examples = body.examples.enumerated().map { number, example in
            JSON.Member(name: "example\(number + 1)", value: ["value": example])
        }
        let content = body.types.map { type -> JSON.Member in
            var media: [JSON.Member] = [.init(name: "schema", value: body.schema.document)]
            if !examples.isEmpty, type == "application/json" {
                media.append(.init(name: "examples", value: .object(examples)))
            }
            return JSON.Member(name: type, value: .object(media))
        }
        return ["required": true, "content": .object(content)]
    }

    private static func responses(of operation: Operation) -> JSON {
        let answer = operation.answer
        var success: [JSON.Member] = [.init(name: "description", value: .text(answer.summary))]
        if let schema = answer.schema {
            success.append(
                .init(
                    name: "content",
                    value: .object([
                        .init(name: answer.type, value: ["schema": schema.document])
                    ])))
        } else if answer.status != 204 {
            let text: JSON = ["schema": ["type": "string"]]
            success.append(
                .init(name: "content", value: .object([.init(name: answer.type, value: text)])))
        }
        var members = [JSON.Member(name: "\(answer.status)", value: .object(success))]
        var statuses = operation.problems + [400, 405, 421, 503]
        if !operation.isOpen { statuses.append(401) }
        for status in Set(statuses).sorted() {
            members.append(
                .init(
                    name: "\(status)",
                    value: [
                        "description": .text(Self.titles[status] ?? "A problem."),
                        "content": [
                            "application/problem+json": [
                                "schema": ["$ref": "#/components/schemas/Problem"]
                            ]
                        ],
                    ]))
        }
        return .object(members)
    }

    private static let titles: [Int: String] = [
        400: "The request cannot be read.", 401: "The token is missing or wrong.",
        404: "There is no such thing.", 405: "The method is not for this path.",
        409: "The fleet's state forbids it.", 413: "The body is too large.",
        415: "The body is of another type.", 421: "The request is for another host.",
        422: "The body says what cannot be; every field at fault is named.",
        503: "The fleet has been stopped.",
    ]
}
