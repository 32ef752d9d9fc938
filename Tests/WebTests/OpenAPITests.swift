import Testing

@testable import Web

/// The served document against the routes there are, and against what it says itself.
struct OpenAPITests {
    private struct Documented {
        let method: String
        let path: String
        let operation: JSON
    }

    private func document(_ api: ControlAPI) async -> JSON {
        await api.ask("GET", "/openapi.json", authorization: nil).json
    }

    private func operations(of document: JSON) -> [Documented] {
        (document["paths"]?.members ?? []).flatMap { path in
            (path.value.members ?? []).map {
                Documented(method: $0.name.uppercased(), path: path.name, operation: $0.value)
            }
        }
    }

    @Test
    func everyRouteIsDocumentedAndEveryDocumentedOperationExists() async throws {
        try await withAPI { api, _, _ in
            let document = await document(api)
            #expect(document["openapi"] == "3.1.0")
            let documented = operations(of: document).map { "\($0.method) \($0.path)" }
            #expect(
                documented.sorted() == api.operations.map { "\($0.method) \($0.path)" }.sorted())
            #expect(documented.count >= 35)
            let ids = Set(operations(of: document).compactMap { $0.operation["operationId"] })
            #expect(ids.count == documented.count)
        }
    }

    @Test
    func everyReferenceLeadsSomewhere() async throws {
        try await withAPI { api, _, _ in
            let document = await document(api)
            let known = Set(document["components"]?["schemas"]?.members?.map(\.name) ?? [])
            #expect(!known.isEmpty)
            for reference in references(in: document) {
                let name = reference.split(separator: "/").last.map { String($0) } ?? ""
                #expect(known.contains(name), "\(reference)")
            }
        }
    }

    private func references(in json: JSON) -> [String] {
        switch json {
        case .list(let items): items.flatMap { references(in: $0) }
        case .object(let members):
            members.flatMap { member -> [String] in
                if member.name == "$ref" { return [member.value.string ?? ""] }
                return references(in: member.value)
            }
        default: []
        }
    }

    @Test
    func everyExampleIsTakenAndEveryAnswerIsAsDocumented() async throws {
        try await withAPI { api, _, _ in
            _ = await api.ask("POST", "/v1/snapshots", "{}")
            for operation in api.operations {
                let places = [
                    "tag": "pump.flow", "device": "pump", "id": "1", "fault": "1",
                    "disturbance": "X1", "truth": "X2",
                ]
                let path = operation.parts.map { part in
                    part.hasPrefix("{")
                        ? places[String(part.dropFirst().dropLast())] ?? "" : String(part)
                }.joined(separator: "/")
                for example in operation.body?.examples ?? [.null] {
                    if let body = operation.body, !body.isRaw {
                        let faults = body.schema.faults(
                            in: example, at: "", components: api.components)
                        #expect(faults.isEmpty, "\(operation.id): \(faults)")
                    }
                    let body =
                        operation.body == nil
                        ? nil : String(decoding: example.bytes, as: UTF8.self)
                    let answer = await api.ask(operation.method, "/" + path, body)
                    check(answer.status, answer.json, answer.response, of: operation, api)
                }
            }
        }
    }

    private func check(
        _ status: Int, _ json: JSON, _ response: ControlResponse, of operation: Operation,
        _ api: ControlAPI
    ) {
        if status == operation.answer.status {
            if status == 204 {
                #expect(response.body.isEmpty)
            } else {
                #expect(response.contentType == operation.answer.type, "\(operation.id)")
            }
            guard let schema = operation.answer.schema else { return }
            let faults = schema.faults(in: json, at: "", components: api.components)
            #expect(faults.isEmpty, "\(operation.id): \(faults)")
        } else {
            let known = operation.problems + [400, 401, 405, 421]
            #expect(known.contains(status), "\(operation.id) answers \(status): \(json)")
            #expect(response.contentType == "application/problem+json")
        }
    }

    @Test
    func everyOperationRefusesAWrongBodyAndAMissingToken() async throws {
        try await withAPI { api, _, _ in
            for operation in api.operations {
                let path = operation.parts.map { $0.hasPrefix("{") ? "x" : String($0) }
                    .joined(separator: "/")
                if !operation.isOpen {
                    let answer = await api.ask(
                        operation.method, "/" + path, authorization: nil)
                    #expect(answer.status == 401, "\(operation.id)")
                }
                let wrong = await api.ask(operation.method, "/" + path + "?nonsense=1")
                #expect(wrong.status == 400, "\(operation.id)")
                guard operation.body != nil else { continue }
                let answer = await api.ask(
                    operation.method, "/" + path, #"{"nonsense":1}"#)
                #expect([404, 409, 422].contains(answer.status), "\(operation.id)")
                #expect(answer.response.contentType == "application/problem+json")
            }
        }
    }
}
