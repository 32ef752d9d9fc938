import Control
import Fleet
package import Logging
package import Profiles
import Tags

/// One run of one scenario: the fleet is started, the timeline played, and all of it judged.
package struct ScenarioRun: Sendable {
    private let scenario: Scenario
    private let logger: Logger

    /// Takes a scenario; its seed is the run's. Opens nothing.
    package init(_ scenario: Scenario, logger: Logger) {
        self.scenario = scenario
        self.logger = logger
    }

    /// Runs the scenario to its end. What keeps it from that is told in the outcome.
    package func run() async -> ScenarioOutcome {
        let conductor = ScenarioConductor(scenario)
        let clock = ContinuousClock()
        let start = clock.now
        var outcome = ScenarioOutcome(
            scenario: scenario.name, path: scenario.path, seed: scenario.seed)
        do {
            switch scenario.system {
            case .gateway(let mode):
                try await runGateway(conductor, mode: mode)
                outcome.verdicts = await conductor.verdicts()
            case .none:
                outcome.verdicts = try await withFleet { fleet in
                    await conductor.take(fleet)
                    try await conductor.advance(to: .start + scenario.duration)
                    return await conductor.verdicts()
                }
            case .process(let process):
                let run = ScenarioProcessRun(
                    process, scenario: scenario, conductor: conductor, logger: logger)
                let ending = try await withFleet { try await run.run(on: $0) }
                outcome.verdicts = ending.verdicts
                outcome.output = ending.output
            }
        } catch {
            outcome.failure = "at \(ScenarioText.clock(await conductor.time)): \(error)"
        }
        outcome.faults = await conductor.faults
        outcome.plantSeconds = await conductor.time.seconds
        outcome.machineSeconds = (clock.now - start) / .seconds(1)
        return outcome
    }

    private func runGateway(_ conductor: ScenarioConductor, mode: ScenarioMode) async throws {
        let configuration = RunConfiguration(
            profile: scenario.profile, mode: ControlMode(rawValue: mode.rawValue) ?? .manual,
            speed: .lockstep, duration: scenario.duration, seed: scenario.seed, journalPath: nil)
        let run = try PlantRun(
            configuration, observers: [conductor], director: conductor, logger: logger)
        _ = try await run.run()
    }

    /// Starts the simulated devices, and stops them however it ends.
    private func withFleet<Result: Sendable>(
        _ work: (SimulatedFleet) async throws -> Result
    ) async throws -> Result {
        guard
            let fleet = try SimulatedFleet(
                simulating: scenario.profile, seed: scenario.seed, logger: logger)
        else { throw RunError.other("the profile has no simulated device.") }
        do {
            let result = try await work(fleet)
            await fleet.stop()
            return result
        } catch {
            await fleet.stop()
            throw error
        }
    }
}
