import Foundation
package import Tags

/// Numbers and times as results of scenarios show them.
package enum ScenarioText {
    /// Six digits that count: `24.9817`, `1.2e-38`.
    package static func number(_ value: Double) -> String {
        value.isNaN ? "no value" : String(format: "%.6g", value)
    }

    /// Hours, minutes and seconds from the start, with milliseconds only where there are some.
    package static func clock(_ time: PlantTime) -> String {
        let milliseconds = time.nanoseconds / 1_000_000
        let seconds = milliseconds / 1000
        let whole = String(
            format: "%02lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60)
        let rest = milliseconds % 1000
        return rest == 0 ? whole : whole + String(format: ".%03lld", rest)
    }
}
