import Glibc
import Reactor

/// A server among the peers, accepting connections on a port of its own until it is let go.
struct PeerServer {
    let port: Int
    private let process: PeerProcess

    /// Starts `path --port P` and waits until it accepts.
    init(
        _ path: String, leading: [String] = [], _ arguments: [String] = [], core: Int?
    ) throws(BenchError) {
        port = try Self.freePort()
        process = try PeerProcess(path, leading + ["--port", "\(port)"] + arguments, core: core)
        for _ in 0..<1_000 {
            if Self.accepts(port) { return }
            usleep(5_000)
        }
        throw .notListening(path, port: port)
    }

    /// Ends it; returns all it has printed.
    @discardableResult
    func stop() -> String {
        process.end()
        return process.outputToTheEnd()
    }

    private static func freePort() throws(BenchError) -> Int {
        guard let any = SocketAddress(host: "127.0.0.1", port: 0) else { return 0 }
        do {
            let listener = try TCPSocket.listen(on: any)
            TCPSocket.close(listener.descriptor)
            return listener.bound.port
        } catch {
            throw .noFreePort(error)
        }
    }

    private static func accepts(_ port: Int) -> Bool {
        guard let address = SocketAddress(host: "127.0.0.1", port: port) else { return false }
        do {
            let attempt = try TCPSocket.connect(to: address)
            defer { TCPSocket.close(attempt.descriptor) }
            var waiting = pollfd(fd: attempt.descriptor, events: Int16(POLLOUT), revents: 0)
            return poll(&waiting, 1, 100) == 1 && TCPSocket.pendingError(attempt.descriptor) == nil
        } catch {
            return false
        }
    }
}
