import Tags

extension LinearModel {
    /// The deviation of an output some time after inputs changed from rest, exactly.
    ///
    /// - Parameters:
    ///   - output: Number of the output.
    ///   - changes: How far each input moved, by its number.
    ///   - minutes: Time since, 0 or more.
    /// - Returns: The deviation, in the output's unit.
    package func deviation(
        of output: Int, after changes: [Int: Double], minutes: Double
    ) -> Double {
        guard minutes > 0 else { return 0 }
        let (inputs, outputs) = (count(\.inputs, changes.keys.max()), count(\.outputs, output))
        var process = process(inputs: inputs, outputs: outputs, step: minutes)
        var values = [Double](repeating: 0, count: inputs)
        for (input, change) in changes { values[input] = change }
        // The change acts from the start of the one step, in which it may still be under way.
        process.advance(values, for: minutes)
        var results = [Double](repeating: 0, count: outputs)
        process.evaluate(values, into: &results)
        return results[output]
    }

    /// The integral over time of the absolute error of an output, after setpoints changed at rest
    /// with loops closed, each run once a step.
    ///
    /// - Parameters:
    ///   - output: Number of the output.
    ///   - setpoints: How far each output's setpoint moved.
    ///   - loops: All loops.
    ///   - minutes: How long.
    ///   - step: Minutes of a step.
    /// - Returns: The integral, in the output's unit times minutes.
    package func integralError(
        of output: Int, setpoints: [Int: Double], loops: [LinearLoop], minutes: Double,
        step: Double
    ) -> Double {
        let inputs = count(\.inputs, loops.map(\.input).max())
        let outputs = count(\.outputs, max(output, loops.map(\.output).max() ?? 0))
        var process = process(inputs: inputs, outputs: outputs, step: step)
        var values = [Double](repeating: 0, count: inputs)
        var results = [Double](repeating: 0, count: outputs)
        var controllers = loops.map {
            PILoop(
                nominalOutput: 0, gain: $0.gain, integralTime: $0.integralTime,
                limits: -Double.infinity...Double.infinity)
        }
        var sum = 0.0
        for _ in 0..<Int((minutes / step).rounded()) {
            process.evaluate(values, into: &results)
            sum += abs((setpoints[output] ?? 0) - results[output]) * step
            for (index, loop) in loops.enumerated() {
                values[loop.input] = controllers[index].output(
                    setpoint: setpoints[loop.output] ?? 0, measured: results[loop.output],
                    for: step)
            }
            process.advance(values, for: step)
        }
        return sum
    }

    private func count(_ numbers: KeyPath<LinearPart, [Int]>, _ other: Int?) -> Int {
        parts.reduce(other ?? 0) { max($0, $1[keyPath: numbers].max() ?? 0) } + 1
    }

    /// The process about 0, its variables without names.
    private func process(inputs: Int, outputs: Int, step: Double) -> LinearProcess {
        func variables(_ count: Int) -> [PlantVariable] {
            Array(
                repeating: PlantVariable(name: "", unit: .none, nominal: 0, summary: ""),
                count: count)
        }
        return LinearProcess(
            self, inputs: variables(inputs), outputs: variables(outputs), step: step)
    }
}
