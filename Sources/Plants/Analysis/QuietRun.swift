/// A plant of the catalogue without chance and with ideal instruments, watched step by step.
package struct QuietRun {
    private let plant: (any PlantModel)?
    private let names: [String]
    private let stepMinutes: Double
    private var series: [[Double]]

    /// A plant at its start. Nothing is recorded, and every answer is not a number, if there is no
    /// such model or it refuses the parameters.
    ///
    /// - Parameters:
    ///   - model: Name in the catalogue.
    ///   - parameters: What differs from the model's defaults, disturbances aside.
    ///   - truths: Noise-free variables to record after each step.
    package init(_ model: String, parameters: [String: Double] = [:], truths: [String]) {
        let instruments = PlantCatalogue.description(of: model)?.instruments ?? []
        let ideal = Dictionary(
            uniqueKeysWithValues: instruments.map { ($0.signal, InstrumentSettings.ideal) })
        var quiet = parameters
        quiet["disturbances"] = 0
        plant = try? PlantCatalogue.make(
            model, settings: PlantSettings(parameters: quiet, instruments: ideal), seed: 1)
        names = truths
        series = truths.map { _ in [] }
        stepMinutes = plant.map { $0.description.step / .seconds(60) } ?? .nan
    }

    /// Sets a setpoint, by signal.
    package mutating func set(_ signal: String, to value: Double) {
        guard let plant, let number = plant.description.index(of: signal) else { return }
        plant.setSetpoint(number, to: value)
    }

    /// Holds a disturbance at a value.
    package mutating func hold(_ disturbance: String, at value: Double) {
        _ = plant?.override(disturbance, with: value)
    }

    /// Runs for so many minutes.
    package mutating func advance(minutes: Double) {
        guard let plant else { return }
        for _ in 0..<Int((minutes / stepMinutes).rounded()) {
            plant.step()
            for index in names.indices {
                series[index].append(plant.truth(of: names[index]) ?? .nan)
            }
        }
    }

    /// All values of a variable, one a step.
    package func values(of name: String) -> [Double] {
        names.firstIndex(of: name).map { series[$0] } ?? []
    }

    /// The largest value of a variable.
    package func highest(_ name: String) -> Double { values(of: name).max() ?? .nan }

    /// The smallest value of a variable.
    package func lowest(_ name: String) -> Double { values(of: name).min() ?? .nan }

    /// Minutes after the start from which on a variable stays near a value.
    package func minutesUntil(
        _ name: String, staysWithin distance: Double, of center: Double
    ) -> Double {
        let values = values(of: name)
        guard !values.isEmpty else { return .nan }
        let last = values.lastIndex { abs($0 - center) > distance }
        return Double((last ?? -1) + 2) * stepMinutes
    }
}
