import Tags
import Testing

struct ScanTests {
    static let layout = ScanLayout(group: "process", tags: ["kiln.t", "kiln.name", "kiln.count"])

    static func scan() -> Scan {
        let good = Sample(
            value: 161.5, status: .good, requestedAt: .start, answeredAt: .start)
        let text = Sample(value: .nan, status: .good, requestedAt: .start, answeredAt: .start)
        return Scan(
            layout: layout, sequence: 3, time: .start,
            samples: [good, text, .bad(.timedOut, at: .start)],
            exactValues: [1: .text("K-2")])
    }

    @Test func samplesAreFoundByTag() {
        #expect(Self.scan()["kiln.t"]?.value == 161.5)
        #expect(Self.scan()["kiln.count"]?.status == .bad(.timedOut))
        #expect(Self.scan()["kiln.other"] == nil)
    }

    @Test func valuesADoubleCannotCarryAreExact() {
        #expect(Self.scan().value(at: 0) == .number(161.5))
        #expect(Self.scan().value(at: 1) == .text("K-2"))
        #expect(Self.scan().value(at: 2) == nil)
    }

    @Test func aSampleIsSmall() {
        #expect(MemoryLayout<Sample>.stride <= 32)
    }
}
