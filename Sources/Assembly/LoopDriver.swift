import Control
import Fleet
import Gateway
import Learning
import Profiles
import ServiceLifecycle
import Tags

/// Moves one run along: brings scans to the control loop and its decisions to the gateway.
struct LoopDriver<Regressor: OnlineRegressor> {
    private let configuration: RunConfiguration
    private let parts: RunningParts
    private let observers: [any RunObserver]
    private let director: (any RunDirector)?
    private var loop: ControlLoop<Regressor>?
    private var tally: RunTally
    private var scansToHealth = 0

    init(
        configuration: RunConfiguration, parts: RunningParts, loop: ControlLoop<Regressor>?,
        observers: [any RunObserver], director: (any RunDirector)? = nil
    ) {
        self.configuration = configuration
        self.parts = parts
        self.loop = loop
        self.observers = observers
        self.director = director
        tally = RunTally(
            truth: configuration.truthName.flatMap { _ in
                configuration.profile.quality.map {
                    TruthScore(target: $0.target, tolerance: $0.tolerance)
                }
            },
            scoredFrom: configuration.scoredFrom)
    }

    mutating func drive() async throws -> RunReport {
        try await note(.started(parts.bound, fleet: parts.fleet))
        switch configuration.speed {
        case .lockstep: try await driveInLockstep()
        case .times(let factor): try await driveByTheClock(speed: factor)
        }
        try await note(.health(await parts.gateway.health()))
        let report = await report()
        try await note(.finished(report))
        return report
    }

    private mutating func driveInLockstep() async throws {
        let end = configuration.duration.map { PlantTime.start + $0 }
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let scanDue = await parts.gateway.nextDue()
            let stop = await director?.nextStop()
            guard let due = [scanDue, stop].compactMap({ $0 }).min() else { break }
            if let end, due > end { break }
            await parts.fleet?.advance(to: due)
            for mode in try await director?.arrive(at: due) ?? [] {
                for decision in loop?.change(to: mode) ?? [] {
                    try await note(.decision(decision, at: due))
                }
            }
            if due == scanDue {
                try await noteTruth(at: due)
                for scan in await parts.gateway.advance(to: due) { try await take(scan) }
            }
            try await director?.leave(at: due)
        }
    }

    private mutating func driveByTheClock(speed: Double) async throws {
        await parts.fleet?.runClock(speed: speed)
        let end = configuration.duration.map { PlantTime.start + $0 }
        for await scan in parts.gateway.scans.cancelOnGracefulShutdown() {
            if Task.isCancelled { break }
            if let end, scan.time > end { break }
            try await noteTruth(at: scan.time)
            try await take(scan)
        }
    }

    private mutating func take(_ scan: Scan) async throws {
        try await note(.scan(scan))
        if scansToHealth == 0 {
            scansToHealth = configuration.speed == .lockstep ? 200 : 1
            try await note(.health(await parts.gateway.health()))
        }
        scansToHealth -= 1
        guard scan.layout.group == configuration.profile.forecast?.scanGroup else { return }
        guard let decisions = loop?.advance(with: scan) else { return }
        for decision in decisions {
            try await note(.decision(decision, at: scan.time))
            if case .write(let move) = decision { try await carryOut(move, at: scan.time) }
        }
    }

    private mutating func carryOut(_ move: SetpointMove, at time: PlantTime) async throws {
        let report = await parts.gateway.write(
            Setpoint(tag: move.tag, value: move.to), requester: .controlLoop)
        try await note(.write(report))
        let result = MoveResult(
            move: move, outcome: MoveResult.Outcome(report.outcome), readBack: report.readBack,
            reason: report.reason, at: report.at, settledAt: report.settledAt)
        for decision in loop?.settle(result) ?? [] {
            try await note(.decision(decision, at: time))
        }
    }

    private mutating func noteTruth(at time: PlantTime) async throws {
        guard let name = configuration.truthName, let fleet = parts.fleet,
            let value = await fleet.truth(name)
        else { return }
        try await note(.truth(value, at: time))
    }

    private mutating func note(_ event: RunEvent) async throws {
        tally.take(event)
        for observer in observers { try await observer.note(event) }
    }

    private func report() async -> RunReport {
        var report = RunReport(
            profile: configuration.profile.name, digest: configuration.profile.digest,
            mode: configuration.mode.rawValue, seed: configuration.seed,
            seconds: tally.lastTime.seconds)
        let health = await parts.gateway.health()
        report.polls = health.reduce(0) { $0 + $1.polls }
        report.faults = health.reduce(0) { $0 + $1.faults.total }
        report.missedScans = health.map(\.missedScans).max() ?? 0
        report.scans = tally.scans
        report.outcomes = tally.outcomes
        report.moves = tally.moves
        report.writes = tally.writes
        report.failedWrites = tally.failedWrites
        report.holds = tally.holds
        report.quality = quality
        report.forecast = forecastScore
        for device in configuration.profile.devices where device.isSimulated {
            guard let writes = try? await parts.fleet?.writeLog(of: device.name) else { continue }
            report.limitViolations += LimitAudit.violations(in: writes, tags: device.tags)
        }
        return report
    }

    private var quality: RunReport.Quality? {
        guard let truth = tally.truth, let name = configuration.truthName,
            let error = truth.meanAbsoluteError, let deviation = truth.standardDeviation,
            let share = truth.shareInTolerance
        else { return nil }
        return RunReport.Quality(
            name: name, target: truth.target, tolerance: truth.tolerance,
            scoredFrom: tally.scoredFrom.seconds, meanAbsoluteError: error,
            standardDeviation: deviation, shareInTolerance: share)
    }

    private var forecastScore: RunReport.ForecastScore? {
        guard let score = loop?.forecaster.score, let error = score.meanAbsoluteError,
            let square = score.rootMeanSquareError, let last = score.baselineMeanAbsoluteError
        else { return nil }
        return RunReport.ForecastScore(
            count: score.baselineCount, meanAbsoluteError: error, rootMeanSquareError: square,
            determination: score.determination, lastValueMeanAbsoluteError: last,
            skill: score.skill ?? 0)
    }
}

extension MoveResult.Outcome {
    fileprivate init(_ outcome: WriteOutcome) {
        switch outcome {
        case .applied: self = .applied
        case .clamped: self = .clamped
        case .refused: self = .refused
        case .unknown: self = .unknown
        }
    }
}

extension RunConfiguration {
    /// The truth that scores this run; nil without a simulated plant.
    var truthName: String? { profile.plant == nil ? nil : profile.quality?.truth }

    /// The first hour of a run of two hours or more is start-up and not scored.
    var scoredFrom: PlantTime {
        guard let duration, duration >= .seconds(7200) else { return .start }
        return .start + .seconds(3600)
    }
}
