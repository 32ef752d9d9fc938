import Glibc
import Tags

/// A signal that nothing in the plant changes, step by step. Same seed and purpose, same numbers.
///
/// One kind, a few numbers, one generator, and a table for some kinds; a step allocates nothing.
struct FreeSignal: Sendable {
    private enum Kind: Sendable {
        case constant, meanReverting, randomSteps, sine, ramp
        case step, line, square, randomWalk, autoregressive, replay
    }

    private let kind: Kind
    private let step: Double
    /// Deviation, size, height, slope or level.
    private let size: Double
    /// Decay, chance, speed, reset, period or start.
    private let pace: Double
    private let spread: Double
    /// Phase, duty, length or mean.
    private let extra: Double
    private let table: SignalTrace?
    private let regression: Autoregression?
    private var value = 0.0
    private var count = 0
    private var source: SeededGenerator
    /// Latest values of an autoregression, the newest first.
    private var history: [Double] = []

    /// A signal at its first step.
    ///
    /// - Parameters:
    ///   - term: What it does.
    ///   - step: Minutes between two calls of ``next()``.
    ///   - seed: The run's seed.
    init(_ term: SignalTerm, step: Double, seed: UInt64) {
        self.step = step
        source =
            term.purpose.map { SeededGenerator(seed: seed, purpose: $0) }
            ?? SeededGenerator(seed: seed)
        var numbers = (size: 0.0, pace: 0.0, spread: 0.0, extra: 0.0)
        var table: SignalTrace?
        var regression: Autoregression?
        switch term {
        case .constant(let value):
            kind = .constant
            numbers.size = value
        case .meanReverting(let deviation, let time, _):
            kind = .meanReverting
            let decay = exp(-step / time)
            numbers = (deviation, decay, deviation * (1 - decay * decay).squareRoot(), 0)
            value = deviation * source.nextNormal()
        case .randomSteps(let size, let time, _):
            kind = .randomSteps
            numbers = (size, step / time, 0, 0)
        case .sine(let height, let period, let phase):
            kind = .sine
            numbers = (height, 2 * Double.pi / period, 0, 2 * Double.pi * phase)
        case .ramp(let slope, let reset):
            kind = .ramp
            numbers = (slope, reset, 0, 0)
        case .step(let level, let start):
            kind = .step
            numbers = (level, start, 0, 0)
        case .line(let level, let start, let length, let repeats):
            kind = .line
            numbers = (level, start, repeats ? 1 : 0, length)
        case .square(let low, let high, let period, let duty):
            kind = .square
            numbers = (high, period, low, duty)
        case .randomWalk(let deviation, let time, _):
            kind = .randomWalk
            numbers.spread = deviation * (step / time).squareRoot()
        case .autoregressive(let coefficients, let deviation, let interval, _):
            kind = .autoregressive
            let found = Autoregression(coefficients, interval: interval, step: step)
            numbers.spread = deviation * found.shock
            regression = found
            history = Array(repeating: 0, count: coefficients.count)
        case .replay(let trace, let mean):
            kind = .replay
            numbers.extra = mean
            table = trace
        }
        (size, pace, spread, extra) = numbers
        self.table = table
        self.regression = regression
        if let regression { for _ in 0..<regression.runIn { draw(regression) } }
    }

    /// The value for the coming step.
    mutating func next() -> Double {
        let minute = Double(count) * step
        count += 1
        switch kind {
        case .constant: return size
        case .meanReverting:
            let current = value
            value = current * pace + spread * source.nextNormal()
            return current
        case .randomSteps:
            if source.nextUnit() < pace { value = size * (2 * source.nextUnit() - 1) }
            return value
        case .sine: return size * sin(pace * minute + extra)
        case .ramp: return size * (pace > 0 ? fmod(minute, pace) : minute)
        case .step: return minute >= pace - tolerance ? size : 0
        case .line: return line(minute)
        // Half a step of slack keeps rounding from moving an edge.
        case .square:
            return fmod(minute + tolerance, pace) < extra * pace - tolerance ? size : spread
        case .randomWalk:
            let current = value
            value = current + spread * source.nextNormal()
            return current
        case .autoregressive:
            guard let regression else { return 0 }
            if (count - 1) % regression.steps == 0 { draw(regression) }
            return value
        case .replay: return (table?.value(at: minute) ?? 0) - extra
        }
    }

    private var tolerance: Double { 1e-6 * step }

    private func line(_ minute: Double) -> Double {
        let passed = minute - pace
        if passed <= 0 { return 0 }
        if spread > 0 {
            let within = fmod(passed, extra)
            return size * (extra - within < tolerance ? 0 : within / extra)
        }
        return size * min(passed / extra, 1)
    }

    /// Draws the next value of an autoregression.
    private mutating func draw(_ regression: Autoregression) {
        var sum = spread * source.nextNormal()
        var index = history.count - 1
        while index >= 0 {
            sum += regression.coefficients[index] * history[index]
            if index > 0 { history[index] = history[index - 1] }
            index -= 1
        }
        history[0] = sum
        value = sum
    }

    func save(to writer: inout SnapshotWriter) {
        writer.add(value)
        writer.add(count)
        writer.add(source)
        writer.add(history)
    }

    mutating func restore(from reader: inout SnapshotReader) {
        value = reader.number()
        count = reader.count(in: 0...Int.max)
        source = reader.generator(source)
        history = reader.numbers(history.count)
    }
}
