import Glibc
package import Tags

/// An Ornstein–Uhlenbeck process: a wandering value that is drawn back to 0, exact for any step.
package struct MeanRevertingWalk: Sendable {
    private var value: Double
    private let decay: Double
    private let spread: Double
    private var source: SeededGenerator

    /// Starts with a value drawn from the stationary distribution.
    ///
    /// - Parameters:
    ///   - deviation: Standard deviation over a long time, in the unit of the value.
    ///   - time: Time constant in minutes, above 0.
    ///   - step: Minutes between two calls of ``next()``.
    ///   - source: Where the chance comes from.
    package init(deviation: Double, time: Double, step: Double, source: SeededGenerator) {
        self.source = source
        decay = exp(-step / time)
        spread = deviation * (1 - decay * decay).squareRoot()
        value = deviation * self.source.nextNormal()
    }

    /// The value for the coming step.
    package mutating func next() -> Double {
        let current = value
        value = current * decay + spread * source.nextNormal()
        return current
    }
}

/// A level that jumps now and then to a new one anywhere within its size.
package struct RandomSteps: Sendable {
    private var value = 0.0
    private let size: Double
    private let chance: Double
    private var source: SeededGenerator

    /// Starts at 0.
    ///
    /// - Parameters:
    ///   - size: Levels are uniform in ± this.
    ///   - time: Mean time between jumps in minutes, at least one step.
    ///   - step: Minutes between two calls of ``next()``.
    ///   - source: Where the chance comes from.
    package init(size: Double, time: Double, step: Double, source: SeededGenerator) {
        self.size = size
        self.chance = step / time
        self.source = source
    }

    /// The level for the coming step.
    package mutating func next() -> Double {
        if source.nextUnit() < chance { value = size * (2 * source.nextUnit() - 1) }
        return value
    }
}
