import Tags

/// An instrument between the process and a register.
///
/// The chain is: true value → lag → gain and bias → drift → noise → saturation → quantisation →
/// status. Noise is drawn once a step, however often a client asks.
package struct Instrument: Sendable {
    /// What it shows now.
    package private(set) var shown: Double
    /// How far that may be trusted.
    package private(set) var status = InstrumentStatus.good

    private let low: Double
    private let high: Double
    private let approach: Double
    private let scale: Double
    private let bias: Double
    private let driftStep: Double
    private let noise: Double
    private let levels: Double
    private var lagged: Double
    private var drift = 0.0
    private var driftSource: SeededGenerator
    private var noiseSource: SeededGenerator

    private static let minutesPerDay = 1440.0

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
        approach = lagFactor(lag: settings.lag ?? 0, step: step)
        scale = 1 + (settings.gain ?? 0)
        bias = settings.bias ?? 0
        driftStep = (settings.drift ?? 0) * (step / Self.minutesPerDay).squareRoot()
        noise = settings.noise ?? 0
        let bits = Int(settings.bits ?? 0)
        levels = bits > 0 ? Double((UInt64(1) << UInt64(bits)) - 1) : 0
        driftSource = SeededGenerator(seed: seed, purpose: purpose + ".drift")
        noiseSource = SeededGenerator(seed: seed, purpose: purpose + ".noise")
    }

    /// Takes in the true value of one step.
    package mutating func sample(_ truth: Double) {
        lagged += approach * (truth - lagged)
        if driftStep > 0 { drift += driftStep * driftSource.nextNormal() }
        var value = scale * lagged + bias + drift
        if noise > 0 { value += noise * noiseSource.nextNormal() }
        if value > low && value < high {
            status = .good
        } else {
            value = clipped(value, low, high)
            status = .uncertain
        }
        if levels > 0 {
            let span = high - low
            value = ((value - low) / span * levels).rounded() / levels * span + low
        }
        shown = value
    }
}
