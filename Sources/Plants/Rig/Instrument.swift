import Tags

/// An instrument between the process and a register.
///
/// The chain is: true value → lags → dead time → gain and bias → drift → noise → spike or stuck →
/// saturation → quantisation → status. Noise is drawn once a step, however often a client asks.
package struct Instrument: Sendable {
    /// What it shows now.
    package private(set) var shown: Double
    /// How far that may be trusted.
    package private(set) var status = InstrumentStatus.good

    private let low: Double
    private let high: Double
    private let headroom: Double
    private let approach: Double
    private let scale: Double
    private let bias: Double
    private let driftStep: Double
    private let day: Double
    private let noise: Double
    private let levels: Double
    private let spikeChance: Double
    private let spikeSize: Double
    private let stuckChance: Double
    private let stuckSteps: Int
    /// Whether a spike, a stuck value or a fault may have to be looked at.
    private var isTroubled: Bool
    private var fault: InstrumentFault?
    private var lagged: Double
    private var earlierLags: [Double]
    private var deadTime: DelayLine
    private var drift = 0.0
    private var faultDrift = 0.0
    private var stuckLeft = 0
    private var driftSource: SeededGenerator
    private var noiseSource: SeededGenerator
    private var spikeSource: SeededGenerator
    private var stuckSource: SeededGenerator
    private var faultSource: SeededGenerator

    private static let minutesPerDay = 1440.0
    /// What a 4–20 mA transmitter shows beyond either end, as a fraction of the range: NAMUR NE 43.
    private static let overrange = (low: 0.0125, high: 0.03125)
    /// What a broken one shows beyond either end.
    private static let broken = (low: 0.025, high: 0.1)

    /// An instrument that has seen the same value for long and shows it without error.
    ///
    /// - Parameters:
    ///   - value: The value it has seen.
    ///   - range: What it can show.
    ///   - settings: What it does to the truth; a member left nil counts as ideal.
    ///   - step: Minutes between two calls of ``sample(_:)``.
    ///   - seed: The run's seed.
    ///   - purpose: Name of the instrument, unique in the plant.
    package init(
        showing value: Double, range: ClosedRange<Double>, settings: InstrumentSettings,
        step: Double, seed: UInt64, purpose: String
    ) {
        let settings = settings.completed(from: .ideal)
        shown = value
        lagged = value
        low = range.lowerBound
        high = range.upperBound
        headroom = (settings.overrange ?? 0) >= 0.5 ? range.upperBound - range.lowerBound : 0
        approach = lagFactor(lag: settings.lag ?? 0, step: step)
        earlierLags = Array(repeating: value, count: max(0, Int(settings.lags ?? 1) - 1))
        deadTime = DelayLine(steps: (settings.deadTime ?? 0) / step, holding: value)
        scale = 1 + (settings.gain ?? 0)
        bias = settings.bias ?? 0
        day = (step / Self.minutesPerDay).squareRoot()
        driftStep = (settings.drift ?? 0) * day
        noise = settings.noise ?? 0
        let bits = Int(settings.bits ?? 0)
        levels = bits > 0 ? Double((UInt64(1) << UInt64(bits)) - 1) : 0
        spikeChance = settings.spikeChance ?? 0
        spikeSize = settings.spikeSize ?? 0
        stuckChance = settings.stuckChance ?? 0
        stuckSteps = max(1, Int(((settings.stuckTime ?? 0) / step).rounded()))
        isTroubled = spikeChance > 0 || stuckChance > 0
        driftSource = SeededGenerator(seed: seed, purpose: purpose + ".drift")
        noiseSource = SeededGenerator(seed: seed, purpose: purpose + ".noise")
        spikeSource = SeededGenerator(seed: seed, purpose: purpose + ".spike")
        stuckSource = SeededGenerator(seed: seed, purpose: purpose + ".stuck")
        faultSource = SeededGenerator(seed: seed, purpose: purpose + ".fault")
    }

    /// Makes it go wrong from the next sample on; nil ends it. False for a fault it cannot have.
    @discardableResult
    package mutating func setFault(_ fault: InstrumentFault?) -> Bool {
        if fault == .silent { return false }
        self.fault = fault
        faultDrift = 0
        isTroubled = spikeChance > 0 || stuckChance > 0 || fault != nil
        return true
    }

    /// Takes in the true value of one step.
    package mutating func sample(_ truth: Double) {
        lagged += approach * (passedEarlierLags(truth) - lagged)
        let arrived = deadTime.isEmpty ? lagged : deadTime.passing(lagged)
        if driftStep > 0 { drift += driftStep * driftSource.nextNormal() }
        var value = scale * arrived + bias + drift
        if noise > 0 { value += noise * noiseSource.nextNormal() }
        if isTroubled {
            guard suffersTrouble(&value, arrived: arrived) else { return }
        }
        show(value)
    }

    private mutating func passedEarlierLags(_ truth: Double) -> Double {
        guard !earlierLags.isEmpty else { return truth }
        var value = truth
        var index = 0
        while index < earlierLags.count {
            earlierLags[index] += approach * (value - earlierLags[index])
            value = earlierLags[index]
            index += 1
        }
        return value
    }

    /// Saturation, quantisation and status.
    private mutating func show(_ wanted: Double) {
        var value = wanted
        if value > low && value < high {
            status = .good
        } else {
            value = clipped(
                value, low - Self.overrange.low * headroom, high + Self.overrange.high * headroom)
            status = .uncertain
        }
        if levels > 0 {
            let span = high - low
            value = ((value - low) / span * levels).rounded() / levels * span + low
        }
        shown = value
    }

    /// Spikes, sticking and faults.
    ///
    /// - Returns: Whether the value goes on through the chain; if not, what is shown has been set.
    private mutating func suffersTrouble(_ value: inout Double, arrived: Double) -> Bool {
        if spikeChance > 0, spikeSource.nextUnit() < spikeChance {
            value += spikeSource.nextUnit() < 0.5 ? -spikeSize : spikeSize
        }
        if stuckLeft > 0 {
            stuckLeft -= 1
        } else if stuckChance > 0, stuckSource.nextUnit() < stuckChance {
            stuckLeft = stuckSteps
        }
        switch fault {
        case .stuck: return false
        case .broken(let failure):
            let span = high - low
            shown =
                failure == .low ? low - Self.broken.low * span : high + Self.broken.high * span
            status = .bad
            return false
        case .spikes(let chance, let size):
            if faultSource.nextUnit() < chance {
                value += faultSource.nextUnit() < 0.5 ? -size : size
            }
        case .bias(let bias): value += bias
        case .gain(let gain): value += gain * arrived
        case .drift(let drift):
            faultDrift += drift * day * faultSource.nextNormal()
            value += faultDrift
        case .noise(let noise): value += noise * faultSource.nextNormal()
        case .silent, nil: break
        }
        // A value that begins to stick is still shown itself.
        return stuckLeft == 0 || stuckLeft == stuckSteps
    }
}

extension Instrument {
    func save(to writer: inout SnapshotWriter) {
        writer.add([shown, lagged, drift, faultDrift])
        writer.add(Int(status.rawValue))
        writer.add(stuckLeft)
        writer.add(fault)
        writer.add(earlierLags)
        deadTime.save(to: &writer)
        writer.add(driftSource)
        writer.add(noiseSource)
        writer.add(spikeSource)
        writer.add(stuckSource)
        writer.add(faultSource)
    }

    mutating func restore(from reader: inout SnapshotReader) {
        shown = reader.number()
        lagged = reader.number()
        drift = reader.number()
        let walked = reader.number()
        status = InstrumentStatus(rawValue: UInt16(reader.count(in: 0...15)))
        stuckLeft = reader.count(in: 0...stuckSteps)
        setFault(reader.instrumentFault())
        faultDrift = walked
        earlierLags = reader.numbers(earlierLags.count)
        deadTime.restore(from: &reader)
        driftSource = reader.generator(driftSource)
        noiseSource = reader.generator(noiseSource)
        spikeSource = reader.generator(spikeSource)
        stuckSource = reader.generator(stuckSource)
        faultSource = reader.generator(faultSource)
    }
}
