/// A square matrix as the product of two triangular ones, with row exchanges; solves in O(n²) after
/// O(n³) once.
package struct LUFactors: Sendable {
    /// Determinant of the matrix.
    package let determinant: Double
    private let factors: DenseMatrix
    private let order: [Int]

    /// Nil if the matrix is singular or not finite.
    package init?(_ matrix: DenseMatrix) {
        let size = matrix.rowCount
        precondition(matrix.columnCount == size, "the matrix must be square")
        var work = matrix
        var order = Array(0..<size)
        var determinant = 1.0
        for column in 0..<size {
            var pivot = column
            for row in column..<size where abs(work[row, column]) > abs(work[pivot, column]) {
                pivot = row
            }
            guard work[pivot, column] != 0, work[pivot, column].isFinite else { return nil }
            if pivot != column {
                order.swapAt(pivot, column)
                determinant = -determinant
                for index in 0..<size {
                    let kept = work[pivot, index]
                    work[pivot, index] = work[column, index]
                    work[column, index] = kept
                }
            }
            determinant *= work[column, column]
            for row in (column + 1)..<max(size, column + 1) {
                let factor = work[row, column] / work[column, column]
                work[row, column] = factor
                guard factor != 0 else { continue }
                for index in (column + 1)..<size {
                    work[row, index] -= factor * work[column, index]
                }
            }
        }
        factors = work
        self.order = order
        self.determinant = determinant
    }

    /// The vector that the matrix takes to `right`.
    package func solution(for right: [Double]) -> [Double] {
        let size = order.count
        precondition(right.count == size, "the vector must be as long as a column")
        var result = order.map { right[$0] }
        for row in 0..<size {
            for column in 0..<row { result[row] -= factors[row, column] * result[column] }
        }
        for row in (0..<size).reversed() {
            for column in (row + 1)..<max(size, row + 1) {
                result[row] -= factors[row, column] * result[column]
            }
            result[row] /= factors[row, row]
        }
        return result
    }

    /// The matrix that the matrix takes to `right`, column by column.
    package func solution(for right: DenseMatrix) -> DenseMatrix {
        var result = DenseMatrix(rows: right.rowCount, columns: right.columnCount)
        for column in 0..<right.columnCount {
            let found = solution(for: (0..<right.rowCount).map { right[$0, column] })
            for row in found.indices { result[row, column] = found[row] }
        }
        return result
    }

    /// The inverse of the matrix.
    package var inverse: DenseMatrix { solution(for: .identity(order.count)) }
}
