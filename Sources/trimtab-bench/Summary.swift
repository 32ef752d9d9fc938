import Foundation

/// The numbers that are goals, taken from one run.
struct Summary: Codable {
    /// Connections at which the goals hold.
    static let connections = 256
    /// What part of the C program's rate is asked for.
    static let goal = 0.75

    /// Ours beside a C program.
    struct Ratio: Codable {
        /// Of the rates.
        var rate: Double
        /// Of processor time an answer. Where other work takes the core, it says more.
        var processorTime: Double?
    }

    /// The gateway's polls beside the ideal client's.
    var gatewayToIdealClient: Ratio?
    /// The fleet's answers beside the ideal server's.
    var fleetToIdealServer: Ratio?
    /// Blocks asked of the heap a sample, the most over all regressors and numbers of features.
    var regressorAllocations: Double?

    init(of report: BenchReport) {
        gatewayToIdealClient = Self.ratio(in: report.gateway, to: .loadGenerator)
        fleetToIdealServer = Self.ratio(in: report.fleet, to: .idealServer)
        regressorAllocations = report.regressor?
            .flatMap { [$0.leastSquares.allocations, $0.gradient.allocations] }
            .compactMap(\.self).max()
    }

    /// One line; nil if the run measured none of it.
    var text: String? {
        let claims = [
            gatewayToIdealClient.map { Self.claim("gateway", "the ideal client", $0) },
            fleetToIdealServer.map { Self.claim("fleet", "the ideal server", $0) },
            regressorAllocations.map {
                "regressor " + String(format: "%.3g", $0) + " allocations a sample"
            },
        ]
        .compactMap(\.self)
        return claims.isEmpty ? nil : "Summary: \(claims.joined(separator: "; "))."
    }

    private static func claim(_ ours: String, _ theirs: String, _ ratio: Ratio) -> String {
        let rate = String(format: "%.2f (goal %.2f)", ratio.rate, goal)
        let time = ratio.processorTime.map { String(format: ", CPU time %.2f", $0) } ?? ""
        return "\(ours) ÷ \(theirs) at \(connections) connections: rate \(rate)\(time)"
    }

    private static func ratio(in rows: [ComparisonRow]?, to program: Peers.Program) -> Ratio? {
        let rows = rows?.filter { $0.connections == connections && $0.inFlight == 1 } ?? []
        guard let ours = rows.first,
            let theirs = rows.first(where: { $0.program == program.rawValue }),
            let rate = theirs.ratio
        else { return nil }
        var ratio = Ratio(rate: rate)
        if let mine = ours.result.processorTime, let its = theirs.result.processorTime, its > 0 {
            ratio.processorTime = mine / its
        }
        return ratio
    }
}
