import Glibc
import ModbusWire
import Plants
import Profiles

@testable import Fleet

/// A plain client on a blocking socket. Its receives give up after ten seconds, far beyond any
/// limit under test.
final class Client {
    struct ConnectFailed: Error {
        let code: Int32
    }

    let descriptor: Int32
    private var nextId: UInt16 = 1
    private var decoder = ADUDecoder()

    /// Connects to a device; a receive buffer of a given size makes a client that takes little.
    init(_ device: BoundDevice, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var wait = timeval(tv_sec: 10, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(
                descriptor, SOL_SOCKET, option, &wait, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(device.port).bigEndian
        inet_pton(AF_INET, device.host, &address.sin_addr)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            // All is initialised, so deinit runs and closes the socket.
            throw ConnectFailed(code: errno)
        }
    }

    deinit { close(descriptor) }

    /// Sends bytes; false if the connection is gone or takes no more for ten seconds.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                == buffer.count
        }
    }

    /// Ends our side of the stream.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What one receive brings; empty at the end, nil after a reset or ten seconds.
    func receive(atMost count: Int = 65536) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        return got < 0 ? nil : Array(buffer[..<got])
    }

    /// Everything up to the end of the stream or a reset.
    func receiveAll() -> (bytes: [UInt8], isReset: Bool) {
        var all: [UInt8] = []
        while true {
            guard let bytes = receive() else { return (all, errno == ECONNRESET) }
            if bytes.isEmpty { return (all, false) }
            all += bytes
        }
    }

    /// Whether the server has closed or reset the connection; waits for it, drops what comes first.
    func isCut() -> Bool {
        // The end of a stream leaves it as an earlier call set it.
        errno = 0
        let code = receiveAll()
        return !(code.isReset == false && errno == EAGAIN)
    }

    /// The next whole ADU; nil if none comes.
    func nextADU() throws -> ADU? {
        while true {
            if let adu = try decoder.next() { return adu }
            guard let bytes = receive(), !bytes.isEmpty else { return nil }
            decoder.append(bytes)
        }
    }

    /// Asks and waits for the answer's PDU; nil if none comes.
    func ask(_ request: RequestPDU, unit: UnitId = 1) throws -> [UInt8]? {
        let id = nextId
        nextId &+= 1
        send(ADU(transactionId: id, unit: unit, pdu: request.encoded).bytes)
        let answer = try nextADU()
        guard answer?.transactionId == id, answer?.unit == unit else { return nil }
        return answer?.pdu
    }
}

/// Runs `body` with a started fleet, and stops it afterwards.
func withFleet(
    _ devices: [DeviceProfile] = [plainProfile], plant: sending (any PlantModel)? = nil,
    bindings: [PlantBinding] = [], settings: FleetSettings = FleetSettings(),
    _ body: (SimulatedFleet, [BoundDevice]) async throws -> Void
) async throws {
    let fleet = try SimulatedFleet(
        devices: devices, plant: plant, bindings: bindings, settings: settings, logger: quiet)
    do {
        try await body(fleet, try await fleet.start())
    } catch {
        await fleet.stop()
        throw error
    }
    await fleet.stop()
}
