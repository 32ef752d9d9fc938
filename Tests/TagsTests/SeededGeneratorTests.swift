import Tags
import Testing

struct SeededGeneratorTests {
    @Test func theSameSeedGivesTheSameNumbers() {
        var first = SeededGenerator(seed: 7)
        var second = SeededGenerator(seed: 7)
        #expect((0..<100).allSatisfy { _ in first.next() == second.next() })
    }

    /// The numbers of xoshiro256** after SplitMix64(0), from the authors' reference programs.
    @Test func startsWithThePublishedNumbers() {
        var random = SeededGenerator(seed: 0)
        #expect(random.next() == 0x99EC_5F36_CB75_F2B4)
        #expect(random.next() == 0xBF6E_1F78_4956_452A)
        #expect(random.next() == 0x1A5F_849D_4933_E6E0)
    }

    @Test func purposesAreIndependent() {
        var first = SeededGenerator(seed: 1, purpose: "F1")
        var second = SeededGenerator(seed: 1, purpose: "X1")
        let pairs = (0..<10_000).map { _ in (first.nextNormal(), second.nextNormal()) }
        let correlation = pairs.reduce(0) { $0 + $1.0 * $1.1 } / Double(pairs.count)
        #expect(abs(correlation) < 0.04)
    }

    @Test func normalNumbersHaveMeanZeroAndSpreadOne() {
        var random = SeededGenerator(seed: 3)
        let numbers = (0..<100_000).map { _ in random.nextNormal() }
        let mean = numbers.reduce(0, +) / 1e5
        let variance = numbers.reduce(0) { $0 + $1 * $1 } / 1e5
        let fourth = numbers.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 1e5
        #expect(abs(mean) < 0.015)
        #expect(abs(variance - 1) < 0.02)
        #expect(abs(fourth - 3) < 0.15)
    }

    @Test func unitNumbersStayBelowOne() {
        var random = SeededGenerator(seed: 4)
        #expect((0..<100_000).allSatisfy { _ in (0..<1).contains(random.nextUnit()) })
    }
}
