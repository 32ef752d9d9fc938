/// What states do when inputs are held at new values.
package enum StepResponse {
    /// The states at some moments after the start, by the classical Runge–Kutta method.
    ///
    /// - Parameters:
    ///   - states: Where it starts.
    ///   - inputs: Inputs, held from then on.
    ///   - times: Moments in the rates' unit of time, rising, whole multiples of the step.
    ///   - step: Length of a step.
    ///   - rates: The equations.
    /// - Returns: The states at each moment.
    package static func states(
        from states: [Double], inputs: [Double], at times: [Double], step: Double,
        rates: RatesOfChange
    ) -> [[Double]] {
        var state = states
        var count = 0
        return times.map { time in
            let wanted = Int((time / step).rounded())
            while count < wanted {
                state = next(state, inputs: inputs, step: step, rates: rates)
                count += 1
            }
            return state
        }
    }

    /// The states one step later.
    package static func next(
        _ state: [Double], inputs: [Double], step: Double, rates: RatesOfChange
    ) -> [Double] {
        func moved(_ slope: [Double], _ duration: Double) -> [Double] {
            zip(state, slope).map { $0 + duration * $1 }
        }
        let first = rates(state, inputs)
        let second = rates(moved(first, step / 2), inputs)
        let third = rates(moved(second, step / 2), inputs)
        let fourth = rates(moved(third, step), inputs)
        return state.indices.map {
            state[$0] + step / 6 * (first[$0] + 2 * second[$0] + 2 * third[$0] + fourth[$0])
        }
    }
}
