import Glibc

/// Reads a pressure from input register 0 of a Modbus/TCP device, in tenths of a kilopascal.
///
/// A busy device is asked once more. An answer that comes after the time-out is never taken for the
/// answer to a later question: the connection it came on is given up.
public struct PressureReader {
    /// Why there is no pressure.
    public enum Failure: Error, Equatable {
        case notConnected
        case noAnswer
        case refused(UInt8)
        case malformed
    }

    private let host: String
    private let port: Int
    private let unit: UInt8
    private let milliseconds: Int

    /// A reader at rest.
    ///
    /// - Parameters:
    ///   - host: A numeric IPv4 address.
    ///   - port: The port there.
    ///   - unit: The device's unit id.
    ///   - milliseconds: Longest wait for an answer.
    public init(host: String, port: Int, unit: UInt8 = 1, milliseconds: Int = 1000) {
        self.host = host
        self.port = port
        self.unit = unit
        self.milliseconds = milliseconds
    }

    /// The pressure in kPa.
    public func pressure() throws(Failure) -> Double {
        do {
            return try ask()
        } catch .refused(6) {
            return try ask()
        }
    }

    private func ask() throws(Failure) -> Double {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { throw .notConnected }
        defer { close(connection) }
        var limit = timeval(
            tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        setsockopt(
            connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        try connect(connection)
        let request: [UInt8] = [0, 1, 0, 0, 0, 6, unit, 4, 0, 0, 0, 1]
        guard send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == 12 else {
            throw .notConnected
        }
        let header = try receive(9, from: connection)
        guard header[0..<4] == [0, 1, 0, 0], header[6] == unit else { throw .malformed }
        guard header[7] == 4 else {
            throw header[7] == 0x84 ? .refused(header[8]) : .malformed
        }
        guard header[8] == 2 else { throw .malformed }
        let word = try receive(2, from: connection)
        return Double(Int16(bitPattern: UInt16(word[0]) << 8 | UInt16(word[1]))) / 10
    }

    private func connect(_ connection: Int32) throws(Failure) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { throw .notConnected }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw .notConnected }
    }

    private func receive(_ count: Int, from connection: Int32) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var part = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(connection, &part, part.count, 0)
            guard got > 0 else { throw .noAnswer }
            bytes += part.prefix(got)
        }
        return bytes
    }
}
