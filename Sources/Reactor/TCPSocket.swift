import CLinux
import Glibc

/// TCP over plain descriptors. Every socket made here does not block, is closed on exec, sends
/// without delay, and probes a silent peer after 30 s, three times.
package enum TCPSocket {
    /// Opens a listener.
    ///
    /// - Parameters:
    ///   - address: Port 0 takes a free one.
    ///   - backlog: Connections that may wait to be accepted; the system may allow fewer.
    /// - Returns: The descriptor, and the address with the port it really has.
    /// - Throws: `socket`, `bind`, `listen` or `getsockname`.
    package static func listen(on address: SocketAddress, backlog: Int32 = 4096)
        throws(SystemError) -> (descriptor: Int32, bound: SocketAddress)
    {
        let descriptor = try reserve(address)
        do {
            try listen(reserved: descriptor, backlog: backlog)
        } catch {
            throw closing(descriptor, error)
        }
        guard let bound = localAddress(of: descriptor) else {
            throw closing(descriptor, .last("getsockname"))
        }
        return (descriptor, bound)
    }

    /// Takes an address without listening: connections to it are refused, and nobody else gets it.
    ///
    /// - Returns: The descriptor, for ``listen(reserved:backlog:)``.
    /// - Throws: `socket` or `bind`.
    package static func reserve(_ address: SocketAddress) throws(SystemError) -> Int32 {
        let descriptor = linux_tcp_socket(address.family)
        guard descriptor >= 0 else { throw .last("socket") }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        guard address.withSystemAddress({ Glibc.bind(descriptor, $0, $1) }) == 0 else {
            throw closing(descriptor, .last("bind"))
        }
        return descriptor
    }

    /// Listens at a reserved address. On failure the reservation stands.
    ///
    /// - Throws: `listen`.
    package static func listen(reserved descriptor: Int32, backlog: Int32 = 4096)
        throws(SystemError)
    {
        guard Glibc.listen(descriptor, backlog) == 0 else { throw .last("listen") }
    }

    /// Takes the next waiting connection; nil if there is none or it cannot be taken now. A server
    /// that must know which uses ``accept(from:)``.
    package static func accept(_ listener: Int32) -> Int32? {
        do { return try accept(from: listener) } catch { return nil }
    }

    /// Takes the next waiting connection; nil if there is none.
    ///
    /// - Throws: When descriptors or memory have run out. The connection goes on waiting and the
    ///   listener stays readable: stop watching it for a while.
    package static func accept(from listener: Int32) throws(SystemError) -> Int32? {
        while true {
            let descriptor = linux_accept(listener)
            if descriptor >= 0 {
                setDefaults(descriptor)
                return descriptor
            }
            switch errno {
            case EAGAIN: return nil
            // These concern the one connection, which is gone (accept(2), "Error handling").
            case EINTR, ECONNABORTED, ENETDOWN, EPROTO, ENOPROTOOPT, EHOSTDOWN, ENONET,
                EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH:
                continue
            default: throw .last("accept")
            }
        }
    }

    /// Begins to connect. Unless complete at once, the descriptor turns writable when the attempt
    /// has ended; ``pendingError(_:)`` then tells how.
    ///
    /// - Throws: `socket` or `connect`, if it is refused at once.
    package static func connect(to address: SocketAddress)
        throws(SystemError) -> (descriptor: Int32, isComplete: Bool)
    {
        let descriptor = linux_tcp_socket(address.family)
        guard descriptor >= 0 else { throw .last("socket") }
        setDefaults(descriptor)
        if address.withSystemAddress({ Glibc.connect(descriptor, $0, $1) }) == 0 {
            if let error = pendingError(descriptor) { throw closing(descriptor, error) }
            return (descriptor, true)
        }
        guard errno == EINPROGRESS || errno == EINTR else {
            throw closing(descriptor, .last("connect"))
        }
        return (descriptor, false)
    }

    /// The error a socket holds, nil if none; reading it clears it.
    ///
    /// A socket connected to itself counts as refused: on loopback, trying a free port of the
    /// ephemeral range can meet the attempt's own port, which would keep the device off it.
    package static func pendingError(_ descriptor: Int32) -> SystemError? {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else {
            return .last("getsockopt")
        }
        if code != 0 { return SystemError(call: "connect", code: code) }
        guard let local = localAddress(of: descriptor),
            local == remoteAddress(of: descriptor)
        else { return nil }
        return SystemError(call: "connect", code: ECONNREFUSED)
    }

    /// Closes a descriptor. ``ReactorThread/forget(_:)`` it first.
    package static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

    /// Ends our side of the stream; the peer reads the end and may go on sending.
    package static func closeWriting(_ descriptor: Int32) {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Makes ``close(_:)`` reset the connection: nothing unsent is sent, no port lingers.
    package static func setLingerZero(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout.size(ofValue: linger))
        _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, size)
    }

    /// Our end of a socket.
    package static func localAddress(of descriptor: Int32) -> SocketAddress? {
        address { getsockname(descriptor, $0, $1) }
    }

    /// The peer's end of a connected socket.
    package static func remoteAddress(of descriptor: Int32) -> SocketAddress? {
        address { getpeername(descriptor, $0, $1) }
    }

    private static func address(
        _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &size) }
        }
        return code == 0 ? SocketAddress(storage) : nil
    }

    private static func setDefaults(_ descriptor: Int32) {
        let tcp = Int32(IPPROTO_TCP)
        set(descriptor, tcp, TCP_NODELAY, 1)
        set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        set(descriptor, tcp, TCP_KEEPIDLE, 30)
        set(descriptor, tcp, TCP_KEEPINTVL, 30)
        set(descriptor, tcp, TCP_KEEPCNT, 3)
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func closing(_ descriptor: Int32, _ error: SystemError) -> SystemError {
        close(descriptor)
        return error
    }
}
