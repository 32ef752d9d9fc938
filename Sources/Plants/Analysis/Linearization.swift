/// Rates of change of states, given states and inputs; the time unit is the source's.
package typealias RatesOfChange = @Sendable (_ states: [Double], _ inputs: [Double]) -> [Double]

/// Differences instead of derivatives.
package enum Differences {
    /// The matrix of partial derivatives of a function, by central differences.
    ///
    /// - Parameters:
    ///   - point: Where.
    ///   - scales: Size of each argument; a difference is 1e-5 of it. Nil takes 1 or the
    ///     argument's own size, whichever is larger.
    ///   - function: The function.
    /// - Returns: One row a result, one column an argument.
    package static func jacobian(
        at point: [Double], scales: [Double]? = nil, of function: ([Double]) -> [Double]
    ) -> DenseMatrix {
        var columns: [[Double]] = []
        for index in point.indices {
            let distance = 1e-5 * (scales?[index] ?? max(1, abs(point[index])))
            var (above, below) = (point, point)
            above[index] += distance
            below[index] -= distance
            let width = above[index] - below[index]
            columns.append(zip(function(above), function(below)).map { ($0 - $1) / width })
        }
        return DenseMatrix(columns).transposed
    }
}

/// A plant near one point: x' = A x + B u, y = C x + D u, all deviations.
package struct Linearization: Hashable, Sendable {
    /// Rates of change by states.
    package let a: DenseMatrix
    /// Rates of change by inputs.
    package let b: DenseMatrix
    /// Outputs by states.
    package let c: DenseMatrix
    /// Outputs by inputs.
    package let d: DenseMatrix

    /// A model from its matrices.
    package init(a: DenseMatrix, b: DenseMatrix, c: DenseMatrix, d: DenseMatrix) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
    }

    /// The model at a point, by central differences.
    ///
    /// - Parameters:
    ///   - states: States there.
    ///   - inputs: Inputs there.
    ///   - scales: Sizes of the states; nil as in ``Differences/jacobian(at:scales:of:)``.
    ///   - inputScales: Sizes of the inputs, likewise.
    ///   - rates: The equations.
    ///   - outputs: The outputs; the states themselves unless given.
    package init(
        states: [Double], inputs: [Double], scales: [Double]? = nil,
        inputScales: [Double]? = nil, rates: RatesOfChange,
        outputs: RatesOfChange = { states, _ in states }
    ) {
        a = Differences.jacobian(at: states, scales: scales) { rates($0, inputs) }
        b = Differences.jacobian(at: inputs, scales: inputScales) { rates(states, $0) }
        c = Differences.jacobian(at: states, scales: scales) { outputs($0, inputs) }
        d = Differences.jacobian(at: inputs, scales: inputScales) { outputs(states, $0) }
    }

    /// What the outputs come to for a lasting unit change of each input: D − C A⁻¹ B. Nil if a
    /// state integrates without end.
    package var staticGains: DenseMatrix? {
        guard let factors = LUFactors(a) else { return nil }
        return d + (-1.0) * (c * factors.solution(for: b))
    }

    /// The model of some inputs and outputs only, by their numbers.
    package func restricted(inputs: [Int], outputs: [Int]) -> Linearization {
        func picked(_ matrix: DenseMatrix, rows: [Int], columns: [Int]) -> DenseMatrix {
            DenseMatrix(rows.map { row in columns.map { matrix[row, $0] } })
        }
        let all = Array(0..<a.rowCount)
        return Linearization(
            a: a, b: picked(b, rows: all, columns: inputs),
            c: picked(c, rows: outputs, columns: all),
            d: picked(d, rows: outputs, columns: inputs))
    }

    /// The finite transmission zeros of a model with as many outputs as inputs, by real part: where
    /// [A − s, B; C, D] is singular. Nil if it is so everywhere.
    ///
    /// The pencil is inverted about a point that is no zero, which leaves an eigenvalue problem;
    /// zeros beyond `largest` times the model's size count as infinite.
    package func zeros(largest: Double = 1e4) -> [ComplexValue]? {
        precondition(b.columnCount == c.rowCount, "as many outputs as inputs")
        let (size, order) = (a.rowCount + b.columnCount, a.rowCount)
        let scale = a.elements.reduce(0) { max($0, abs($1)) }
        let center = 0.7182818 * (scale > 0 ? scale : 1)
        var pencil = DenseMatrix(rows: size, columns: size)
        var mass = DenseMatrix(rows: size, columns: size)
        for row in 0..<size {
            for column in 0..<size {
                pencil[row, column] =
                    switch (row < order, column < order) {
                    case (true, true): a[row, column] - (row == column ? center : 0)
                    case (true, false): b[row, column - order]
                    case (false, true): c[row - order, column]
                    case (false, false): d[row - order, column - order]
                    }
            }
            if row < order { mass[row, row] = 1 }
        }
        guard let factors = LUFactors(pencil),
            let inverted = factors.solution(for: mass).eigenvalues
        else { return nil }
        return
            inverted
            .filter { $0.magnitude * largest * center > 1 }
            .map { ComplexValue(center) + ComplexValue(1) / $0 }
            .sorted { $0.real < $1.real }
    }
}
