import FleetTestKit
import Glibc
import Testing

/// Two devices without a plant, one of them with a fixed port, and a text and a coil among the tags.
let pair = """
    profile: pair
    seed: 4
    devices:
      boiler:
        simulated: true
        unit: 3
        tags:
          pressure: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: kPa, initial: 194.7}
          count: {table: inputRegisters, address: 1, type: uint16, initial: 7}
          running: {table: coils, address: 0, access: write, initial: true}
      pump:
        simulated: true
        port: 502
        unit: 4
        tags:
          speed: {table: inputRegisters, address: 0, type: uint16, initial: 50}
    """

/// Sends one request on a connection of its own and returns the answer's PDU; nil if none came in
/// time or the connection broke.
func ask(_ place: TestFleet.Endpoint, _ pdu: [UInt8], milliseconds: Int = 2000) throws -> [UInt8]? {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(connection >= 0)
    defer { close(connection) }
    var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(place.port).bigEndian
    inet_pton(AF_INET, place.host, &address.sin_addr)
    let connected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard connected == 0 else { return nil }
    let request = [0, 1, 0, 0, 0, UInt8(pdu.count + 1), place.unit] + pdu
    try #require(
        send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count)
    var answer: [UInt8] = []
    while answer.count < 9 || answer.count < 6 + Int(answer[5]) {
        var part = [UInt8](repeating: 0, count: 260)
        let got = recv(connection, &part, part.count, 0)
        guard got > 0 else { return nil }
        answer += part.prefix(got)
    }
    return Array(answer[7...])
}

/// Reads one input register.
let readPressure: [UInt8] = [4, 0, 0, 0, 1]
