import Fleet
import Glibc
import Logging
import ModbusWire
import Profiles
import Reactor

/// Memory of many devices and connections, and what a good client waits beside hostile ones.
struct ScaleBench {
    struct Result: Codable {
        var devices: Int
        /// Resident bytes a device; goal below 65,536.
        var bytesOfADevice: Int
        var connections: Int
        /// Resident bytes a connection that has asked once; goal below 8,192.
        var bytesOfAConnection: Int
        /// Milliseconds a good client waited for answers while nobody else asked, and beside each
        /// kind of hostile clients; goal: none above 50 more than alone.
        var delays: [Delay]
    }

    struct Delay: Codable {
        var beside: String
        var median: Double
        var percentile99: Double
        var longest: Double
    }

    var devices: Int
    var connections: Int
    var seconds: Double

    var plan: PlannedStep {
        PlannedStep(
            text: "scale: \(devices) devices, \(connections) connections, hostile clients",
            seconds: 5 * seconds + 5)
    }

    func run() async throws -> Result {
        guard let range = AddressRange(start: 0, count: 256) else { preconditionFailure("0–255") }
        let before = ProcessResources.residentBytes ?? 0
        let profiles = (1...devices).map { number in
            DeviceProfile(
                name: "device-\(number)",
                blocks: [RegisterBlock(table: .holdingRegisters, range: range, value: 1)])
        }
        var settings = FleetSettings()
        settings.connectionLimit = connections + 1_000
        let fleet = try SimulatedFleet(
            devices: profiles, settings: settings, logger: Logger(label: "trimtab.bench"))
        let bound = try await fleet.start()
        for device in bound {
            _ = try AskingClient(host: device.host, port: device.port).ask(unit: 1)
        }
        let withDevices = ProcessResources.residentBytes ?? 0
        Progress.note("scale: \(connections) connections")
        let idle = try Hostile("silent", connections, port: bound[0].port)
        let withConnections = ProcessResources.residentBytes ?? 0
        var delays = [try delay("silent: \(connections)", bound)]
        idle.end()
        delays.insert(try delay("nobody", bound), at: 0)
        for (kind, count) in [("flood", 100), ("flood", 1_000), ("drip", 1_000), ("storm", 100)] {
            let hostile = try Hostile(kind, count, port: bound[0].port)
            delays.append(try delay("\(kind): \(count)", bound))
            hostile.end()
        }
        await fleet.stop()
        return Result(
            devices: devices, bytesOfADevice: (withDevices - before) / devices,
            connections: connections,
            bytesOfAConnection: (withConnections - withDevices) / connections, delays: delays)
    }

    /// Asks the device that hostile clients are at, and the next one, in turn.
    private func delay(_ beside: String, _ bound: [BoundDevice]) throws -> Delay {
        Progress.note("scale, beside \(beside)")
        let clients = try bound.prefix(2).map {
            try AskingClient(host: $0.host, port: $0.port)
        }
        // The server has a core to itself.
        return try Cores.on(Cores.counterpart) { try Self.delay(beside, clients, seconds) }
    }

    private static func delay(
        _ beside: String, _ clients: [AskingClient], _ seconds: Double
    ) throws -> Delay {
        var times: [Double] = []
        let end = MonotonicTime.now.advanced(byNanoseconds: Int64(seconds * 1e9))
        while MonotonicTime.now < end {
            let start = MonotonicTime.now
            guard clients[times.count % clients.count].ask(unit: 1) != nil else {
                throw BenchError.failed("Beside \(beside) a good client was not answered.")
            }
            times.append((MonotonicTime.now - start) / .milliseconds(1))
            usleep(500)
        }
        times.sort()
        return Delay(
            beside: beside, median: times[times.count / 2],
            percentile99: times[times.count * 99 / 100], longest: times[times.count - 1])
    }
}

/// Hostile clients in a process of their own: this program again.
final class Hostile {
    private let process: PeerProcess

    /// Returns when all its connections stand and the first requests were answered.
    init(_ kind: String, _ count: Int, port: Int) throws {
        process = try PeerProcess(
            "/proc/self/exe", ["hostile", kind, "\(count)", "\(port)"], core: Cores.counterpart)
        let line = process.firstLine()
        guard line.hasPrefix("ready") else {
            throw BenchError.unreadable(program: "hostile", output: line)
        }
    }

    func end() { process.end() }

    /// What that process does.
    static func run(_ kind: String, _ count: Int, port: Int) throws {
        ProcessResources.raiseDescriptorLimit()
        var clients: [AskingClient] = []
        for _ in 0..<count {
            let client = try AskingClient(host: "127.0.0.1", port: port)
            guard client.ask(unit: 1) != nil else { throw BenchError.failed("no answer") }
            clients.append(client)
        }
        print("ready")
        fflush(nil)
        let request: [UInt8] = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 125]
        let burst = Array(repeatElement(request, count: 1_300).joined())
        var byte = 0
        while true {
            switch kind {
            case "flood": for client in clients { client.push(burst) }
            case "drip":
                for client in clients { client.push([request[byte % 12]]) }
                byte += 1
                usleep(1_000)
            case "storm":
                for index in clients.indices {
                    clients[index] = try AskingClient(host: "127.0.0.1", port: port)
                    clients[index].push(burst)
                }
            default: usleep(1_000_000)
            }
        }
    }
}
