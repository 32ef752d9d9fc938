import Glibc
import Reactor
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TCPSocketTests {
    private static func loopback(port: Int = 0) throws -> SocketAddress {
        try #require(SocketAddress(host: "127.0.0.1", port: port))
    }

    /// Waits on the reactor until `descriptor` is ready, and stops watching it.
    private func readiness(
        of descriptor: Int32, for wanted: Readiness, on reactor: ReactorThread
    ) async -> Readiness {
        await withCheckedContinuation { continuation in
            reactor.post {
                let handler = Handler(ready: { readiness, _ in
                    reactor.forget(descriptor)
                    continuation.resume(returning: readiness)
                })
                reactor.watch(descriptor, for: wanted, token: 0, handler: handler)
            }
        }
    }

    /// A connection over loopback: the client's end and the server's.
    private func connection(on reactor: ReactorThread) async throws -> (
        client: Int32, server: Int32
    ) {
        let listener = try TCPSocket.listen(on: Self.loopback())
        defer { TCPSocket.close(listener.descriptor) }
        let client = try TCPSocket.connect(to: listener.bound)
        _ = await readiness(of: listener.descriptor, for: .readable, on: reactor)
        let server = try #require(TCPSocket.accept(listener.descriptor))
        if !client.isComplete {
            _ = await readiness(of: client.descriptor, for: .writable, on: reactor)
        }
        #expect(TCPSocket.pendingError(client.descriptor) == nil)
        return (client.descriptor, server)
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func listensOnAFreePortAndTellsIt(host: String) throws {
        let address = try #require(SocketAddress(host: host, port: 0))
        let listener = try TCPSocket.listen(on: address)
        defer { TCPSocket.close(listener.descriptor) }
        #expect(listener.bound.host == host)
        #expect(listener.bound.port > 0)
        #expect(TCPSocket.accept(listener.descriptor) == nil)
    }

    @Test func refusesAPortInUse() throws {
        let listener = try TCPSocket.listen(on: Self.loopback())
        defer { TCPSocket.close(listener.descriptor) }
        let error = #expect(throws: SystemError.self) {
            try TCPSocket.listen(on: listener.bound)
        }
        #expect(error?.description == "bind: address already in use")
    }

    @Test func reportsARefusedConnection() async throws {
        // Bound but not listening: nobody else can take the port, nobody answers.
        let holder = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { TCPSocket.close(holder) }
        var any = sockaddr_in()
        any.sin_family = sa_family_t(AF_INET)
        any.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &any) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(holder, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        #expect(code == 0)
        let address = try #require(TCPSocket.localAddress(of: holder))
        try await withReactor { reactor in
            var refusal: SystemError?
            do {
                let attempt = try TCPSocket.connect(to: address)
                _ = await readiness(of: attempt.descriptor, for: .writable, on: reactor)
                refusal = TCPSocket.pendingError(attempt.descriptor)
                TCPSocket.close(attempt.descriptor)
            } catch let error as SystemError {
                refusal = error
            }
            #expect(refusal?.description == "connect: connection refused")
        }
    }

    @Test func aHalfClosedPeerStillHearsTheAnswer() async throws {
        try await withReactor { reactor in
            let (client, server) = try await connection(on: reactor)
            #expect(sendText("request", on: client) == .bytes(7))
            TCPSocket.closeWriting(client)
            _ = await readiness(of: server, for: .readable, on: reactor)
            #expect(receiveText(server) == "request")
            let ready = await readiness(of: server, for: .readable, on: reactor)
            #expect(ready.contains(.readable) && !ready.contains(.hangup))
            #expect(receiveText(server) == "")
            #expect(sendText("answer", on: server) == .bytes(6))
            _ = await readiness(of: client, for: .readable, on: reactor)
            #expect(receiveText(client) == "answer")
            TCPSocket.close(client)
            TCPSocket.close(server)
        }
    }

    @Test func lingerZeroResetsTheConnection() async throws {
        try await withReactor { reactor in
            let (client, server) = try await connection(on: reactor)
            TCPSocket.setLingerZero(server)
            TCPSocket.close(server)
            let ready = await readiness(of: client, for: .readable, on: reactor)
            #expect(ready.contains(.error))
            #expect(TCPSocket.pendingError(client)?.reason == "connection reset by peer")
            TCPSocket.close(client)
        }
    }

    @Test func sendingToAResetConnectionFailsWithoutASignal() async throws {
        try await withReactor { reactor in
            let (client, server) = try await connection(on: reactor)
            TCPSocket.setLingerZero(server)
            TCPSocket.close(server)
            _ = await readiness(of: client, for: .readable, on: reactor)
            _ = TCPSocket.pendingError(client)
            let failure = SystemError(call: "send", code: EPIPE)
            #expect(sendText("x", on: client) == .failed(failure))
            TCPSocket.close(client)
        }
    }
}
