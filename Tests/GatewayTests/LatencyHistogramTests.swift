import Tags
import Testing

@testable import Gateway

struct LatencyHistogramTests {
    @Test func percentilesAreWithinAThirtySecond() {
        var histogram = LatencyHistogram()
        var random = SeededGenerator(seed: 3)
        var all: [UInt64] = []
        for _ in 0..<10_000 {
            let width = UInt64.random(in: 1...40, using: &random)
            let value = UInt64.random(in: 0...(1 << width), using: &random)
            histogram.record(value)
            all.append(value)
        }
        all.sort()
        for share in [0.01, 0.5, 0.9, 0.99, 1] {
            let exact = Double(all[Int((share * 10_000).rounded(.up)) - 1])
            let found = Double(histogram.percentile(share))
            #expect(found >= exact && found <= exact * (1 + 1.0 / 32) + 1)
        }
        #expect(histogram.maximum == all.last && histogram.count == 10_000)
    }

    @Test func extremesFit() {
        var histogram = LatencyHistogram()
        histogram.record(0)
        histogram.record(.max)
        #expect(histogram.percentile(0.5) == 0)
        #expect(histogram.percentile(1) == .max)
        #expect(LatencyHistogram().percentile(0.5) == 0)
    }
}
