import Glibc
import Reactor

/// Looks up host names on threads of its own, for the system's look-up may block for long.
final class HostResolver: Sendable {
    private struct Request: Sendable {
        let host: String
        let port: Int
        let completion: @Sendable ([SocketAddress]) -> Void
    }

    private struct State {
        var waiting: [Request] = []
        var threads = 0
    }

    private static let mostThreads = 4
    private let state = Locked(State())

    /// Looks up `host`; `completion` is called on another thread with its addresses, IPv4 first, or
    /// with none.
    func lookUp(
        _ host: String, port: Int, completion: @escaping @Sendable ([SocketAddress]) -> Void
    ) {
        let needsThread = state.withLock { state in
            state.waiting.append(Request(host: host, port: port, completion: completion))
            guard state.threads < Self.mostThreads else { return false }
            state.threads += 1
            return true
        }
        guard needsThread else { return }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
            if let context = $0 {
                Unmanaged<HostResolver>.fromOpaque(context).takeRetainedValue().work()
            }
            return nil
        }
        if pthread_create(&thread, nil, body, context) == 0 {
            pthread_detach(thread)
        } else {
            Unmanaged<HostResolver>.fromOpaque(context).release()
            state.withLock { $0.threads -= 1 }
            completion([])
        }
    }

    /// Serves requests until none waits.
    private func work() {
        while true {
            let request: Request? = state.withLock { state in
                if state.waiting.isEmpty {
                    state.threads -= 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            guard let request else { return }
            request.completion(Self.addresses(of: request.host, port: request.port))
        }
    }

    private static func addresses(of host: String, port: Int) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [(isIPv6: Bool, address: SocketAddress)] = []
        var entry = list
        while let info = entry {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let code = getnameinfo(
                info.pointee.ai_addr, info.pointee.ai_addrlen, &text, socklen_t(text.count), nil,
                0, NI_NUMERICHOST)
            let digits = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            if code == 0, let address = SocketAddress(host: digits, port: port) {
                found.append((info.pointee.ai_family == AF_INET6, address))
            }
            entry = info.pointee.ai_next
        }
        return found.filter { !$0.isIPv6 }.map(\.address) + found.filter(\.isIPv6).map(\.address)
    }
}
