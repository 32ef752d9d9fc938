/// What came of one run of a scenario.
package struct ScenarioOutcome: Sendable {
    /// The scenario's name.
    package var scenario: String
    /// Its file.
    package var path: String
    /// Seed of everything random.
    package var seed: UInt64
    /// Plant time that was run, in seconds.
    package var plantSeconds: Double
    /// Time it took on the machine's clock, in seconds.
    package var machineSeconds: Double
    /// What came of each expectation; empty if it could not be run.
    package var verdicts: [ScenarioVerdict]
    /// Why it could not be run to its end, in words; nil if it was.
    package var failure: String?
    /// What the external process printed last.
    package var output: [String]
    /// The faults and how often each struck, a line each.
    package var faults: [String]

    package init(
        scenario: String, path: String, seed: UInt64, plantSeconds: Double = 0,
        machineSeconds: Double = 0, verdicts: [ScenarioVerdict] = [], failure: String? = nil,
        output: [String] = [], faults: [String] = []
    ) {
        self.scenario = scenario
        self.path = path
        self.seed = seed
        self.plantSeconds = plantSeconds
        self.machineSeconds = machineSeconds
        self.verdicts = verdicts
        self.failure = failure
        self.output = output
        self.faults = faults
    }

    /// Whether everything came as expected.
    package var isMet: Bool { failure == nil && verdicts.allSatisfy(\.isMet) }
}
