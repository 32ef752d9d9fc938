import CAllocations
import Fleet
import Logging
import ModbusWire
import Profiles
import Reactor

/// The fleet under the C load generator, beside the C servers under the same.
struct FleetBench {
    static let ours = "fleet"

    private let seconds: Double
    private let load: LoadOptions
    private let peers: Peers

    init(_ options: BenchOptions, _ load: LoadOptions) {
        seconds = options.seconds
        self.load = load
        peers = Peers(folder: load.peers)
    }

    /// What ``run(_:)`` will do; nil if nothing can be measured.
    var plan: PlannedStep? {
        guard peers.path(of: .loadGenerator) != nil else { return nil }
        let names =
            [Self.ours] + servers.map(\.program.rawValue)
            + (load.pymodbus == nil ? [] : [PymodbusServer.name])
        return BenchPlan.turns("fleet", of: names, load, seconds: seconds)
    }

    /// Measures; what cannot be compared is added to `leftOut`. Nil if nothing can be.
    func run(_ leftOut: inout [String]) async throws -> [ComparisonRow]? {
        let absence = peers.absence(of: [.loadGenerator], leavingOut: "the fleet under load")
        guard absence == nil, let generator = peers.path(of: .loadGenerator) else {
            leftOut += [absence].compactMap(\.self)
            return nil
        }
        for server in Self.programs {
            let what = "the fleet beside \(server.rawValue)"
            leftOut += [peers.absence(of: [server], leavingOut: what)].compactMap(\.self)
        }
        var rows: [ComparisonRow] = []
        for connections in load.connections.counts {
            rows += try await compare(generator, connections: connections, inFlight: 1)
        }
        rows += try await compare(
            generator, connections: Self.pipelined, inFlight: Self.pipelined)
        return rows
    }

    /// Connections, and requests open on each, of the last comparison.
    private static let pipelined = 16

    private func compare(
        _ generator: String, connections: Int, inFlight: Int
    ) async throws -> [ComparisonRow] {
        Progress.note("fleet, connections: \(connections), in flight on each: \(inFlight)")
        let ours = Contestant(name: Self.ours) {
            try await roundOfFleet(generator, connections: connections, inFlight: inFlight)
        }
        var theirs = servers.map { server in
            Contestant(name: server.program.rawValue) {
                let running = try PeerServer(server.path, core: Cores.measured)
                var result = try round(
                    generator, connections: connections, inFlight: inFlight, port: running.port)
                result.processorTime = LoadResult.processorTime(reportOf: running.stop())
                return result
            }
        }
        if let python = load.pymodbus {
            theirs.append(
                Contestant(name: PymodbusServer.name) {
                    let running = try PymodbusServer.start(python)
                    defer { running.stop() }
                    var result = try round(
                        generator, connections: connections, inFlight: inFlight,
                        port: running.port)
                    result.processorTime = nil
                    return result
                })
        }
        return try await [ComparisonRow](
            connections: connections, inFlight: inFlight, rounds: load.rounds, [ours] + theirs)
    }

    private static let programs: [Peers.Program] = [.idealServer, .libmodbusServer]

    /// The C servers that can be run.
    private var servers: [(program: Peers.Program, path: String)] {
        Self.programs.compactMap { program in peers.path(of: program).map { (program, $0) } }
    }

    private func roundOfFleet(
        _ generator: String, connections: Int, inFlight: Int
    ) async throws -> LoadResult {
        guard let range = AddressRange(start: 0, count: 256) else { preconditionFailure("0–255") }
        var device = DeviceProfile(name: "bench")
        device.blocks = [
            RegisterBlock(table: .holdingRegisters, range: range, value: 1_234)
        ]
        var settings = FleetSettings()
        settings.connectionLimit = connections + 16
        let fleet = try SimulatedFleet(
            devices: [device], settings: settings, logger: Logger(label: "trimtab.bench"))
        guard let port = try await fleet.start().first?.port else {
            throw BenchError.failed("The fleet does not say where it listens.")
        }
        let processorTime = ProcessResources.processorSeconds
        let allocations = allocations_of_all_threads()
        var result = try round(
            generator, connections: connections, inFlight: inFlight, port: port)
        let spent = ProcessResources.processorSeconds - processorTime
        let asked = Double(allocations_of_all_threads() - allocations)
        let requests = Double(await fleet.counters().devices["bench"]?.requests ?? 0)
        await fleet.stop()
        result.processorTime = spent * 1e6 / requests
        result.allocations = CostMeter.countsAllocations ? asked / requests : nil
        return result
    }

    private func round(
        _ generator: String, connections: Int, inFlight: Int, port: Int
    ) throws -> LoadResult {
        let warmUp = BenchPlan.warmUp(for: seconds)
        let process = try PeerProcess(
            generator,
            [
                "--conns", "\(connections)", "--secs", "\(seconds)", "--warm", "\(warmUp)",
                "--port", "\(port)", "--pipe", "\(inFlight)",
            ], core: Cores.counterpart)
        return try LoadResult(reportOf: "gen", process.outputToTheEnd())
    }
}
