/// The state of a process that can be integrated: a few numbers held in place.
package protocol IntegrableState {
    /// This state, moved along a slope for some time.
    func moved(along slope: Self, for duration: Double) -> Self
}

/// The classical fourth-order Runge–Kutta method with a fixed step.
package enum RungeKutta {
    /// Integrates over one step. Four evaluations of the slope; allocates nothing if the state
    /// does not.
    ///
    /// - Parameters:
    ///   - state: Where the step starts.
    ///   - duration: Length of the step, in the unit of time the slope is per.
    ///   - slope: The state's rate of change; inputs are held over the step.
    /// - Returns: The state at the end of the step.
    @inline(__always)
    package static func step<State: IntegrableState>(
        from state: State, for duration: Double, slope: (State) -> State
    ) -> State {
        let first = slope(state)
        let second = slope(state.moved(along: first, for: duration / 2))
        let third = slope(state.moved(along: second, for: duration / 2))
        let fourth = slope(state.moved(along: third, for: duration))
        return state.moved(along: first, for: duration / 6)
            .moved(along: second, for: duration / 3)
            .moved(along: third, for: duration / 3)
            .moved(along: fourth, for: duration / 6)
    }
}
