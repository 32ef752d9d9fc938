/// The parts of a plant as ``RigCore`` runs them: what the blueprint says, with names replaced by
/// places in flat memory.

/// An instrument, what it measures and where it shows.
struct InstrumentPlace {
    var instrument: Instrument
    let truth: UnsafePointer<Double>
    let reading: Int
    let status: Int
}

/// An analyser, what it measures and where its group of four signals starts.
struct AnalyserPlace {
    var analyser: Analyser
    let truth: UnsafePointer<Double>
    let group: Int
}

/// A setpoint between a client and what follows it.
struct SetpointPlace {
    /// What clients asked for.
    var requested: Double
    /// What the plant took.
    var accepted: Double
    var ramp: SetpointRamp
    let low: Double
    let high: Double
    let shown: Int
    let held: Int
    /// Where the held value is taken from instead of the ramp; negative for the ramp.
    let position: Int
}

/// A loop, what it reads and what it gives.
struct LoopPlace {
    var loop: PILoop
    var output: Double
    var stepsToScan: Int
    let reading: UnsafePointer<Double>
    let setpoint: Int
    let scanSteps: Int
    let duration: Double
}

/// An actuator, what it follows and what it sets.
struct ActuatorPlace {
    var actuator: Actuator
    /// A value from an interlock that it follows instead of its drive.
    var isDriven = false
    var drivenTo = 0.0
    /// The reading of a ratio behind its lag.
    var lagged: Double
    let drive: Drive
    let number: Int
    let reading: UnsafePointer<Double>
    let approach: Double
    let input: Int
    /// The disturbance that adds to the same input; negative for none.
    let disturbance: Int
    let low: Double
    let high: Double
    let position: Int

    enum Drive { case setpoint, loop, ratio, fixed }
}

/// A disturbance and its signals.
struct DisturbancePlace {
    var value: Double
    var isHeld = false
    var heldAt = 0.0
    let mean: Double
    let isRelative: Bool
    let low: Double
    let high: Double
    let firstSignal: Int
    let endOfSignals: Int
    let input: Int
    /// Whether an actuator puts the sum into the input.
    let isAdded: Bool
}

/// An interlock, its conditions and effects.
struct InterlockPlace {
    var isActive = false
    var clearSteps = 0
    let firstCondition: Int
    let endOfConditions: Int
    let firstEffect: Int
    let endOfEffects: Int
    let resetSteps: Int
}

/// A reading and for how many steps it has been out of its normal range.
struct ConditionPlace {
    var stepsOutside = 0
    let reading: UnsafePointer<Double>
    let low: Double
    let high: Double
    let delaySteps: Int
}

/// What one interlock does to one place.
struct EffectPlace {
    var isActive = false
    let kind: Kind
    let number: Int
    let value: Double

    enum Kind { case forbidMoves, drive, force }
}

extension DisturbancePlace {
    /// Draws the value for the coming step. A held disturbance draws too, so that it goes on
    /// afterwards as if it had never been held.
    mutating func takeNext(from signals: UnsafeMutableBufferPointer<FreeSignal>, scale: Double) {
        var sum = isRelative ? 1 : mean
        var index = firstSignal
        while index < endOfSignals {
            sum += scale * signals[index].next()
            index += 1
        }
        value = isHeld ? heldAt : isRelative ? mean * sum : sum
    }

    /// What the input is if nothing else sets it.
    var inputValue: Double { clipped(value, low, high) }
}

extension ConditionPlace {
    /// Counts one step, and says whether the reading has been outside for long enough.
    mutating func strikes() -> Bool {
        let value = reading.pointee
        stepsOutside = value >= low && value <= high ? 0 : stepsOutside + 1
        return stepsOutside > delaySteps
    }
}
