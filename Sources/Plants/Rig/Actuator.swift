import Glibc

/// A valve, pump or drive: follows its demand as far as its mechanics let it.
///
/// The chain is: demand → limits → dead band or stiction → first-order lag within a rate → stuck,
/// open or closed → gain loss.
package struct Actuator: Sendable {
    /// Where its stem stands.
    package private(set) var position: Double
    private let low: Double
    private let high: Double
    private let approach: Double
    private let largestStep: Double
    private let gain: Double
    private var friction: StemFriction
    private let ownFriction: StemFriction.Kind
    private var faultGain = 1.0
    private var fault: ActuatorFault?

    /// An actuator at rest.
    ///
    /// - Parameters:
    ///   - position: Where it stands at first.
    ///   - lag: Time constant in minutes, 0 or more.
    ///   - rate: Largest change a minute, in units of the position.
    ///   - limits: Its travel, 0…100 %; finite if it has a dead band, stiction or a fault.
    ///   - settings: What differs from that lag and rate, and how it sticks.
    ///   - step: Minutes between two calls of ``move(toward:)``.
    package init(
        position: Double, lag: Double, rate: Double,
        limits: ClosedRange<Double> = -Double.infinity...Double.infinity,
        settings: ActuatorSettings = ActuatorSettings(), step: Double
    ) {
        self.position = position
        low = limits.lowerBound
        high = limits.upperBound
        approach = lagFactor(lag: settings.lag ?? lag, step: step)
        largestStep = (settings.rate ?? rate) * step
        gain = settings.gain ?? 1
        ownFriction = StemFriction.Kind(settings)
        friction = StemFriction(ownFriction, at: 0)
        friction = StemFriction(ownFriction, at: percent(position))
    }

    /// What the plant feels: the position, or part of it where gain is lost.
    package var output: Double {
        let gain = gain * faultGain
        return gain == 1 ? position : low + gain * (position - low)
    }

    /// Moves for one step.
    package mutating func move(toward target: Double) {
        var demand = clipped(target, low, high)
        if friction.kind != .none {
            demand = low + (high - low) / 100 * friction.position(for: percent(demand))
        }
        switch fault {
        case .stuck: break
        case .open: position = high
        case .closed: position = low
        default:
            position += clipped(approach * (demand - position), -largestStep, largestStep)
        }
    }

    /// Makes it go wrong from the next step on; nil ends it.
    package mutating func setFault(_ fault: ActuatorFault?) {
        self.fault = fault
        faultGain = 1
        var kind = ownFriction
        switch fault {
        case .gain(let gain): faultGain = gain
        case .stiction(let band, let jump): kind = .stiction(stickBand: band, slipJump: jump)
        case .deadBand(let band): kind = .deadBand(band)
        case .stuck, .open, .closed, nil: break
        }
        if kind != friction.kind { friction = StemFriction(kind, at: percent(position)) }
    }

    private func percent(_ value: Double) -> Double {
        (value - low) / (high - low) * 100
    }

    func save(to writer: inout SnapshotWriter) {
        writer.add(position)
        writer.add(fault)
        friction.save(to: &writer)
    }

    mutating func restore(from reader: inout SnapshotReader) {
        position = reader.number()
        setFault(reader.actuatorFault())
        friction.restore(from: &reader)
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
