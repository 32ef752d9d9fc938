import Tags

extension ReactorTankPublished {
    /// Temperatures of reactors that run away.
    static func ignitions(_ equations: ReactorTankEquations) -> [PublishedValue] {
        @Sendable func peak(
            _ concentration: Double, _ temperature: Double, coolant: Double
        ) -> Double {
            equations.temperatures(
                from: ReactorTankState(concentration: concentration, temperature: temperature),
                with: inputs(coolant: coolant), scans: 500
            ).max() ?? .nan
        }
        /// From the middle state, after so many minutes of warming up.
        @Sendable func burning(after minutes: Int, scans: Int) -> [Double] {
            let burnt = inputs(coolant: 305)
            guard let middle = equations.steadyStates(with: Inputs()).dropFirst().first else {
                return []
            }
            let start = equations.moved(middle, with: burnt, for: Double(minutes))
            return equations.temperatures(from: start, with: burnt, scans: scans)
        }
        let cycle: @Sendable () -> [Double] = { burning(after: 80, scans: 2000) }
        return [
            PublishedValue(
                .computed, "highest T from CA 0.95, T 330 at Tc 310", "K", "502.48",
                .within(0.01), source: regression
            ) { peak(0.95, 330, coolant: 310) },
            PublishedValue(
                .computed, "highest T from CA 1, T 350 at Tc 320", "K", "548.70", .within(0.01),
                source: regression
            ) { peak(1, 350, coolant: 320) },
            PublishedValue(
                .computed, "highest T from the middle state at Tc 305", "K", "441.4",
                .within(0.06), source: regression
            ) { burning(after: 0, scans: 2000).max() ?? .nan },
            PublishedValue(
                .printed, "lowest T of the cycle at Tc 305", "K", "362.5", .within(0.06),
                source: gym
            ) { cycle().min() ?? .nan },
            PublishedValue(
                .printed, "highest T of the cycle at Tc 305", "K", "405.4", .within(0.06),
                source: gym
            ) { cycle().max() ?? .nan },
        ]
    }

    /// What is made at three temperatures.
    static func objectives(_ equations: ReactorTankEquations) -> [PublishedValue] {
        @Sendable func production(_ temperature: Double) -> Double {
            let point = equations.steady(at: temperature, with: Inputs())
            return point.inputs.feed
                * (point.inputs.feedConcentration - point.state.concentration)
        }
        return [
            (345.0, "0.58962", "301.57"), (350, "0.50002", "300.00"), (355, "0.41289", "298.68"),
        ].flatMap { temperature, concentration, coolant in
            [
                PublishedValue(
                    .computed, "CA with T held at \(temperature)", "mol/L", concentration,
                    source: regression
                ) { equations.steady(at: temperature, with: Inputs()).state.concentration },
                PublishedValue(
                    .computed, "Tc that holds T at \(temperature)", "K", coolant,
                    source: regression
                ) { equations.steady(at: temperature, with: Inputs()).inputs.coolant },
            ]
        } + [
            PublishedValue(
                .computed, "product at T 355 above that at 350", "%", "17.43", source: regression
            ) { 100 * (production(355) / production(350) - 1) }
        ]
    }
}
