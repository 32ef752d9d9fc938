import Foundation
import Glibc
import ModbusWire
import Reactor

/// From starting `trimtab simulate` to the first answered request.
struct StartBench {
    /// Milliseconds, the median and the extremes of all rounds.
    struct Result: Codable {
        var profile: String
        var rounds: Int
        var median: Double
        var fastest: Double
        var slowest: Double
        /// What is asked for.
        var goal = 150.0
    }

    var trimtab: String
    var profile: String
    var rounds: Int

    var plan: PlannedStep {
        PlannedStep(text: "start: \(trimtab) simulate \(profile)", seconds: Double(rounds) * 0.4)
    }

    func run() throws -> Result {
        var times: [Double] = []
        for _ in 0..<rounds { times.append(try round()) }
        guard let median = times.medianValue, let fastest = times.min(), let slowest = times.max()
        else { throw BenchError.failed("No round was made.") }
        return Result(
            profile: profile, rounds: rounds, median: median, fastest: fastest, slowest: slowest)
    }

    private func round() throws -> Double {
        let start = MonotonicTime.now
        let process = try PeerProcess(
            trimtab, ["simulate", profile, "--ready", "json"], core: Cores.counterpart)
        let line = process.firstLine()
        guard let data = line.data(using: .utf8),
            let ready = try? JSONDecoder().decode(Ready.self, from: data),
            let device = ready.devices.first
        else {
            throw BenchError.unreadable(
                program: trimtab, output: line + process.outputToTheEnd())
        }
        let client = try AskingClient(host: device.host, port: device.port)
        // Any answer will do, an exception too: it is the device's.
        guard client.ask(unit: UInt8(device.unit)) != nil else {
            throw BenchError.failed("\(device.name) does not answer.")
        }
        let time = (MonotonicTime.now - start) / .milliseconds(1)
        process.end()
        return time
    }

    private struct Ready: Decodable {
        var devices: [Device]

        struct Device: Decodable {
            var name: String
            var host: String
            var port: Int
            var unit: Int
        }
    }
}

/// A client on a blocking socket that reads two holding registers at a time.
final class AskingClient {
    private let descriptor: Int32

    init(host: String, port: Int) throws(BenchError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            throw .failed("\(host):\(port): \(SystemError(call: "connect", code: errno))")
        }
        var yes: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes,
            socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    /// The answer's bytes; nil if the connection is gone.
    func ask(unit: UInt8) -> [UInt8]? {
        let request: [UInt8] = [0, 1, 0, 0, 0, 6, unit, 3, 0, 0, 0, 2]
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
        else { return nil }
        var answer = [UInt8](repeating: 0, count: 260)
        let count = recv(descriptor, &answer, answer.count, 0)
        return count > 0 ? Array(answer[..<count]) : nil
    }

    /// Sends what the system takes at once, and looks at no answer.
    func push(_ bytes: [UInt8]) {
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
}
