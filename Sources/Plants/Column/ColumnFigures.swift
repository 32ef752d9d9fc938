import Glibc

/// Numbers of column A that follow from its equations.
struct ColumnFigures: Sendable {
    /// Relative volatility and the rest are fixed; inputs may differ.
    var inputs: [Double] = ColumnProcess.inputs.map(\.nominal)

    /// Compositions of distillate and bottoms in steady state; not a number if there is none.
    func products(_ change: (inout [Double]) -> Void = { _ in }) -> (top: Double, bottom: Double) {
        var inputs = inputs
        change(&inputs)
        guard let state = ColumnA.steadyState(with: inputs) else { return (.nan, .nan) }
        return (state[ColumnA.stages - 1], state[0])
    }

    /// The composition of a stage in steady state, counted from 1.
    func composition(of stage: Int) -> Double {
        ColumnA.steadyState(with: inputs).map { $0[stage - 1] } ?? .nan
    }

    /// Partial derivatives of both products by an input, in steady state.
    func gain(to input: Int) -> (top: Double, bottom: Double) {
        let distance = 1e-6
        let above = products { $0[input] += distance }
        let below = products { $0[input] -= distance }
        return (
            (above.top - below.top) / (2 * distance),
            (above.bottom - below.bottom) / (2 * distance)
        )
    }

    /// The same of the temperature of stage 15.
    func temperatureGain(to input: Int) -> Double {
        let distance = 1e-6
        let values = [distance, -distance].map { change -> Double in
            var inputs = inputs
            inputs[input] += change
            return ColumnA.steadyState(with: inputs).map { ColumnA.temperature(at: $0[14]) } ?? .nan
        }
        return (values[0] - values[1]) / (2 * distance)
    }

    /// Relative gain of xD to reflux.
    var relativeGain: Double {
        let (reflux, boilUp) = (gain(to: ColumnInput.reflux), gain(to: ColumnInput.boilUp))
        return 1 / (1 - boilUp.top * reflux.bottom / (reflux.top * boilUp.bottom))
    }

    /// Rates of change of all states.
    static func rates(_ state: [Double], _ inputs: [Double]) -> [Double] {
        var slope = [Double](repeating: 0, count: ColumnA.stateCount)
        var vapour = [Double](repeating: 0, count: ColumnA.stages)
        ColumnA.slope(at: state, with: inputs, into: &slope, vapour: &vapour)
        return slope
    }

    /// Eigenvalues at the nominal point, level loops on, by real part.
    static let poles: [ComplexValue] = {
        let inputs = ColumnProcess.inputs.map(\.nominal)
        let slope = Differences.jacobian(at: ColumnProcess.nominalState) { rates($0, inputs) }
        return slope.eigenvalues ?? []
    }()

    /// Reflux and boil-up that give these products at nominal feed.
    static func flows(top: Double, bottom: Double) -> (reflux: Double, boilUp: Double) {
        // Distillate follows from the light component's balance, so one search is left.
        let distillate = (0.5 - bottom) / (top - bottom)
        let reflux = ScalarSearch.root(in: 2.2...6) { reflux in
            let found = ColumnFigures().products {
                $0[ColumnInput.reflux] = reflux
                $0[ColumnInput.boilUp] = reflux + distillate
            }
            return found.top - top
        }
        guard let reflux else { return (.nan, .nan) }
        return (reflux, reflux + distillate)
    }

    /// ln(1 − xD) and ln xB by L/F and the T15 setpoint, in steady state with the T15 loop closed.
    static let logarithmicGains: DenseMatrix = {
        func logarithms(_ ratio: Double, _ setpoint: Double) -> [Double] {
            let boilUp = ScalarSearch.root(in: (ratio + 0.45)...(ratio + 0.55)) { boilUp in
                var inputs = ColumnProcess.inputs.map(\.nominal)
                inputs[ColumnInput.reflux] = ratio
                inputs[ColumnInput.boilUp] = boilUp
                guard let state = ColumnA.steadyState(with: inputs) else { return .nan }
                return ColumnA.temperature(at: state[14]) - setpoint
            }
            guard let boilUp else { return [.nan, .nan] }
            let found = ColumnFigures().products {
                $0[ColumnInput.reflux] = ratio
                $0[ColumnInput.boilUp] = boilUp
            }
            return [log(1 - found.top), log(found.bottom)]
        }
        let nominal = ColumnA.temperature(at: ColumnProcess.nominalState[14])
        return Differences.jacobian(at: [ColumnA.reflux, nominal], scales: [10, 100]) {
            logarithms($0[0], $0[1])
        }
    }()
}
