import Tags

/// Durations as profiles write them: a number and a unit, such as `6 s` or `1.5 min`.
package enum DurationText {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ms", 1_000_000), ("s", 1_000_000_000), ("min", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ]

    /// The longest duration a profile may name.
    package static let longest = Duration.seconds(366 * 86_400)

    /// The duration, to the nearest nanosecond; nil if the text is none, negative, or longer than
    /// 366 days.
    package static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let scale = units.first(where: { $0.name == unit })?.nanoseconds,
            digits.first?.isNumber == true, digits.last?.isNumber == true,
            let number = Double(digits)
        else { return nil }
        let nanoseconds = (number * Double(scale)).rounded()
        guard nanoseconds <= Double(longest.nanoseconds) else { return nil }
        return .nanoseconds(Int64(nanoseconds))
    }

    /// The duration with the largest unit that leaves a whole number: `6 s`, `100 ms`, `90 s`.
    package static func text(_ duration: Duration) -> String {
        let nanoseconds = duration.nanoseconds
        if nanoseconds == 0 { return "0 s" }
        let unit = units.last { nanoseconds % $0.nanoseconds == 0 }
        guard let unit else { return "\((Double(nanoseconds) / 1e6).plain) ms" }
        return "\(nanoseconds / unit.nanoseconds) \(unit.name)"
    }
}
