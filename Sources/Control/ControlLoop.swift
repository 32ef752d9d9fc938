package import Features
package import Learning
package import Tags

/// From scans to decisions: learns the quality, forecasts it, and says how the setpoint should move.
///
/// A value that reads no clock and touches no socket; whoever owns it carries its decisions out and
/// reports what became of each write with ``settle(_:)``. Any doubt about an input holds it.
package struct ControlLoop<Regressor: OnlineRegressor>: Sendable {
    /// Everything a loop is told.
    package struct Configuration: Sendable {
        /// The quality to hold.
        package var target: QualityTarget
        /// The setpoint's limits.
        package var limits: SetpointLimits
        /// What a decision rests on, and the setpoint.
        package var supervision: InputSupervisor.Configuration
        /// How far to move.
        package var law: MoveLaw.Settings
        /// What is known of the gain.
        package var gain: GainEstimator.Settings
        /// Outcomes to learn before the first move (W15).
        package var minimumOutcomes: Int
        /// How old the sample of the latest learned result may be.
        package var maximumResultAge: Duration

        package init(
            target: QualityTarget, limits: SetpointLimits,
            supervision: InputSupervisor.Configuration, law: MoveLaw.Settings,
            gain: GainEstimator.Settings, minimumOutcomes: Int, maximumResultAge: Duration
        ) {
            self.target = target
            self.limits = limits
            self.supervision = supervision
            self.law = law
            self.gain = gain
            self.minimumOutcomes = minimumOutcomes
            self.maximumResultAge = maximumResultAge
        }
    }

    /// Who moves the setpoint.
    package private(set) var mode: ControlMode
    /// What it has learned of the quality.
    package private(set) var forecaster: Forecaster<Regressor>
    /// What it has learned of the setpoint's effect.
    package private(set) var gain: GainEstimator
    /// Why nothing moves; nil if moves are allowed.
    package private(set) var hold: HoldReason?

    private let configuration: Configuration
    private var builder: FeatureBuilder
    private var reader: QualityReader
    private var supervisor: InputSupervisor
    private var law: MoveLaw
    private var limiter: MoveLimiter
    private var pending: SetpointMove?
    private var failure: HoldReason?
    private var refusalsInARow = 0

    /// Refusals in a row after which the loop still tries again; one more, and a person must look.
    package static var toleratedRefusals: Int { 2 }

    /// Makes a loop that has seen nothing yet.
    package init(
        _ configuration: Configuration, mode: ControlMode, builder: FeatureBuilder,
        forecaster: Forecaster<Regressor>
    ) {
        self.configuration = configuration
        self.mode = mode
        self.builder = builder
        self.forecaster = forecaster
        reader = QualityReader(target: configuration.target)
        supervisor = InputSupervisor(configuration.supervision)
        var settings = configuration.law
        settings.interval = max(settings.interval, configuration.limits.minimumInterval)
        law = MoveLaw(settings)
        limiter = MoveLimiter(
            configuration.limits, of: configuration.supervision.setpoint,
            smallest: settings.minimumMove, resolution: configuration.supervision.setpointResolution
        )
        gain = GainEstimator(configuration.gain)
    }

    /// Scans without a feature vector so far, by reason.
    package var withheldCounts: [WithheldReason.Kind: Int] { builder.withheldCounts }

    /// Takes in one scan and says what to do about it.
    package mutating func advance(with scan: Scan) -> [Decision] {
        var decisions: [Decision] = []
        if let sample = scan[configuration.supervision.setpoint], sample.status.isGood {
            gain.observe(setpoint: sample.value, at: scan.time)
        }
        if let outcome = reader.take(scan) {
            let report = forecaster.learn(outcome)
            if report.result == .learned {
                gain.learn(outcome.value, sampledAt: outcome.sampledAt)
            }
            decisions.append(.learned(report))
        }
        var forecast: Forecast?
        var missing: String?
        switch builder.take(scan) {
        case .vector(let vector):
            decisions.append(.observed(vector))
            forecast = forecaster.forecast(from: vector)
            if let forecast { decisions.append(.forecast(forecast)) }
        case .withheld(let reasons):
            decisions.append(.withheld(reasons))
            missing = reasons.map(\.description).joined(separator: "; ")
        }
        return decisions + decideMove(scan, forecast: forecast, missing: missing)
    }

    /// Takes in what became of the move that was to be written; of any other, nothing.
    package mutating func settle(_ result: MoveResult) -> [Decision] {
        guard result.move == pending else { return [] }
        pending = nil
        law.noteWrite(at: result.at)
        limiter.noteWrite(at: result.at)
        let both = [result.move.from, result.move.to]
        if result.outcome == .applied {
            refusalsInARow = 0
            supervisor.expectSetpoint(
                among: [result.readBack ?? result.move.to], passing: both,
                until: result.settledAt)
            return []
        }
        supervisor.expectSetpoint(among: both, passing: both, until: result.settledAt)
        // The register may hold the value before or the value wanted: any third is a foreign write.
        supervisor.settleAgain()
        if result.outcome == .refused { refusalsInARow += 1 }
        let reason = HoldReason.writeNotApplied(
            result.move.tag, "\(result.outcome.rawValue), \(result.reason)")
        failure = reason
        let needsPerson =
            result.outcome == .clamped || refusalsInARow > Self.toleratedRefusals
        return held(reason) + (needsPerson ? change(to: .manual) : [])
    }

    /// Changes the mode, as an operator asks or because nothing else is safe.
    ///
    /// Any change starts from the setpoint as it stands, after three good scans. A write under way
    /// stays under way.
    package mutating func change(to mode: ControlMode) -> [Decision] {
        guard mode != self.mode else { return [] }
        self.mode = mode
        law.startOver()
        supervisor.startOver()
        if mode != .manual {
            failure = nil
            refusalsInARow = 0
        }
        return [.mode(mode)]
    }

    private mutating func decideMove(_ scan: Scan, forecast: Forecast?, missing: String?)
        -> [Decision]
    {
        if let pending { supervisor.expectSetpoint(among: [pending.from, pending.to]) }
        let verdict = supervisor.judge(scan, ownsSetpoint: mode == .automatic)
        guard mode != .manual else { return [] }
        let setpoint: Double
        switch verdict {
        case .hold(.settling(let scans, let needed)):
            return held(failure ?? .settling(scans: scans, needed: needed))
        case .hold(let reason):
            guard case .foreignWrite = reason else { return held(reason) }
            return held(reason) + change(to: .manual)
        case .clear(let found):
            setpoint = found
        }
        failure = nil
        guard pending == nil else { return held(.writePending(configuration.supervision.setpoint)) }
        if let missing { return held(.features(missing)) }
        if let reason = doubt(about: forecast, at: scan.time)
            ?? limiter.obstacle(at: scan.time, setpoint: setpoint)
        {
            return held(reason)
        }
        guard let forecast else { return [] }
        return released() + move(from: setpoint, forecast: forecast, at: scan.time)
    }

    private func doubt(about forecast: Forecast?, at time: PlantTime) -> HoldReason? {
        let outcomes = forecaster.regressor.outcomeCount
        let needed = max(configuration.minimumOutcomes, forecaster.minimumOutcomes)
        guard outcomes >= needed else { return .learning(outcomes: outcomes, needed: needed) }
        guard let forecast, forecast.value.isFinite else {
            return .forecast("the forecast is not finite")
        }
        guard forecast.deviation.isFinite else {
            return .forecast("fewer than three forecasts have met their outcomes")
        }
        guard forecast.knowledgeDeviation.isFinite || configuration.law.confidence == 0 else {
            return .forecast("the forecast does not know how sure it is")
        }
        guard let last = forecaster.lastOutcome,
            time - last.sampledAt <= configuration.maximumResultAge
        else { return .input(configuration.target.tag, .uncertain(.stale)) }
        return nil
    }

    private mutating func move(from setpoint: Double, forecast: Forecast, at time: PlantTime)
        -> [Decision]
    {
        let error = configuration.target.value - forecast.value
        let gain = gain.value
        // The law counts a decision as made even if the limits then leave nothing of it.
        guard
            let change = law.move(
                error: error, deviation: forecast.knowledgeDeviation, gain: gain, at: time),
            let next = limiter.target(from: setpoint, by: change, at: time)
        else { return [] }
        let move = SetpointMove(
            tag: configuration.supervision.setpoint, from: setpoint, to: next,
            forecast: forecast.value, error: error, gain: gain, decidedAt: time)
        guard mode == .automatic else { return [.advise(move)] }
        pending = move
        limiter.note(move)
        supervisor.expectSetpoint(among: [move.from, move.to])
        return [.write(move)]
    }

    /// Holds, and says so unless it has been said; the law starts over.
    private mutating func held(_ reason: HoldReason) -> [Decision] {
        law.startOver()
        defer { hold = reason }
        return hold?.kind == reason.kind ? [] : [.hold(reason)]
    }

    private mutating func released() -> [Decision] {
        guard hold != nil else { return [] }
        hold = nil
        return [.release]
    }
}
