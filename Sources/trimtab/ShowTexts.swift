import Foundation
import Plants
import Tags

/// Plants for people.
enum PlantText {
    /// A few lines for the list.
    static func summary(of plant: ShownPlant) -> String {
        let description = plant.description
        var facts = [
            "step \(seconds(description.step)) s", "\(description.signals.count) signals",
            "quality \(description.quality)",
        ]
        if let published = plant.published {
            facts.insert("\(published.stateCount) states", at: 0)
            facts.append("\(published.values.count) published values")
        }
        return """
            \(description.model): \(description.title)
              \(facts.joined(separator: ", "))
              \(description.source)
            """
    }

    /// Everything a profile may bind and set.
    static func description(of plant: ShownPlant) -> String {
        let description = plant.description
        let sections: [(String, [String], [[String]])] = [
            (
                "signals", ["name", "kind", "range", "unit", ""],
                description.signals.map {
                    [$0.name, $0.kind.rawValue, range($0.range), $0.unit.symbol, $0.summary]
                }
            ),
            (
                "parameters", ["name", "default", "allowed", "unit", ""],
                description.parameters.map {
                    [
                        $0.name, number($0.defaultValue), range($0.bounds), $0.unit.symbol,
                        $0.summary,
                    ]
                }
            ),
            (
                "instruments", ["signal", "settings in the unit of the signal; lag in minutes"],
                description.instruments.map { [$0.signal, settings($0.defaults)] }
            ),
            (
                "analysers", ["signal", "settings in minutes and the unit of the signal"],
                description.analysers.map { [$0.signal, settings($0.defaults)] }
            ),
            (
                "actuators", ["name", "travel", "unit", "settings in % of travel", ""],
                description.actuators.map {
                    [$0.name, range($0.range), $0.unit.symbol, settings($0.defaults), $0.summary]
                }
            ),
            (
                "disturbances", ["input", "mean", "unit", ""],
                description.disturbances.map {
                    [$0.name, number($0.nominal), $0.unit.symbol, $0.summary]
                }
            ),
            (
                "truths", ["name", "start", "unit", ""],
                (description.processOutputs + description.processInputs).map {
                    [$0.name, number($0.nominal), $0.unit.symbol, $0.summary]
                }
            ),
        ]
        var lines = [summary(of: plant)]
        for (title, head, rows) in sections where !rows.isEmpty {
            lines += ["", title]
            lines += VerificationText.table(head, rows).map { "  " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// Settings that do something, in their order.
    private static func settings<Settings: NamedSettings>(_ settings: Settings) -> String {
        Settings.members.compactMap { member in
            guard let value = settings[keyPath: member.path], value != 0, value.isFinite else {
                return nil
            }
            return "\(member.parameter.name) \(number(value))"
        }.joined(separator: ", ")
    }

    private static func settings(_ settings: AnalyserSettings) -> String {
        [
            ("interval", settings.interval), ("delay", settings.delay),
            ("delaySpread", settings.delaySpread), ("noise", settings.noise),
            ("bias", settings.bias), ("lag", settings.lag), ("missing", settings.missing),
        ].filter { $0.1 != 0 }.map { "\($0.0) \(number($0.1))" }.joined(separator: ", ")
    }

    private static func range(_ range: ClosedRange<Double>) -> String {
        "\(number(range.lowerBound))…\(number(range.upperBound))"
    }

    /// A number with at most six digits that count, and no zeros behind the point.
    static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e9 { return "\(Int(value))" }
        return String(format: "%.6g", value)
    }

    static func seconds(_ duration: Duration) -> String {
        number(duration / .seconds(1))
    }
}
