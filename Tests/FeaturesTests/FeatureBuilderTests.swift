import Features
import Tags
import Testing

struct FeatureBuilderTests {
    private static let layout = ScanLayout(
        group: "fast", tags: ["steam.P100", "steam.T2"])

    @Test func buildsEveryTermFromRegularScans() throws {
        var builder = try Self.builder([
            .value("steam.T2"), .lag("steam.T2", by: .seconds(30)),
            .difference("steam.T2", over: .seconds(30)),
            .mean("steam.T2", over: .seconds(60)), .slope("steam.T2", over: .seconds(60)),
            .product("f0", "f2"),
        ])
        var last: FeatureOutcome?
        // T2 rises by 0.1 a second.
        for second in stride(from: 0.0, through: 120, by: 6) {
            last = builder.take(Self.scan(at: second, 200, 90 + 0.1 * second))
        }
        guard case .vector(let vector) = last else {
            Issue.record("\(String(describing: last))")
            return
        }
        // Mean of the scans at 66, 72 … 120 s is that of 93 s.
        let expected = [102, 99, 3, 99.3, 6, 306]
        for (value, wanted) in zip(vector.values, expected) { #expect(abs(value - wanted) < 1e-9) }
        #expect(vector.time == PlantTime(seconds: 120))
        #expect(vector.schemaDigest == builder.schema.digest)
    }

    @Test func namesTagAndStatusOfEveryInputThatIsNotGood() throws {
        var builder = try Self.builder([
            .value("steam.P100"), .value("steam.T2"),
            .mean("steam.T2", over: .seconds(60)), .product("f0", "f1"),
        ])
        let scan = Self.scan(
            at: 0,
            samples: [
                Self.sample(200, .uncertain(.frozen)), Self.sample(.nan, .bad(.timedOut)),
            ])
        #expect(
            Self.words(builder.take(scan)) == [
                "steam.P100 is uncertain (frozen)", "steam.T2 is bad (timed out)",
            ])
        #expect(
            builder.withheldCounts == [
                .notGood("steam.P100", .uncertain(.frozen)): 1,
                .notGood("steam.T2", .bad(.timedOut)): 1,
            ])
        #expect(builder.withheldCount == 1)
        #expect(builder.vectorCount == 0)
    }

    @Test func namesAWindowThatHoldsTooLittle() throws {
        var builder = try Self.builder([.mean("steam.T2", over: .seconds(120))])
        for second in [0.0, 6, 12] { _ = builder.take(Self.scan(at: second, 200, 90)) }
        #expect(
            Self.words(builder.take(Self.scan(at: 18, 200, 90))) == [
                "steam.T2: window of 2 min holds 4 of 20 samples"
            ])
        for second in stride(from: 24.0, to: 84, by: 6) {
            _ = builder.take(Self.scan(at: second, 200, 90))
        }
        // 15 scans cover 90 of 120 s: three quarters.
        #expect(builder.vectorCount == 0)
        #expect(Self.words(builder.take(Self.scan(at: 84, 200, 90))) == nil)
        #expect(builder.withheldCounts == [.shortHistory("steam.T2"): 14])
    }

    @Test func namesALagThatNothingStandsFor() throws {
        var builder = try Self.builder([.lag("steam.T2", by: .seconds(60))])
        #expect(
            Self.words(builder.take(Self.scan(at: 0, 200, 90))) == [
                "steam.T2 has no good value 1 min ago"
            ])
    }

    @Test func bridgesOneMissedScanAndNoLongerGap() throws {
        var builder = try Self.builder([.lag("steam.T2", by: .seconds(30))])
        for second in [0.0, 6, 18, 36, 48] {
            _ = builder.take(Self.scan(at: second, 200, second))
        }
        // What was at 30 s lies between 18 and 36, which is three intervals.
        #expect(builder.vectorCount == 2)
        #expect(Self.words(builder.take(Self.scan(at: 60, 200, 0))) != nil)
        let between = builder.take(Self.scan(at: 72, 200, 0))
        #expect(Self.values(between).map { abs($0[0] - 42) < 1e-9 } == true)
    }

    @Test func aLagNeedsOnlyItsOwnSample() throws {
        var builder = try Self.builder([.lag("steam.T2", by: .seconds(12))])
        for second in [0.0, 6, 12] { _ = builder.take(Self.scan(at: second, 200, second)) }
        let blind = Self.scan(
            at: 18, samples: [Self.sample(200, .good), Self.sample(.nan, .bad(.notConnected))])
        #expect(Self.values(builder.take(blind)) == [6])
    }

    @Test func weighsIrregularScansByTime() throws {
        var builder = try Self.builder([.mean("steam.T2", over: .seconds(24))])
        _ = builder.take(Self.scan(at: 0, 200, 0))
        _ = builder.take(Self.scan(at: 12, 200, 4))
        _ = builder.take(Self.scan(at: 18, 200, 8))
        // 12 s of 4, 6 s of 8 and 6 s of 16.
        let values = Self.values(builder.take(Self.scan(at: 24, 200, 16)))
        #expect(values.map { abs($0[0] - 8) < 1e-12 } == true)
    }

    @Test func takesEachTimeOnceAndInOrder() throws {
        var builder = try Self.builder([.value("steam.T2")])
        _ = builder.take(Self.scan(at: 6, 200, 90))
        #expect(
            Self.words(builder.take(Self.scan(at: 6, 200, 90))) == [
                "the scan of 6.0 s came after that of 6.0 s"
            ])
    }

    @Test func namesATagTheGroupDoesNotReadAndAValueThatIsNoNumber() throws {
        var builder = try Self.builder([.value("feed.F1"), .value("steam.T2")])
        #expect(
            Self.words(builder.take(Self.scan(at: 0, 200, .nan))) == [
                "feed.F1 is not read by scan group fast", "steam.T2 is not a number",
            ])
    }

    @Test func namesAProductBeyondAnyNumber() throws {
        var builder = try Self.builder([.value("steam.T2"), .product("f0", "f0")])
        #expect(
            Self.words(builder.take(Self.scan(at: 0, 200, 1e200))) == [
                "feature 'f1' is beyond any number"
            ])
    }

    @Test func refusesWindowsThatScansCannotFill() throws {
        #expect(throws: FeatureSchemaError.self) {
            try Self.builder([.mean("steam.T2", over: .seconds(5))])
        }
        do {
            _ = try Self.builder([.slope("steam.T2", over: .seconds(6))])
            Issue.record("it was taken")
        } catch let error as FeatureSchemaError {
            #expect(
                error.description
                    == "'f0' has a window of 6 s; at this scan interval the shortest is 12 s")
        }
        do {
            _ = try Self.builder([.lag("steam.T2", by: .seconds(600_006))])
            Issue.record("it was taken")
        } catch let error as FeatureSchemaError {
            #expect(
                error.description
                    == "'f0' looks back over 600006 s; at this scan interval the longest is 10000 min"
            )
        }
    }

    @Test func nothingDriftsOverTenDays() throws {
        var builder = try Self.builder([
            .mean("steam.T2", over: .seconds(60)), .slope("steam.T2", over: .seconds(60)),
        ])
        // A huge excursion early on must leave no trace in later sums.
        var last: FeatureOutcome?
        for step in 0..<144_000 {
            let value = step == 100 ? 1e12 : 90 + 0.25 * Double(step % 2)
            last = builder.take(Self.scan(at: 6 * Double(step), 200, value))
        }
        let values = try #require(last.flatMap { Self.values($0) })
        #expect(values[0] == 90.125)
        #expect(abs(values[1]) < 0.1)
    }

    @Test(arguments: UInt64(0)..<40)
    func meanAndSlopeAgreeWithTheirDefinitionWhateverIsMissing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var builder = try Self.builder([
            .mean("steam.T2", over: .seconds(90)), .slope("steam.T2", over: .seconds(90)),
        ])
        var good: [(time: Double, value: Double)] = []
        for step in 1..<300 {
            if random.nextUnit() < 0.1 { continue }
            let time = 6 * Double(step) + random.nextUnit()
            let isGood = random.nextUnit() < 0.85
            let value = 90 + random.nextNormal() + 0.01 * time
            if isGood { good.append((time, value)) }
            let status: SampleStatus = isGood ? .good : .bad(.timedOut)
            let outcome = builder.take(
                Self.scan(
                    at: time, samples: [Self.sample(200, .good), Self.sample(value, status)]))
            guard let values = Self.values(outcome) else { continue }
            let (mean, slope) = Self.definition(good, now: time, window: 90)
            #expect(abs(values[0] - mean) < 1e-7)
            #expect(abs(values[1] - slope) < 1e-6)
        }
        #expect(builder.vectorCount > 20)
        #expect(builder.vectorCount + builder.withheldCount > 200)
    }

    /// The weighted mean and slope a minute, each sample standing for the time since the last.
    private static func definition(
        _ good: [(time: Double, value: Double)], now: Double, window: Double
    ) -> (mean: Double, slope: Double) {
        var rows: [(weight: Double, time: Double, value: Double)] = []
        for (index, sample) in good.enumerated() where sample.time > now - window {
            let before = index > 0 ? good[index - 1].time : sample.time - 6
            let weight = min(sample.time - before, sample.time - now + window, 15)
            rows.append((weight, (sample.time - now) / 60, sample.value))
        }
        let total = rows.reduce(0) { $0 + $1.weight }
        let time = rows.reduce(0) { $0 + $1.weight * $1.time } / total
        let mean = rows.reduce(0) { $0 + $1.weight * $1.value } / total
        let spread = rows.reduce(0) { $0 + $1.weight * ($1.time - time) * ($1.time - time) }
        let product = rows.reduce(0) { $0 + $1.weight * ($1.time - time) * ($1.value - mean) }
        return (mean, product / spread)
    }

    private static func builder(_ terms: [Feature.Term]) throws -> FeatureBuilder {
        let features = terms.enumerated().map { Feature(name: "f\($0.offset)", term: $0.element) }
        return try FeatureBuilder(
            schema: FeatureSchema(features: features), scanInterval: .seconds(6))
    }

    private static func scan(at seconds: Double, _ pressure: Double, _ temperature: Double) -> Scan
    {
        scan(at: seconds, samples: [sample(pressure, .good), sample(temperature, .good)])
    }

    private static func scan(at seconds: Double, samples: [Sample]) -> Scan {
        Scan(
            layout: layout, sequence: Int(seconds), time: PlantTime(seconds: seconds),
            samples: samples)
    }

    private static func sample(_ value: Double, _ status: SampleStatus) -> Sample {
        Sample(value: value, status: status, requestedAt: .start, answeredAt: .start)
    }

    private static func words(_ outcome: FeatureOutcome) -> [String]? {
        guard case .withheld(let reasons) = outcome else { return nil }
        return reasons.map(\.description)
    }

    private static func values(_ outcome: FeatureOutcome) -> [Double]? {
        guard case .vector(let vector) = outcome else { return nil }
        return vector.values
    }
}
