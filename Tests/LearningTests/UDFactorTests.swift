import Tags
import Testing

@testable import Learning

struct UDFactorTests {
    private static let size = 6

    @Test(arguments: UInt64(0)..<30)
    func followsTheBasisExactly(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let block = NumberBlock(count: UDFactor.length(size: Self.size) + Self.size)
        let factor = UDFactor(size: Self.size, at: block.base)
        let weights = block.base + UDFactor.length(size: Self.size)
        Self.fill(factor, weights, with: &random)
        let basis = NumberBlock(count: RunningBasis.length(count: Self.size - 1))
        let view = BasisView(count: Self.size - 1, at: basis.base)
        var map = Self.identity
        for index in 1..<Self.size {
            view.shifts[index - 1] = random.nextNormal()
            view.ratios[index - 1] = 0.1 + 3 * random.nextUnit()
            map[0][index] = view.shifts[index - 1]
            map[index][index] = view.ratios[index - 1]
        }
        let before = Self.covariance(factor)
        let expectedWeights = Self.product(map, (0..<Self.size).map { [weights[$0]] })
        let expected = Self.product(Self.product(map, before), Self.transposed(map))

        factor.follow(view, weights: weights, freshVariance: 1)

        let after = Self.covariance(factor)
        for row in 0..<Self.size {
            #expect(abs(weights[row] - expectedWeights[row][0]) < 1e-10)
            for column in 0..<Self.size {
                #expect(abs(after[row][column] - expected[row][column]) < 1e-10)
            }
        }
    }

    @Test(arguments: UInt64(0)..<30)
    func anAgreementAddsInformationAndMovesNoWeight(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let block = NumberBlock(count: UDFactor.length(size: Self.size) + Self.size)
        let factor = UDFactor(size: Self.size, at: block.base)
        Self.fill(factor, block.base + UDFactor.length(size: Self.size), with: &random)
        let position = Int(random.next() % UInt64(Self.size))
        let before = Self.covariance(factor)
        factor.learnAgreement(at: position, information: 0.25)
        let after = Self.covariance(factor)
        let innovation = 4 + before[position][position]
        for row in 0..<Self.size {
            for column in 0..<Self.size {
                let loss = before[row][position] * before[position][column] / innovation
                #expect(abs(after[row][column] - (before[row][column] - loss)) < 1e-10)
            }
        }
    }

    @Test(arguments: 1...9, UInt64(0)..<5)
    func learnsAsTheCovarianceFormDoes(features: Int, seed: UInt64) {
        let size = features + 1
        var random = SeededGenerator(seed: seed)
        let block = NumberBlock(count: UDFactor.length(size: size) + size)
        let factor = UDFactor(size: size, at: block.base)
        let weights = block.base + UDFactor.length(size: size)
        for index in 0..<size { factor.setVariance(index, to: 2) }
        var matrix = (0..<size).map { row in (0..<size).map { $0 == row ? 2.0 : 0 } }
        var expected = [Double](repeating: 0, count: size)
        for _ in 0..<40 {
            let row = (0..<size).map { _ in random.nextNormal() }
            let innovation = random.nextNormal()
            let gain = (0..<size).map { i in (0..<size).reduce(0) { $0 + matrix[i][$1] * row[$1] } }
            let sum = zip(gain, row).reduce(0.98) { $0 + $1.0 * $1.1 }
            for i in 0..<size {
                expected[i] += gain[i] / sum * innovation
                for j in 0..<size { matrix[i][j] = (matrix[i][j] - gain[i] * gain[j] / sum) / 0.98 }
            }
            let found = factor.learn(
                row, innovation: innovation, forgetting: 0.98, weights: weights)
            #expect(abs(found - sum) < 1e-9 * sum)
        }
        for index in 0..<size { #expect(abs(weights[index] - expected[index]) < 1e-9) }
    }

    private static var identity: [[Double]] {
        (0..<size).map { row in (0..<size).map { $0 == row ? 1 : 0 } }
    }

    private static func fill(
        _ factor: UDFactor, _ weights: UnsafeMutablePointer<Double>,
        with random: inout SeededGenerator
    ) {
        for index in 0..<size {
            factor.setVariance(index, to: 0.1 + random.nextUnit())
            weights[index] = random.nextNormal()
            for row in 0..<index { factor.column(index)[row] = random.nextNormal() }
        }
    }

    private static func covariance(_ factor: UDFactor) -> [[Double]] {
        var upper = identity
        var diagonal = identity
        for column in 0..<size {
            diagonal[column][column] = factor.variance(column)
            for row in 0..<column { upper[row][column] = factor.column(column)[row] }
        }
        return product(product(upper, diagonal), transposed(upper))
    }

    private static func product(_ left: [[Double]], _ right: [[Double]]) -> [[Double]] {
        left.map { row in
            (0..<right[0].count).map { column in
                row.indices.reduce(0) { $0 + row[$1] * right[$1][column] }
            }
        }
    }

    private static func transposed(_ matrix: [[Double]]) -> [[Double]] {
        matrix[0].indices.map { column in matrix.map { $0[column] } }
    }
}
