import Tags
import Testing

@testable import Learning

struct RunningBasisTests {
    @Test(arguments: 1...5)
    func standardisesToCentreZeroAndSpreadOne(count: Int) {
        var random = SeededGenerator(seed: 1)
        let block = NumberBlock(count: RunningBasis.length(count: count))
        var basis = RunningBasis(count: count, memory: 1)
        var rows: [[Double]] = []
        for _ in 0..<1024 {
            rows.append((0..<count).map { 40 + Double($0 + 1) * 1e3 * random.nextNormal() })
            if basis.observe(rows[rows.count - 1], at: block.base) { basis.move(at: block.base) }
        }
        let row = NumberBlock(count: count + 1)
        var sums = [Double](repeating: 0, count: count)
        var squares = sums
        for values in rows {
            basis.standardise(values, into: row.base, at: block.base)
            #expect(row.base[0] == 1)
            for index in 0..<count {
                sums[index] += row.base[index + 1]
                squares[index] += row.base[index + 1] * row.base[index + 1]
            }
        }
        // The last move came at a doubling count, 1,024, so centre and scale are those of all rows.
        for index in 0..<count {
            #expect(abs(sums[index]) < 1e-8)
            #expect(abs(squares[index] / 1024 - 1) < 1e-9)
        }
    }

    @Test func aHeldValueKeepsTheScaleOfItsLastMoves() {
        let block = NumberBlock(count: RunningBasis.length(count: 1))
        var basis = RunningBasis(count: 1, memory: 0.9)
        for step in 0..<100_200 {
            let value = step < 200 ? 200 + Double(step % 3) : 201
            if basis.observe([value], at: block.base) { basis.move(at: block.base) }
        }
        let scale = BasisView(count: 1, at: block.base).scales[0]
        #expect((0.5...1.2).contains(scale))
    }

    @Test func aValueThatNeverVariedStandsForNothing() {
        let block = NumberBlock(count: RunningBasis.length(count: 2))
        var basis = RunningBasis(count: 2, memory: 0.99)
        for step in 0..<100 {
            if basis.observe([500, Double(step)], at: block.base) { basis.move(at: block.base) }
        }
        let row = NumberBlock(count: 3)
        basis.standardise([700, 50], into: row.base, at: block.base)
        #expect(row.base[1] == 0)
        #expect(row.base[2] != 0)
    }
}
