import Plants
import Reactor

/// Steps each plant of the catalogue on one core.
struct PlantsBench {
    struct Row: Codable {
        var plant: String
        /// Numbers the process remembers are not told by a description; its step is.
        var stepSeconds: Double
        var stepsPerSecond: Double
        /// Plant time over machine time.
        var timesRealTime: Double
        /// Blocks asked of the heap a step; nil where they cannot be counted.
        var allocations: Double?
    }

    var seconds: Double

    var plan: PlannedStep {
        let models = PlantCatalogue.descriptions.map(\.model)
        return PlannedStep(
            text: "plants: steps of \(models.joined(separator: ", "))",
            seconds: Double(models.count) * CostMeter.duration(seconds: seconds))
    }

    func run() throws -> [Row] {
        try PlantCatalogue.descriptions.map { description in
            Progress.note("plant: \(description.model)")
            let plant = try PlantCatalogue.make(description.model, seed: 1)
            // What is made once, at the first steps, is no cost of a step.
            for _ in 0..<100 { plant.step() }
            let cost = CostMeter.measure(seconds: seconds) { count in
                for _ in 0..<count { plant.step() }
            }
            let step = description.step / .seconds(1)
            return Row(
                plant: description.model, stepSeconds: step,
                stepsPerSecond: 1e9 / cost.nanoseconds,
                timesRealTime: step * 1e9 / cost.nanoseconds, allocations: cost.allocations)
        }
    }
}
