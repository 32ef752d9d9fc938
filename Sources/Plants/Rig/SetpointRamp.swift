/// A setpoint inside a PLC that walks to what was asked for, no faster than its rate.
package struct SetpointRamp: Hashable, Sendable {
    /// What the loop is to hold now.
    package private(set) var value: Double
    private let largestStep: Double

    /// A ramp at rest.
    ///
    /// - Parameters:
    ///   - value: What the loop holds at first.
    ///   - rate: Largest change a minute, in units of the value.
    ///   - step: Minutes between two calls of ``move(toward:)``.
    package init(value: Double, rate: Double, step: Double) {
        self.value = value
        self.largestStep = rate * step
    }

    /// Walks for one step.
    package mutating func move(toward target: Double) {
        let distance = target - value
        value =
            distance > largestStep
            ? value + largestStep : distance < -largestStep ? value - largestStep : target
    }

    func save(to writer: inout SnapshotWriter) { writer.add(value) }

    mutating func restore(from reader: inout SnapshotReader) { value = reader.number() }
}
