/// What a published figure came to over some runs.
package struct ExperimentOutcome: Sendable {
    /// The lane it belongs to.
    package let lane: String
    /// What was published.
    package let figure: SpreadFigure
    /// Runs, each with a seed of its own.
    package let runs: Int
    /// Mean over the runs.
    package let mean: Double
    /// The run below which a tenth of them lie.
    package let low: Double
    /// The run above which a tenth of them lie.
    package let high: Double

    /// Whether the mean is as near to the published one as it must be.
    package var agrees: Bool { figure.agrees(with: mean) }
}

extension PublishedExperiment {
    /// Runs a lane with the seeds 1, 2 and so on.
    ///
    /// - Parameters:
    ///   - lane: The lane.
    ///   - seeds: How many runs, 1 or more.
    /// - Returns: One outcome for each of the lane's figures.
    /// - Throws: What is wrong with the lane's settings.
    package func outcomes(
        of lane: ExperimentLane, seeds: Int
    ) throws(PlantError) -> [ExperimentOutcome] {
        precondition(seeds >= 1, "at least one run")
        var results: [[Double]] = lane.figures.map { _ in [] }
        for seed in 1...UInt64(seeds) {
            let figures = try run(lane, seed: seed)
            for index in figures.indices { results[index].append(figures[index]) }
        }
        return lane.figures.indices.map { index in
            let sorted = results[index].sorted()
            let last = Double(sorted.count - 1)
            return ExperimentOutcome(
                lane: lane.name, figure: lane.figures[index], runs: seeds,
                mean: sorted.reduce(0, +) / Double(sorted.count),
                low: sorted[Int((0.1 * last).rounded())],
                high: sorted[Int((0.9 * last).rounded())])
        }
    }

    /// The figures of one run.
    private func run(_ lane: ExperimentLane, seed: UInt64) throws(PlantError) -> [Double] {
        let plant = try make(lane.settings, seed)
        var supervisor = lane.supervisor?()
        let step = plant.description.step
        let (count, ignored) = (Int((length / step).rounded()), Int((warmUp / step).rounded()))
        let names = Array(Set(lane.figures.map(\.truth))).sorted()
        let places = lane.figures.map { names.firstIndex(of: $0.truth) ?? 0 }
        var spreads = lane.figures.map { SpreadSum($0.statistic) }
        var values = names.map { _ in 0.0 }
        var number = 0
        while number < count {
            plant.step()
            number += 1
            supervisor?.act(on: plant, after: number)
            guard number > ignored else { continue }
            for index in names.indices { values[index] = plant.truth(of: names[index]) ?? .nan }
            for index in spreads.indices { spreads[index].add(values[places[index]]) }
        }
        return spreads.map(\.result)
    }
}

/// Sums a statistic over the steps of a run.
private struct SpreadSum {
    private let statistic: SpreadFigure.Statistic
    private var count = 0.0
    private var first = 0.0
    private var sum = 0.0
    private var squares = 0.0

    init(_ statistic: SpreadFigure.Statistic) { self.statistic = statistic }

    mutating func add(_ value: Double) {
        if count == 0 { first = value }
        count += 1
        switch statistic {
        case .deviation:
            sum += value - first
            squares += (value - first) * (value - first)
        case .beyond(let center, let distance):
            if !(abs(value - center) <= distance) { sum += 1 }
        case .below(let limit):
            if !(value >= limit) { sum += 1 }
        case .above(let limit):
            if !(value <= limit) { sum += 1 }
        }
    }

    var result: Double {
        guard case .deviation = statistic else { return sum / count }
        let mean = sum / count
        return max(squares / count - mean * mean, 0).squareRoot()
    }
}
