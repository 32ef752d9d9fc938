package import Features
package import Tags

/// What was said when, until the outcome shows whether it was right.
///
/// Memory is fixed: a new entry takes the place of the oldest. Settling costs O(log capacity).
package struct ForecastLedger: Sendable {
    /// Entries it keeps.
    package let capacity: Int
    /// How much later than an entry's due time an outcome may have been sampled and still be its.
    package let tolerance: Duration
    /// Entries it holds now.
    package private(set) var count = 0

    private let featureCount: Int
    private var oldest = 0
    private var entries: [Entry]
    private var features: [Double]

    private struct Entry: Sendable {
        var issuedAt = PlantTime.start
        var dueAt = PlantTime.start
        var prediction = Double.nan
        var forecast: Forecast?
        var baseline: Double?
        var isSettled = false
    }

    /// Makes an empty ledger.
    ///
    /// - Parameters:
    ///   - capacity: Entries to keep, 1 or more: at least horizon and result delay over the scan
    ///     interval.
    ///   - featureCount: Length of every feature vector.
    ///   - tolerance: How much later than due an outcome may have been sampled, zero or more; a
    ///     scan interval and a half bridges one missed scan.
    package init(capacity: Int, featureCount: Int, tolerance: Duration) {
        precondition(capacity >= 1 && featureCount >= 1 && tolerance >= .zero)
        self.capacity = capacity
        self.featureCount = featureCount
        self.tolerance = tolerance
        self.entries = Array(repeating: Entry(), count: capacity)
        self.features = Array(repeating: 0, count: capacity * featureCount)
    }

    /// Makes an empty ledger for one entry a scan.
    ///
    /// - Parameters:
    ///   - span: The longest time from issue to result: horizon and delay of the result.
    ///   - scanInterval: Time from one scan to the next, above zero.
    ///   - featureCount: Length of every feature vector.
    package init(spanning span: Duration, scanInterval: Duration, featureCount: Int) {
        precondition(span >= .zero && scanInterval > .zero)
        self.init(
            capacity: Int(span.nanoseconds / scanInterval.nanoseconds) + 3,
            featureCount: featureCount, tolerance: scanInterval * 1.5)
    }

    /// Enters what is known at `vector.time` about `dueAt`; due times must rise.
    ///
    /// - Parameters:
    ///   - vector: The features of this time.
    ///   - dueAt: The time that their outcome will be sampled.
    ///   - prediction: What the regressor said, bare.
    ///   - forecast: What was issued; nil if nothing was.
    ///   - baseline: The last laboratory value known now; nil if there is none yet.
    /// - Returns: False if `dueAt` is not later than the last entry's: nothing is entered.
    @discardableResult
    package mutating func record(
        _ vector: FeatureVector, dueAt: PlantTime, prediction: Double, forecast: Forecast?,
        baseline: Double?
    ) -> Bool {
        precondition(vector.values.count == featureCount, "one number a feature")
        if count > 0, entries[slot(count - 1)].dueAt >= dueAt { return false }
        if count == capacity {
            oldest = slot(1)
            count -= 1
        }
        let place = slot(count)
        count += 1
        entries[place] = Entry(
            issuedAt: vector.time, dueAt: dueAt, prediction: prediction, forecast: forecast,
            baseline: baseline)
        for index in 0..<featureCount {
            features[place * featureCount + index] = vector.values[index]
        }
        return true
    }

    /// Finds the entry an outcome belongs to: the last one due at or before `sampledAt`, if within
    /// the tolerance. Each entry is settled once.
    package mutating func settle(_ outcome: Double, sampledAt: PlantTime) -> Settlement {
        guard abs(outcome) <= LearnRefusal.largestMagnitude else {
            return .unmatched(.notUsable(outcome))
        }
        guard count > 0 else { return .unmatched(.nothingRecorded) }
        guard sampledAt >= entries[oldest].dueAt else {
            return .unmatched(.tooOld(sampledAt, oldest: entries[oldest].dueAt))
        }
        let place = slot(lastEntry(dueAtOrBefore: sampledAt))
        let entry = entries[place]
        guard sampledAt - entry.dueAt <= tolerance else {
            return .unmatched(.noEntry(sampledAt, nearest: entry.dueAt))
        }
        guard !entry.isSettled else { return .unmatched(.duplicate(sampledAt)) }
        entries[place].isSettled = true
        return .settled(
            SettledForecast(
                issuedAt: entry.issuedAt, dueAt: entry.dueAt,
                features: Array(features[place * featureCount..<(place + 1) * featureCount]),
                prediction: entry.prediction, forecast: entry.forecast, baseline: entry.baseline,
                outcome: outcome))
    }

    private func slot(_ index: Int) -> Int {
        let place = oldest + index
        return place < capacity ? place : place - capacity
    }

    /// The last entry, counted from the oldest, that is due no later than `time`; 0 if none is.
    private func lastEntry(dueAtOrBefore time: PlantTime) -> Int {
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if entries[slot(middle)].dueAt <= time { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

/// What was said at a time, and what came of it.
package struct SettledForecast: Hashable, Sendable {
    /// The time of the features.
    package let issuedAt: PlantTime
    /// The time the forecast was for.
    package let dueAt: PlantTime
    /// The features of the time of issue.
    package let features: [Double]
    /// What the regressor said then, bare.
    package let prediction: Double
    /// What was issued then; nil if nothing was.
    package let forecast: Forecast?
    /// The last laboratory value known then; nil if there was none.
    package let baseline: Double?
    /// The quality measured when it was due.
    package let outcome: Double
}

/// Whether an outcome found the forecast it belongs to.
package enum Settlement: Hashable, Sendable {
    /// It did; the entry is settled now.
    case settled(SettledForecast)
    /// It belongs to none.
    case unmatched(UnmatchedOutcome)
}

/// Why an outcome belongs to nothing in the ledger.
package enum UnmatchedOutcome: Hashable, Sendable {
    /// The outcome is NaN, infinite or beyond ±1e20.
    case notUsable(Double)
    /// It claims to have been sampled after it arrived.
    case sampledLater(sampledAt: PlantTime, arrivedAt: PlantTime)
    /// No feature vector has been recorded yet.
    case nothingRecorded
    /// It was sampled before the oldest entry the ledger still holds.
    case tooOld(PlantTime, oldest: PlantTime)
    /// No entry is due near enough before it: features were withheld then, or are yet to come.
    case noEntry(PlantTime, nearest: PlantTime)
    /// The entry it belongs to has been settled already.
    case duplicate(PlantTime)
}

extension UnmatchedOutcome: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notUsable(let value): "the outcome is \(value)"
        case .sampledLater(let sampled, let arrived):
            "the outcome arrived at \(arrived.seconds) s and was sampled only at "
                + "\(sampled.seconds) s"
        case .nothingRecorded: "no features are recorded yet"
        case .tooOld(let time, let oldest):
            "the outcome of \(time.seconds) s is too old; the ledger begins at "
                + "\(oldest.seconds) s"
        case .noEntry(let time, let nearest):
            "the outcome of \(time.seconds) s has no features; the last before it are for "
                + "\(nearest.seconds) s"
        case .duplicate(let time): "the outcome of \(time.seconds) s is already learned"
        }
    }
}
