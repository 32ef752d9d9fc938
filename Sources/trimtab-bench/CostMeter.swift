import CAllocations
import Reactor

/// What one operation costs.
struct Cost: Codable {
    /// The median over the rounds.
    var nanoseconds: Double
    /// Blocks asked of the heap, the mean over all rounds; nil where they cannot be counted.
    var allocations: Double?
}

/// Times an operation that is too short to be timed alone.
enum CostMeter {
    private static let rounds = 5

    /// Whether blocks asked of the heap are seen: not in a sanitizer's build.
    static let countsAllocations: Bool = {
        let before = allocations_of_this_thread()
        let block = UnsafeMutableRawPointer.allocate(byteCount: 4_096, alignment: 16)
        block.deallocate()
        return allocations_of_this_thread() > before
    }()

    /// How long ``measure(seconds:_:)`` takes in all, warm-up included, about.
    static func duration(seconds: Double) -> Double { 1.3 * seconds }

    /// What one operation costs, found in about `seconds` (above 0) after a warm-up.
    /// `operations` does the operation so many times on this thread.
    static func measure(seconds: Double, _ operations: (_ count: Int) -> Void) -> Cost {
        let isCounting = countsAllocations
        var count = 64
        let round = seconds / Double(rounds) * 1e9
        while true {
            let time = Double(nanoseconds { operations(count) })
            guard time < round / 10 else {
                count = max(1, Int(Double(count) * round / time))
                break
            }
            count *= 2
        }
        var times: [Double] = []
        times.reserveCapacity(rounds)
        let before = allocations_of_this_thread()
        for _ in 0..<rounds {
            times.append(Double(nanoseconds { operations(count) }) / Double(count))
        }
        let allocations = allocations_of_this_thread() - before
        return Cost(
            nanoseconds: times.medianValue ?? .nan,
            allocations: isCounting ? Double(allocations) / Double(rounds * count) : nil)
    }

    private static func nanoseconds(_ body: () -> Void) -> UInt64 {
        let start = MonotonicTime.now.nanoseconds
        body()
        return MonotonicTime.now.nanoseconds - start
    }
}
