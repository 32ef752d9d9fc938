import Glibc

extension DenseMatrix {
    /// The exponential of a square matrix, by scaling and squaring of its Taylor series.
    ///
    /// Relative to the norm of the result the error is a few units in the last place for each
    /// squaring, of which there are log₂ of the norm.
    package var exponential: DenseMatrix {
        precondition(rowCount == columnCount, "only a square matrix has an exponential")
        var squarings = 0
        var scale = 1.0
        let size = rowNorm
        while size * scale > 0.5, squarings < 60 {
            scale /= 2
            squarings += 1
        }
        let scaled = scale * self
        var term = DenseMatrix.identity(rowCount)
        var sum = term
        // 0.5^17/17! is below the last place of 1.
        for order in 1...17 {
            term = (1 / Double(order)) * (term * scaled)
            sum = sum + term
        }
        for _ in 0..<squarings { sum = sum * sum }
        return sum
    }

    /// The largest sum of absolute values of a row.
    private var rowNorm: Double {
        (0..<rowCount).reduce(0) { largest, row in
            max(largest, (0..<columnCount).reduce(0) { $0 + abs(self[row, $1]) })
        }
    }

    /// What x' = A x + B u does to the state and to a held input in some time: Φ and Γ.
    ///
    /// - Parameters:
    ///   - drive: B, as many rows as this matrix, A.
    ///   - time: How long the input is held, 0 or more.
    /// - Returns: Φ as `state` and Γ as `input`.
    func transition(driving drive: DenseMatrix, for time: Double) -> (
        state: DenseMatrix, input: DenseMatrix
    ) {
        let count = rowCount
        if count == 1 { return scalarTransition(drive, time) }
        let width = count + drive.columnCount
        var whole = DenseMatrix(rows: width, columns: width)
        for row in 0..<count {
            for column in 0..<count { whole[row, column] = time * self[row, column] }
            for column in 0..<drive.columnCount {
                whole[row, count + column] = time * drive[row, column]
            }
        }
        let moved = whole.exponential
        var state = DenseMatrix(rows: count, columns: count)
        var input = DenseMatrix(rows: count, columns: drive.columnCount)
        for row in 0..<count {
            for column in 0..<count { state[row, column] = moved[row, column] }
            for column in 0..<drive.columnCount {
                input[row, column] = moved[row, count + column]
            }
        }
        return (state, input)
    }

    /// The same for one state, to the last place.
    private func scalarTransition(_ drive: DenseMatrix, _ time: Double) -> (
        state: DenseMatrix, input: DenseMatrix
    ) {
        let rate = self[0, 0]
        let held = rate == 0 ? time : expm1(rate * time) / rate
        return (DenseMatrix([[exp(rate * time)]]), held * drive)
    }
}
