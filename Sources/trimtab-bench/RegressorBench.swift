import Learning
import Tags

/// Learns an outcome and predicts the next, at several numbers of features.
struct RegressorBench {
    static let featureCounts = [4, 8, 16, 32, 64]

    struct Row: Codable {
        var features: Int
        var leastSquares: Cost
        var gradient: Cost
    }

    var seconds: Double

    var plan: PlannedStep {
        let counts = Self.featureCounts.map { String($0) }.joined(separator: ", ")
        return PlannedStep(
            text: "regressor: least squares, normalised gradient; \(counts) features",
            seconds: Double(2 * Self.featureCounts.count) * CostMeter.duration(seconds: seconds))
    }

    func run() throws -> [Row] {
        try Self.featureCounts.map { count in
            Progress.note("regressor: \(count) features")
            return Row(
                features: count,
                leastSquares: try cost(of: RecursiveLeastSquares(featureCount: count)),
                gradient: try cost(of: NormalizedGradient(featureCount: count)))
        }
    }

    private func cost<Regressor: OnlineRegressor>(of start: Regressor) throws -> Cost {
        let stream = Stream(featureCount: start.featureCount)
        var model = start
        var sum = 0.0
        let cost = CostMeter.measure(seconds: seconds) { count in
            for index in 0..<count {
                let (features, outcome) = stream.sample(index)
                sum += model.prediction(for: features)
                model.learn(outcome, from: features)
            }
        }
        guard sum.isFinite, model.outcomeCount > 0 else {
            throw BenchError.failed("The regressor left the finite numbers: it predicted \(sum).")
        }
        return cost
    }
}

/// Samples made beforehand, taken in turn: a linear process with noise.
private final class Stream {
    private static let length = 1_024

    private let featureCount: Int
    private let features: UnsafeMutableBufferPointer<Double>
    private let outcomes: UnsafeMutableBufferPointer<Double>

    init(featureCount: Int) {
        self.featureCount = featureCount
        features = .allocate(capacity: Self.length * featureCount)
        outcomes = .allocate(capacity: Self.length)
        var random = SeededGenerator(seed: 1, purpose: "regressor bench")
        for sample in 0..<Self.length {
            var outcome = 25 + 0.1 * random.nextNormal()
            for index in 0..<featureCount {
                let value = 100 + Double(index) + random.nextNormal()
                features.initializeElement(at: sample * featureCount + index, to: value)
                outcome += value * (index.isMultiple(of: 2) ? 0.02 : -0.01)
            }
            outcomes.initializeElement(at: sample, to: outcome)
        }
    }

    deinit {
        features.deallocate()
        outcomes.deallocate()
    }

    func sample(_ index: Int) -> (features: UnsafeBufferPointer<Double>, outcome: Double) {
        let sample = index % Self.length
        let start = sample * featureCount
        let slice = features[start..<start + featureCount]
        return (UnsafeBufferPointer(rebasing: slice), outcomes[sample])
    }
}
