import Reactor
import Testing

struct MonotonicTimeTests {
    private let second = MonotonicTime(nanoseconds: 1_000_000_000)

    @Test func addsAndSubtractsDurations() {
        #expect(second + .milliseconds(5) == MonotonicTime(nanoseconds: 1_005_000_000))
        #expect(second - .milliseconds(5) == MonotonicTime(nanoseconds: 995_000_000))
        #expect(second + .milliseconds(5) - second == .milliseconds(5))
        #expect(second - (second + .milliseconds(5)) == .milliseconds(-5))
    }

    @Test func staysWithinTheClocksRange() {
        #expect(second - .seconds(2) == MonotonicTime(nanoseconds: 0))
        #expect(MonotonicTime.distantFuture + .seconds(1) == .distantFuture)
        #expect(second.advanced(byNanoseconds: .min) == MonotonicTime(nanoseconds: 0))
        #expect(second + .seconds(Int64.max) > second)
    }

    @Test func neverStepsBack() {
        let earlier = MonotonicTime.now
        #expect(earlier <= MonotonicTime.now)
    }

    /// Start of the grid, interval, now, and the moment that follows.
    @Test(
        arguments: [
            (100, 10, 99, 100),
            (100, 10, 100, 110),
            (100, 10, 109, 110),
            (100, 10, 110, 120),
            (100, 10, 1_000_003, 1_000_010),
        ] as [(UInt64, UInt64, UInt64, UInt64)])
    func findsTheNextMomentOfAGrid(start: UInt64, interval: UInt64, now: UInt64, next: UInt64) {
        let found = MonotonicTime(nanoseconds: start)
            .next(after: MonotonicTime(nanoseconds: now), everyNanoseconds: interval)
        #expect(found == MonotonicTime(nanoseconds: next))
    }
}
