import Glibc
import Reactor

/// A server of plain blocking sockets on a thread of its own, one connection after the other. It
/// plays what it is told, right or wrong, and keeps every request it received.
final class RawServer: Sendable {
    /// One request as it came.
    struct Request: Sendable {
        /// Connections are counted from 0.
        let connection: Int
        /// Requests are counted from 0 over all connections.
        let number: Int
        let adu: [UInt8]

        var id: [UInt8] { Array(adu[0..<2]) }
        var unit: UInt8 { adu[6] }
        var pdu: [UInt8] { Array(adu[7...]) }

        /// An ADU that answers this request.
        func answer(_ pdu: [UInt8], id: [UInt8]? = nil, unit: UInt8? = nil) -> [UInt8] {
            let length = pdu.count + 1
            let header = [0, 0, UInt8(length >> 8), UInt8(length & 255), unit ?? self.unit]
            return (id ?? self.id) + header + pdu
        }
    }

    /// What to do about a request.
    enum Act: Sendable {
        case send([UInt8])
        /// One byte at a time; between two, a wait for the client to hang up, so many milliseconds.
        case drip([UInt8], Int32)
        case reset
        case close
    }

    let port: Int
    private let listener: Int32
    private let state = Locked(State())
    private let play: @Sendable (Request) -> [Act]
    private let greeting: [UInt8]

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var current: Int32 = -1
        var isStopped = false
        var thread: pthread_t?
    }

    init(greeting: [UInt8] = [], port: Int = 0, play: @escaping @Sendable (Request) -> [Act]) {
        self.play = play
        self.greeting = greeting
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = in_port_t(port).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        precondition(bound, "the test server cannot listen")
        self.port = Int(UInt16(bigEndian: address.sin_port))
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<RawServer>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            }, context)
        let started = thread
        state.withLock { $0.thread = started }
    }

    var requests: [Request] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    /// Ends the thread; the port is free afterwards.
    func stop() {
        let thread = state.withLock { state -> pthread_t? in
            state.isStopped = true
            if state.current >= 0 { shutdown(state.current, Int32(SHUT_RDWR)) }
            defer { state.thread = nil }
            return state.thread
        }
        guard let thread else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        close(listener)
    }

    private func serve() {
        while true {
            let descriptor = accept(listener, nil, nil)
            let goesOn = state.withLock { state in
                guard descriptor >= 0, !state.isStopped else { return false }
                state.current = descriptor
                state.connections += 1
                return true
            }
            guard goesOn else {
                if descriptor >= 0 { close(descriptor) }
                return
            }
            var on: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
            write(greeting, to: descriptor)
            converse(descriptor)
            state.withLock { $0.current = -1 }
            close(descriptor)
        }
    }

    private func converse(_ descriptor: Int32) {
        while let head = read(6, from: descriptor),
            let rest = read(Int(head[4]) << 8 | Int(head[5]), from: descriptor)
        {
            let request = state.withLock { state in
                let request = Request(
                    connection: state.connections - 1, number: state.requests.count,
                    adu: head + rest)
                state.requests.append(request)
                return request
            }
            for act in play(request) {
                switch act {
                case .send(let bytes): write(bytes, to: descriptor)
                case .drip(let bytes, let milliseconds):
                    for byte in bytes {
                        write([byte], to: descriptor)
                        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                        if poll(&watched, 1, milliseconds) != 0 { break }
                    }
                case .reset:
                    var linger = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, 8)
                    return
                case .close:
                    return
                }
            }
        }
    }

    private func read(_ count: Int, from descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let got = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress?.advanced(by: have), count - have, 0)
            }
            guard got > 0 else { return nil }
            have += got
        }
        return bytes
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) {
        guard !bytes.isEmpty else { return }
        _ = bytes.withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }
}
