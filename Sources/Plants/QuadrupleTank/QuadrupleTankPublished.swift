import Glibc
import Tags

/// What was published about the quadruple tank.
package enum QuadrupleTankPublished {
    /// Values and experiment.
    package static let plant = PublishedPlant(
        model: "quadruple-tank", stateCount: 4, values: values(), experiment: experiment)

    /// Every published value, worked out with some equations; with others than the published ones
    /// they disagree.
    package static func values(
        of equations: QuadrupleTankEquations = QuadrupleTankEquations()
    ) -> [PublishedValue] {
        levels(equations) + timeConstants(equations) + gains(equations) + zeros(equations)
            + dynamics(equations) + objectives(equations) + loops(equations)
    }

    static let johansson = "Johansson, IEEE Trans. Control Syst. Technol. 8 (2000) 456–465"
    static let gym = "AIO-Gym documentation, Johansson quadruple-tank process"
    static let regression = "computed from the equations of Johansson 2000"

    typealias Inputs = QuadrupleTankEquations.Inputs

    /// One of the two published settings.
    struct Setting: Sendable {
        let name: String
        let inputs: Inputs
        /// Levels as measured on the rig.
        let printed: [Double]

        static let easy = Setting(name: "P−", inputs: .easy, printed: [12.4, 12.7, 1.8, 1.4])
        static let hard = Setting(name: "P+", inputs: .hard, printed: [12.6, 13.0, 4.8, 4.9])
    }

    /// Rates of change for the voltages of both pumps, all else as given.
    static func rates(_ equations: QuadrupleTankEquations, with inputs: Inputs) -> RatesOfChange {
        { states, voltages in
            var inputs = inputs
            inputs.pump1 = voltages[0]
            inputs.pump2 = voltages[1]
            return equations.slope(at: QuadrupleTankState(states), with: inputs).numbers
        }
    }

    /// The plant near some levels; outputs are the lower levels.
    static func model(
        _ equations: QuadrupleTankEquations, with inputs: Inputs, at levels: [Double]
    ) -> Linearization {
        Linearization(
            states: levels, inputs: [inputs.pump1, inputs.pump2],
            rates: rates(equations, with: inputs)
        ).restricted(inputs: [0, 1], outputs: [0, 1])
    }

    private static func levels(_ equations: QuadrupleTankEquations) -> [PublishedValue] {
        func row(
            _ setting: Setting, _ printed: [String], _ mark: PublishedValue.Mark, _ place: String,
            _ tolerance: PublishedValue.Tolerance, source: String
        ) -> [PublishedValue] {
            printed.indices.map { index in
                PublishedValue(
                    mark, "h\(index + 1) \(place), \(setting.name)", "cm", printed[index],
                    tolerance, source: source
                ) { equations.steady(with: setting.inputs).numbers[index] }
            }
        }
        // The printed levels were measured; they agree with the equations within 0.17 cm only.
        return row(
            .easy, ["12.4", "12.7", "1.8", "1.4"], .printed, "as measured on the rig",
            .within(0.17), source: johansson)
            + row(
                .hard, ["12.6", "13.0", "4.8", "4.9"], .printed, "as measured on the rig",
                .within(0.17), source: johansson)
            + row(
                .easy, ["12.26297", "12.78316", "1.63394", "1.40904"], .printed,
                "in equilibrium", .halfDigit, source: gym)
            + row(
                .hard, ["12.44186", "13.16681", "4.73026", "4.98633"], .printed,
                "in equilibrium", .halfDigit, source: gym)
    }

    private static func timeConstants(_ equations: QuadrupleTankEquations) -> [PublishedValue] {
        func row(
            _ setting: Setting, _ printed: [String], _ mark: PublishedValue.Mark,
            _ words: String, _ tolerances: [PublishedValue.Tolerance], source: String
        ) -> [PublishedValue] {
            printed.indices.map { index in
                PublishedValue(
                    mark, "time constant of tank \(index + 1), \(setting.name)\(words)", "s",
                    printed[index], tolerances[index], source: source
                ) {
                    let a = model(equations, with: setting.inputs, at: setting.printed).a
                    return -1 / a[index, index]
                }
            }
        }
        // Printed as whole seconds, cut off and not rounded; two of them a little beyond.
        let cut = Array(repeating: PublishedValue.Tolerance.within(1), count: 4)
        let exact = Array(repeating: PublishedValue.Tolerance.within(1e-4), count: 4)
        return row(
            .easy, ["62", "90", "23", "30"], .quoted, ", at the printed levels", cut,
            source: johansson)
            + row(
                .hard, ["63", "91", "39", "56"], .quoted, ", at the printed levels",
                Array(repeating: .within(0.5), count: 4), source: johansson)
            + row(
                .easy, ["62.7034", "90.3353", "23.8900", "29.9930"], .computed,
                ", at the printed levels, more digits", exact, source: regression)
            + row(
                .hard, ["63.2070", "91.3960", "39.0122", "56.1117"], .computed,
                ", at the printed levels, more digits", exact, source: regression)
    }

    private static func gains(_ equations: QuadrupleTankEquations) -> [PublishedValue] {
        @Sendable func matrix(_ setting: Setting) -> DenseMatrix? {
            model(equations, with: setting.inputs, at: setting.printed).staticGains
        }
        // Sensors give 0.5 V a cm.
        func row(_ setting: Setting, _ printed: [String]) -> [PublishedValue] {
            printed.indices.map { index in
                PublishedValue(
                    .quoted, "gain \(index / 2 + 1)\(index % 2 + 1), \(setting.name)", "V/V",
                    printed[index], .within(0.07), source: johansson
                ) { (matrix(setting)?[index / 2, index % 2] ?? .nan) * 0.5 }
            }
        }
        func array(_ setting: Setting, _ printed: String) -> PublishedValue {
            PublishedValue(
                .quoted, "relative gain 1,1, \(setting.name)", .none, printed, source: johansson
            ) {
                guard let gains = matrix(setting) else { return .nan }
                let straight = gains[0, 0] * gains[1, 1]
                return straight / (straight - gains[0, 1] * gains[1, 0])
            }
        }
        return row(.easy, ["2.6", "1.5", "1.4", "2.8"]) + row(.hard, ["1.5", "2.5", "2.5", "1.6"])
            + [array(.easy, "1.40"), array(.hard, "-0.64")]
    }

    private static func zeros(_ equations: QuadrupleTankEquations) -> [PublishedValue] {
        func row(
            _ setting: Setting, _ printed: [String], _ mark: PublishedValue.Mark, _ words: String,
            _ tolerance: PublishedValue.Tolerance, source: String
        ) -> [PublishedValue] {
            printed.indices.map { index in
                PublishedValue(
                    mark, "zero \(index + 1) in equilibrium, \(setting.name)\(words)", "1/s",
                    printed[index],
                    tolerance, source: source
                ) {
                    let levels = equations.steady(with: setting.inputs).numbers
                    let found = model(equations, with: setting.inputs, at: levels).zeros() ?? []
                    return found.count == 2 ? found[index].real : .nan
                }
            }
        }
        // The quoted ones were worked out with rounded levels.
        return row(.easy, ["-0.060", "-0.018"], .quoted, "", .within(0.001), source: johansson)
            + row(.hard, ["-0.057", "0.013"], .quoted, "", .within(0.001), source: johansson)
            + row(
                .easy, ["-0.0596979", "-0.0174701"], .computed, ", more digits", .within(1e-7),
                source: regression)
            + row(
                .hard, ["-0.0562468", "0.0127589"], .computed, ", more digits", .within(1e-7),
                source: regression)
    }
}
