/// Finds the word that was probably meant.
package enum Suggestion {
    /// ` Did you mean 'x'?`, or nothing if no word is close.
    package static func text(for word: String, among words: [String]) -> String {
        let wanted = word.lowercased()
        guard wanted.utf8.count <= 60 else { return "" }
        let distances = words.map { candidate in
            (word: candidate, distance: distance(wanted, candidate.lowercased()))
        }
        let limit = max(1, wanted.utf8.count / 3)
        let closest = distances.filter { $0.distance <= limit }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        if let closest { return " Did you mean '\(closest.word)'?" }
        guard wanted.utf8.count >= 3 else { return "" }
        // `holding` for `holdingRegisters`.
        let longer = words.filter { $0.lowercased().hasPrefix(wanted) }.min()
        return longer.map { " Did you mean '\($0)'?" } ?? ""
    }

    /// How many letters must be changed, added, left out or swapped with a neighbour (optimal
    /// string alignment). Costs the product of the lengths.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        if abs(left.count - right.count) > 20 { return .max }
        var older: [Int] = []
        var previous = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let isSame = left[row] == right[column]
                var best = min(
                    previous[column] + (isSame ? 0 : 1), previous[column + 1] + 1,
                    current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    best = min(best, older[column - 1] + 1)
                }
                current.append(best)
            }
            older = previous
            previous = current
        }
        return previous[right.count]
    }
}
