/// What a scenario wants of a number.
package enum NumberRule: Hashable, Sendable {
    /// Within the two, or equal to one.
    case between(ClosedRange<Double>)
    /// Below the lower or above the higher.
    case outside(ClosedRange<Double>)
    /// Greater than.
    case above(Double)
    /// Less than.
    case below(Double)
    /// Not less than.
    case atLeast(Double)
    /// Not greater than.
    case atMost(Double)
    /// Exactly this.
    case equals(Double)
    /// No farther from the target than the tolerance.
    case near(Double, tolerance: Double)

    /// Whether a number meets the rule; NaN meets none.
    package func holds(for value: Double) -> Bool { distance(of: value) == 0 }

    /// How far a number is from meeting the rule: 0 if it does, infinity for NaN.
    package func distance(of value: Double) -> Double {
        guard !value.isNaN else { return .infinity }
        switch self {
        case .between(let range): return off(value, range.lowerBound, range.upperBound)
        case .outside(let range):
            guard range.contains(value) else { return 0 }
            let least = min(value - range.lowerBound, range.upperBound - value)
            return max(least, .leastNonzeroMagnitude)
        case .above(let bound):
            return value > bound ? 0 : max(bound - value, .leastNonzeroMagnitude)
        case .below(let bound):
            return value < bound ? 0 : max(value - bound, .leastNonzeroMagnitude)
        case .atLeast(let bound): return max(bound - value, 0)
        case .atMost(let bound): return max(value - bound, 0)
        case .equals(let wanted): return abs(value - wanted)
        case .near(let target, let tolerance):
            // A tolerance of 0.3 takes 25.3 in, though 25.3 − 25 is a little more in binary.
            let slack = max(abs(target), abs(tolerance)) * 4 * Double.ulpOfOne
            let surplus = abs(value - target) - tolerance
            return surplus <= slack ? 0 : surplus
        }
    }

    private func off(_ value: Double, _ lowest: Double, _ highest: Double) -> Double {
        max(lowest - value, value - highest, 0)
    }
}

extension NumberRule: CustomStringConvertible {
    /// Goes on a sentence: `between 24 and 26`.
    package var description: String {
        switch self {
        case .between(let range): "between \(range.lowerBound.plain) and \(range.upperBound.plain)"
        case .outside(let range): "outside \(range.lowerBound.plain)…\(range.upperBound.plain)"
        case .above(let bound): "above \(bound.plain)"
        case .below(let bound): "below \(bound.plain)"
        case .atLeast(let bound): "at least \(bound.plain)"
        case .atMost(let bound): "at most \(bound.plain)"
        case .equals(let wanted): "equal to \(wanted.plain)"
        case .near(let target, let tolerance): "within \(tolerance.plain) of \(target.plain)"
        }
    }
}
