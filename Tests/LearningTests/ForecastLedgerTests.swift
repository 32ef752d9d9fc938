import Features
import Learning
import Tags
import Testing

struct ForecastLedgerTests {
    @Test func givesTheFeaturesAndTheForecastOfTheTimeOfIssue() throws {
        var ledger = Self.ledger(capacity: 10)
        for second in 0..<5 { Self.record(second, in: &ledger) }
        let settlement = ledger.settle(7, sampledAt: PlantTime(seconds: 102))
        guard case .settled(let settled) = settlement else {
            Issue.record("\(settlement)")
            return
        }
        #expect(settled.issuedAt == PlantTime(seconds: 2))
        #expect(settled.dueAt == PlantTime(seconds: 102))
        #expect(settled.features == [2, 20])
        #expect(settled.prediction == 0.2)
        #expect(settled.baseline == 1.2)
        #expect(settled.outcome == 7)
        #expect(settled.forecast?.value == 5)
    }

    @Test func takesTheLastEntryDueAtOrBeforeWithinTheTolerance() {
        var ledger = Self.ledger(capacity: 10)
        for second in [0, 1, 4] { Self.record(second, in: &ledger) }
        #expect(Self.issue(ledger.settle(0, sampledAt: PlantTime(seconds: 100.9))) == 0)
        #expect(Self.issue(ledger.settle(0, sampledAt: PlantTime(seconds: 102.5))) == 1)
        #expect(
            ledger.settle(0, sampledAt: PlantTime(seconds: 103))
                == .unmatched(
                    .noEntry(PlantTime(seconds: 103), nearest: PlantTime(seconds: 101))))
        #expect(
            ledger.settle(0, sampledAt: PlantTime(seconds: 200))
                == .unmatched(
                    .noEntry(PlantTime(seconds: 200), nearest: PlantTime(seconds: 104))))
    }

    @Test func namesDuplicatesOldOnesAndNonsense() {
        var ledger = Self.ledger(capacity: 3)
        let early = PlantTime(seconds: 100)
        #expect(ledger.settle(1, sampledAt: early) == .unmatched(.nothingRecorded))
        for second in 0..<5 { Self.record(second, in: &ledger) }
        #expect(ledger.count == 3)
        #expect(
            ledger.settle(1, sampledAt: early)
                == .unmatched(.tooOld(early, oldest: PlantTime(seconds: 102))))
        let due = PlantTime(seconds: 103)
        #expect(Self.issue(ledger.settle(1, sampledAt: due)) == 3)
        #expect(ledger.settle(1, sampledAt: due) == .unmatched(.duplicate(due)))
        #expect(ledger.settle(1e300, sampledAt: due) == .unmatched(.notUsable(1e300)))
    }

    @Test func settlesResultsThatComeInAnyOrder() {
        var ledger = Self.ledger(capacity: 10)
        for second in 0..<10 { Self.record(second, in: &ledger) }
        for second in [7, 2, 9, 0] {
            let sampled = PlantTime(seconds: Double(100 + second))
            #expect(Self.issue(ledger.settle(0, sampledAt: sampled)) == Double(second))
        }
    }

    @Test func holdsEveryScanFromIssueToResult() {
        var ledger = ForecastLedger(
            spanning: .seconds(600), scanInterval: .seconds(6), featureCount: 2)
        #expect(ledger.capacity == 103)
        #expect(ledger.tolerance == .seconds(9))
        for scan in 0..<200 { Self.record(6 * scan, in: &ledger) }
        let sampled = PlantTime(seconds: 100 + 6 * 99)
        #expect(Self.issue(ledger.settle(0, sampledAt: sampled)) == 594)
    }

    @Test func entersNoTimeTwice() {
        var ledger = Self.ledger(capacity: 10)
        #expect(Self.record(3, in: &ledger))
        #expect(!Self.record(3, in: &ledger))
        #expect(!Self.record(2, in: &ledger))
        #expect(ledger.count == 1)
    }

    @Test func saysWhyAnOutcomeIsNotLearned() {
        let early = PlantTime(seconds: 60)
        let late = PlantTime(seconds: 90)
        #expect(
            "\(UnmatchedOutcome.tooOld(early, oldest: late))"
                == "the outcome of 60.0 s is too old; the ledger begins at 90.0 s")
        #expect(
            "\(UnmatchedOutcome.noEntry(late, nearest: early))"
                == "the outcome of 90.0 s has no features; the last before it are for 60.0 s")
        #expect(
            "\(UnmatchedOutcome.duplicate(early))" == "the outcome of 60.0 s is already learned")
        #expect(
            "\(UnmatchedOutcome.sampledLater(sampledAt: late, arrivedAt: early))"
                == "the outcome arrived at 60.0 s and was sampled only at 90.0 s")
        #expect("\(UnmatchedOutcome.notUsable(.nan))" == "the outcome is nan")
        #expect("\(UnmatchedOutcome.nothingRecorded)" == "no features are recorded yet")
    }

    private static func ledger(capacity: Int) -> ForecastLedger {
        ForecastLedger(capacity: capacity, featureCount: 2, tolerance: .seconds(1.5))
    }

    @discardableResult
    private static func record(_ second: Int, in ledger: inout ForecastLedger) -> Bool {
        let time = PlantTime(seconds: Double(second))
        let due = time + .seconds(100)
        let number = Double(second)
        let forecast = Forecast(
            tag: "separator.X2", value: number + 3, deviation: 1, issuedAt: time, dueAt: due)
        return ledger.record(
            FeatureVector(time: time, values: [number, 10 * number], schemaDigest: 1),
            dueAt: due, prediction: number / 10, forecast: forecast, baseline: number - 0.8)
    }

    private static func issue(_ settlement: Settlement) -> Double? {
        guard case .settled(let settled) = settlement else { return nil }
        return settled.issuedAt.seconds
    }
}
