/// A dead time of whole steps: gives back each value so many steps later.
package struct DelayLine: Hashable, Sendable {
    private var values: [Double]
    private var next = 0

    /// A line that has been given the same value for long.
    ///
    /// - Parameters:
    ///   - steps: Its length, 0 or more; rounded.
    ///   - value: What it has been given.
    package init(steps: Double, holding value: Double) {
        values = Array(repeating: value, count: Int(steps.rounded()))
    }

    /// Whether it delays nothing.
    package var isEmpty: Bool { values.isEmpty }

    /// Takes in a value and gives the one of so many steps ago.
    package mutating func passing(_ value: Double) -> Double {
        guard !values.isEmpty else { return value }
        let oldest = values[next]
        values[next] = value
        next = next + 1 == values.count ? 0 : next + 1
        return oldest
    }

    func save(to writer: inout SnapshotWriter) {
        writer.add(values)
        writer.add(next)
    }

    mutating func restore(from reader: inout SnapshotReader) {
        values = reader.numbers(values.count)
        next = reader.count(in: 0...max(0, values.count - 1))
    }
}
