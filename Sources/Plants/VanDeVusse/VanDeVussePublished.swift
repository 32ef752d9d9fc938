import Tags

/// What was published about the van de Vusse reactor.
package enum VanDeVussePublished {
    /// Values and experiment.
    package static let plant = PublishedPlant(
        model: "van-de-vusse", stateCount: 4, values: values(), experiment: experiment)

    /// Every published value, worked out with some equations; with others than the published ones
    /// they disagree.
    package static func values(
        of equations: VanDeVusseEquations = VanDeVusseEquations()
    ) -> [PublishedValue] {
        nominal(equations) + linear(equations) + curves(equations) + dynamics(equations)
            + optima(equations) + loop
    }

    static let chen = "Chen, Kremling and Allgöwer, European Control Conference 1995"
    static let klatt = "Klatt and Engell, Comput. Chem. Eng. 22 (1998)"
    static let regression = "computed from the equations of Chen et al. 1995"

    private typealias Inputs = VanDeVusseEquations.Inputs

    private static let variables: [(name: String, unit: EngineeringUnit)] = [
        ("cA", "mol/l"), ("cB", "mol/l"), ("T", "°C"), ("TK", "°C"),
    ]

    /// One value for each state.
    private static func states(
        _ mark: PublishedValue.Mark, _ place: String, _ printed: [String],
        _ tolerance: PublishedValue.Tolerance = .halfDigit, source: String,
        of state: @escaping @Sendable () -> VanDeVusseState?
    ) -> [PublishedValue] {
        printed.indices.map { index in
            PublishedValue(
                mark, "\(variables[index].name) \(place)", variables[index].unit, printed[index],
                tolerance, source: source
            ) { state()?.numbers[index] ?? .nan }
        }
    }

    private static func nominal(_ equations: VanDeVusseEquations) -> [PublishedValue] {
        let steady: @Sendable () -> VanDeVusseState? = { equations.steady(with: Inputs()) }
        let second: @Sendable () -> VanDeVusseState? = {
            var inputs = Inputs()
            inputs.feed = 18.83
            inputs.cooling = -4495.7
            inputs.feedTemperature = 130
            return equations.steady(with: inputs, near: 134)
        }
        let odd: @Sendable () -> VanDeVusseState? = {
            var inputs = Inputs()
            inputs.feed = 16
            inputs.cooling = -2500
            inputs.feedConcentration = 5.4
            inputs.feedTemperature = 103
            return equations.slope(
                at: VanDeVusseState(a: 2.5, b: 0.9, temperature: 110, jacket: 105), with: inputs)
        }
        return states(
            .printed, "in the nominal steady state", ["2.14", "1.09", "114.2", "112.9"],
            source: chen, of: steady)
            + states(
                .printed, "in the nominal steady state, a second source",
                ["2.1402", "1.0903", "114.19", "112.91"], source: klatt, of: steady)
            + states(
                .computed, "in the nominal steady state, more digits",
                ["2.14021", "1.09030", "114.19108", "112.90659"], .within(6e-6),
                source: regression, of: steady)
            + states(
                .printed, "at F 18.83, Q -4495.7, T0 130", ["1.235", "0.90", "134.14", "128.95"],
                source: klatt, of: second)
            + zip(
                states(
                    .computed, "", ["7.224398711", "3.498613451", "-101.7062551", "183.44"],
                    .relative(1e-8), source: regression, of: odd), variables
            ).map { value, variable in
                PublishedValue(
                    .computed, "d\(variable.name)/dt at an odd point",
                    EngineeringUnit(symbol: "\(variable.unit)/h"), value.printed, .relative(1e-8),
                    source: regression
                ) { value.ours }
            }
    }

    private static func linear(_ equations: VanDeVusseEquations) -> [PublishedValue] {
        let model: @Sendable () -> Linearization? = {
            guard let state = equations.steady(with: Inputs()) else { return nil }
            return Linearization(
                states: state.numbers, inputs: [14.19, -1113.5], rates: rates(equations))
        }
        let poles = ["-117.813", "-37.4404", "-20.5155", "-13.6585"]
        return [
            PublishedValue(
                .computed, "gain of cB to F in the nominal steady state", "mol h/l", "1.266e-3",
                .within(2e-6), source: regression
            ) { model()?.staticGains?[1, 0] ?? .nan },
            PublishedValue(
                .computed, "gain of cB to Q in the nominal steady state", "mol h/(l kJ)",
                "-1.95e-7", .within(5e-9), source: regression
            ) { model()?.staticGains?[1, 1] ?? .nan },
        ]
            + poles.enumerated().map { index, printed in
                PublishedValue(
                    .computed, "pole \(index + 1) in the nominal steady state", "1/h", printed,
                    .within(2e-3), source: regression
                ) { model()?.a.eigenvalues?[index].real ?? .nan }
            }
    }

    /// Rates of change for feed and cooling, all else nominal.
    static func rates(_ equations: VanDeVusseEquations) -> RatesOfChange {
        { states, given in
            var inputs = VanDeVusseEquations.Inputs()
            inputs.feed = given[0]
            inputs.cooling = given[1]
            return equations.slope(at: VanDeVusseState(states), with: inputs).numbers
        }
    }

    private static func curves(_ equations: VanDeVusseEquations) -> [PublishedValue] {
        let overFlow = [
            (5.0, "0.9315"), (10, "1.0598"), (14.19, "1.0903"), (18.83, "1.0753"), (25, "1.0161"),
            (35, "0.8914"),
        ].map { feed, printed in
            PublishedValue(
                .computed, "cB in steady state at Q -1113.5, F \(feed)", "mol/l", printed,
                source: regression
            ) {
                var inputs = Inputs()
                inputs.feed = feed
                return equations.steady(with: inputs)?.b ?? .nan
            }
        }
        let overTemperature = [
            (100.0, "0.89832", "-5866.0"), (105, "1.00615", "-4265.8"),
            (110, "1.07267", "-2585.8"), (114.2, "1.09030", "-1110.3"), (118, "1.07576", "273.1"),
        ].flatMap { temperature, b, cooling in
            [
                PublishedValue(
                    .computed, "cB with T held at \(temperature)", "mol/l", b, .within(6e-6),
                    source: regression
                ) { equations.steady(at: temperature, with: Inputs()).state.b },
                PublishedValue(
                    .computed, "Q that holds T at \(temperature)", "kJ/h", cooling, .within(0.06),
                    source: regression
                ) { equations.steady(at: temperature, with: Inputs()).inputs.cooling },
            ]
        }
        let slopes = [(105.0, "0.0178451"), (114.2, "-0.0000877")].map { temperature, printed in
            PublishedValue(
                .computed, "gain of cB to T held at \(temperature)", "mol/(l K)", printed,
                .within(2e-6), source: regression
            ) { gain(at: temperature, equations) }
        }
        return overFlow + overTemperature + slopes
    }

    private static func gain(at temperature: Double, _ equations: VanDeVusseEquations) -> Double {
        let above = equations.steady(at: temperature + 0.001, with: Inputs()).state.b
        let below = equations.steady(at: temperature - 0.001, with: Inputs()).state.b
        return (above - below) / 0.002
    }

    private static func dynamics(_ equations: VanDeVusseEquations) -> [PublishedValue] {
        [
            (0.02, "1.024054"), (0.05, "1.023450"), (0.1, "1.051235"), (0.2, "1.066039"),
            (0.5, "1.066543"),
        ].map { hours, printed in
            PublishedValue(
                .computed, "cB \(hours) h after F 14.19 to 20, Q held", "mol/l", printed,
                .within(2e-6), source: regression
            ) {
                guard let state = equations.steady(with: Inputs()) else { return .nan }
                return StepResponse.states(
                    from: state.numbers, inputs: [20, -1113.5], at: [hours], step: 1.0 / 3600,
                    rates: rates(equations))[0][1]
            }
        }
    }
}
