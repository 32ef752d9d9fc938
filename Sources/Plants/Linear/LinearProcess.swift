/// A linear process with dead times, advanced exactly: inputs are held over each step, so the
/// matrix exponential gives the end of the step without an integration error.
///
/// A dead time need not be a multiple of the step: the moment inside a step at which an input
/// arrives is taken into account exactly too. One step costs n² multiplications for a part of n
/// states.
package struct LinearProcess: ProcessModel {
    package let inputs: [PlantVariable]
    package let outputs: [PlantVariable]
    /// What each output is held within; infinite where the output has no bounds.
    let bounds: [ClosedRange<Double>]
    let plan: LinearPlan
    /// Place in the delay line, states, delay line; behind them room for new states.
    private var numbers: [Double]

    /// A process at its nominal point.
    ///
    /// - Parameters:
    ///   - model: How outputs answer to inputs, in deviations from nominal values.
    ///   - inputs: As numbered in the model.
    ///   - outputs: As numbered in the model.
    ///   - limits: What an output cannot leave, by its number.
    ///   - step: Minutes of every step, above 0.
    package init(
        _ model: LinearModel, inputs: [PlantVariable], outputs: [PlantVariable],
        limits: [Int: ClosedRange<Double>] = [:], step: Double
    ) {
        precondition(step > 0 && step.isFinite, "a step takes time")
        self.inputs = inputs
        self.outputs = outputs
        bounds = outputs.indices.map { limits[$0] ?? -Double.infinity...Double.infinity }
        plan = LinearPlan(
            model, inputs: inputs.map(\.nominal), outputs: outputs.map(\.nominal), step: step)
        numbers = Array(repeating: 0, count: plan.memoryCount + plan.largestPart)
    }

    package var memory: [Double] {
        get { Array(numbers[..<plan.memoryCount]) }
        set {
            precondition(newValue.count == plan.memoryCount, "not the memory of this process")
            numbers.replaceSubrange(..<plan.memoryCount, with: newValue)
        }
    }

    package mutating func advance(_ inputs: UnsafePointer<Double>, for minutes: Double) {
        precondition(abs(minutes - plan.step) <= 1e-9 * plan.step, "made for steps of one length")
        let plan = plan
        numbers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            plan.advance(base, inputs)
        }
    }

    package func evaluate(
        _ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>
    ) {
        numbers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            plan.evaluate(base, inputs, into: outputs)
        }
        var index = 0
        while index < bounds.count {
            outputs[index] = clipped(
                outputs[index], bounds[index].lowerBound, bounds[index].upperBound)
            index += 1
        }
    }
}
