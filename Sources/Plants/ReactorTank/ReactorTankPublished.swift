import Tags

/// What was published about the exothermic stirred reactor.
package enum ReactorTankPublished {
    /// Values and experiment.
    package static let plant = PublishedPlant(
        model: "exothermic-reactor", stateCount: 2, values: values(), experiment: experiment)

    /// Every published value, worked out with some equations; with others than the published ones
    /// they disagree.
    package static func values(
        of equations: ReactorTankEquations = ReactorTankEquations()
    ) -> [PublishedValue] {
        steady(equations) + linear(equations) + folds(equations) + dynamics(equations)
            + objectives(equations) + loops(equations)
    }

    static let seborg = "Seborg, Edgar, Mellichamp and Doyle, Process Dynamics and Control"
    static let apmonitor = "apmonitor.com/pdc, Stirred Reactor"
    static let decardi = "Decardi-Nelson and Liu, arXiv 2109.09810, table 1 and §5.3"
    static let gym = "target-gym documentation, unstable CSTR"
    static let regression = "computed from the equations of Seborg et al."

    typealias Inputs = ReactorTankEquations.Inputs

    /// The inputs with another coolant temperature.
    static func inputs(coolant: Double) -> Inputs {
        var inputs = Inputs()
        inputs.coolant = coolant
        return inputs
    }

    /// One of the steady states at a coolant temperature, the coldest first; not a number if there
    /// are fewer.
    private static func state(
        _ number: Int, _ equations: ReactorTankEquations, coolant: Double = 300
    ) -> ReactorTankState {
        let states = equations.steadyStates(with: inputs(coolant: coolant))
        return number < states.count
            ? states[number] : ReactorTankState(concentration: .nan, temperature: .nan)
    }

    private static func pair(
        _ mark: PublishedValue.Mark, _ place: String, _ concentration: String,
        _ temperature: String, _ tolerances: [PublishedValue.Tolerance] = [.halfDigit, .halfDigit],
        source: String, of state: @escaping @Sendable () -> ReactorTankState
    ) -> [PublishedValue] {
        [
            PublishedValue(
                mark, "CA \(place)", "mol/L", concentration, tolerances[0], source: source
            ) { state().concentration },
            PublishedValue(mark, "T \(place)", "K", temperature, tolerances[1], source: source) {
                state().temperature
            },
        ]
    }

    private static func steady(_ equations: ReactorTankEquations) -> [PublishedValue] {
        pair(.printed, "in the nominal steady state", "0.5", "350", source: seborg) {
            state(1, equations)
        }
            + pair(
                .computed, "in the nominal steady state, more digits", "0.4999183", "350.00553",
                source: regression
            ) { state(1, equations) }
            + pair(
                .printed, "in the cold state at Tc 300", "0.87725294608097", "324.475443431599",
                [.within(1e-10), .within(1e-7)], source: apmonitor
            ) { state(0, equations) }
            + pair(
                .printed, "in the middle state at Tc 299.709", "0.483", "350.970",
                [.halfDigit, .within(0.003)], source: decardi
            ) { state(1, equations, coolant: 299.709) }
            + pair(
                .printed, "in the middle state at Tc 299.413", "0.465", "352.000",
                [.halfDigit, .within(0.003)], source: decardi
            ) { state(1, equations, coolant: 299.413) }
            + pair(
                .computed, "in the hot state at Tc 300", "0.2087614", "369.70491",
                [.lastDigit, .lastDigit], source: regression
            ) { state(2, equations) }
            + [(295.0, "1"), (300, "3"), (302, "3"), (305, "1")].map { coolant, printed in
                PublishedValue(
                    .printed, "number of steady states at Tc \(coolant)", .none, printed,
                    .within(0), source: gym
                ) { Double(equations.steadyStates(with: inputs(coolant: coolant)).count) }
            }
    }

    private static func linear(_ equations: ReactorTankEquations) -> [PublishedValue] {
        let rates: RatesOfChange = { states, given in
            equations.slope(at: ReactorTankState(states), with: inputs(coolant: given[0])).numbers
        }
        func eigenvalues(_ number: Int) -> @Sendable () -> [ComplexValue] {
            {
                let near = state(number, equations).numbers
                guard near.allSatisfy(\.isFinite) else { return [] }
                let model = Linearization(states: near, inputs: [300], rates: rates)
                return model.a.eigenvalues ?? []
            }
        }
        func value(
            _ mark: PublishedValue.Mark, _ quantity: String, _ printed: String,
            _ tolerance: PublishedValue.Tolerance, source: String, number: Int,
            of part: @escaping @Sendable (ComplexValue, ComplexValue) -> Double
        ) -> PublishedValue {
            let found = eigenvalues(number)
            return PublishedValue(mark, quantity, "1/min", printed, tolerance, source: source) {
                let pair = found()
                return pair.count == 2 ? part(pair[0], pair[1]) : .nan
            }
        }
        let middle = "eigenvalue of the middle state at Tc 300"
        let hot = "eigenvalues of the hot state at Tc 300"
        let cold = "eigenvalues of the cold state at Tc 300"
        return [
            value(.printed, "lower \(middle)", "-0.4542", .halfDigit, source: gym, number: 1) {
                lower, _ in lower.real
            },
            value(.printed, "upper \(middle)", "2.8344", .halfDigit, source: gym, number: 1) {
                _, upper in upper.real
            },
            value(
                .computed, "\(hot), real part", "1.35733", .lastDigit, source: regression,
                number: 2
            ) { lower, _ in lower.real },
            value(
                .computed, "\(hot), imaginary part", "1.54020", .lastDigit, source: regression,
                number: 2
            ) { _, upper in abs(upper.imaginary) },
            value(
                .computed, "\(cold), real part", "-1.04890", .within(1e-5), source: regression,
                number: 0
            ) { lower, _ in lower.real },
            value(
                .computed, "\(cold), imaginary part", "0.53882", .within(1e-5),
                source: regression, number: 0
            ) { _, upper in abs(upper.imaginary) },
        ]
    }

    private static func folds(_ equations: ReactorTankEquations) -> [PublishedValue] {
        let coolant: @Sendable (Double) -> Double = {
            equations.steady(at: $0, with: Inputs()).inputs.coolant
        }
        let cold: @Sendable () -> Double = { ScalarSearch.maximum(in: 325...345, of: coolant) }
        let hot: @Sendable () -> Double = {
            ScalarSearch.maximum(in: 350...370) { -coolant($0) }
        }
        return [
            PublishedValue(.printed, "Tc at the cold fold", "K", "303.229", source: gym) {
                coolant(cold())
            },
            PublishedValue(
                .printed, "T at the cold fold", "K", "335.654", .within(0.002), source: gym,
                compute: cold),
            PublishedValue(.printed, "Tc at the hot fold", "K", "298.080", source: gym) {
                coolant(hot())
            },
            PublishedValue(
                .printed, "T at the hot fold", "K", "360.511", .within(0.002), source: gym,
                compute: hot),
        ]
    }

    private static func dynamics(_ equations: ReactorTankEquations) -> [PublishedValue] {
        var values = pair(
            .printed, "", "3.40e-5", "-7.12e-3", source: gym
        ) {
            equations.slope(
                at: ReactorTankState(concentration: 0.5, temperature: 350), with: Inputs())
        }
        values += pair(
            .computed, "", "0.08727846048", "-0.1121465445", [.within(1e-9), .within(1e-9)],
            source: regression
        ) {
            var odd = inputs(coolant: 302)
            odd.feed = 104
            odd.feedTemperature = 348
            odd.feedConcentration = 1.03
            odd.heatTransfer = 4.8e4
            return equations.slope(
                at: ReactorTankState(concentration: 0.55, temperature: 346), with: odd)
        }
        let names = ["dCA/dt", "dT/dt"]
        let places = ["at CA 0.5, T 350, Tc 300", "at an odd point"]
        values = values.enumerated().map { index, value in
            PublishedValue(
                value.mark, "\(names[index % 2]) \(places[index / 2])",
                EngineeringUnit(symbol: value.unit.symbol + "/min"), value.printed,
                .within(value.tolerance), source: value.source
            ) { value.ours }
        }
        return values + ignitions(equations)
            + [
                (1.0, "0.912196", "313.96586"), (2, "0.937102", "312.70987"),
                (5, "0.951351", "312.65086"), (20, "0.951941", "312.65621"),
            ].flatMap { minutes, concentration, temperature in
                pair(
                    .computed, "\(minutes) min after Tc 300 to 290 from the cold state",
                    concentration, temperature, [.within(1e-6), .within(1e-4)],
                    source: regression
                ) {
                    equations.moved(
                        state(0, equations), with: inputs(coolant: 290), for: minutes)
                }
            }
    }
}
