import Glibc

extension TCPSocket {
    /// What one call to receive or send came to.
    package enum Transfer: Equatable, Sendable {
        /// So many bytes were moved, 1 or more.
        case bytes(Int)
        /// Nothing can be moved now; wait for readiness.
        case wouldBlock
        /// The peer has closed its side. Only when receiving.
        case ended
        /// The connection is broken.
        case failed(SystemError)
    }

    /// Takes what has arrived, at most `buffer.count` bytes.
    package static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer)
        -> Transfer
    {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .ended }
            if errno == EAGAIN { return .wouldBlock }
            if errno != EINTR { return .failed(.last("recv")) }
        }
    }

    /// Hands over as much as the system takes now; a broken connection raises no signal.
    package static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Transfer {
        while true {
            let count = Glibc.send(
                descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .bytes(count) }
            if errno == EAGAIN { return .wouldBlock }
            if errno != EINTR { return .failed(.last("send")) }
        }
    }
}
