import Plants
import Testing

/// The experiment of 24 h: spread of the true product, over seeds.
///
/// The figures are means over 100 runs with another generator; a mean over 20 runs must come
/// within 15 % with setpoints held and within 10 % with a supervisor. Held runs differ so much in
/// their part beyond 25 ± 1 % that 20 of them tell it to 0.05 only: here they are 60.
struct EvaporatorExperimentTests {
    @Test(arguments: [
        // supervisor, runs, sd of X2, relative tolerance, part of the time beyond 25 ± 1 %
        (Supervisor.held, 60, 0.730, 0.15, 0.391),
        (.analyser, 20, 0.434, 0.10, 0.035),
        (.truth, 20, 0.128, 0.10, 0),
    ])
    func spreadOfTheProductIsAsPublished(
        under supervisor: Supervisor, runs: Int, deviation: Double, tolerance: Double,
        beyond: Double
    ) throws {
        var deviations = 0.0
        var parts = 0.0
        for seed in 1...UInt64(runs) {
            let run = try Experiment(under: supervisor, seed: seed)
            deviations += run.deviation / Double(runs)
            parts += run.partBeyondTolerance / Double(runs)
        }
        #expect(abs(deviations / deviation - 1) <= tolerance, "mean deviation \(deviations)")
        #expect(abs(parts - beyond) <= 0.05, "mean part beyond tolerance \(parts)")
    }

    @Test func withoutDisturbancesNothingMovesButNoise() throws {
        let settings = PlantSettings(parameters: ["disturbances": 0])
        let run = try Experiment(under: .held, seed: 3, settings: settings)
        #expect(run.deviation < 0.1)
        #expect(run.partBeyondTolerance == 0)
    }
}

/// Who moves the steam pressure's setpoint.
enum Supervisor: Sendable {
    /// Nobody.
    case held
    /// A sampled integrator on each result of the analyser.
    case analyser
    /// A sampled controller on the true product, each minute.
    case truth
}

private struct Experiment {
    let deviation: Double
    let partBeyondTolerance: Double

    init(
        under supervisor: Supervisor, seed: UInt64, settings: PlantSettings = PlantSettings()
    ) throws {
        let plant = try PlantCatalogue.make("evaporator", settings: settings, seed: seed)
        let setpoint = try #require(plant.description.index(of: "P100.setpoint"))
        let counter = try #require(plant.description.index(of: "X2.counter"))
        let analyser = try #require(plant.description.index(of: "X2.analyser"))
        var lastCount = 0.0
        var lastError = 25 - (plant.truth(of: "X2") ?? .nan)
        var (count, sum, squares, beyond) = (0.0, 0.0, 0.0, 0.0)
        var number = 0
        while number < 24 * 600 {
            plant.step()
            number += 1
            let truth = plant.truth(of: "X2") ?? .nan
            var move = 0.0
            switch supervisor {
            case .held: break
            case .analyser:
                guard plant.value(of: counter) != lastCount else { break }
                lastCount = plant.value(of: counter)
                move = min(max(1.5 * (25 - plant.value(of: analyser)), -5), 5)
            case .truth:
                guard number % 10 == 0 else { break }
                let error = 25 - truth
                move = min(max(8 * (error - lastError) + 0.8 * error, -10), 10)
                lastError = error
            }
            if move != 0 { plant.setSetpoint(setpoint, to: plant.value(of: setpoint) + move) }
            guard number > 600 else { continue }
            count += 1
            sum += truth - 25
            squares += (truth - 25) * (truth - 25)
            if abs(truth - 25) > 1 { beyond += 1 }
        }
        let mean = sum / count
        deviation = (squares / count - mean * mean).squareRoot()
        partBeyondTolerance = beyond / count
    }
}
