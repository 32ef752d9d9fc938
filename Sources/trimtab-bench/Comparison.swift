/// One program under one load, beside ours.
struct ComparisonRow: Codable {
    var connections: Int
    /// Requests that are open at once on each connection.
    var inFlight = 1
    var program: String
    /// The median of its rounds.
    var result: LoadResult
    /// Our rate as a multiple of its rate; nil for our own.
    var ratio: Double?
}

/// A program that takes part in a comparison.
struct Contestant {
    var name: String
    /// Runs one round.
    var round: () async throws -> LoadResult
}

extension [ComparisonRow] {
    /// Lets ours, the first, and the others take turns, so that all meet the same machine; each has
    /// as many `rounds`, 1 or more, of which the median counts.
    init(connections: Int, inFlight: Int = 1, rounds: Int, _ contestants: [Contestant]) async throws
    {
        var results = contestants.map { _ in [LoadResult]() }
        for _ in 0..<rounds {
            for (index, contestant) in contestants.enumerated() {
                results[index].append(try await contestant.round())
            }
        }
        let ours = LoadResult(medianOf: results[0])
        self = zip(contestants, results).enumerated().compactMap { index, pair in
            guard let result = LoadResult(medianOf: pair.1) else { return nil }
            return ComparisonRow(
                connections: connections, inFlight: inFlight, program: pair.0.name, result: result,
                ratio: index == 0 || result.rate == 0 ? nil : ours.map { $0.rate / result.rate })
        }
    }
}
