import Fleet

/// A refusal as the client gets it: `application/problem+json` (RFC 9457).
struct Problem: Error, Hashable, Sendable {
    /// Last word of the type, which is `urn:trimtab:problem:` and this.
    let kind: String
    let title: String
    let status: Int
    let detail: String
    /// Fields at fault.
    var errors: [FieldError] = []
    /// Header fields that go with it.
    var headers: [String: String] = [:]

    var response: ControlResponse {
        var members: [JSON.Member] = [
            .init(name: "type", value: .text("urn:trimtab:problem:\(kind)")),
            .init(name: "title", value: .text(title)),
            .init(name: "status", value: JSON(status)),
            .init(name: "detail", value: .text(detail)),
        ]
        if !errors.isEmpty {
            let list = errors.map { error -> JSON in
                ["field": .text(error.field), "detail": .text(error.detail)]
            }
            members.append(.init(name: "errors", value: .list(list)))
        }
        return ControlResponse(
            status: status, contentType: "application/problem+json",
            body: JSON.object(members).bytes, headers: headers)
    }
}

extension Problem {
    static func badRequest(_ detail: String, _ errors: [FieldError] = []) -> Problem {
        Problem(
            kind: "bad-request", title: "The request cannot be read", status: 400, detail: detail,
            errors: errors)
    }

    static let unauthorized = Problem(
        kind: "unauthorized", title: "The token is missing or wrong", status: 401,
        detail: "Send 'Authorization: Bearer TOKEN' with the token of the ready line.",
        headers: ["WWW-Authenticate": "Bearer"])

    static func notFound(_ detail: String) -> Problem {
        Problem(kind: "not-found", title: "There is no such thing", status: 404, detail: detail)
    }

    static func methodNotAllowed(_ method: String, allowed: [String]) -> Problem {
        let list = allowed.joined(separator: ", ")
        return Problem(
            kind: "method-not-allowed", title: "The method is not for this path", status: 405,
            detail: "\(method.prefix(40)) is not for this path; it takes \(list).",
            headers: ["Allow": list])
    }

    static func conflict(_ detail: String) -> Problem {
        Problem(
            kind: "conflict", title: "The fleet's state forbids it", status: 409, detail: detail)
    }

    static func tooLarge(limit: Int) -> Problem {
        Problem(
            kind: "too-large", title: "The body is too large", status: 413,
            detail: "The body has more than \(limit) bytes, the most this path takes.",
            headers: ["Connection": "close"])
    }

    static func unsupported(_ given: String?, taken: [String]) -> Problem {
        let given = given.map { "is '\($0.prefix(60))'" } ?? "is missing"
        return Problem(
            kind: "unsupported-media-type", title: "The body is of another type", status: 415,
            detail: "Content-Type \(given); this path takes \(taken.joined(separator: " or ")).")
    }

    static func foreignHost(_ host: String?) -> Problem {
        Problem(
            kind: "foreign-host", title: "The request is for another host", status: 421,
            detail: "Host is '\((host ?? "").prefix(80))'; name the address this server listens"
                + " on, or localhost.")
    }

    /// The fields at fault, all of them.
    static func invalid(_ errors: [FieldError]) -> Problem {
        let first = errors.first.map { error in
            error.field.isEmpty ? "The body \(error.detail)" : "'\(error.field)' \(error.detail)"
        }
        let more = errors.count > 1 ? " \(errors.count - 1) more." : ""
        return Problem(
            kind: "invalid", title: "The body says what cannot be", status: 422,
            detail: (first ?? "") + more, errors: errors)
    }

    static func unavailable(_ detail: String) -> Problem {
        Problem(kind: "unavailable", title: "The fleet is gone", status: 503, detail: detail)
    }
}

extension Problem {
    /// What a fleet's refusal is over HTTP.
    ///
    /// - Parameters:
    ///   - error: The refusal.
    ///   - field: Where in the body a tag of that name has its value.
    init(_ error: FleetError, field: (String) -> String = { _ in "" }) {
        switch error {
        case .tags(let faults):
            self = .invalid(faults.map { FieldError(field: field($0.tag), detail: "\($0)") })
        case .unknownDevice, .unknownDisturbance: self = .notFound("\(error)")
        case .clockRuns, .snapshot, .cannotListen: self = .conflict("\(error)")
        case .stopped: self = .unavailable("\(error)")
        default: self = .invalid([FieldError(field: "", detail: "\(error)")])
        }
    }
}
