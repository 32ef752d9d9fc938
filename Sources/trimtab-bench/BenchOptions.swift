import ArgumentParser

/// What every measurement is told.
struct BenchOptions: ParsableArguments {
    @Option(help: "Seconds one measured round lasts, 0.1…60.")
    var seconds = 1.0

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    func validate() throws {
        guard (0.1...60).contains(seconds) else {
            throw ValidationError("--seconds is \(seconds); it may be 0.1…60.")
        }
    }
}

/// What measurements over TCP are told.
struct LoadOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the C programs to compare with, or its folder build.",
            discussion: """
                gen: load generator and ideal client; ideal_server: ideal server; lm_server: \
                libmodbus's server; lm_client_shim: libmodbus as a codec. What is missing is left \
                out, and said so.
                """,
            valueName: "folder"))
    var peers: String?

    @Option(
        help: ArgumentHelp(
            "Python interpreter that has pymodbus 3.16, to compare its server too.",
            valueName: "python"))
    var pymodbus: String?

    @Option(help: "Connections to measure with, 1…10000 each, separated by commas.")
    var connections = ConnectionCounts(counts: [1, 16, 256, 1_000])

    @Option(help: "Rounds that each program has, 1…99; they take turns, and the medians count.")
    var rounds = 3

    func validate() throws {
        guard (1...99).contains(rounds) else {
            throw ValidationError("--rounds is \(rounds); it may be 1…99.")
        }
    }
}

/// What the measurement of whole scans is told.
struct ScanOptions: ParsableArguments {
    @Option(help: "Devices that one scan group reads together, 1…10000.")
    var devicesPerScan = 1

    func validate() throws {
        guard (1...10_000).contains(devicesPerScan) else {
            throw ValidationError("--devices-per-scan is \(devicesPerScan); it may be 1…10000.")
        }
    }
}

/// Numbers of connections, as `1,16,256`.
struct ConnectionCounts: ExpressibleByArgument {
    var counts: [Int]

    init(counts: [Int]) { self.counts = counts }

    init?(argument: String) {
        let fields = argument.split(separator: ",", omittingEmptySubsequences: false)
        counts = fields.compactMap { Int($0) }
        let isValid =
            counts.count == fields.count && counts.allSatisfy { (1...10_000).contains($0) }
        guard isValid else { return nil }
    }

    var defaultValueDescription: String {
        counts.map { String($0) }.joined(separator: ",")
    }
}
