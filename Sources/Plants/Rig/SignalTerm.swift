import Glibc

/// One part of a disturbance: what it does over time. Times in minutes.
enum SignalTerm: Hashable, Sendable {
    /// Always the same.
    case constant(Double)
    /// An Ornstein–Uhlenbeck process of that deviation and time constant.
    case meanReverting(deviation: Double, time: Double, purpose: String)
    /// A level uniform in ± size that changes at random times, `time` apart in the mean.
    case randomSteps(size: Double, time: Double, purpose: String)
    /// A sine that starts at 0 and rises; `phase` is the part of a period it is ahead.
    case sine(height: Double, period: Double, phase: Double = 0)
    /// A slope a minute that starts over at 0 every `reset` minutes; 0 for never.
    case ramp(slope: Double, reset: Double = 0)
    /// 0, and a level from a moment on.
    case step(to: Double, at: Double)
    /// 0 up to a moment, then a straight line to a level that holds, or starts over at 0.
    case line(to: Double, at: Double, over: Double, repeats: Bool)
    /// `high` for the part `duty` of each period, then `low`.
    case square(low: Double, high: Double, period: Double, duty: Double)
    /// Independent normal steps from 0; the deviation is reached after `time`.
    case randomWalk(deviation: Double, time: Double, purpose: String)
    /// Each value, a new one every `interval`, is a weighted sum of those before, the newest first,
    /// and normal noise; the deviation is that of the values in the long run.
    case autoregressive(
        coefficients: [Double], deviation: Double, interval: Double, purpose: String)
    /// What was recorded, less a mean.
    case replay(SignalTrace, mean: Double)

    /// What its chance is for; nil for a term without chance.
    var purpose: String? {
        switch self {
        case .constant, .sine, .ramp, .step, .line, .square, .replay: nil
        case .meanReverting(_, _, let purpose), .randomSteps(_, _, let purpose),
            .randomWalk(_, _, let purpose), .autoregressive(_, _, _, let purpose):
            purpose
        }
    }
}

/// A recorded series: values at rising times, in minutes from 0.
package struct SignalTrace: Hashable, Sendable {
    private let times: [Double]
    private let values: [Double]
    private let isLinear: Bool
    /// After which it starts over; 0 for never.
    private let period: Double

    /// Takes a series of at least one value.
    ///
    /// - Parameters:
    ///   - times: When, in minutes; rising, the first 0.
    ///   - values: As many as times.
    ///   - isLinear: Whether values between two times lie on a line; else the earlier one holds.
    ///   - loops: Whether it starts over, one row's time after the last row.
    package init(times: [Double], values: [Double], isLinear: Bool, loops: Bool) {
        precondition(times.count == values.count && !times.isEmpty, "a value for each time")
        precondition(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "times rise")
        self.times = times
        self.values = values
        self.isLinear = isLinear
        let last = times.count - 1
        period = loops && last > 0 ? times[last] + (times[last] - times[last - 1]) : 0
    }

    /// The value at a moment, 0 or later. Costs log₂ of the number of values.
    package func value(at minute: Double) -> Double {
        // Rounding must not show the row before at the time of a row.
        let slack = 1e-9 * (1 + minute)
        var moment = minute + slack
        if period > 0 { moment = fmod(moment, period) }
        var (low, high) = (0, times.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if times[middle] <= moment { low = middle } else { high = middle }
        }
        guard isLinear else { return values[low] }
        let isLast = low == times.count - 1
        if isLast && period == 0 { return values[low] }
        let end = isLast ? period : times[low + 1]
        let next = isLast ? values[0] : values[low + 1]
        let part = min(max((moment - slack - times[low]) / (end - times[low]), 0), 1)
        return values[low] + part * (next - values[low])
    }
}

/// The numbers of an autoregression that keeps its size.
struct Autoregression: Sendable {
    let coefficients: [Double]
    /// Steps from one value to the next.
    let steps: Int
    /// Deviation of the noise for values of deviation 1 in the long run.
    let shock: Double
    /// Values after which the start is forgotten, at most 20 000.
    let runIn: Int

    init(_ coefficients: [Double], interval: Double, step: Double) {
        self.coefficients = coefficients
        steps = max(1, Int((interval / step).rounded()))
        // The variance is the sum over the squared answers to one shock.
        var answers = [Double](repeating: 0, count: coefficients.count)
        answers[0] = 1
        var variance = 1.0
        var count = 0
        while count < 20_000 {
            count += 1
            let next = zip(coefficients, answers).reduce(0) { $0 + $1.0 * $1.1 }
            answers = [next] + answers.dropLast()
            variance += next * next
            if answers.allSatisfy({ abs($0) < 1e-7 }) { break }
        }
        shock = 1 / variance.squareRoot()
        runIn = count
    }
}
