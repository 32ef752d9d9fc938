import Foundation

/// What one round of requests came to.
struct LoadResult: Codable {
    /// Answers a second.
    var rate: Double
    /// Times from sending to the decoded answer, microseconds; nil where they are not known.
    var median: Double?
    var percentile99: Double?
    var percentile999: Double?
    /// Answers that were wrong or missing.
    var errors: Int
    /// Processor time of the measured side, microseconds an answer; nil where it is not known. Other
    /// work on the machine disturbs it far less than it disturbs the rate.
    var processorTime: Double?
    /// Blocks our process asked of the heap, an answer; nil for other programs.
    var allocations: Double?

    /// Reads the line that the peers' clients print.
    init(reportOf program: String, _ output: String) throws(BenchError) {
        let lines = output.split(separator: "\n")
        guard let line = lines.last(where: { $0.hasPrefix("{") }),
            let report = Self.decoded(Report.self, line)
        else { throw .unreadable(program: program, output: output) }
        rate = report.rps
        median = report.p50
        percentile99 = report.p99
        percentile999 = report.p999
        errors = report.errors
        processorTime = report.processorTime
    }

    /// The processor time a peer server tells when it ends, microseconds an answer.
    static func processorTime(reportOf server: String) -> Double? {
        server.split(separator: "\n").last { $0.hasPrefix("{") }
            .flatMap { decoded(ServerReport.self, $0) }?.processorTime
    }

    init(rate: Double, errors: Int) {
        self.rate = rate
        self.errors = errors
    }

    /// The median of each number over several rounds.
    init?(medianOf rounds: [LoadResult]) {
        guard let rate = rounds.map(\.rate).medianValue else { return nil }
        self.rate = rate
        median = rounds.compactMap(\.median).medianValue
        percentile99 = rounds.compactMap(\.percentile99).medianValue
        percentile999 = rounds.compactMap(\.percentile999).medianValue
        errors = rounds.map(\.errors).reduce(0, +)
        processorTime = rounds.compactMap(\.processorTime).medianValue
        allocations = rounds.compactMap(\.allocations).medianValue
    }

    private struct Report: Decodable {
        var rps: Double
        var p50: Double
        var p99: Double
        var p999: Double
        var processorTime: Double
        var errors: Int

        enum CodingKeys: String, CodingKey {
            case rps
            case p50 = "p50_us"
            case p99 = "p99_us"
            case p999 = "p999_us"
            case processorTime = "cpu_us"
            case errors
        }
    }

    private struct ServerReport: Decodable {
        var processorTime: Double

        enum CodingKeys: String, CodingKey { case processorTime = "cpu_us" }
    }

    private static func decoded<Value: Decodable>(_ type: Value.Type, _ line: Substring) -> Value? {
        do { return try JSONDecoder().decode(type, from: Data(line.utf8)) } catch { return nil }
    }
}

extension [Double] {
    /// The middle one; of an even number, the mean of the two in the middle. Nil if empty.
    var medianValue: Double? {
        guard !isEmpty else { return nil }
        let ordered = sorted()
        return (ordered[(count - 1) / 2] + ordered[count / 2]) / 2
    }
}
