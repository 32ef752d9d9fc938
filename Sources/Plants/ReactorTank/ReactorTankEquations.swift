import Glibc

/// The exothermic stirred reactor of Seborg, Edgar, Mellichamp and Doyle: A → B in a cooled tank with
/// three steady states at one coolant temperature. Time in minutes.
package struct ReactorTankEquations: Hashable, Sendable {
    /// Frequency factor, 1/min.
    package var factor = 7.2e10
    /// Activation temperature, K.
    package var activation = 8750.0
    /// Volume, L.
    package var volume = 100.0
    /// Density, g/L.
    package var density = 1000.0
    /// Heat capacity, J/(g K).
    package var heatCapacity = 0.239
    /// Heat of reaction that is set free, J/mol.
    package var heat = 5e4

    /// The published constants.
    package init() {}

    /// What acts on the reactor.
    package struct Inputs: Hashable, Sendable {
        /// q: feed flow, L/min.
        package var feed = 100.0
        /// Ti: feed temperature, K.
        package var feedTemperature = 350.0
        /// CAi: A in the feed, mol/L.
        package var feedConcentration = 1.0
        /// UA: heat transfer to the coolant, J/(min K).
        package var heatTransfer = 5e4
        /// Tc: coolant temperature, K.
        package var coolant = 300.0

        /// The nominal point.
        package init() {}
    }

    /// Rate of reaction at a temperature in K, 1/min.
    package func rate(at temperature: Double) -> Double { factor * exp(-activation / temperature) }

    /// Rate of change of the state, each minute.
    package func slope(at state: ReactorTankState, with inputs: Inputs) -> ReactorTankState {
        let exchange = inputs.feed / volume
        let reaction = rate(at: state.temperature) * state.concentration
        let capacity = density * heatCapacity
        return ReactorTankState(
            concentration: exchange * (inputs.feedConcentration - state.concentration) - reaction,
            temperature: exchange * (inputs.feedTemperature - state.temperature)
                + heat / capacity * reaction
                + inputs.heatTransfer * (inputs.coolant - state.temperature) / (capacity * volume))
    }

    /// The steady state at a temperature, with the coolant that holds it.
    package func steady(
        at temperature: Double, with inputs: Inputs
    ) -> (state: ReactorTankState, inputs: Inputs) {
        let exchange = inputs.feed / volume
        let concentration =
            exchange * inputs.feedConcentration / (exchange + rate(at: temperature))
        let capacity = density * heatCapacity
        let gained =
            exchange * (inputs.feedTemperature - temperature)
            + heat / capacity * rate(at: temperature) * concentration
        var held = inputs
        held.coolant = temperature - gained * capacity * volume / inputs.heatTransfer
        return (
            ReactorTankState(concentration: concentration, temperature: temperature), held
        )
    }

    /// All steady states for held inputs, from cold to hot.
    package func steadyStates(with inputs: Inputs) -> [ReactorTankState] {
        ScalarSearch.roots(in: 250...650, steps: 4000) {
            steady(at: $0, with: inputs).inputs.coolant - inputs.coolant
        }.map { steady(at: $0, with: inputs).state }
    }

    /// The state some minutes later. Steps are 0.005 min, or 0.1/(1 + k) if the reaction with its
    /// rate k at the start of a step is faster: an ignition is stiff.
    package func moved(
        _ state: ReactorTankState, with inputs: Inputs, for minutes: Double
    ) -> ReactorTankState {
        var state = state
        var left = minutes
        while left > Self.noTime { step(&state, with: inputs, left: &left) }
        return state
    }

    /// The temperatures after every step of the integration over some scans of 0.02 min.
    package func temperatures(
        from start: ReactorTankState, with inputs: Inputs, scans: Int
    ) -> [Double] {
        var state = start
        var temperatures: [Double] = []
        for _ in 0..<scans {
            var left = 0.02
            while left > Self.noTime {
                step(&state, with: inputs, left: &left)
                temperatures.append(state.temperature)
            }
        }
        return temperatures
    }

    /// Less than this is rounding, in minutes.
    private static let noTime = 1e-12

    @inline(__always)
    private func step(
        _ state: inout ReactorTankState, with inputs: Inputs, left: inout Double
    ) {
        let fastest = 0.1 / (1 + rate(at: state.temperature))
        let length = min(left, 0.005, fastest)
        state = RungeKutta.step(from: state, for: length) { slope(at: $0, with: inputs) }
        left -= length
    }
}

/// What the exothermic reactor remembers.
package struct ReactorTankState: Hashable, Sendable, IntegrableState {
    /// CA: concentration of A, mol/L.
    package var concentration: Double
    /// T: temperature, K.
    package var temperature: Double

    /// A state from its variables.
    package init(concentration: Double, temperature: Double) {
        self.concentration = concentration
        self.temperature = temperature
    }

    /// A state from two numbers in the order of the variables.
    package init(_ numbers: [Double]) {
        self.init(concentration: numbers[0], temperature: numbers[1])
    }

    /// The variables in their order.
    package var numbers: [Double] { [concentration, temperature] }

    package func moved(along slope: ReactorTankState, for duration: Double) -> ReactorTankState {
        ReactorTankState(
            concentration: concentration + duration * slope.concentration,
            temperature: temperature + duration * slope.temperature)
    }
}
