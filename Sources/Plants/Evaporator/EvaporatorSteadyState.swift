/// A point at which nothing in the evaporator changes.
package struct EvaporatorSteadyState: Hashable, Sendable {
    /// The states there.
    package let state: EvaporatorState
    /// The inputs there, with what the loops must hold filled in.
    package let inputs: EvaporatorInputs

    /// What the pressure does.
    package enum Pressure: Hashable, Sendable {
        /// It settles where the given cooling water takes it.
        case free
        /// It is held at this value, in kPa, by the cooling water.
        case held(Double)
    }

    /// Finds the steady state by Newton's method, to 1e-11 in all rates of change.
    ///
    /// The product flow always follows, as it must to hold the level. Nil if the method does not
    /// settle.
    ///
    /// - Parameters:
    ///   - inputs: The inputs; those that follow are only a first guess.
    ///   - level: Level that is held, m.
    ///   - pressure: Whether the pressure or the cooling water follows.
    package init?(with inputs: EvaporatorInputs, level: Double = 1, pressure: Pressure = .free) {
        var unknowns = SIMD4(inputs.productFlow, EvaporatorState.printed.concentration, 0, 0)
        if case .held = pressure {
            unknowns[2] = inputs.coolingFlow
        } else {
            unknowns[2] = EvaporatorState.printed.pressure
        }
        for _ in 0..<50 {
            let point = Self.point(unknowns, with: inputs, level: level, pressure: pressure)
            let error = Self.rates(at: point)
            if max(abs(error[0]), abs(error[1]), abs(error[2])) < 1e-11 {
                self.state = point.state
                self.inputs = point.inputs
                return
            }
            var columns = [SIMD4<Double>]()
            for index in 0..<3 {
                var near = unknowns
                let distance = 1e-6 * max(1, abs(unknowns[index]))
                near[index] += distance
                let moved = Self.point(near, with: inputs, level: level, pressure: pressure)
                columns.append((Self.rates(at: moved) - error) / distance)
            }
            let determinant = dot(columns[0], cross(columns[1], columns[2]))
            guard determinant != 0, determinant.isFinite else { return nil }
            unknowns -=
                SIMD4(
                    dot(error, cross(columns[1], columns[2])),
                    dot(columns[0], cross(error, columns[2])),
                    dot(columns[0], cross(columns[1], error)), 0) / determinant
        }
        return nil
    }

    private static func point(
        _ unknowns: SIMD4<Double>, with inputs: EvaporatorInputs, level: Double,
        pressure: Pressure
    ) -> (state: EvaporatorState, inputs: EvaporatorInputs) {
        var inputs = inputs
        inputs.productFlow = unknowns[0]
        var state = EvaporatorState(level: level, concentration: unknowns[1], pressure: 0)
        switch pressure {
        case .free:
            state.pressure = unknowns[2]
        case .held(let value):
            state.pressure = value
            inputs.coolingFlow = unknowns[2]
        }
        return (state, inputs)
    }

    private static func rates(
        at point: (state: EvaporatorState, inputs: EvaporatorInputs)
    ) -> SIMD4<Double> {
        let slope = Evaporator.slope(at: point.state, with: point.inputs)
        return SIMD4(slope.level, slope.concentration, slope.pressure, 0)
    }
}

private func dot(_ left: SIMD4<Double>, _ right: SIMD4<Double>) -> Double { (left * right).sum() }

private func cross(_ left: SIMD4<Double>, _ right: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(
        left[1] * right[2] - left[2] * right[1], left[2] * right[0] - left[0] * right[2],
        left[0] * right[1] - left[1] * right[0], 0)
}
