import Glibc
import Plants
import Tags
import Testing

struct AnalysisTests {
    @Test(arguments: [2, 5, 20, 82])
    func findsTheEigenvaluesOfTheSecondDifference(size: Int) throws {
        var matrix = DenseMatrix(rows: size, columns: size)
        for index in 0..<size {
            matrix[index, index] = 2
            if index > 0 { matrix[index, index - 1] = -1 }
            if index < size - 1 { matrix[index, index + 1] = -1 }
        }
        let found = try #require(matrix.eigenvalues)
        for (index, value) in found.enumerated() {
            let angle = Double(index + 1) * .pi / Double(size + 1)
            #expect(abs(value.real - (2 - 2 * cos(angle))) < 1e-12)
            #expect(value.imaginary == 0)
        }
    }

    @Test func findsTheRootsOfUnityOfACyclicShift() throws {
        let size = 12
        var matrix = DenseMatrix(rows: size, columns: size)
        for index in 0..<size { matrix[index, (index + 1) % size] = 1 }
        let found = try #require(matrix.eigenvalues)
        #expect(found.allSatisfy { abs($0.magnitude - 1) < 1e-12 })
        for index in 0..<size {
            let angle = 2 * Double.pi * Double(index) / Double(size)
            let wanted = ComplexValue(cos(angle), sin(angle))
            #expect(found.contains { ($0 - wanted).magnitude < 1e-12 })
        }
    }

    @Test func findsThePairsOfARotationThatGrows() throws {
        // A similarity keeps the eigenvalues 3 ± 4 i and -2.
        let plain = DenseMatrix([[3, 4, 0], [-4, 3, 0], [0, 0, -2]])
        let turn = DenseMatrix([[1, 2, -1], [0, 1, 3], [2, 0, 1]])
        let inverse = try #require(LUFactors(turn)).inverse
        let found = try #require((turn * plain * inverse).eigenvalues)
        let wanted = [ComplexValue(-2), ComplexValue(3, -4), ComplexValue(3, 4)]
        for (value, wanted) in zip(found, wanted) { #expect((value - wanted).magnitude < 1e-11) }
    }

    @Test func findsTheRootsOfAPolynomialAndADoubleOne() throws {
        // (x - 1)(x - 2)(x - 3)(x - 4) as a companion matrix.
        let companion = DenseMatrix([
            [10, -35, 50, -24], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0],
        ])
        let found = try #require(companion.eigenvalues)
        for (value, wanted) in zip(found, [1.0, 2, 3, 4]) {
            #expect(abs(value.real - wanted) < 1e-10)
        }
        let double = try #require(DenseMatrix([[2, 1], [0, 2]]).eigenvalues)
        #expect(double.allSatisfy { abs($0.real - 2) < 1e-7 })
    }

    @Test func aMatrixThatIsNotFiniteHasNoEigenvalues() {
        #expect(DenseMatrix([[1, .nan], [0, 1]]).eigenvalues == nil)
        #expect(DenseMatrix([[.infinity]]).eigenvalues == nil)
        #expect(DenseMatrix(rows: 0, columns: 0).eigenvalues == [])
    }

    @Test func solvesAndInvertsAndKnowsASingularMatrix() throws {
        let matrix = DenseMatrix([[0, 2, 1], [1, -1, 0], [3, 0, 4]])
        let factors = try #require(LUFactors(matrix))
        #expect(abs(factors.determinant - -5) < 1e-14)
        let solution = factors.solution(for: matrix * [1, -2, 3])
        for (value, wanted) in zip(solution, [1.0, -2, 3]) { #expect(abs(value - wanted) < 1e-14) }
        let product = matrix * factors.inverse
        for row in 0..<3 {
            for column in 0..<3 {
                #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-14)
            }
        }
        #expect(LUFactors(DenseMatrix([[1, 2], [2, 4]])) == nil)
    }

    @Test func findsAZeroFarFromTheGuessAndSaysWhenThereIsNone() throws {
        let found = try #require(
            SteadyState.zero(near: [1, 1]) { [exp($0[0]) - 100, $0[0] * $0[1] - 10] })
        #expect(abs(found[0] - log(100)) < 1e-10)
        #expect(abs(found[1] - 10 / log(100)) < 1e-10)
        #expect(SteadyState.zero(near: [1]) { [$0[0] * $0[0] + 1] } == nil)
    }

    @Test func knowsGainsPolesAndZerosOfASecondOrderModel() throws {
        // (s - 3)/((s + 1)(s + 2)) in controllable form.
        let model = Linearization(
            a: DenseMatrix([[-3, -2], [1, 0]]), b: DenseMatrix([[1], [0]]),
            c: DenseMatrix([[1, -3]]), d: DenseMatrix([[0]]))
        #expect(abs(try #require(model.staticGains)[0, 0] - -1.5) < 1e-14)
        let poles = try #require(model.a.eigenvalues)
        #expect(abs(poles[0].real + 2) < 1e-12 && abs(poles[1].real + 1) < 1e-12)
        let zeros = try #require(model.zeros())
        #expect(zeros.count == 1)
        #expect(abs(zeros[0].real - 3) < 1e-9)
    }

    @Test func followsTheExactResponseOfALag() {
        let states = StepResponse.states(from: [0], inputs: [2], at: [0.5, 1, 3], step: 0.01) {
            [$1[0] - $0[0]]
        }
        for (state, time) in zip(states, [0.5, 1, 3]) {
            #expect(abs(state[0] - 2 * (1 - exp(-time))) < 1e-9)
        }
    }

    @Test func findsRootsAndPeaks() throws {
        let root = try #require(ScalarSearch.root(in: 0...2) { $0 * $0 - 2 })
        #expect(abs(root - 2.0.squareRoot()) < 1e-15)
        #expect(ScalarSearch.root(in: 2...3) { $0 * $0 - 2 } == nil)
        #expect(ScalarSearch.roots(in: 0...10, steps: 100) { sin($0) }.count == 4)
        #expect(abs(ScalarSearch.maximum(in: 0...3) { sin($0) } - .pi / 2) < 1e-7)
    }

    @Test(arguments: [
        ("2.14", 0.005), ("1.266e-3", 0.5e-6), ("350", 0.5), ("-0.4542", 0.5e-4), ("0.90", 0.005),
    ])
    func theLastPrintedDigitSetsTheTolerance(printed: String, tolerance: Double) {
        let value = PublishedValue(.printed, "", .none, printed, source: "") { .nan }
        #expect(abs(value.tolerance / tolerance - 1) < 1e-12)
        #expect(value.agrees(with: value.value + 0.99 * tolerance))
        #expect(!value.agrees(with: value.value - 1.01 * tolerance))
        #expect(!value.agrees(with: value.ours))
    }
}
