import Plants

/// The evaporator with both loops in continuous time, ideal instruments and ideal valves.
struct LoopedState: IntegrableState {
    var process: EvaporatorState
    var levelIntegral = 0.0
    var pressureIntegral = 0.0

    func moved(along slope: LoopedState, for duration: Double) -> LoopedState {
        LoopedState(
            process: process.moved(along: slope.process, for: duration),
            levelIntegral: levelIntegral + duration * slope.levelIntegral,
            pressureIntegral: pressureIntegral + duration * slope.pressureIntegral)
    }

    /// The rate of change; the pressure loop may be left open.
    func slope(with inputs: EvaporatorInputs, controlsPressure: Bool) -> LoopedState {
        var inputs = inputs
        let levelError = 1 - process.level
        inputs.productFlow = 2 - 4 * (levelError + levelIntegral / 20)
        let pressureError = controlsPressure ? 50.5 - process.pressure : 0
        inputs.coolingFlow -= 40 * (pressureError + pressureIntegral / 20)
        return LoopedState(
            process: Evaporator.slope(at: process, with: inputs), levelIntegral: levelError,
            pressureIntegral: pressureError)
    }

    /// The five numbers, for linear algebra.
    var numbers: [Double] {
        get {
            [
                process.level, process.concentration, process.pressure, levelIntegral,
                pressureIntegral,
            ]
        }
        set {
            process = EvaporatorState(
                level: newValue[0], concentration: newValue[1], pressure: newValue[2])
            levelIntegral = newValue[3]
            pressureIntegral = newValue[4]
        }
    }

    /// The slowest real pole with both loops closed, 1/min: where det(A − λ) first changes sign
    /// below 0.
    static var slowestPole: Double {
        let origin = LoopedState(process: .printed)
        let columns = (0..<5).map { column in
            let slopes = [1e-5, -1e-5].map { distance in
                var near = origin
                near.numbers[column] += distance
                return near.slope(with: EvaporatorInputs(), controlsPressure: true).numbers
            }
            return zip(slopes[0], slopes[1]).map { ($0 - $1) / 2e-5 }
        }
        func characteristic(_ pole: Double) -> Double {
            var matrix = columns
            for index in 0..<5 { matrix[index][index] -= pole }
            return determinant(of: matrix)
        }
        var high = -1e-4
        while characteristic(high - 1e-4).sign == characteristic(high).sign, high > -1 {
            high -= 1e-4
        }
        var low = high - 1e-4
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if characteristic(middle).sign == characteristic(high).sign {
                high = middle
            } else {
                low = middle
            }
        }
        return (low + high) / 2
    }
}

/// By elimination with row exchange.
private func determinant(of matrix: [[Double]]) -> Double {
    var rows = matrix
    var result = 1.0
    for column in rows.indices {
        let pivot =
            rows.indices[column...].max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
        if pivot != column {
            rows.swapAt(pivot, column)
            result = -result
        }
        guard rows[column][column] != 0 else { return 0 }
        result *= rows[column][column]
        for row in rows.indices where row > column {
            let factor = rows[row][column] / rows[column][column]
            for index in rows.indices { rows[row][index] -= factor * rows[column][index] }
        }
    }
    return result
}
