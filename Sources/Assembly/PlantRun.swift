import Control
import Features
import Fleet
import Foundation
import Gateway
import Learning
package import Logging
import Profiles
import ServiceLifecycle
import Tags

/// One run of one profile, from the first socket opened to the last one closed.
///
/// Simulated devices are started in process and polled over loopback like real ones. What the
/// control loop decides is carried out here; nothing is decided here.
package struct PlantRun: Sendable {
    private let configuration: RunConfiguration
    private let observers: [any RunObserver]
    private let director: (any RunDirector)?
    private let logger: Logger

    /// Takes what the run is told; opens nothing.
    ///
    /// - Throws: ``RunError`` if the configuration asks for what the profile cannot do.
    package init(
        _ configuration: RunConfiguration, observers: [any RunObserver], logger: Logger
    ) throws(RunError) {
        try self.init(configuration, observers: observers, director: nil, logger: logger)
    }

    /// The same with somebody who stops a run in lockstep and acts on its fleet.
    init(
        _ configuration: RunConfiguration, observers: [any RunObserver],
        director: (any RunDirector)?, logger: Logger
    ) throws(RunError) {
        if configuration.speed == .lockstep {
            for device in configuration.profile.devices where !device.isSimulated {
                throw .realDeviceInLockstep(device.name)
            }
        }
        if configuration.mode != .manual {
            _ = try LoopSections(of: configuration.profile, for: configuration.mode)
        }
        self.configuration = configuration
        self.observers = observers
        self.director = director
        self.logger = logger
    }

    /// Runs until the duration is over, the task is cancelled, or a graceful shutdown begins.
    package func run() async throws -> RunReport {
        guard configuration.profile.control != nil,
            let sections = try? LoopSections(of: configuration.profile, for: configuration.mode)
        else {
            return try await run(loop: ControlLoop<RecursiveLeastSquares>?.none)
        }
        switch sections.forecast.regressor {
        case .recursiveLeastSquares(let forgetting, let prior, let walk):
            return try await run(
                loop: sections.loop(
                    regressor: {
                        RecursiveLeastSquares(
                            featureCount: $0, forgetting: forgetting, prior: prior,
                            interceptWalk: walk)
                    }, mode: configuration.mode))
        case .normalizedGradient(let rate):
            return try await run(
                loop: sections.loop(
                    regressor: { NormalizedGradient(featureCount: $0, rate: rate) },
                    mode: configuration.mode))
        }
    }

    private func run<Regressor: OnlineRegressor>(loop: ControlLoop<Regressor>?) async throws
        -> RunReport
    {
        let parts = try await RunningParts(configuration, logger: logger)
        var driver = LoopDriver(
            configuration: configuration, parts: parts, loop: loop, observers: observers,
            director: director)
        do {
            let report = try await driver.drive()
            await parts.stop()
            return report
        } catch {
            await parts.stop()
            throw error
        }
    }
}

/// The fleet and the gateway of one run.
struct RunningParts {
    /// The simulated devices; nil if all are real.
    let fleet: SimulatedFleet?
    let gateway: DeviceGateway
    /// Where the simulated devices listen.
    let bound: [BoundDevice]
    private let lock: WriterLock?

    /// Starts everything; `isScanning` is false to make scans only when asked.
    init(_ configuration: RunConfiguration, isScanning: Bool = true, logger: Logger) async throws {
        let profile = configuration.profile
        let lock = try configuration.journalPath.map { try WriterLock(beside: $0) }
        let fleet = try SimulatedFleet(
            simulating: profile, seed: configuration.seed, logger: logger)
        do {
            bound = try await fleet?.start() ?? []
            gateway = try DeviceGateway(
                devices: profile.devices.located(by: bound), scanGroups: profile.scanGroups,
                settings: configuration.gatewaySettings,
                journal: try configuration.journal(), logger: logger)
            try await gateway.start(scanning: isScanning)
        } catch {
            await fleet?.stop()
            throw error
        }
        self.fleet = fleet
        self.lock = lock
    }

    func stop() async {
        await gateway.stop()
        await fleet?.stop()
    }
}

extension RunConfiguration {
    /// How the gateway keeps time; writes to real devices are dated by the calendar.
    fileprivate var gatewaySettings: GatewaySettings {
        switch speed {
        case .lockstep:
            var settings = GatewaySettings(seed: seed, clock: .lockstep)
            settings.traffic = traffic
            return settings
        case .times(let factor):
            var settings = GatewaySettings(seed: seed, clock: .running(speed: factor))
            settings.traffic = traffic
            if journalPath != nil {
                settings.epoch = .seconds(Date().timeIntervalSince1970)
            }
            return settings
        }
    }

    /// Where writes are recorded.
    fileprivate func journal() throws -> any WriteJournal {
        guard let journalPath else { return MemoryWriteJournal() }
        return try FileWriteJournal(path: journalPath)
    }
}
