package import Control
package import Gateway
package import Profiles
package import Tags

/// Something a scenario's monitor is told, at one moment of plant time.
package enum ScenarioEvent: Sendable {
    /// What a value is now; nil if it has none. Regular ones come at equal intervals and alone make
    /// statistics.
    case value(ScenarioValue, Double?, isRegular: Bool)
    /// How often something has happened so far, before or after all else of this moment.
    case total(CountSubject, Int, Edge)
    /// A scan of our gateway, and what the devices' own tags held then.
    case scan(Scan, held: [TagName: Double])
    /// Our control loop decided something.
    case decision(Decision)
    /// Our gateway wrote something, or did not.
    case write(WriteReport)
    /// The external process printed a line.
    case line(String)
    /// A fault has ended.
    case faultEnded(String)

    /// Which end of a moment a total was taken at.
    package enum Edge: Hashable, Sendable {
        case before
        case after
    }
}

/// Judges one expectation, event by event.
protocol ScenarioCheck: Sendable {
    /// Takes in one event; events come in order of time.
    mutating func take(_ event: ScenarioEvent, at time: PlantTime)
    /// What came of it, once the scenario is over.
    func judgement(_ ending: ScenarioEnding) -> Judgement
}

/// What came of one expectation.
struct Judgement: Hashable {
    var isMet: Bool
    /// What was found, in words.
    var found: String
    /// Values that led there, oldest first.
    var trace: [TracedValue] = []

    static func met(_ found: String) -> Judgement { Judgement(isMet: true, found: found) }

    static func failed(_ found: String, _ trace: [TracedValue] = []) -> Judgement {
        Judgement(isMet: false, found: found, trace: trace)
    }
}

/// What is known only at the end.
package struct ScenarioEnding: Sendable {
    /// The plant time that was reached.
    package var time: PlantTime
    /// Figures of the forecasts; nil if none was scored.
    package var forecast: RunReport.ForecastScore?

    package init(time: PlantTime, forecast: RunReport.ForecastScore? = nil) {
        self.time = time
        self.forecast = forecast
    }
}

/// A value and when it was seen.
package struct TracedValue: Hashable, Sendable {
    /// When it was seen.
    package var time: PlantTime
    /// The value, or a status, as text.
    package var text: String

    package init(time: PlantTime, text: String) {
        self.time = time
        self.text = text
    }
}

/// The last values of something; bounded.
struct ValueTrace: Sendable {
    static let capacity = 8

    private(set) var values: [TracedValue] = []

    mutating func add(_ value: Double?, at time: PlantTime) {
        add(value.map(ScenarioText.number) ?? "no value", at: time)
    }

    /// Notes a text in place of an earlier one of the same moment.
    mutating func add(_ text: String, at time: PlantTime) {
        if values.last?.time == time { values.removeLast() }
        append(text, at: time)
    }

    /// Notes a text beside others of the same moment.
    mutating func append(_ text: String, at time: PlantTime) {
        if values.count == Self.capacity { values.removeFirst() }
        values.append(TracedValue(time: time, text: text))
    }
}
