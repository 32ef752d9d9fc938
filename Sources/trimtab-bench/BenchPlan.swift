import Foundation

/// One measurement that is about to run.
struct PlannedStep {
    /// What is measured, with what, how often.
    var text: String
    /// About how long it takes.
    var seconds: Double
}

/// Says what will run and how long that takes, before it does.
enum BenchPlan {
    /// Starting and ending a program or a gateway with its connections.
    private static let secondsBetweenRounds = 0.15

    /// How long each program runs before it is measured.
    static func warmUp(for seconds: Double) -> Double { min(0.25, seconds / 2) }

    /// A step in which `programs` take turns at each number of connections; nil if none can run.
    static func turns(
        _ what: String, of programs: [String], _ load: LoadOptions, seconds: Double
    ) -> PlannedStep? {
        guard !programs.isEmpty else { return nil }
        let counts = load.connections.counts
        let turns = Double(programs.count * counts.count * load.rounds)
        let connections = counts.map { String($0) }.joined(separator: ", ")
        let rounds = load.rounds == 1 ? "1 round" : "\(load.rounds) rounds"
        return PlannedStep(
            text: "\(what): \(programs.joined(separator: ", ")); \(connections) connections, "
                + "\(rounds) of \(seconds.formatted()) s each",
            seconds: turns * (seconds + warmUp(for: seconds) + secondsBetweenRounds))
    }

    /// Prints the steps on standard error.
    static func announce(_ steps: [PlannedStep?]) {
        let steps = steps.compactMap(\.self)
        for step in steps { Progress.note("\(step.text); about \(duration(step.seconds))") }
        if steps.count > 1 {
            let total = steps.map(\.seconds).reduce(0, +)
            Progress.note("together about \(duration(total))")
        }
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = max(1, Int(seconds.rounded(.up)))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}
