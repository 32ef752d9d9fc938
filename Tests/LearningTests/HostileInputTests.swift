import Learning
import Tags
import Testing

/// Features and outcomes that no plant has, as a misread register may bring them.
struct HostileInputTests {
    @Test(arguments: UInt64(0)..<30)
    func everyLearnerStaysFinite(seed: UInt64) {
        var stream = HostileStream(seed: seed)
        let forgetting = [0.9, 0.95, 0.99, 0.999, 1][Int(seed % 5)]
        var squares = RecursiveLeastSquares(
            featureCount: stream.featureCount, forgetting: forgetting,
            prior: [1e-14, 1e-3, 1, 100][Int(seed % 4)],
            leastInformation: [1e-12, 1e-4, 1][Int(seed % 3)])
        var gradient = NormalizedGradient(
            featureCount: stream.featureCount, rate: 0.01 + 0.06 * Double(seed))
        for _ in 0..<2000 {
            let row = stream.next()
            squares.learn(row.outcome, from: row.features)
            gradient.learn(row.outcome, from: row.features)
        }
        let ones = [Double](repeating: 1, count: stream.featureCount)
        #expect(squares.prediction(for: ones).isFinite)
        #expect(gradient.prediction(for: ones).isFinite)
        let covariance = squares.coefficientCovariance
        for index in 0...stream.featureCount {
            if let covariance { #expect(covariance[index, index] >= 0) }
        }
    }
}

private struct HostileStream {
    let featureCount: Int
    private var random: SeededGenerator
    private var kinds: [UInt64]
    private var count = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        featureCount = 1 + Int(random.next() % 9)
        kinds = Array(repeating: 0, count: featureCount)
    }

    mutating func next() -> (outcome: Double, features: [Double]) {
        if count % 400 == 0 { for index in kinds.indices { kinds[index] = random.next() % 6 } }
        count += 1
        let outcome =
            isRare(0.001) ? wild() : isRare(0.01) ? Double.nan : random.nextNormal()
        return (outcome, kinds.indices.map { feature(of: kinds[$0]) })
    }

    private mutating func feature(of kind: UInt64) -> Double {
        switch kind {
        case 0: random.nextNormal()
        case 1: 0
        case 2: 500
        case 3: 1e-300 * random.nextNormal()
        case 4: isRare(0.01) ? wild() : random.nextNormal()
        default: Double(random.next() % 3)
        }
    }

    private mutating func isRare(_ share: Double) -> Bool { random.nextUnit() < share }

    private mutating func wild() -> Double { 1e20 * (2 * random.nextUnit() - 1) }
}
