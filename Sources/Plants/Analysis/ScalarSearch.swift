/// Roots and peaks of functions of one number.
package enum ScalarSearch {
    /// Where a function changes sign, by halving; nil if it has one sign at both ends.
    package static func root(
        in range: ClosedRange<Double>, of function: (Double) -> Double
    ) -> Double? {
        var (low, high) = (range.lowerBound, range.upperBound)
        let start = function(low)
        guard start.isFinite, start == 0 || start.sign != function(high).sign else { return nil }
        for _ in 0..<100 where low < high {
            let middle = low + (high - low) / 2
            let value = function(middle)
            guard value.isFinite else { return nil }
            if value == 0 { return middle }
            if value.sign == start.sign { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }

    /// All places where a function changes sign between neighbours of an even grid.
    package static func roots(
        in range: ClosedRange<Double>, steps: Int, of function: (Double) -> Double
    ) -> [Double] {
        let width = (range.upperBound - range.lowerBound) / Double(steps)
        return (0..<steps).compactMap { index in
            let low = range.lowerBound + Double(index) * width
            return root(in: low...(low + width), of: function)
        }
    }

    /// Where a function with one peak in the range has it, by the golden section.
    package static func maximum(
        in range: ClosedRange<Double>, of function: (Double) -> Double
    ) -> Double {
        let ratio = (5.0.squareRoot() - 1) / 2
        var (low, high) = (range.lowerBound, range.upperBound)
        var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
        var (atLeft, atRight) = (function(left), function(right))
        for _ in 0..<80 {
            if atLeft > atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - ratio * (high - low)
                atLeft = function(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + ratio * (high - low)
                atRight = function(right)
            }
        }
        return (low + high) / 2
    }
}
