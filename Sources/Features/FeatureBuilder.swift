package import Tags

/// Makes feature vectors from the scans of one group, one vector a scan at most.
///
/// Memory is fixed at creation: per tag a ring that reaches back over its longest lag or window. A
/// vector is issued only if every input is good; a missed or bad scan in the past counts as time
/// not covered, so scans may come irregularly. A window must be covered to three quarters; between
/// two samples up to two and a half scan intervals count as covered. A scan costs O(window).
///
/// ```swift
/// var builder = try FeatureBuilder(schema: schema, scanInterval: .seconds(6))
/// switch builder.take(scan) {
/// case .vector(let vector): vector.values                  // one number a feature
/// case .withheld(let reasons): reasons.map(\.description)  // steam.T2 is bad (timed out)
/// }
/// ```
package struct FeatureBuilder: Sendable {
    /// What the vectors hold.
    package let schema: FeatureSchema
    /// Vectors issued.
    package private(set) var vectorCount = 0
    /// Scans that gave none.
    package private(set) var withheldCount = 0
    /// How many scans were withheld for each reason; a scan may have several.
    package private(set) var withheldCounts: [WithheldReason.Kind: Int] = [:]

    private let steps: [Step]
    private var histories: [TagHistory]
    private var layout: ScanLayout?
    private var positions: [Int?]
    private var lastTime: PlantTime?

    /// The most scans that a lag or a window may reach back.
    package static let longestSpan = 100_000

    /// Makes a builder without history.
    ///
    /// - Parameters:
    ///   - schema: What to build.
    ///   - scanInterval: Time from one scan of the group to the next, above zero.
    /// - Throws: `windowTooShort` for a mean over less than one interval or a slope over less than
    ///   two, `spanTooLong` beyond ``longestSpan`` intervals.
    package init(schema: FeatureSchema, scanInterval: Duration) throws(FeatureSchemaError) {
        precondition(scanInterval > .zero, "scans take time")
        for feature in schema.features { try Self.check(feature, at: scanInterval) }
        self.schema = schema
        self.steps = schema.features.map { Step($0, in: schema) }
        self.histories = schema.tags.map { tag in
            let spans = schema.features.filter { $0.term.tag == tag }.map(\.term.span.nanoseconds)
            return TagHistory(span: spans.max() ?? 0, interval: scanInterval.nanoseconds)
        }
        self.positions = Array(repeating: nil, count: schema.tags.count)
    }

    /// Takes in a scan and says what follows from it.
    package mutating func take(_ scan: Scan) -> FeatureOutcome {
        if let lastTime, scan.time <= lastTime {
            return withheld([.outOfOrder(scan.time, after: lastTime)])
        }
        lastTime = scan.time
        if layout !== scan.layout {
            layout = scan.layout
            positions = schema.tags.map { scan.layout.position(of: $0) }
        }
        let faults = remember(scan)
        var values: [Double] = []
        values.reserveCapacity(steps.count)
        var reasons: [WithheldReason] = []
        for (index, step) in steps.enumerated() {
            switch number(for: step, at: scan.time, given: values, faults: faults) {
            case .success(let value):
                values.append(value)
                // NaN comes from a factor that is itself withheld, and is explained there.
                if value.isInfinite || (value.isNaN && reasons.isEmpty) {
                    reasons.append(.overflow(feature: schema.features[index].name))
                }
            case .failure(let reason):
                values.append(.nan)
                if !reasons.contains(reason) { reasons.append(reason) }
            }
        }
        guard reasons.isEmpty else { return withheld(reasons) }
        vectorCount += 1
        return .vector(
            FeatureVector(time: scan.time, values: values, schemaDigest: schema.digest))
    }

    /// Puts the good samples into the histories; returns what is wrong with the others, by tag.
    private mutating func remember(_ scan: Scan) -> [WithheldReason?] {
        var faults = [WithheldReason?](repeating: nil, count: schema.tags.count)
        for index in schema.tags.indices {
            let tag = schema.tags[index]
            guard let position = positions[index] else {
                faults[index] = .notRead(tag, group: scan.layout.group)
                continue
            }
            let sample = scan.samples[position]
            if !sample.status.isGood {
                faults[index] = .notGood(tag, sample.status)
            } else if !sample.value.isFinite {
                faults[index] = .notANumber(tag)
            } else {
                histories[index].append(sample.value, at: scan.time.nanoseconds)
            }
        }
        return faults
    }

    private func number(
        for step: Step, at time: PlantTime, given values: [Double], faults: [WithheldReason?]
    ) -> Result<Double, WithheldReason> {
        if case .product(let first, let second) = step.kind {
            return .success(values[first] * values[second])
        }
        let tag = schema.tags[step.tag]
        if let fault = faults[step.tag] {
            // A lag needs no present sample, but a tag nobody reads has no past either.
            guard case .lag = step.kind, case .notGood = fault else { return .failure(fault) }
        }
        let history = histories[step.tag]
        let now = time.nanoseconds
        let ago = Duration.nanoseconds(step.span)
        switch step.kind {
        case .value, .product:
            return history.value(at: now).orFailure(.noValue(tag, ago: .zero))
        case .lag:
            return history.value(at: now - step.span).orFailure(.noValue(tag, ago: ago))
        case .difference:
            guard let present = history.value(at: now),
                let past = history.value(at: now - step.span)
            else { return .failure(.noValue(tag, ago: ago)) }
            return .success(present - past)
        case .mean, .slope:
            let result =
                step.kind == .mean
                ? history.mean(over: step.span) : history.slope(over: step.span)
            return result.orFailure(
                .thinWindow(
                    tag, window: ago, held: history.samples(in: step.span),
                    expected: history.expectedSamples(in: step.span)))
        }
    }

    private mutating func withheld(_ reasons: [WithheldReason]) -> FeatureOutcome {
        withheldCount += 1
        for kind in Set(reasons.map(\.kind)) { withheldCounts[kind, default: 0] += 1 }
        return .withheld(reasons)
    }

    private static func check(
        _ feature: Feature, at interval: Duration
    ) throws(FeatureSchemaError) {
        let shortest =
            switch feature.term {
            case .mean: interval
            case .slope: interval * 2
            case .value, .lag, .difference, .product: Duration.zero
            }
        let longest = interval * longestSpan
        let span = feature.term.span
        guard span >= shortest else {
            throw .windowTooShort(feature: feature.name, window: span, shortest: shortest)
        }
        guard span <= longest else {
            throw .spanTooLong(feature: feature.name, span: span, longest: longest)
        }
    }
}

/// A feature with its names looked up.
private struct Step: Sendable {
    enum Kind: Hashable, Sendable { case value, lag, difference, mean, slope, product(Int, Int) }

    let kind: Kind
    let tag: Int
    let span: Int64

    init(_ feature: Feature, in schema: FeatureSchema) {
        kind =
            switch feature.term {
            case .value: .value
            case .lag: .lag
            case .difference: .difference
            case .mean: .mean
            case .slope: .slope
            case .product(let first, let second):
                .product(schema.position(of: first) ?? 0, schema.position(of: second) ?? 0)
            }
        tag = feature.term.tag.flatMap { schema.tags.firstIndex(of: $0) } ?? 0
        span = feature.term.span.nanoseconds
    }
}

extension Optional {
    fileprivate func orFailure<Failure: Error>(_ failure: Failure) -> Result<Wrapped, Failure> {
        map(Result.success) ?? .failure(failure)
    }
}
