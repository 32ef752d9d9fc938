package import Control
import Features
package import Gateway
import Learning
package import Tags

/// One line of a record: what happened, and when in plant time.
///
/// Every line is one JSON object. `kind` says which of the other members it has; times are seconds
/// of plant time, values are in the tags' own units, and what has no value is left out.
package struct HistoryRecord: Encodable, Sendable {
    /// What a line is about.
    package enum Kind: String, Encodable, Sendable {
        /// The first line: profile, digest, mode, seed.
        case run
        /// All samples of one scan; those not good are named with their status.
        case scan
        /// A feature vector.
        case features
        /// No feature vector, and why.
        case withheld
        /// A forecast as issued.
        case forecast
        /// A result of the analyser or laboratory, with the forecast that was issued for it.
        case outcome
        /// Moves stop.
        case hold
        /// Moves are allowed again.
        case release
        /// The mode changed.
        case mode
        /// A move shown in advisory mode.
        case advise
        /// A move decided in automatic mode.
        case move
        /// What became of a write.
        case write
    }

    private let kind: Kind
    private var time: Double?
    private var tag: String?
    private var value: Double?
    private var reason: String?
    private var profile: String?
    private var digest: String?
    private var mode: String?
    private var seed: UInt64?
    private var group: String?
    private var sequence: Int?
    private var values: [String: Double]?
    private var texts: [String: String]?
    private var status: [String: String]?
    private var features: [Double?]?
    private var deviation: Double?
    private var due: Double?
    private var sampled: Double?
    private var forecast: Double?
    private var lastValue: Double?
    private var from: Double?
    private var target: Double?
    private var error: Double?
    private var gain: Double?
    private var readBack: Double?
    private var outcome: String?

    private init(_ kind: Kind, at time: PlantTime? = nil) {
        self.kind = kind
        self.time = time?.seconds
    }

    /// The first line of a record.
    package static func run(profile: String, digest: String, mode: ControlMode, seed: UInt64)
        -> HistoryRecord
    {
        var record = HistoryRecord(.run)
        record.profile = profile
        record.digest = digest
        record.mode = mode.rawValue
        record.seed = seed
        return record
    }

    /// A scan.
    package static func scan(_ scan: Scan) -> HistoryRecord {
        var record = HistoryRecord(.scan, at: scan.time)
        record.group = scan.layout.group
        record.sequence = scan.sequence
        var values: [String: Double] = [:]
        var status: [String: String] = [:]
        var texts: [String: String] = [:]
        values.reserveCapacity(scan.samples.count)
        for (position, tag) in scan.layout.tags.enumerated() {
            let sample = scan.samples[position]
            if sample.value.isFinite { values[tag.text] = sample.value }
            if let exact = scan.exactValues[position] { texts[tag.text] = exact.description }
            if !sample.status.isGood { status[tag.text] = sample.status.description }
        }
        record.values = values
        record.texts = texts.isEmpty ? nil : texts
        record.status = status.isEmpty ? nil : status
        return record
    }

    /// A decision of the control loop at a scan.
    package static func decision(_ decision: Decision, at time: PlantTime) -> HistoryRecord {
        switch decision {
        case .learned(let report):
            var record = HistoryRecord(.outcome, at: time)
            record.value = report.outcome.value.finite
            record.sampled = report.outcome.sampledAt.seconds
            record.forecast = report.settled?.forecast?.value.finite
            record.lastValue = report.settled?.baseline?.finite
            record.reason = report.result.description
            return record
        case .observed(let vector):
            var record = HistoryRecord(.features, at: time)
            record.features = vector.values.map(\.finite)
            return record
        case .withheld(let reasons):
            var record = HistoryRecord(.withheld, at: time)
            record.reason = reasons.map(\.description).joined(separator: "; ")
            return record
        case .forecast(let forecast):
            var record = HistoryRecord(.forecast, at: time)
            record.tag = forecast.tag.text
            record.value = forecast.value.finite
            record.deviation = forecast.deviation.finite
            record.due = forecast.dueAt.seconds
            return record
        case .hold(let reason):
            var record = HistoryRecord(.hold, at: time)
            record.reason = reason.description
            return record
        case .release:
            return HistoryRecord(.release, at: time)
        case .mode(let mode):
            var record = HistoryRecord(.mode, at: time)
            record.mode = mode.rawValue
            return record
        case .advise(let move): return self.move(move, kind: .advise)
        case .write(let move): return self.move(move, kind: .move)
        }
    }

    /// What became of a write.
    package static func write(_ report: WriteReport) -> HistoryRecord {
        var record = HistoryRecord(.write, at: report.at)
        record.tag = report.setpoint.tag.text
        record.from = report.before?.finite
        record.target = report.wanted.finite
        record.readBack = report.readBack?.finite
        record.outcome = report.outcome.rawValue
        record.reason = report.reason
        return record
    }

    private static func move(_ move: SetpointMove, kind: Kind) -> HistoryRecord {
        var record = HistoryRecord(kind, at: move.decidedAt)
        record.tag = move.tag.text
        record.from = move.from.finite
        record.target = move.to.finite
        record.forecast = move.forecast.finite
        record.error = move.error.finite
        record.gain = move.gain.finite
        return record
    }
}

extension Double {
    /// The number, or nil where JSON has none.
    fileprivate var finite: Double? { isFinite ? self : nil }
}
