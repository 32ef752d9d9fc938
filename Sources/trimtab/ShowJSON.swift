import Foundation
import Plants
import Tags

/// JSON as every `show` prints it: sorted keys, one key a line.
enum ShowJSON {
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(bytes: try encoder.encode(value), encoding: .utf8) ?? ""
    }
}

/// Plants for programs.
enum PlantJSON {
    /// A plant in the list.
    struct Summary: Encodable {
        let model: String
        let title: String
        let states: Int?
        let stepSeconds: Double
        let signals: Int
        let quality: String
        let source: String
        let publishedValues: Int

        init(_ plant: ShownPlant) {
            model = plant.description.model
            title = plant.description.title
            states = plant.published?.stateCount
            stepSeconds = plant.description.step / .seconds(1)
            signals = plant.description.signals.count
            quality = plant.description.quality
            source = plant.description.source
            publishedValues = plant.published?.values.count ?? 0
        }
    }

    /// Everything a profile may bind and set.
    struct Description: Encodable {
        let plant: Summary
        let signals: [Item]
        let parameters: [Item]
        let instruments: [Item]
        let analysers: [Item]
        let actuators: [Item]
        let disturbances: [Item]
        let truths: [Item]

        init(_ plant: ShownPlant) {
            let description = plant.description
            self.plant = Summary(plant)
            signals = description.signals.map {
                Item(
                    name: $0.name, kind: $0.kind.rawValue, unit: $0.unit.symbol,
                    low: $0.range.lowerBound, high: $0.range.upperBound, summary: $0.summary)
            }
            parameters = description.parameters.map {
                Item(
                    name: $0.name, unit: $0.unit.symbol, value: $0.defaultValue,
                    low: $0.bounds.lowerBound, high: $0.bounds.upperBound, summary: $0.summary)
            }
            instruments = description.instruments.map {
                Item(name: $0.signal, settings: Self.settings($0.defaults))
            }
            analysers = description.analysers.map {
                Item(
                    name: $0.signal,
                    settings: [
                        "interval": $0.defaults.interval, "delay": $0.defaults.delay,
                        "delaySpread": $0.defaults.delaySpread, "noise": $0.defaults.noise,
                        "bias": $0.defaults.bias, "lag": $0.defaults.lag,
                        "missing": $0.defaults.missing,
                    ])
            }
            actuators = description.actuators.map {
                Item(
                    name: $0.name, unit: $0.unit.symbol, low: $0.range.lowerBound,
                    high: $0.range.upperBound, settings: Self.settings($0.defaults),
                    summary: $0.summary)
            }
            disturbances = description.disturbances.map(Self.item)
            truths = (description.processOutputs + description.processInputs).map(Self.item)
        }

        private static func item(_ variable: PlantVariable) -> Item {
            Item(
                name: variable.name, unit: variable.unit.symbol, value: variable.nominal,
                summary: variable.summary)
        }

        private static func settings<Settings: NamedSettings>(
            _ settings: Settings
        ) -> [String: Double] {
            Dictionary(
                Settings.members.compactMap { member in
                    settings[keyPath: member.path].map { (member.parameter.name, $0) }
                }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// One part of a plant; what it does not have is left out.
    struct Item: Encodable {
        var name: String
        var kind: String?
        var unit: String?
        var value: Double?
        var low: Double?
        var high: Double?
        var settings: [String: Double]?
        var summary: String?
    }

    /// A plant beside what was published about it.
    struct Verification: Encodable {
        let model: String
        let count: Int
        let outsideTolerance: Int
        let values: [Value]
        let lanes: [Outcome]

        struct Value: Encodable {
            let quantity: String
            let unit: String
            let published: String
            let ours: Double
            let difference: Double
            let tolerance: Double
            let mark: String
            let source: String
            let agrees: Bool
        }

        struct Outcome: Encodable {
            let lane: String
            let quantity: String
            let unit: String
            let published: String
            let mean: Double
            let low: Double
            let high: Double
            let tolerance: Double
            let runs: Int
            let agrees: Bool
        }

        init(_ checked: trimtab.Verification) {
            model = checked.model
            count = checked.count
            outsideTolerance = checked.outside
            values = checked.values.map {
                Value(
                    quantity: $0.published.quantity, unit: $0.published.unit.symbol,
                    published: $0.published.printed, ours: $0.ours,
                    difference: $0.ours - $0.published.value, tolerance: $0.published.tolerance,
                    mark: $0.published.mark.rawValue, source: $0.published.source,
                    agrees: $0.agrees)
            }
            lanes = checked.outcomes.map {
                Outcome(
                    lane: $0.lane, quantity: $0.figure.quantity, unit: $0.figure.unit.symbol,
                    published: $0.figure.printed, mean: $0.mean, low: $0.low, high: $0.high,
                    tolerance: $0.figure.tolerance, runs: $0.runs, agrees: $0.agrees)
            }
        }
    }
}
