/// A request to the control API, free of any HTTP library.
package struct ControlRequest: Sendable {
    /// The method in capitals.
    package var method: String
    /// Path and query as they came, percent-encoded.
    package var target: String
    /// The `Host` field; nil if missing.
    package var host: String?
    /// The `Authorization` field; nil if missing.
    package var authorization: String?
    /// The `Content-Type` field; nil if missing.
    package var contentType: String?
    /// Reads the whole body; nil if it has more bytes than the limit.
    package var body: @Sendable (_ limit: Int) async throws -> [UInt8]?

    package init(
        method: String, target: String, host: String? = nil, authorization: String? = nil,
        contentType: String? = nil,
        body: @escaping @Sendable (_ limit: Int) async throws -> [UInt8]? = { _ in [] }
    ) {
        self.method = method
        self.target = target
        self.host = host
        self.authorization = authorization
        self.contentType = contentType
        self.body = body
    }
}

/// An answer of the control API.
package struct ControlResponse: Sendable {
    /// The status code.
    package var status: Int
    /// What the body is; nil without one.
    package var contentType: String?
    /// The body; empty without one.
    package var body: [UInt8]
    /// Header fields beside that of the type.
    package var headers: [String: String] = [:]

    /// An answer with a JSON body.
    static func json(_ value: JSON, status: Int = 200) -> ControlResponse {
        ControlResponse(status: status, contentType: "application/json", body: value.bytes)
    }

    /// An answer without a body.
    static let empty = ControlResponse(status: 204, contentType: nil, body: [])
}

/// What a handler gets: everything checked against the operation's schemas.
struct ControlCall: Sendable {
    /// Values of the path's parameters.
    var path: [String: String] = [:]
    /// Values of the query's parameters.
    var query: [String: JSON] = [:]
    /// The JSON body; null without one.
    var body = JSON.null
    /// The body as it came.
    var bytes: [UInt8] = []

    /// A parameter of the path, which the route guarantees.
    subscript(name: String) -> String { path[name] ?? "" }
}

/// Percent-encoded text.
enum PercentText {
    /// The text; nil if it is broken, or no UTF-8.
    static func decode(_ text: Substring, plusIsBlank: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == 0x25 {
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { return nil }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(plusIsBlank && byte == 0x2B ? 0x20 : byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
