import Glibc

/// A valve, pump or drive: follows its target with a first-order lag and no faster than its rate.
package struct Actuator: Hashable, Sendable {
    /// Where it stands.
    package private(set) var position: Double
    private let approach: Double
    private let largestStep: Double

    /// An actuator at rest.
    ///
    /// - Parameters:
    ///   - position: Where it stands at first.
    ///   - lag: Time constant in minutes, 0 or more.
    ///   - rate: Largest change a minute, in units of the position.
    ///   - step: Minutes between two calls of ``move(toward:)``.
    package init(position: Double, lag: Double, rate: Double, step: Double) {
        self.position = position
        self.approach = lagFactor(lag: lag, step: step)
        self.largestStep = rate * step
    }

    /// Moves for one step.
    package mutating func move(toward target: Double) {
        position += clipped(approach * (target - position), -largestStep, largestStep)
    }
}

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
}

/// The part of a difference that a first-order lag closes in one step; all of it without a lag.
func lagFactor(lag: Double, step: Double) -> Double {
    lag > 0 ? 1 - exp(-step / lag) : 1
}

/// `value` held between two limits. Cheaper in debug builds than the generic `min` and `max`.
@inline(__always)
func clipped(_ value: Double, _ low: Double, _ high: Double) -> Double {
    value < low ? low : value > high ? high : value
}
