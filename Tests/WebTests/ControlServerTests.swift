import Fleet
import Foundation
import Glibc
import Testing

@testable import Web

/// The plainest HTTP client: one request a connection, read to its end.
private struct HTTPClient {
    let port: Int
    let token: String

    struct Answer {
        let status: Int
        let head: String
        let body: [UInt8]
    }

    func ask(
        _ method: String, _ path: String, _ body: String? = nil, header: String = ""
    ) async -> Answer? {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        text += "Authorization: Bearer \(token)\r\nConnection: close\r\n\(header)"
        if let body {
            text += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        return await exchange(Array((text + "\r\n" + (body ?? "")).utf8))
    }

    /// Sends bytes and reads what comes to the end of the stream, ten seconds at most; on a thread
    /// of its own, as the server needs those that tasks share.
    func exchange(_ bytes: [UInt8]) async -> Answer? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: blockingExchange(bytes)) }
        }
    }

    private func blockingExchange(_ bytes: [UInt8]) -> Answer? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var wait = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { return nil }
        _ = bytes.withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = buffer.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            guard got > 0 else { break }
            all += buffer[..<got]
        }
        let text = String(decoding: all, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"),
            let status = Int(text.dropFirst(9).prefix(3))
        else { return nil }
        let head = String(text[..<end.lowerBound])
        return Answer(
            status: status, head: head, body: Array(all.dropFirst(head.utf8.count + 4)))
    }
}

struct ControlServerTests {
    /// Runs `body` with a served fleet of ``makeProfile()``.
    private func withServer(
        token: String? = nil, _ body: @escaping @Sendable (HTTPClient) async throws -> Void
    ) async throws {
        let profile = makeProfile()
        let fleet = try #require(try SimulatedFleet(simulating: profile, seed: 7, logger: quiet))
        try await fleet.start()
        let server = ControlServer(fleet: fleet, profile: profile, token: token, logger: quiet)
        let (places, ready) = AsyncStream.makeStream(of: ControlPlace.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { ready.yield($0) } }
            group.addTask {
                for await place in places {
                    let port = Int(place.url.split(separator: ":").last ?? "") ?? 0
                    try await body(HTTPClient(port: port, token: place.token))
                    return
                }
            }
            try await group.next()
            group.cancelAll()
        }
        await fleet.stop()
    }

    @Test
    func aRealClientSetsATagAndReadsMetrics() async throws {
        try await withServer { client in
            let set = await client.ask("PUT", "/v1/tags/pump.flow", #"{"value":1.5}"#)
            #expect(set?.status == 200)
            #expect(set?.head.lowercased().contains("content-type: application/json") == true)
            let metrics = await client.ask("GET", "/metrics")
            let text = String(decoding: metrics?.body ?? [], as: UTF8.self)
            #expect(text.contains("trimtab_connections{device=\"pump\"} 0\n"))
            #expect(text.contains("# TYPE trimtab_requests_total counter\n"))
            let head = await client.ask("HEAD", "/ready")
            #expect(head?.status == 200 && head?.body.isEmpty == true)
        }
    }

    @Test
    func aMadeTokenIsLongAndAGivenOneIsKept() async throws {
        try await withServer { client in
            #expect(client.token.utf8.count == 64)
            let wrong = await HTTPClient(port: client.port, token: "x").ask("GET", "/v1/tags")
            #expect(wrong?.status == 401)
            #expect(wrong?.head.contains("WWW-Authenticate: Bearer") == true)
        }
        try await withServer(token: "given") { client in
            #expect(client.token == "given")
            #expect(await client.ask("GET", "/v1/seed")?.body == Array(#"{"seed":7}"#.utf8))
        }
    }

    @Test
    func whatIsTooLargeIsRefusedBeforeItCame() async throws {
        try await withServer { client in
            let request =
                "PATCH /v1/tags HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + client.token + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: 99999999\r\n\r\n{"
            #expect(await client.exchange(Array(request.utf8))?.status == 413)
        }
    }

    @Test
    func aForeignHostIsRefused() async throws {
        try await withServer { client in
            let request =
                "GET /v1/tags HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
                + client.token + "\r\nConnection: close\r\n\r\n"
            #expect(await client.exchange(Array(request.utf8))?.status == 421)
        }
    }

    @Test
    func aTakenPortIsNamed() async throws {
        try await withServer { client in
            let profile = makeProfile()
            guard
                let fleet = try SimulatedFleet(simulating: profile, seed: 7, logger: quiet)
            else { return }
            let server = ControlServer(
                fleet: fleet, profile: profile, port: client.port, logger: quiet)
            do {
                try await server.run { _ in Issue.record("it was bound twice") }
            } catch {
                #expect(
                    "\(error)" == "the control API cannot listen at 127.0.0.1:\(client.port): "
                        + "Address already in use.")
            }
            await fleet.stop()
        }
    }
}
