import Glibc
import Tags

/// What the world does to the evaporator, step by step; nothing in the plant changes it.
struct EvaporatorDisturbances {
    private var feedWalk: MeanRevertingWalk
    private var feedSteps: RandomSteps
    private var concentrationWalk: MeanRevertingWalk
    private var temperatureWalk: MeanRevertingWalk
    private var coolingWalk: MeanRevertingWalk
    private let feedFlow: Double
    private let feedConcentration: Double
    private let feedTemperature: Double
    private let coolingTemperature: Double
    private let wave: Double
    private let waveSpeed: Double
    private let fouling: Double
    private let washInterval: Double

    private static let minutesPerDay = 1440.0
    /// Fouling never takes more than leaves this much of the heat transfer.
    private static let leastCleanness = 0.05

    init(_ parameters: EvaporatorParameters, step: Double, seed: UInt64) {
        let scale = parameters["disturbances"]
        func walk(_ name: String) -> MeanRevertingWalk {
            MeanRevertingWalk(
                deviation: scale * parameters[name + ".walk"],
                time: parameters[name + ".walkTime"], step: step,
                source: SeededGenerator(seed: seed, purpose: name + ".walk"))
        }
        feedWalk = walk("F1")
        concentrationWalk = walk("X1")
        temperatureWalk = walk("T1")
        coolingWalk = walk("T200")
        feedSteps = RandomSteps(
            size: scale * parameters["F1.step"], time: parameters["F1.stepTime"], step: step,
            source: SeededGenerator(seed: seed, purpose: "F1.step"))
        feedFlow = parameters["F1.mean"]
        feedConcentration = parameters["X1.mean"]
        feedTemperature = parameters["T1.mean"]
        coolingTemperature = parameters["T200.mean"]
        wave = scale * parameters["T200.wave"]
        waveSpeed = 2 * Double.pi / parameters["T200.waveTime"]
        fouling = scale * parameters["fouling"] / Self.minutesPerDay
        washInterval = parameters["wash.interval"]
    }

    /// Puts the values for the step that starts at `minute` into the inputs.
    mutating func apply(to inputs: inout EvaporatorInputs, at minute: Double) {
        inputs.feedFlow = feedFlow + feedWalk.next() + feedSteps.next()
        inputs.feedConcentration = feedConcentration + concentrationWalk.next()
        inputs.feedTemperature = feedTemperature + temperatureWalk.next()
        inputs.coolingTemperature =
            coolingTemperature + wave * sin(waveSpeed * minute) + coolingWalk.next()
        let sinceWash = washInterval > 0 ? fmod(minute, washInterval) : minute
        let cleanness = 1 - fouling * sinceWash
        inputs.cleanness = cleanness > Self.leastCleanness ? cleanness : Self.leastCleanness
    }
}
