import Glibc

/// A numeric IPv4 or IPv6 address with a port: `127.0.0.1:1502`, `[::1]:1502`.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address in digits, as `inet_ntop` writes it.
    package let host: String
    /// The port, 0…65,535. Port 0 asks ``TCPSocket/listen(on:backlog:)`` for a free one.
    package let port: Int
    let isIPv6: Bool
    let scope: UInt32

    /// Nil unless `host` is an IPv4 address of four numbers or an IPv6 address (with `%zone` if
    /// need be), and `port` is 0…65,535. Names are not looked up.
    package init?(host: String, port: Int) {
        guard (0...65_535).contains(port) else { return nil }
        let parts = host.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = String(parts[0])
        var bytes = in6_addr()
        if parts.count == 1, inet_pton(AF_INET, digits, &bytes) == 1 {
            isIPv6 = false
            scope = 0
        } else if inet_pton(AF_INET6, digits, &bytes) == 1 {
            isIPv6 = true
            let zone = parts.count == 2 ? String(parts[1]) : nil
            scope = zone.map { UInt32($0) ?? if_nametoindex($0) } ?? 0
            guard zone == nil || scope != 0 else { return nil }
        } else {
            return nil
        }
        self.port = port
        self.host = Self.text(of: &bytes, isIPv6: isIPv6, scope: scope)
    }

    package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The same host with another port, 0…65,535.
    package func with(port: Int) -> SocketAddress? { SocketAddress(host: host, port: port) }
}

extension SocketAddress {
    /// Nil for anything but IPv4 and IPv6.
    init?(_ storage: sockaddr_storage) {
        switch Int32(storage.ss_family) {
        case AF_INET:
            var address = withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in.self) }
            isIPv6 = false
            scope = 0
            port = Int(UInt16(bigEndian: address.sin_port))
            host = Self.text(of: &address.sin_addr, isIPv6: false, scope: 0)
        case AF_INET6:
            var address = withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in6.self) }
            isIPv6 = true
            scope = address.sin6_scope_id
            port = Int(UInt16(bigEndian: address.sin6_port))
            host = Self.text(of: &address.sin6_addr, isIPv6: true, scope: scope)
        default:
            return nil
        }
    }

    var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }

    /// Calls `body` with the address as the system takes it.
    func withSystemAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var storage = sockaddr_storage()
        let size: Int
        let digits = host.prefix { $0 != "%" }
        if isIPv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = UInt16(port).bigEndian
            address.sin6_scope_id = scope
            inet_pton(AF_INET6, String(digits), &address.sin6_addr)
            size = MemoryLayout<sockaddr_in6>.size
            withUnsafeMutableBytes(of: &storage) {
                $0.storeBytes(of: address, as: sockaddr_in6.self)
            }
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            inet_pton(AF_INET, String(digits), &address.sin_addr)
            size = MemoryLayout<sockaddr_in>.size
            withUnsafeMutableBytes(of: &storage) {
                $0.storeBytes(of: address, as: sockaddr_in.self)
            }
        }
        return withUnsafePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(size))
            }
        }
    }

    private static func text(of address: UnsafeRawPointer, isIPv6: Bool, scope: UInt32) -> String {
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            inet_ntop(isIPv6 ? AF_INET6 : AF_INET, address, buffer.baseAddress, 64)
                .map { String(cString: $0) } ?? ""
        }
        return scope == 0 ? text : "\(text)%\(scope)"
    }
}
