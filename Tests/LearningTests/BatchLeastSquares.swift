/// Weighted least squares in one go, by normal equations and elimination: the yardstick of tests
/// on well-behaved data.
enum BatchLeastSquares {
    /// Intercept and slopes that minimise Σ weight × error².
    static func fit(_ rows: [(outcome: Double, features: [Double])], weights: [Double]) -> [Double]
    {
        let size = (rows.first?.features.count ?? 0) + 1
        var system = [[Double]](repeating: .init(repeating: 0, count: size + 1), count: size)
        for (row, weight) in zip(rows, weights) {
            let extended = [1] + row.features + [row.outcome]
            for first in 0..<size {
                for second in 0...size {
                    system[first][second] += weight * extended[first] * extended[second]
                }
            }
        }
        return solution(of: &system)
    }

    private static func solution(of system: inout [[Double]]) -> [Double] {
        let size = system.count
        for pivot in 0..<size {
            let best = (pivot..<size).max { abs(system[$0][pivot]) < abs(system[$1][pivot]) }
            system.swapAt(pivot, best ?? pivot)
            for row in 0..<size where row != pivot {
                let factor = system[row][pivot] / system[pivot][pivot]
                for column in pivot...size {
                    system[row][column] -= factor * system[pivot][column]
                }
            }
        }
        return (0..<size).map { system[$0][size] / system[$0][$0] }
    }
}
