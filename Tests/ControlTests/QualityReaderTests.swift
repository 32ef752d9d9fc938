import Control
import Learning
import Tags
import Testing

struct QualityReaderTests {
    static let layout = ScanLayout(
        group: "process", tags: [Tank.Tag.quality, Tank.Tag.counter, Tank.Tag.age])

    static func reader(counter: Bool = true, age: Bool = true) -> QualityReader {
        QualityReader(
            target: QualityTarget(
                tag: Tank.Tag.quality, counter: counter ? Tank.Tag.counter : nil,
                age: age ? Tank.Tag.age : nil, delay: .seconds(300), value: 25, tolerance: 1))
    }

    static func scan(
        _ sequence: Int, quality: Double, count: Double = 0, age: Double = 0
    ) -> Scan {
        let time = PlantTime(seconds: 6 * Double(sequence))
        return Scan(
            layout: layout, sequence: sequence, time: time,
            samples: [quality, count, age].map {
                Sample(value: $0, status: .good, requestedAt: time, answeredAt: time)
            })
    }

    @Test func reportsAResultOnceAndDatesItByItsAge() {
        var reader = Self.reader()
        #expect(reader.take(Self.scan(100, quality: 24, count: 7, age: 500)) == nil)
        let outcome = reader.take(Self.scan(101, quality: 25, count: 8, age: 300))
        #expect(
            outcome
                == Outcome(
                    value: 25, sampledAt: PlantTime(seconds: 306),
                    arrivedAt: PlantTime(seconds: 606)))
        #expect(reader.take(Self.scan(102, quality: 25, count: 8, age: 306)) == nil)
    }

    @Test func tellsEqualResultsApartByTheCounterAlone() {
        var counting = Self.reader()
        var comparing = Self.reader(counter: false)
        let scans = [
            Self.scan(100, quality: 24, count: 1), Self.scan(101, quality: 24, count: 2),
        ]
        #expect(scans.compactMap { counting.take($0) }.count == 1)
        #expect(scans.compactMap { comparing.take($0) }.isEmpty)
        #expect(comparing.take(Self.scan(102, quality: 24.1)) != nil)
    }

    @Test func datesByTheDelayOnlyWhatItSawArrive() {
        var reader = Self.reader(age: false)
        _ = reader.take(Self.scan(100, quality: 24, count: 1))
        let seen = reader.take(Self.scan(101, quality: 25, count: 2))
        #expect(seen?.sampledAt == PlantTime(seconds: 306))
        #expect(reader.take(Self.scan(103, quality: 26, count: 3)) == nil)
        let bad = Self.scan(104, quality: 26, count: 4)
            .replacing(Tank.Tag.quality, status: .bad(.timedOut))
        #expect(reader.take(bad) == nil)
        #expect(reader.take(Self.scan(105, quality: 26, count: 4)) == nil)
        #expect(reader.take(Self.scan(106, quality: 26, count: 5)) != nil)
    }

    @Test(
        arguments: [
            (nil, SampleStatus.bad(.timedOut)), (.nan, .good), (-6, .good), (1e30, .good),
            (.infinity, .good),
        ] as [(Double?, SampleStatus)])
    func waitsForAnAgeThatCanBeTrue(age: Double?, status: SampleStatus) {
        var reader = Self.reader()
        _ = reader.take(Self.scan(100, quality: 24, count: 1, age: 500))
        let doubtful = Self.scan(101, quality: 25, count: 2, age: 300)
            .replacing(Tank.Tag.age, value: age, status: status)
        #expect(reader.take(doubtful) == nil)
        let outcome = reader.take(Self.scan(102, quality: 25, count: 2, age: 306))
        #expect(outcome?.sampledAt == PlantTime(seconds: 306))
    }

    @Test(arguments: [Tank.Tag.quality, Tank.Tag.counter])
    func takesNoResultFromABadOrMissingSample(tag: TagName) {
        var reader = Self.reader()
        _ = reader.take(Self.scan(100, quality: 24, count: 1, age: 0))
        let next = Self.scan(101, quality: 25, count: 2, age: 0)
        #expect(reader.take(next.replacing(tag, status: .uncertain(.instrument))) == nil)
        #expect(reader.take(next.replacing(tag, value: .nan)) == nil)
        #expect(reader.take(next) != nil)
    }

    @Test func neverDatesASampleBeforeTheRun() {
        var reader = Self.reader()
        _ = reader.take(Self.scan(1, quality: 24, count: 1, age: 500))
        #expect(reader.take(Self.scan(2, quality: 25, count: 2, age: 12)) == nil)
        #expect(reader.take(Self.scan(3, quality: 26, count: 3, age: 12)) != nil)
    }
}
