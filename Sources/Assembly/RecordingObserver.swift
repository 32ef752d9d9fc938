package import Historian
import Profiles

/// Writes everything that happens in a run to a record.
package struct RecordingObserver: RunObserver {
    private let recorder: HistoryRecorder
    private let configuration: RunConfiguration

    package init(recorder: HistoryRecorder, configuration: RunConfiguration) {
        self.recorder = recorder
        self.configuration = configuration
    }

    package func note(_ event: RunEvent) async throws {
        switch event {
        case .started:
            try await recorder.append(
                .run(
                    profile: configuration.profile.name, digest: configuration.profile.digest,
                    mode: configuration.mode, seed: configuration.seed))
        case .scan(let scan):
            try await recorder.append(.scan(scan))
        case .decision(let decision, let time):
            try await recorder.append(.decision(decision, at: time))
        case .write(let report):
            try await recorder.append(.write(report))
        case .finished:
            try await recorder.finish()
        case .health, .truth:
            break
        }
    }
}
