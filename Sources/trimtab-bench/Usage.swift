import CAllocations
import Reactor

/// What our process had used at one moment.
struct Usage {
    private let time = MonotonicTime.now
    private let processorSeconds = ProcessResources.processorSeconds
    private let allocations = allocations_of_all_threads()

    /// Seconds since an earlier moment.
    func seconds(since before: Usage) -> Double { (time - before.time) / .seconds(1) }

    /// Spreads what was used since `before` evenly over the answers of that time, which came at the
    /// rate of `result`.
    func charge(to result: inout LoadResult, since before: Usage) {
        let answers = result.rate * seconds(since: before)
        result.processorTime = (processorSeconds - before.processorSeconds) * 1e6 / answers
        if CostMeter.countsAllocations {
            result.allocations = Double(allocations - before.allocations) / answers
        }
    }
}
