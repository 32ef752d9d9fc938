import Fleet
import Foundation
import Logging
import ModbusWire
import Profiles
import Tags

/// Runs the external process of a scenario beside its fleet.
struct ScenarioProcessRun: Sendable {
    private let process: ScenarioProcess
    private let scenario: Scenario
    private let conductor: ScenarioConductor
    private let logger: Logger

    /// What came of it.
    struct Ending: Sendable {
        var verdicts: [ScenarioVerdict]
        /// The last lines the process printed.
        var output: [String]
    }

    /// Time between two looks at the process, of the machine's clock.
    private static let beat = Duration.milliseconds(5)
    /// Lines shown of a process that failed.
    private static let shownLines = 20

    init(
        _ process: ScenarioProcess, scenario: Scenario, conductor: ScenarioConductor,
        logger: Logger
    ) {
        self.process = process
        self.scenario = scenario
        self.conductor = conductor
        self.logger = logger
    }

    func run(on fleet: SimulatedFleet) async throws -> Ending {
        await conductor.take(fleet)
        let bound = try await fleet.start()
        let conductor = conductor
        return try await withControlAPI(
            of: fleet, profile: scenario.profile,
            advance: { try await conductor.advance(to: $0) }, logger: logger
        ) { place in
            try await conductor.advance(to: .start)
            let child = try ChildProcess(
                process.command, environment: environment(bound, place),
                folder: scenario.folder)
            var watch = Watch(process)
            do {
                try await attend(child, &watch)
                // What the plant still has to live, it lives alone.
                try await conductor.advance(to: .start + scenario.duration)
            } catch {
                await child.end()
                throw error
            }
            await child.end()
            var verdicts = await conductor.verdicts()
            verdicts.append(watch.verdict)
            return Ending(verdicts: verdicts, output: watch.lastLines)
        }
    }

    /// Moves plant time along and watches the process until what is waited for has come.
    private func attend(_ child: ChildProcess, _ watch: inout Watch) async throws {
        let clock = ContinuousClock()
        let started = clock.now
        let end = PlantTime.start + scenario.duration
        var running: ContinuousClock.Instant?
        while true {
            // Asked in this order, nothing it printed before its end is missed.
            let ending = child.ending
            let isClosed = child.isClosed
            for line in child.takeLines() {
                await conductor.take(line: line)
                watch.take(line)
            }
            let now = clock.now
            if let ending, isClosed || watch.waitsForRest(since: now) { watch.ended(ending) }
            if watch.isReady, running == nil { running = now }
            if case .factor(let factor) = process.speed, let running {
                let passed = Double((now - running).nanoseconds) * factor
                let target = PlantTime(nanoseconds: Int64(min(passed, 4e18)))
                try await conductor.advance(to: min(target, end))
            }
            if await conductor.time >= end { watch.reachedEnd() }
            if watch.isOver { return }
            if now - started >= process.timeout {
                watch.timedOut(process.timeout)
                return
            }
            try await Task.sleep(for: Self.beat)
        }
    }

    private func environment(
        _ bound: [BoundDevice], _ place: ControlAddress
    ) -> [String: String] {
        var variables: [String: String] = [
            "TRIMTAB_PROFILE": scenario.profile.name, "TRIMTAB_SEED": "\(scenario.seed)",
            "TRIMTAB_CONTROL_URL": place.url, "TRIMTAB_CONTROL_TOKEN": place.token,
        ]
        for device in bound {
            let name = device.name.uppercased().replacing("-", with: "_")
            variables["TRIMTAB_\(name)_HOST"] = device.host
            variables["TRIMTAB_\(name)_PORT"] = "\(device.port)"
            variables["TRIMTAB_\(name)_UNIT"] = "\(device.unit.rawValue)"
        }
        return variables.merging(process.environment) { $1 }
    }
}

extension ScenarioProcessRun {
    /// What is known of the process so far, and whether that is enough.
    private struct Watch {
        let process: ScenarioProcess
        private(set) var isReady: Bool
        private(set) var isOver = false
        private(set) var lastLines: [String] = []
        private var found: (isMet: Bool, text: String)?
        private var endedAt: ContinuousClock.Instant?

        init(_ process: ScenarioProcess) {
            self.process = process
            isReady = process.ready == nil
        }

        mutating func take(_ line: String) {
            if lastLines.count == ScenarioProcessRun.shownLines { lastLines.removeFirst() }
            lastLines.append(line)
            if let ready = process.ready, line.contains(ready) { isReady = true }
            if case .line(let text) = process.waitFor, line.contains(text) {
                finish(true, "it did")
            }
        }

        /// Whether a process that has ended may still have lines in its pipe; half a second is
        /// given to them.
        mutating func waitsForRest(since now: ContinuousClock.Instant) -> Bool {
            let first = endedAt ?? now
            endedAt = first
            return now - first >= .milliseconds(500)
        }

        mutating func ended(_ ending: ChildProcess.Ending) {
            guard process.waitFor == .exit else {
                finish(false, "it ended first, with \(ending)")
                return
            }
            finish(ending == .exited(process.exitCode), "\(ending)")
        }

        mutating func reachedEnd() {
            if process.waitFor == .duration { finish(true, "it did") }
        }

        mutating func timedOut(_ timeout: Duration) {
            let wait = isReady ? "" : ", and never printed '\(process.ready ?? "")'"
            finish(false, "nothing came within \(DurationText.text(timeout))\(wait)")
        }

        private mutating func finish(_ isMet: Bool, _ text: String) {
            if found == nil { found = (isMet, text) }
            isOver = true
        }

        var verdict: ScenarioVerdict {
            let command = process.command.joined(separator: " ")
            let name =
                switch process.waitFor {
                case .exit: "'\(command)' ends with exit code \(process.exitCode)"
                case .line(let text): "'\(command)' prints '\(text)'"
                case .duration: "'\(command)' goes on to the end"
                }
            return ScenarioVerdict(
                name: name, line: 0, isMet: found?.isMet ?? false, found: found?.text ?? "")
        }
    }
}
