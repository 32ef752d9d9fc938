import Glibc

/// What follows from a linear model without simulating it.
extension LinearModel {
    /// What outputs come to for a lasting unit change of each input; not a number where a part
    /// integrates without end.
    ///
    /// - Parameters:
    ///   - outputs: Numbers of the outputs, one a row.
    ///   - inputs: Numbers of the inputs, one a column.
    /// - Returns: The gains, in units of the output per unit of the input.
    package func gains(outputs: [Int], inputs: [Int]) -> DenseMatrix {
        var sum = DenseMatrix(rows: outputs.count, columns: inputs.count)
        for part in parts {
            let gain = part.gains
            for (row, output) in outputs.enumerated() {
                for (column, input) in inputs.enumerated() {
                    sum[row, column] += part.element(of: gain, output, input) ?? 0
                }
            }
        }
        return sum
    }

    /// What an input that swings once in 2π/ω makes of an output: size and phase as a complex
    /// factor.
    ///
    /// - Parameters:
    ///   - output: Number of the output.
    ///   - input: Number of the input.
    ///   - frequency: ω in radians a minute, above 0.
    /// - Returns: The factor.
    package func response(
        of output: Int, to input: Int, at frequency: Double
    ) -> ComplexValue {
        parts.reduce(ComplexValue(0)) { sum, part in
            guard let row = part.outputs.firstIndex(of: output),
                let column = part.inputs.firstIndex(of: input)
            else { return sum }
            return sum + part.response(row: row, column: column, at: frequency)
        }
    }

    /// The proportional gain at which a loop from an output back to an input swings for ever, and
    /// how long a swing takes in minutes; nil if there is none up to 1000 radians a minute.
    package func ultimate(output: Int, input: Int) -> (gain: Double, period: Double)? {
        let lowest = 1e-5
        let pointsADecade = 2000.0
        let sign = response(of: output, to: input, at: lowest).real
        var before = lowest
        for index in 1...Int(8 * pointsADecade) {
            let frequency = lowest * pow(10, Double(index) / pointsADecade)
            defer { before = frequency }
            let root = ScalarSearch.root(in: before...frequency) {
                response(of: output, to: input, at: $0).imaginary
            }
            guard let root else { continue }
            let size = response(of: output, to: input, at: root).real
            if size * sign < 0 { return (-1 / size, 2 * .pi / root) }
        }
        return nil
    }

    /// The largest of 20 log₁₀ |W/(1 + W)| over all frequencies, in dB, with
    /// W = det(I + G B) − 1 (Luyben, Ind. Eng. Chem. Process Des. Dev. 25 (1986) 654).
    package func logModulus(_ loops: [LinearLoop]) -> Double {
        func size(_ exponent: Double) -> Double {
            let frequency = pow(10, exponent)
            let open = openLoop(loops, at: frequency) - ComplexValue(1)
            return 20 * log10((open / (ComplexValue(1) + open)).magnitude)
        }
        let exponents = (0...2000).map { -4 + Double($0) / 400 }
        let sizes = exponents.map(size)
        guard let best = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) else { return .nan }
        let low = exponents[max(best - 1, 0)]
        let high = exponents[min(best + 1, exponents.count - 1)]
        return size(ScalarSearch.maximum(in: low...high, of: size))
    }

    /// det(I + G B).
    private func openLoop(_ loops: [LinearLoop], at frequency: Double) -> ComplexValue {
        var rows = loops.indices.map { row in
            loops.indices.map { column -> ComplexValue in
                let loop = loops[column]
                let controller = ComplexValue(
                    loop.gain, -loop.gain / (loop.integralTime * frequency))
                let one = ComplexValue(row == column ? 1 : 0)
                let response = response(
                    of: loops[row].output, to: loop.input, at: frequency)
                return one + response * controller
            }
        }
        var determinant = ComplexValue(1)
        for pivot in rows.indices {
            guard
                let best = rows.indices[pivot...].max(by: {
                    rows[$0][pivot].magnitude < rows[$1][pivot].magnitude
                }), rows[best][pivot].magnitude > 0
            else { return ComplexValue(0) }
            if best != pivot {
                rows.swapAt(best, pivot)
                determinant = -1.0 * determinant
            }
            determinant = determinant * rows[pivot][pivot]
            for row in rows.indices[(pivot + 1)...] {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                for column in rows.indices[pivot...] {
                    rows[row][column] = rows[row][column] - factor * rows[pivot][column]
                }
            }
        }
        return determinant
    }
}

/// A proportional-integral loop around a linear model.
package struct LinearLoop: Hashable, Sendable {
    /// Number of the input it moves.
    package var input: Int
    /// Number of the output it reads.
    package var output: Int
    /// Unit of the input per unit of the output.
    package var gain: Double
    /// Minutes, above 0.
    package var integralTime: Double

    /// A loop by its numbers.
    package init(input: Int, output: Int, gain: Double, integralTime: Double) {
        self.input = input
        self.output = output
        self.gain = gain
        self.integralTime = integralTime
    }
}

extension LinearPart {
    /// D − C A⁻¹ B.
    fileprivate var gains: DenseMatrix {
        guard dynamics.rowCount > 0 else { return direct }
        guard let factors = LUFactors(dynamics) else { return .nan * (direct + readout * drive) }
        return direct + (-1.0) * (readout * factors.solution(for: drive))
    }

    fileprivate func element(of matrix: DenseMatrix, _ output: Int, _ input: Int) -> Double? {
        guard let row = outputs.firstIndex(of: output), let column = inputs.firstIndex(of: input)
        else { return nil }
        return matrix[row, column]
    }

    /// C (iω − A)⁻¹ B + D, with the dead time; solved in real numbers of twice the size.
    fileprivate func response(row: Int, column: Int, at frequency: Double) -> ComplexValue {
        let count = dynamics.rowCount
        var sum = ComplexValue(direct[row, column])
        if count > 0 {
            var whole = DenseMatrix(rows: 2 * count, columns: 2 * count)
            for first in 0..<count {
                for second in 0..<count {
                    whole[first, second] = -dynamics[first, second]
                    whole[count + first, count + second] = -dynamics[first, second]
                }
                whole[first, count + first] = -frequency
                whole[count + first, first] = frequency
            }
            guard let factors = LUFactors(whole) else { return ComplexValue(.nan, .nan) }
            let right = (0..<count).map { drive[$0, column] }
            let states = factors.solution(for: right + Array(repeating: 0, count: count))
            for state in 0..<count {
                sum = sum + readout[row, state] * ComplexValue(states[state], states[count + state])
            }
        }
        return sum * ComplexValue(0, -frequency * delays[column]).exponential
    }
}
