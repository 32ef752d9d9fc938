/// Columns of text, numbers flush right.
struct TextTable {
    private var rows: [[String]]

    init(_ heads: [String]) { rows = [heads] }

    /// Adds a row of as many cells as there are heads.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == rows[0].count, "a cell for every head")
        rows.append(cells)
    }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return isNumeric(column) ? blanks + cell : cell + blanks
            }
            .joined(separator: "  ")
        }
        .joined(separator: "\n")
    }

    private func isNumeric(_ column: Int) -> Bool {
        rows.dropFirst().allSatisfy { $0[column] == "-" || Double($0[column]) != nil }
    }
}
