/// A small dense matrix of real numbers, row after row.
package struct DenseMatrix: Hashable, Sendable {
    /// Rows.
    package let rowCount: Int
    /// Columns.
    package let columnCount: Int
    /// All elements, row after row.
    package private(set) var elements: [Double]

    /// A matrix of zeros.
    package init(rows: Int, columns: Int) {
        precondition(rows >= 0 && columns >= 0, "a matrix has no negative size")
        rowCount = rows
        columnCount = columns
        elements = Array(repeating: 0, count: rows * columns)
    }

    /// A matrix from its rows, which must be equally long.
    package init(_ rows: [[Double]]) {
        let width = rows.first?.count ?? 0
        precondition(rows.allSatisfy { $0.count == width }, "all rows must be equally long")
        rowCount = rows.count
        columnCount = width
        elements = rows.flatMap { $0 }
    }

    /// Ones on the diagonal.
    package static func identity(_ size: Int) -> DenseMatrix {
        var matrix = DenseMatrix(rows: size, columns: size)
        for index in 0..<size { matrix[index, index] = 1 }
        return matrix
    }

    /// The element in a row and a column, both counted from 0.
    package subscript(row: Int, column: Int) -> Double {
        get { elements[row * columnCount + column] }
        set { elements[row * columnCount + column] = newValue }
    }

    /// Rows and columns exchanged.
    package var transposed: DenseMatrix {
        var result = DenseMatrix(rows: columnCount, columns: rowCount)
        for row in 0..<rowCount {
            for column in 0..<columnCount { result[column, row] = self[row, column] }
        }
        return result
    }

    /// The product of two matrices whose inner sizes agree.
    package static func * (left: DenseMatrix, right: DenseMatrix) -> DenseMatrix {
        precondition(left.columnCount == right.rowCount, "inner sizes must agree")
        var result = DenseMatrix(rows: left.rowCount, columns: right.columnCount)
        for row in 0..<left.rowCount {
            for column in 0..<right.columnCount {
                var sum = 0.0
                for inner in 0..<left.columnCount { sum += left[row, inner] * right[inner, column] }
                result[row, column] = sum
            }
        }
        return result
    }

    /// The product with a vector as long as a row.
    package static func * (left: DenseMatrix, right: [Double]) -> [Double] {
        precondition(left.columnCount == right.count, "sizes must agree")
        return (0..<left.rowCount).map { row in
            var sum = 0.0
            for column in 0..<right.count { sum += left[row, column] * right[column] }
            return sum
        }
    }

    /// Every element times a number.
    package static func * (left: Double, right: DenseMatrix) -> DenseMatrix {
        var result = right
        for index in result.elements.indices { result.elements[index] *= left }
        return result
    }

    /// Two matrices of one size, element by element.
    package static func + (left: DenseMatrix, right: DenseMatrix) -> DenseMatrix {
        precondition(
            left.rowCount == right.rowCount && left.columnCount == right.columnCount,
            "sizes must agree")
        var result = left
        for index in result.elements.indices { result.elements[index] += right.elements[index] }
        return result
    }
}
