import Assembly
import Control
import Fleet
import Foundation
import Logging
import Profiles
import Tags
import Testing

/// Keeps what happened in a run, and does something to it at a time of its choice.
actor RunWitness: RunObserver {
    private(set) var decisions: [(time: PlantTime, decision: Decision)] = []
    private(set) var badTags: [(time: PlantTime, tags: Set<String>)] = []
    private(set) var fleet: SimulatedFleet?
    private(set) var setpoints: [Double] = []
    private let intervention: @Sendable (PlantTime, SimulatedFleet) async throws -> Void

    init(
        intervention: @escaping @Sendable (PlantTime, SimulatedFleet) async throws -> Void = {
            _, _ in
        }
    ) {
        self.intervention = intervention
    }

    func note(_ event: RunEvent) async throws {
        switch event {
        case .started(_, let fleet): self.fleet = fleet
        case .scan(let scan):
            let bad = zip(scan.layout.tags, scan.samples).filter { !$0.1.status.isGood }
            badTags.append((scan.time, Set(bad.map(\.0.text))))
            if let setpoint = scan["steam.P100.setpoint"] { setpoints.append(setpoint.value) }
            if let fleet { try await intervention(scan.time, fleet) }
        case .decision(let decision, let time):
            decisions.append((time, decision))
        case .write, .health, .truth, .finished:
            break
        }
    }

    /// Holds that began after a time, with their reasons.
    func holds(after start: PlantTime) -> [(time: PlantTime, reason: String)] {
        decisions.compactMap { time, decision in
            guard time > start, case .hold(let reason) = decision else { return nil }
            return (time, reason.description)
        }
    }

    /// When moves were allowed again.
    func releases(after start: PlantTime) -> [PlantTime] {
        decisions.compactMap { time, decision in
            guard time > start, case .release = decision else { return nil }
            return time
        }
    }
}

/// Reads a profile that ships with the project.
func shippedProfile(_ name: String) throws -> Profile {
    let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let result = ProfileReader.read(root.appendingPathComponent("profiles/\(name).yaml").path)
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
    return try #require(result.profile)
}

/// Runs a profile in lockstep and returns its report.
func runInLockstep(
    _ profile: Profile, mode: ControlMode, duration: Duration, seed: UInt64 = 1,
    observers: [any RunObserver] = []
) async throws -> RunReport {
    let configuration = RunConfiguration(
        profile: profile, mode: mode, speed: .lockstep, duration: duration, seed: seed,
        journalPath: nil)
    return try await PlantRun(
        configuration, observers: observers, logger: Logger(label: "test")
    ).run()
}
