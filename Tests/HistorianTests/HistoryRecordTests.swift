import Control
import Features
import Foundation
import Gateway
import Historian
@testable import Learning
import Tags
import Testing

/// The lines of a record are an interface: other programs read them.
struct HistoryRecordTests {
    static func line(_ record: HistoryRecord) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(record), as: UTF8.self)
    }

    static let time = PlantTime(seconds: 606)

    static func scan(_ samples: [(TagName, Double, SampleStatus)]) -> Scan {
        Scan(
            layout: ScanLayout(group: "process", tags: samples.map(\.0)), sequence: 101,
            time: time,
            samples: samples.map {
                Sample(value: $0.1, status: $0.2, requestedAt: time, answeredAt: time)
            })
    }

    static func forecast(_ value: Double, deviation: Double = 0.25) -> Forecast {
        Forecast(
            tag: "separator.X2", value: value, deviation: deviation, issuedAt: time,
            dueAt: time + .seconds(60))
    }

    static func move(gain: Double = 0.25) -> SetpointMove {
        SetpointMove(
            tag: "steam.P100.setpoint", from: 194.5, to: 193, forecast: 25.5, error: -0.5,
            gain: gain, decidedAt: time)
    }

    static func outcome(_ settled: SettledForecast?) -> Decision {
        .learned(
            OutcomeReport(
                outcome: Outcome(
                    value: 25.125, sampledAt: PlantTime(seconds: 300), arrivedAt: time),
                settled: settled, result: settled == nil ? .unmatched(.nothingRecorded) : .learned))
    }

    static let settled = SettledForecast(
        issuedAt: PlantTime(seconds: 300), dueAt: PlantTime(seconds: 300), features: [1],
        prediction: 25, forecast: forecast(25.5), baseline: 24.75, outcome: 25.125)

    static let decisions: [(Decision, String)] = [
        (
            outcome(settled),
            #"{"forecast":25.5,"kind":"outcome","lastValue":24.75,"reason":"learned","#
                + #""sampled":300,"time":606,"value":25.125}"#
        ),
        (
            outcome(nil),
            #"{"kind":"outcome","reason":"not learned: no features are recorded yet","#
                + #""sampled":300,"time":606,"value":25.125}"#
        ),
        (
            .observed(FeatureVector(time: time, values: [1.5, -2], schemaDigest: 1)),
            #"{"features":[1.5,-2],"kind":"features","time":606}"#
        ),
        (
            .withheld([.notGood("steam.T2", .bad(.timedOut)), .overflow(feature: "both")]),
            #"{"kind":"withheld","reason":"steam.T2 is bad (timed out); "#
                + #"feature 'both' is beyond any number","time":606}"#
        ),
        (
            .forecast(forecast(25.5)),
            #"{"deviation":0.25,"due":666,"kind":"forecast","tag":"separator.X2","#
                + #""time":606,"value":25.5}"#
        ),
        (
            .hold(.permissive("steam.remote")),
            #"{"kind":"hold","reason":"steam.remote does not permit moves","time":606}"#
        ),
        (.release, #"{"kind":"release","time":606}"#),
        (.mode(.manual), #"{"kind":"mode","mode":"manual","time":606}"#),
        (
            .advise(move()),
            #"{"error":-0.5,"forecast":25.5,"from":194.5,"gain":0.25,"kind":"advise","#
                + #""tag":"steam.P100.setpoint","target":193,"time":606}"#
        ),
        (
            .write(move()),
            #"{"error":-0.5,"forecast":25.5,"from":194.5,"gain":0.25,"kind":"move","#
                + #""tag":"steam.P100.setpoint","target":193,"time":606}"#
        ),
    ]

    @Test(arguments: decisions.indices) func aDecisionIsOneLine(row: Int) throws {
        let (decision, line) = Self.decisions[row]
        #expect(try Self.line(.decision(decision, at: Self.time)) == line)
    }

    @Test func theFirstLineSaysWhatWasRun() throws {
        let record = HistoryRecord.run(
            profile: "evaporator", digest: "00ff", mode: .automatic, seed: .max)
        #expect(
            try Self.line(record)
                == #"{"digest":"00ff","kind":"run","mode":"automatic","profile":"evaporator","#
                + #""seed":18446744073709551615}"#)
    }

    @Test func aScanHasItsValuesAndWhatIsNotGood() throws {
        var scan = Self.scan([
            ("steam.T2", 84.5, .good), ("steam.P100", 194.5, .uncertain(.frozen)),
            ("steam.F100", .nan, .bad(.exception(2))), ("steam.count", 1, .good),
        ])
        scan.exactValues[3] = .integer(9_007_199_254_740_993)
        #expect(
            try Self.line(.scan(scan))
                == #"{"group":"process","kind":"scan","sequence":101,"#
                + #""status":{"steam.F100":"bad (exception 2)","#
                + #""steam.P100":"uncertain (frozen)"},"#
                + #""texts":{"steam.count":"9007199254740993"},"time":606,"#
                + #""values":{"steam.P100":194.5,"steam.T2":84.5,"steam.count":1}}"#)
    }

    @Test func aWriteTellsWhatBecameOfIt() throws {
        let setpoint = Setpoint(tag: "steam.P100.setpoint", value: 193)
        let applied = WriteReport(
            setpoint: setpoint, before: 194.5, readBack: 193, outcome: .applied,
            reason: "read back", at: Self.time)
        #expect(
            try Self.line(.write(applied))
                == #"{"from":194.5,"kind":"write","outcome":"applied","readBack":193,"#
                + #""reason":"read back","tag":"steam.P100.setpoint","target":193,"time":606}"#)
        let unknown = WriteReport(
            setpoint: setpoint, outcome: .unknown, reason: "timed out", at: Self.time)
        #expect(
            try Self.line(.write(unknown))
                == #"{"kind":"write","outcome":"unknown","reason":"timed out","#
                + #""tag":"steam.P100.setpoint","target":193,"time":606}"#)
    }

    static let wild: [HistoryRecord] = [Double.nan, .infinity, -.infinity].flatMap { value in
        [
            .scan(scan([("steam.T2", value, .good)])),
            .decision(.forecast(forecast(value, deviation: value)), at: time),
            .decision(.write(move(gain: value)), at: time),
            .decision(
                .observed(FeatureVector(time: time, values: [1, value], schemaDigest: 1)),
                at: time),
            .write(
                WriteReport(
                    setpoint: Setpoint(tag: "a.b", value: value), before: value, readBack: value,
                    outcome: .refused, reason: "W2", at: time)),
        ]
    }

    @Test(arguments: wild.indices) func whatIsNoNumberIsLeftOut(row: Int) throws {
        let line = try Self.line(Self.wild[row])
        #expect(!line.lowercased().contains("nan") && !line.lowercased().contains("inf"))
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }

    @Test func aFeatureThatIsNoNumberKeepsItsPlace() throws {
        let vector = FeatureVector(time: Self.time, values: [1, .nan, 3], schemaDigest: 1)
        #expect(
            try Self.line(.decision(.observed(vector), at: Self.time))
                == #"{"features":[1,null,3],"kind":"features","time":606}"#)
    }
}
