import Tags

/// How an analyser or laboratory works. Times in minutes.
package struct AnalyserSettings: Hashable, Sendable {
    /// From one sample to the next; at least one step of the plant.
    package var interval: Double
    /// From a sample to its result.
    package var delay: Double
    /// Half the width of the delay's uniform scatter, as a fraction of the delay, 0…1.
    package var delaySpread: Double
    /// Standard deviation of a result, in the quality's unit.
    package var noise: Double
    /// Constant error of results, in the quality's unit.
    package var bias: Double
    /// First-order lag of the sample line.
    package var lag: Double
    /// Probability that a result never comes.
    package var missing: Double

    /// An at-line analyser: a sample every 10 min, its result 5 min later.
    package static let atLine = AnalyserSettings(
        interval: 10, delay: 5, delaySpread: 0, noise: 0.15, bias: 0, lag: 0, missing: 0)

    /// An in-line refractometer: a value every step, behind a short lag.
    package static let refractometer = AnalyserSettings(
        interval: 0.1, delay: 0, delaySpread: 0, noise: 0.05, bias: 0, lag: 0.5, missing: 0)

    /// A laboratory: a sample every 2 h, its result 45 min later give or take 30 %.
    package static let laboratory = AnalyserSettings(
        interval: 120, delay: 45, delaySpread: 0.3, noise: 0.1, bias: 0, lag: 0, missing: 0)
}

/// An analyser that samples now and then and shows each result later, until the next one comes.
package struct Analyser: Sendable {
    /// The latest result; the value it started with before the first.
    package private(set) var result: Double
    /// Results so far, modulo 65536.
    package private(set) var counter = 0

    private let settings: AnalyserSettings
    private let low: Double
    private let high: Double
    private let step: Double
    private let approach: Double
    private let intervalSteps: Int
    private let longestAge: Int
    private var lagged: Double
    private var sampledAt = 0
    private var hasResult = false
    private var waiting: [PendingResult]
    private var firstWaiting = 0
    private var waitingCount = 0
    private var noiseSource: SeededGenerator
    private var delaySource: SeededGenerator
    private var missingSource: SeededGenerator

    private struct PendingResult: Sendable {
        var value: Double
        var sampledAt: Int
        var dueAt: Int
    }

    /// An analyser that takes its first sample in step 0.
    ///
    /// - Parameters:
    ///   - value: What it shows until the first result.
    ///   - range: What it can show.
    ///   - settings: How it works.
    ///   - step: Minutes between two calls of ``advance(_:step:)``.
    ///   - seed: The run's seed.
    ///   - purpose: Name of the analyser, unique in the plant.
    package init(
        showing value: Double, range: ClosedRange<Double>, settings: AnalyserSettings,
        step: Double, seed: UInt64, purpose: String
    ) {
        self.settings = settings
        self.step = step
        result = value
        lagged = value
        low = range.lowerBound
        high = range.upperBound
        approach = lagFactor(lag: settings.lag, step: step)
        intervalSteps = max(1, Int((settings.interval / step).rounded()))
        let longestDelay = Int((settings.delay * (1 + settings.delaySpread) / step).rounded())
        longestAge = intervalSteps + longestDelay + 1
        waiting = Array(
            repeating: PendingResult(value: 0, sampledAt: 0, dueAt: 0),
            count: longestDelay / intervalSteps + 2)
        noiseSource = SeededGenerator(seed: seed, purpose: purpose + ".noise")
        delaySource = SeededGenerator(seed: seed, purpose: purpose + ".delay")
        missingSource = SeededGenerator(seed: seed, purpose: purpose + ".missing")
    }

    /// Takes in the true value of one step, counted from 0 without gaps.
    package mutating func advance(_ truth: Double, step number: Int) {
        lagged += approach * (truth - lagged)
        if number % intervalSteps == 0 { takeSample(in: number) }
        while waitingCount > 0, waiting[firstWaiting].dueAt <= number {
            result = waiting[firstWaiting].value
            sampledAt = waiting[firstWaiting].sampledAt
            hasResult = true
            counter = (counter + 1) & 0xFFFF
            firstWaiting = (firstWaiting + 1) % waiting.count
            waitingCount -= 1
        }
    }

    /// Seconds from the latest result's sample to the end of step `number`, at most 65535. Before
    /// the first result, seconds since the start.
    package func age(after number: Int) -> Double {
        let seconds = (Double(number + 1 - sampledAt) * step * 60).rounded()
        return seconds < 65535 ? seconds : 65535
    }

    /// How far the shown result may be trusted after step `number`.
    package func status(after number: Int) -> InstrumentStatus {
        if number - sampledAt > longestAge { return [.uncertain, .resultLate] }
        return hasResult && result > low && result < high ? .good : .uncertain
    }

    private mutating func takeSample(in number: Int) {
        let noise = settings.noise * noiseSource.nextNormal()
        let scatter = settings.delaySpread * (2 * delaySource.nextUnit() - 1)
        let isMissing = missingSource.nextUnit() < settings.missing
        guard !isMissing, waitingCount < waiting.count else { return }
        let place = (firstWaiting + waitingCount) % waiting.count
        let delay = Int((settings.delay * (1 + scatter) / step).rounded())
        waiting[place] = PendingResult(
            value: clipped(lagged + settings.bias + noise, low, high), sampledAt: number,
            dueAt: number + delay)
        waitingCount += 1
    }
}
