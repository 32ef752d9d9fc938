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
    /// What it shows: the latest result, or the value it started with before the first.
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
    private var faultSource: SeededGenerator
    private var fault: InstrumentFault?
    private var faultDrift = 0.0
    private let day: Double

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
        faultSource = SeededGenerator(seed: seed, purpose: purpose + ".fault")
        day = (step / 1440).squareRoot()
    }

    /// Takes in the true value of one step, counted from 0 without gaps.
    package mutating func advance(_ truth: Double, step number: Int) {
        lagged += approach * (truth - lagged)
        if case .drift(let drift) = fault { faultDrift += drift * day * faultSource.nextNormal() }
        if number % intervalSteps == 0 { takeSample(in: number) }
        while waitingCount > 0, waiting[firstWaiting].dueAt <= number {
            if fault != .stuck { result = waiting[firstWaiting].value }
            sampledAt = waiting[firstWaiting].sampledAt
            hasResult = true
            counter = (counter + 1) & 0xFFFF
            firstWaiting = (firstWaiting + 1) % waiting.count
            waitingCount -= 1
        }
    }

    /// What a register shows: the result, or what a broken analyser sends.
    package var shown: Double {
        switch fault {
        case .broken(.low): low - 0.025 * (high - low)
        case .broken(.high): high + 0.1 * (high - low)
        default: result
        }
    }

    /// Makes it go wrong from the next step on; nil ends it.
    package mutating func setFault(_ fault: InstrumentFault?) {
        self.fault = fault
        faultDrift = 0
    }

    /// Seconds from the latest result's sample to the end of step `number`, at most 65535. Before
    /// the first result, seconds since the start.
    package func age(after number: Int) -> Double {
        let seconds = (Double(number + 1 - sampledAt) * step * 60).rounded()
        return seconds < 65535 ? seconds : 65535
    }

    /// How far the shown result may be trusted after step `number`.
    package func status(after number: Int) -> InstrumentStatus {
        if case .broken = fault { return .bad }
        if number - sampledAt > longestAge { return [.uncertain, .resultLate] }
        return hasResult && result > low && result < high ? .good : .uncertain
    }

    private mutating func takeSample(in number: Int) {
        let noise = settings.noise * noiseSource.nextNormal()
        let scatter = settings.delaySpread * (2 * delaySource.nextUnit() - 1)
        let isMissing = missingSource.nextUnit() < settings.missing
        let error = faultError()
        guard !isMissing, fault != .silent, waitingCount < waiting.count else { return }
        let place = (firstWaiting + waitingCount) % waiting.count
        let delay = Int((settings.delay * (1 + scatter) / step).rounded())
        waiting[place] = PendingResult(
            value: clipped(lagged + settings.bias + noise + error, low, high), sampledAt: number,
            dueAt: number + delay)
        waitingCount += 1
    }

    /// What the fault adds to the result of the sample taken now.
    private mutating func faultError() -> Double {
        switch fault {
        case .bias(let bias): bias
        case .gain(let gain): gain * lagged
        case .drift: faultDrift
        case .noise(let noise): noise * faultSource.nextNormal()
        case .spikes(let chance, let size):
            faultSource.nextUnit() < chance ? (faultSource.nextUnit() < 0.5 ? -size : size) : 0
        case .stuck, .broken, .silent, nil: 0
        }
    }
}

extension Analyser {
    func save(to writer: inout SnapshotWriter) {
        writer.add([result, lagged, faultDrift])
        for count in [counter, sampledAt, firstWaiting, waitingCount] { writer.add(count) }
        writer.add(hasResult)
        writer.add(fault)
        for pending in waiting {
            writer.add(pending.value)
            writer.add(pending.sampledAt)
            writer.add(pending.dueAt)
        }
        for source in [noiseSource, delaySource, missingSource, faultSource] {
            writer.add(source)
        }
    }

    mutating func restore(from reader: inout SnapshotReader) {
        result = reader.number()
        lagged = reader.number()
        faultDrift = reader.number()
        counter = reader.count(in: 0...0xFFFF)
        sampledAt = reader.count()
        firstWaiting = reader.count(in: 0...waiting.count - 1)
        waitingCount = reader.count(in: 0...waiting.count)
        hasResult = reader.flag()
        fault = reader.instrumentFault()
        for index in waiting.indices {
            waiting[index] = PendingResult(
                value: reader.number(), sampledAt: reader.count(), dueAt: reader.count())
        }
        noiseSource = reader.generator(noiseSource)
        delaySource = reader.generator(delaySource)
        missingSource = reader.generator(missingSource)
        faultSource = reader.generator(faultSource)
    }
}

extension AnalyserSettings {
    /// These settings with some changed.
    package func changed(by changes: AnalyserChanges) -> AnalyserSettings {
        AnalyserSettings(
            interval: changes.interval ?? interval, delay: changes.delay ?? delay,
            delaySpread: changes.delaySpread ?? delaySpread, noise: changes.noise ?? noise,
            bias: changes.bias ?? bias, lag: changes.lag ?? lag,
            missing: changes.missing ?? missing)
    }
}
