/// Counts times in steps of at most a thirty-second of themselves, without allocating.
package struct LatencyHistogram: Sendable {
    private static let steps = 32
    private var counts = [UInt64](repeating: 0, count: 64 * LatencyHistogram.steps)

    /// How many times were recorded.
    package private(set) var count: UInt64 = 0
    /// The longest time, in nanoseconds.
    package private(set) var maximum: UInt64 = 0

    package init() {}

    /// Records a time in nanoseconds.
    @inline(__always)
    package mutating func record(_ nanoseconds: UInt64) {
        counts[Self.index(of: nanoseconds)] &+= 1
        count &+= 1
        if nanoseconds > maximum { maximum = nanoseconds }
    }

    /// The time that a share (0…1) of all lie at or below, in nanoseconds; 0 if there are none.
    package func percentile(_ share: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let rank = max(1, UInt64((share * Double(count)).rounded(.up)))
        var passed: UInt64 = 0
        for (index, number) in counts.enumerated() {
            passed += number
            if passed >= rank { return min(Self.upperBound(of: index), maximum) }
        }
        return maximum
    }

    @inline(__always)
    private static func index(of value: UInt64) -> Int {
        guard value >= 64 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        let step = Int(truncatingIfNeeded: value >> UInt64(exponent - 5)) - steps
        return (exponent - 4) * steps + step
    }

    private static func upperBound(of index: Int) -> UInt64 {
        guard index >= 64 else { return UInt64(index) }
        let exponent = index / steps + 4
        let (step, shift) = (UInt64(index % steps + steps), UInt64(exponent - 5))
        return step << shift + (1 << shift - 1)
    }
}
