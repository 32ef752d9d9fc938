import Foundation

/// All that one run measured.
struct BenchReport: Codable {
    var cores = Cores.summary
    var fleet: [ComparisonRow]?
    /// Reads of one block a connection, flat out.
    var gateway: [ComparisonRow]?
    /// The same devices through the whole gateway.
    var scans: [GatewayBench.ScanRow]?
    var regressor: [RegressorBench.Row]?
    var codec: [CodecBench.Row]?
    var plants: [PlantsBench.Row]?
    var scale: ScaleBench.Result?
    var start: StartBench.Result?
    /// Comparisons that could not be made, each with its reason.
    var leftOut: [String] = []
    /// Filled in when the report is printed.
    var summary: Summary?

    mutating func add(_ result: GatewayBench.Result?) {
        gateway = result?.blocks
        scans = result?.scans
    }

    func print(asJSON: Bool) throws {
        guard asJSON else {
            Swift.print(text)
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Rates of a round without an answer, for example.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var report = self
        report.summary = Summary(of: self)
        Swift.print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }

    private var text: String {
        var parts = ["Cores: \(cores)."]
        if let regressor {
            parts.append("Regressor: one prediction and one outcome learned.")
            parts.append(table(regressor))
        }
        if let codec {
            parts.append("Codec: one poll of 100 holding registers, without the socket.")
            parts.append(table(codec))
        }
        if let plants {
            parts.append("Plants: steps of each, on one core.")
            parts.append(table(plants))
        }
        if let scale { parts += [Self.text(scale), table(scale.delays)] }
        if let start { parts.append(Self.text(start)) }
        if let fleet {
            parts.append(
                "Fleet: reads of 100 holding registers by gen, so many in flight on each connection."
            )
            parts.append(
                table(fleet, program: "server", rate: "requests/s", ours: FleetBench.ours))
        }
        if let gateway {
            parts.append(
                """
                DeviceGateway: reads of 100 holding registers from ideal_server, one at a time on each \
                connection, checked and decoded to 16-bit words.
                """)
            parts.append(
                table(gateway, program: "client", rate: "polls/s", ours: GatewayBench.ours))
        }
        if let scans {
            parts.append(
                """
                Scans: the same plus schedule, decoding to 100 tags a device, and delivery to a \
                reader, in the same rounds.
                """)
            parts.append(table(scans))
        }
        parts += leftOut
        if !leftOut.isEmpty { parts.append(Peers.remedy) }
        parts += [Summary(of: self).text].compactMap(\.self)
        return parts.joined(separator: "\n\n")
    }

    private func table(
        _ rows: [ComparisonRow], program: String, rate: String, ours: String
    ) -> String {
        var table = TextTable([
            "connections", "in flight", program, rate, "p50 µs", "p99 µs", "p99.9 µs", "CPU µs",
            "allocations",
            "errors", "\(ours) ÷ it",
        ])
        for row in rows {
            let result = row.result
            table.add([
                "\(row.connections)", "\(row.inFlight)", row.program,
                Self.number(result.rate, 0),
                Self.number(result.median, 0), Self.number(result.percentile99, 0),
                Self.number(result.percentile999, 0), Self.number(result.processorTime, 1),
                Self.number(result.allocations, 2), "\(result.errors)", Self.number(row.ratio, 2),
            ])
        }
        return table.text
    }

    private func table(_ rows: [GatewayBench.ScanRow]) -> String {
        var table = TextTable([
            "connections", "polls/s", "CPU µs", "allocations", "errors", "scans ÷ gateway",
            "scans ÷ gen",
        ])
        for row in rows {
            let result = row.result
            table.add([
                "\(row.connections)", Self.number(result.rate, 0),
                Self.number(result.processorTime, 1), Self.number(result.allocations, 2),
                "\(result.errors)", Self.number(row.ratioToBlocks, 2),
                Self.number(row.ratioToIdealClient, 2),
            ])
        }
        return table.text
    }

    private func table(_ rows: [RegressorBench.Row]) -> String {
        var table = TextTable([
            "features", "least squares ns", "allocations", "normalised gradient ns", "allocations",
        ])
        for row in rows {
            table.add([
                "\(row.features)", Self.number(row.leastSquares.nanoseconds, 0),
                Self.number(row.leastSquares.allocations, 3),
                Self.number(row.gradient.nanoseconds, 0),
                Self.number(row.gradient.allocations, 3),
            ])
        }
        return table.text
    }

    private func table(_ rows: [CodecBench.Row]) -> String {
        var table = TextTable(["step", "ns", "allocations"])
        for row in rows {
            table.add([
                row.step, Self.number(row.cost.nanoseconds, 0),
                Self.number(row.cost.allocations, 3),
            ])
        }
        return table.text
    }

    static func number(_ value: Double?, _ decimals: Int) -> String {
        value.map { String(format: "%.\(decimals)f", $0) } ?? "-"
    }
}
