package import Tags

/// How far the setpoint should go from where it stands, given the forecast's error.
///
/// A proportional-integral law in velocity form, Δu = (Kp / gain) (e − e′ + ∫e dt / Ti), with e′ the
/// error at the last decision and the integral taken since then. Each move starts from the value
/// that is really in the register, and every decision starts e′ and the integral afresh, whatever
/// limits leave of it: nothing winds up, and taking over makes no bump (Åström and Hägglund,
/// *Advanced PID Control*, 2006, §3.5). The part of an error that the forecast cannot tell from 0
/// is taken off before anything else.
package struct MoveLaw: Sendable {
    /// The tuning of one loop.
    package struct Settings: Hashable, Sendable {
        /// Kp: part of a new error that one move meets at once, above 0. No unit.
        package var response: Double
        /// Ti: time in which a standing error is met once more by as much.
        package var integralTime: Duration
        /// Half the width of the band of errors that count as none, in quality's unit.
        package var deadBand: Double
        /// How many standard deviations of what the forecast knows are added to that band. With 0
        /// the forecast need not know them.
        package var confidence: Double
        /// Smallest move worth a write, in the setpoint's unit.
        package var minimumMove: Double
        /// Least time between two moves.
        package var interval: Duration

        package init(
            response: Double, integralTime: Duration, deadBand: Double, confidence: Double,
            minimumMove: Double, interval: Duration
        ) {
            precondition(response > 0 && integralTime > .zero && deadBand >= 0)
            precondition(confidence >= 0 && minimumMove >= 0 && interval >= .zero)
            self.response = response
            self.integralTime = integralTime
            self.deadBand = deadBand
            self.confidence = confidence
            self.minimumMove = minimumMove
            self.interval = interval
        }
    }

    private let settings: Settings
    private var errorAtLastMove: Double?
    private var integral = 0.0
    private var lastTime: PlantTime?
    private var lastMoveAt: PlantTime?

    package init(_ settings: Settings) { self.settings = settings }

    /// Forgets the past, so that the next error is met from where the setpoint then stands.
    ///
    /// The time of the last move is kept: the interval holds through every interruption.
    package mutating func startOver() {
        errorAtLastMove = nil
        integral = 0
        lastTime = nil
    }

    /// Notes that the last move was written at `time`, later than it was decided: the interval runs
    /// from there.
    package mutating func noteWrite(at time: PlantTime) {
        lastMoveAt = lastMoveAt.map { max($0, time) } ?? time
    }

    /// Takes in the error of one scan.
    ///
    /// - Parameters:
    ///   - error: Target less forecast, in quality's unit.
    ///   - deviation: One standard deviation of what the forecast knows, in quality's unit.
    ///   - gain: Quality per unit of setpoint, not 0.
    ///   - time: The scan's time, later than at the call before.
    /// - Returns: The change of setpoint that is due now; nil if none is.
    package mutating func move(error: Double, deviation: Double, gain: Double, at time: PlantTime)
        -> Double?
    {
        let doubt = settings.confidence > 0 ? settings.confidence * deviation : 0
        let excess = error.beyond(settings.deadBand + doubt)
        guard excess.isFinite, gain.isFinite, gain != 0 else {
            startOver()
            return nil
        }
        if let lastTime { integral += excess * max((time - lastTime).inSeconds, 0) }
        lastTime = time
        guard let before = errorAtLastMove else {
            errorAtLastMove = excess
            return nil
        }
        if let lastMoveAt, time - lastMoveAt < settings.interval { return nil }
        let wanted = excess - before + integral / settings.integralTime.inSeconds
        let change = settings.response / gain * wanted
        guard abs(change) >= settings.minimumMove, change != 0 else { return nil }
        errorAtLastMove = excess
        integral = 0
        lastMoveAt = time
        return change
    }
}

extension Double {
    /// What of the value lies outside ±`band`; NaN if either is no finite number.
    fileprivate func beyond(_ band: Double) -> Double {
        guard isFinite, band.isFinite else { return .nan }
        return self > band ? self - band : self < -band ? self + band : 0
    }
}
