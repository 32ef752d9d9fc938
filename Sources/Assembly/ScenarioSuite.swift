package import Logging
package import Profiles

/// Scenarios, each with as many seeds as asked for, a few at a time.
package struct ScenarioSuite: Sendable {
    /// The runs, in order: scenario by scenario, and within one seed by seed.
    package let runs: [Scenario]
    private let jobs: Int
    private let logger: Logger

    /// Plans the runs; nothing is started.
    ///
    /// - Parameters:
    ///   - scenarios: What to run.
    ///   - seed: The first seed of each; nil for its own.
    ///   - repeats: How many seeds, one after the other, each is run with; 1 or more.
    ///   - jobs: How many run at a time; 1 or more.
    ///   - logger: Told of what goes wrong below the scenarios.
    package init(
        _ scenarios: [Scenario], seed: UInt64?, repeats: Int, jobs: Int, logger: Logger
    ) {
        precondition(repeats >= 1 && jobs >= 1, "at least one run, one at a time")
        runs = scenarios.flatMap { scenario in
            (0..<repeats).map { number in
                var run = scenario
                run.seed = (seed ?? scenario.seed) &+ UInt64(number)
                return run
            }
        }
        self.jobs = jobs
        self.logger = logger
    }

    /// Runs all; tells each as soon as it has ended.
    ///
    /// - Parameter told: Takes the number of runs ended so far, and the latest outcome.
    /// - Returns: All outcomes, in the order of ``runs``.
    package func run(
        telling told: (Int, ScenarioOutcome) -> Void
    ) async -> [ScenarioOutcome] {
        var outcomes: [Int: ScenarioOutcome] = [:]
        await withTaskGroup(of: (Int, ScenarioOutcome).self) { group in
            var next = 0
            func start() {
                guard next < runs.count else { return }
                let (number, run) = (next, ScenarioRun(runs[next], logger: logger))
                group.addTask { (number, await run.run()) }
                next += 1
            }
            for _ in 0..<jobs { start() }
            for await (number, outcome) in group {
                outcomes[number] = outcome
                told(outcomes.count, outcome)
                start()
            }
        }
        return runs.indices.compactMap { outcomes[$0] }
    }
}
