/// The gateway against the C server, beside the C clients against the same.
struct GatewayBench {
    /// Whole scans of as many devices as there are connections.
    struct ScanRow: Codable {
        var connections: Int
        /// The median of the rounds; rates are of polls.
        var result: LoadResult
        /// The rate as a multiple of that of blocks alone.
        var ratioToBlocks: Double
        /// The rate as a multiple of the ideal client's; nil if that did not run.
        var ratioToIdealClient: Double?
    }

    /// Both tables; all their programs took turns in the same rounds.
    struct Result {
        var blocks: [ComparisonRow]
        var scans: [ScanRow]
    }

    static let ours = "gateway"

    private let seconds: Double
    private let load: LoadOptions
    private let scan: ScanOptions
    private let peers: Peers

    init(_ options: BenchOptions, _ load: LoadOptions, _ scan: ScanOptions) {
        seconds = options.seconds
        self.load = load
        self.scan = scan
        peers = Peers(folder: load.peers)
    }

    /// What ``run(_:)`` will do; nil if nothing can be measured.
    var plan: PlannedStep? {
        guard peers.path(of: .idealServer) != nil else { return nil }
        let names = [Self.ours] + clients.map(\.program.rawValue) + ["scans"]
        return BenchPlan.turns("gateway", of: names, load, seconds: seconds)
    }

    /// Measures; what cannot be compared is added to `leftOut`. Nil if nothing can be.
    func run(_ leftOut: inout [String]) async throws -> Result? {
        let absence = peers.absence(of: [.idealServer], leavingOut: "the gateway against a server")
        guard absence == nil, let serverPath = peers.path(of: .idealServer) else {
            leftOut += [absence].compactMap(\.self)
            return nil
        }
        for client in [Peers.Program.loadGenerator, .libmodbusCodecClient] {
            let what = "the gateway beside \(client.rawValue)"
            leftOut += [peers.absence(of: [client], leavingOut: what)].compactMap(\.self)
        }
        let server = try PeerServer(serverPath, ["--any"], core: Cores.counterpart)
        defer { server.stop() }
        var result = Result(blocks: [], scans: [])
        for connections in load.connections.counts {
            Progress.note("gateway, connections: \(connections)")
            try await measure(connections: connections, port: server.port, into: &result)
        }
        return result
    }

    private func measure(connections: Int, port: Int, into result: inout Result) async throws {
        let blocks = BlockRound(connections: connections, port: port, seconds: seconds)
        let scans = ScanRound(
            devices: connections, devicesPerScan: scan.devicesPerScan, port: port,
            seconds: seconds)
        var rows = try await [ComparisonRow](
            connections: connections, rounds: load.rounds,
            [Contestant(name: Self.ours, round: blocks.run)]
                + contestants(connections: connections, port: port)
                + [Contestant(name: "scans", round: scans.run)])
        let scanned = rows.removeLast().result
        result.blocks += rows
        let idealClient = rows.first { $0.program == Peers.Program.loadGenerator.rawValue }
        result.scans.append(
            ScanRow(
                connections: connections, result: scanned,
                ratioToBlocks: scanned.rate / rows[0].result.rate,
                ratioToIdealClient: idealClient.map { scanned.rate / $0.result.rate }))
    }

    /// The C clients that can be run.
    private var clients: [(program: Peers.Program, path: String, arguments: [String])] {
        let commands: [(Peers.Program, [String])] = [
            (.loadGenerator, []), (.libmodbusCodecClient, ["codec"]),
        ]
        return commands.compactMap { program, arguments in
            peers.path(of: program).map { (program, $0, arguments) }
        }
    }

    private func contestants(connections: Int, port: Int) -> [Contestant] {
        clients.map { client in
            Contestant(name: client.program.rawValue) {
                let process = try PeerProcess(
                    client.path,
                    client.arguments + [
                        "--conns", "\(connections)", "--secs", "\(seconds)", "--warm",
                        "\(BenchPlan.warmUp(for: seconds))", "--port", "\(port)", "--spread",
                    ], core: Cores.measured)
                return try LoadResult(
                    reportOf: client.program.rawValue, process.outputToTheEnd())
            }
        }
    }
}
