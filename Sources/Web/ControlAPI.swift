package import Fleet
package import Profiles
package import Tags

/// The fleet's control API: takes requests, checks them, has them done and answers. Knows no socket.
package struct ControlAPI: Sendable {
    let operations: [Operation]
    let components: [String: Schema]
    private let token: String
    private let hosts: HostRule

    /// An API over one fleet.
    ///
    /// - Parameters:
    ///   - fleet: What it controls.
    ///   - profile: What the fleet was made from.
    ///   - token: What clients must show.
    ///   - listensBeyondLoopback: Whether it is meant to be reached from other machines; then any
    ///     host may be named in a request.
    ///   - advance: What a step does.
    package init(
        fleet: SimulatedFleet, profile: Profile, token: String, listensBeyondLoopback: Bool,
        advance: @escaping @Sendable (PlantTime) async throws -> Void
    ) {
        let control = FleetControl(fleet: fleet, profile: profile, advance: advance)
        var operations =
            control.tagOperations + control.forceOperations + control.faultOperations
            + control.timeOperations + control.snapshotOperations + control.journalOperations
            + control.deviceOperations + control.plantOperations + control.reportOperations
        components = Components.schemas
        let document = OpenAPIDocument(operations: operations, components: components)
        operations.append(document.operation)
        self.operations = operations
        self.token = token
        hosts = HostRule(listensBeyondLoopback: listensBeyondLoopback)
    }

    /// Answers one request; never fails.
    package func respond(to request: ControlRequest) async -> ControlResponse {
        do throws(Problem) {
            return try await carryOut(request)
        } catch {
            return error.response
        }
    }

    private func carryOut(_ request: ControlRequest) async throws(Problem) -> ControlResponse {
        guard hosts.allows(request.host) else { throw .foreignHost(request.host) }
        let halves = request.target.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = (halves.first ?? "").dropFirst()
            .split(separator: "/", omittingEmptySubsequences: false)
        let matching = operations.filter { $0.match(parts) != nil }
        let isOpen = !matching.isEmpty && matching.allSatisfy(\.isOpen)
        guard isOpen || Token.isRight(request.authorization, token) else { throw .unauthorized }
        guard !matching.isEmpty else {
            throw .notFound("There is no '\((halves.first ?? "").prefix(200))'; see /openapi.json.")
        }
        let method = request.method == "HEAD" ? "GET" : request.method
        guard let operation = matching.first(where: { $0.method == method }) else {
            throw .methodNotAllowed(request.method, allowed: matching.map(\.method))
        }
        var call = ControlCall()
        for (name, value) in operation.match(parts) ?? [:] {
            guard let text = PercentText.decode(value), !text.isEmpty else {
                throw .badRequest("'\(value.prefix(80))' in the path is not percent-encoded text.")
            }
            call.path[name] = text
        }
        call.query = try operation.read(
            query: halves.count > 1 ? halves[1] : "", components: components)
        if let body = operation.body { try await read(body, of: request, into: &call) }
        return try await operation.handler(call)
    }

    private func read(
        _ body: Operation.Body, of request: ControlRequest, into call: inout ControlCall
    ) async throws(Problem) {
        let type = request.contentType?.split(separator: ";").first
            .map { $0.lowercased().filter { $0 != " " } }
        guard let type, body.types.contains(type) else {
            throw .unsupported(request.contentType, taken: body.types)
        }
        let bytes: [UInt8]?
        do {
            bytes = try await request.body(body.limit)
        } catch {
            throw .badRequest("The body did not arrive whole.")
        }
        guard let bytes else { throw .tooLarge(limit: body.limit) }
        call.bytes = bytes
        if type == "application/json" {
            do throws(JSONError) {
                call.body = try JSONReader.read(bytes)
            } catch {
                throw .badRequest("The body is no JSON: \(error).")
            }
        }
        if body.isRaw { return }
        let errors = body.schema.faults(in: call.body, at: "", components: components)
        guard errors.isEmpty else { throw .invalid(errors) }
    }
}

/// Which hosts a request may name: a page of a foreign site that had its name resolved to this
/// machine (DNS rebinding) names its own.
struct HostRule: Sendable {
    let listensBeyondLoopback: Bool

    func allows(_ host: String?) -> Bool {
        if listensBeyondLoopback { return true }
        guard let host else { return false }
        var name = host[...]
        if name.hasPrefix("[") {
            guard let end = name.firstIndex(of: "]") else { return false }
            name = name[name.index(after: name.startIndex)..<end]
        } else if let colon = name.firstIndex(of: ":") {
            name = name[..<colon]
        }
        return Self.isLoopback(String(name))
    }

    /// Whether a name or numeric address is this machine's own.
    static func isLoopback(_ name: String) -> Bool {
        if name.lowercased() == "localhost" || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// The secret that clients show.
package enum Token {
    /// A new one: 32 bytes of the system's randomness as 64 hexadecimal digits.
    package static func make() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Whether an `Authorization` field shows the token. Takes as long for a nearly right one as
    /// for a wrong one of that length.
    static func isRight(_ authorization: String?, _ token: String) -> Bool {
        guard let authorization else { return false }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return false }
        let given = Array(parts[1].utf8)
        let wanted = Array(token.utf8)
        guard given.count == wanted.count, !wanted.isEmpty else { return false }
        return zip(given, wanted).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
