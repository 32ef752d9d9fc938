extension DenseMatrix {
    /// The eigenvalues of a square matrix, by real part, then by imaginary part; of a pair both.
    ///
    /// The matrix is brought to Hessenberg form by reflections; then shifted QR steps with plane
    /// rotations take one eigenvalue off its end after the other (Golub and Van Loan, *Matrix
    /// Computations*, §7.4–7.5, in complex arithmetic). O(n³); meant for n up to about a hundred.
    /// Nil if an element is not finite or the steps do not settle.
    package var eigenvalues: [ComplexValue]? {
        precondition(rowCount == columnCount, "the matrix must be square")
        guard elements.allSatisfy(\.isFinite) else { return nil }
        var work = HessenbergWork(hessenberg)
        guard var values = work.eigenvalues() else { return nil }
        let size = elements.reduce(0) { max($0, abs($1)) }
        for index in values.indices where abs(values[index].imaginary) < 1e-13 * size {
            values[index].imaginary = 0
        }
        return values.sorted {
            $0.real != $1.real ? $0.real < $1.real : $0.imaginary < $1.imaginary
        }
    }

    /// A matrix with the same eigenvalues and nothing below the first subdiagonal.
    var hessenberg: DenseMatrix {
        var work = self
        for column in 0..<max(rowCount - 2, 0) {
            var mirror = Array(repeating: 0.0, count: rowCount)
            var squares = 0.0
            for row in (column + 1)..<rowCount {
                mirror[row] = work[row, column]
                squares += mirror[row] * mirror[row]
            }
            let length = squares.squareRoot()
            guard length > 0 else { continue }
            mirror[column + 1] += mirror[column + 1] < 0 ? -length : length
            let scale = 2 / mirror.reduce(0) { $0 + $1 * $1 }
            for index in 0..<rowCount {
                var sum = 0.0
                for row in (column + 1)..<rowCount { sum += mirror[row] * work[row, index] }
                for row in (column + 1)..<rowCount { work[row, index] -= scale * sum * mirror[row] }
            }
            for index in 0..<rowCount {
                var sum = 0.0
                for row in (column + 1)..<rowCount { sum += work[index, row] * mirror[row] }
                for row in (column + 1)..<rowCount { work[index, row] -= scale * sum * mirror[row] }
            }
            for row in (column + 2)..<max(rowCount, column + 2) { work[row, column] = 0 }
        }
        return work
    }
}

/// A Hessenberg matrix on its way to triangular form.
private struct HessenbergWork {
    private let size: Int
    private var elements: [ComplexValue]

    /// Steps one eigenvalue may take; ten is usual for the first, two for the others.
    private static let patience = 120

    init(_ matrix: DenseMatrix) {
        size = matrix.rowCount
        elements = matrix.elements.map { ComplexValue($0) }
    }

    private subscript(row: Int, column: Int) -> ComplexValue {
        get { elements[row * size + column] }
        set { elements[row * size + column] = newValue }
    }

    mutating func eigenvalues() -> [ComplexValue]? {
        var last = size - 1
        var steps = 0
        while last > 0 {
            var first = last
            while first > 0, !isNegligible(first) { first -= 1 }
            if first == last {
                last -= 1
                steps = 0
                continue
            }
            steps += 1
            guard steps <= Self.patience else { return nil }
            // Now and then a shift off the usual one, for matrices that turn in a circle.
            let shift =
                steps % 15 == 0
                ? ComplexValue(self[last, last].real + self[last, last - 1].magnitude)
                : usualShift(at: last)
            step(from: first, to: last, shift: shift)
        }
        return (0..<size).map { self[$0, $0] }
    }

    /// Whether the element left of a diagonal one may count as 0.
    private mutating func isNegligible(_ row: Int) -> Bool {
        let near = self[row, row].magnitude + self[row - 1, row - 1].magnitude
        let bound = Double.ulpOfOne * (near > 0 ? near : 1)
        guard self[row, row - 1].magnitude <= bound else { return false }
        self[row, row - 1] = ComplexValue(0)
        return true
    }

    /// The eigenvalue of the last two rows and columns that is nearer to the last element
    /// (Wilkinson's shift).
    private func usualShift(at last: Int) -> ComplexValue {
        let corner = self[last, last]
        let half = 0.5 * (self[last - 1, last - 1] - corner)
        let product = self[last - 1, last] * self[last, last - 1]
        let root = (half * half + product).squareRoot
        let larger =
            (half + root).magnitude >= (half - root).magnitude ? half + root : half - root
        return larger.magnitude > 0 ? corner - product / larger : corner
    }

    /// One QR step on the rows and columns from `first` to `last`.
    private mutating func step(from first: Int, to last: Int, shift: ComplexValue) {
        for index in first...last { self[index, index] = self[index, index] - shift }
        var turns: [(cosine: Double, sine: ComplexValue)] = []
        for row in first..<last {
            let (upper, lower) = (self[row, row], self[row + 1, row])
            let length = ComplexValue(upper.magnitude, lower.magnitude).magnitude
            var turn = (cosine: 1.0, sine: ComplexValue(0))
            if length > 0 {
                let phase =
                    upper.magnitude > 0
                    ? (1 / upper.magnitude) * upper.conjugate : ComplexValue(1)
                turn = (upper.magnitude / length, (1 / length) * (lower * phase))
            }
            turns.append(turn)
            for column in row...last {
                let (top, bottom) = (self[row, column], self[row + 1, column])
                self[row, column] = turn.cosine * top + turn.sine.conjugate * bottom
                self[row + 1, column] = turn.cosine * bottom - turn.sine * top
            }
        }
        for (offset, turn) in turns.enumerated() {
            let column = first + offset
            for row in first...min(column + 1, last) {
                let (left, right) = (self[row, column], self[row, column + 1])
                self[row, column] = turn.cosine * left + turn.sine * right
                self[row, column + 1] = turn.cosine * right - turn.sine.conjugate * left
            }
        }
        for index in first...last { self[index, index] = self[index, index] + shift }
    }
}
