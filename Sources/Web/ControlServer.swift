package import Fleet
import Glibc
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
package import Profiles
package import Tags

/// Where a control API is reached.
package struct ControlPlace: Hashable, Sendable {
    /// `http://127.0.0.1:34567`.
    package let url: String
    /// What clients must show as `Authorization: Bearer TOKEN`.
    package let token: String
}

/// The system's refusal of the control API's address.
package struct ControlError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it was to listen.
    package let address: String
    /// The system's error number.
    package let code: Int32

    package var description: String {
        "the control API cannot listen at \(address): \(String(cString: strerror(code)))."
    }
}

/// Serves the control API of a fleet over HTTP.
package struct ControlServer: Sendable {
    private let api: ControlAPI
    private let token: String
    private let address: String
    private let port: Int
    private let logger: Logger

    /// A server at rest.
    ///
    /// - Parameters:
    ///   - fleet: What it controls.
    ///   - profile: What the fleet was made from.
    ///   - token: What clients must show, 1…256 visible characters; nil makes one from the system's
    ///     randomness.
    ///   - address: Numeric address to listen on, or `localhost`. On loopback only requests that
    ///     name a loopback host are taken.
    ///   - port: 0 for a free one.
    ///   - advance: What a step of plant time does; nil steps the fleet and nothing else.
    ///   - logger: Told of what goes wrong inside the server.
    package init(
        fleet: SimulatedFleet, profile: Profile, token: String? = nil,
        address: String = "127.0.0.1", port: Int = 0,
        advance: (@Sendable (PlantTime) async throws -> Void)? = nil, logger: Logger
    ) {
        let token = token ?? Token.make()
        api = ControlAPI(
            fleet: fleet, profile: profile, token: token,
            listensBeyondLoopback: !HostRule.isLoopback(address),
            advance: advance ?? { time in try await fleet.step(to: time) })
        self.token = token
        self.address = address == "localhost" ? "127.0.0.1" : address
        self.port = port
        self.logger = logger
    }

    /// Serves until the task is cancelled or a graceful shutdown begins.
    ///
    /// - Parameter onReady: Told once where the server accepts.
    /// - Throws: The system's refusal of the address.
    package func run(onReady: @escaping @Sendable (ControlPlace) async -> Void) async throws {
        let (token, address) = (token, address)
        // The library calls it an error that connections still stand when the run is over.
        var logger = logger
        logger.logLevel = max(logger.logLevel, .critical)
        let application = Application(
            responder: Responder(api: api),
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .hostname(address, port: port), serverName: "trimtab"),
            onServerRunning: { channel in
                let bound = channel.localAddress?.port ?? 0
                let host = address.contains(":") ? "[\(address)]" : address
                await onReady(ControlPlace(url: "http://\(host):\(bound)", token: token))
            }, logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw ControlError(address: "\(address):\(port)", code: error.errnoCode)
        }
    }

    /// Hands requests over from the HTTP library and answers back.
    private struct Responder: HTTPResponder {
        let api: ControlAPI

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
            let body = request.body
            let answer = await api.respond(
                to: ControlRequest(
                    method: request.method.rawValue, target: request.head.path ?? "",
                    host: request.head.authority, authorization: request.headers[.authorization],
                    contentType: request.headers[.contentType]
                ) { limit in
                    // The declared length first: what is too large need not come at all.
                    let declared = request.headers[.contentLength].flatMap(Int.init)
                    if let declared, declared > limit { return nil }
                    var bytes: [UInt8] = []
                    for try await part in body {
                        guard bytes.count + part.readableBytes <= limit else { return nil }
                        bytes += part.readableBytesView
                    }
                    return bytes
                })
            var headers = HTTPFields()
            if let type = answer.contentType { headers[.contentType] = type }
            headers[.cacheControl] = "no-store"
            for (name, value) in answer.headers {
                if let name = HTTPField.Name(name) { headers[name] = value }
            }
            return Response(
                status: .init(code: answer.status), headers: headers,
                body: request.method == .head
                    ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
    }
}
