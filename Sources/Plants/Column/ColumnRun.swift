import Tags

/// Column A watched over time: the bare process, or with its loops and perfect instruments that
/// keep their lags.
enum ColumnRun {
    /// The process from its nominal state with inputs held, at some minutes: xD and xB.
    static func products(
        at minutes: [Double], _ change: (inout [Double]) -> Void
    ) -> [(top: Double, bottom: Double)] {
        var inputs = ColumnProcess.inputs.map(\.nominal)
        change(&inputs)
        var process = ColumnProcess()
        var count = 0
        return minutes.map { minute in
            while Double(count) * step < minute - step / 2 {
                process.advance(inputs, for: step)
                count += 1
            }
            let state = process.memory
            return (state[ColumnA.stages - 1], state[0])
        }
    }

    static let step = 0.05

    /// What a run with the temperature loop on came to.
    struct Loop {
        /// True temperature of stage 15, a value a step.
        var temperatures: [Double] = []
        var top: [Double] = []
        var bottom: [Double] = []
    }

    /// Runs the plant with its temperature loop, whose setpoint jumps, for so many minutes.
    static func loop(
        minutes: Double, _ start: (any PlantModel) -> Void
    ) -> Loop {
        var run = Loop()
        var settings = PlantSettings(parameters: ["disturbances": 0, "T15.rate": 1e6])
        for instrument in PlantKind.column.description.instruments {
            settings.instruments[instrument.signal] = InstrumentSettings(
                noise: 0, drift: 0, bits: 0)
        }
        guard let plant = try? PlantKind.column.make(settings, seed: 1) else { return run }
        start(plant)
        for _ in 0..<Int((minutes / step).rounded()) {
            plant.step()
            run.temperatures.append(plant.truth(of: "T15") ?? .nan)
            run.top.append(plant.truth(of: "xD") ?? .nan)
            run.bottom.append(plant.truth(of: "xB") ?? .nan)
        }
        return run
    }

    /// The largest error of both products some time after the feed rose by 1 %, with composition
    /// loops instead, each with 1 min of delay (Skogestad, colas_PI).
    static func compositionLoopError(after minutes: Double) -> Double {
        var inputs = ColumnProcess.inputs.map(\.nominal)
        inputs[ColumnInput.feed] *= 1.01
        var process = ColumnProcess()
        let start = process.memory
        let goals = [start[ColumnA.stages - 1], start[0]]
        var loops = [
            PILoop(
                nominalOutput: ColumnA.reflux, gain: 26.1, integralTime: 3.76, limits: 0...5.4),
            PILoop(
                nominalOutput: ColumnA.boilUp, gain: -37.5, integralTime: 3.31, limits: 0...6.4),
        ]
        let places = [ColumnA.stages - 1, 0]
        let delay = Int((1 / step).rounded())
        var seen = [[Double]](repeating: goals, count: delay)
        for count in 0..<Int((minutes / step).rounded()) {
            let measured = seen[count % delay]
            let state = process.memory
            seen[count % delay] = places.map { state[$0] }
            for index in loops.indices {
                inputs[index] = loops[index].output(
                    setpoint: goals[index], measured: measured[index], for: step)
            }
            process.advance(inputs, for: step)
        }
        let state = process.memory
        return zip(places, goals).map { abs(state[$0] - $1) }.max() ?? .nan
    }
}
