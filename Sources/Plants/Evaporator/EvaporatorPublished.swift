import Tags

/// What was published about the evaporator.
package enum EvaporatorPublished {
    /// Values and experiment.
    package static let plant = PublishedPlant(
        model: "evaporator", stateCount: 3, values: values(), experiment: experiment)

    /// Every published value, worked out about a nominal point; about another one than the
    /// published they disagree.
    package static func values(
        about inputs: EvaporatorInputs = EvaporatorInputs()
    ) -> [PublishedValue] {
        nominal(inputs) + derivatives(inputs) + steady(inputs) + cheapest(inputs)
            + profitable(inputs) + dynamics(inputs)
    }

    static let newell = "Newell and Lee, Applied Process Control: A Case Study, 1989"
    static let govatsmark = "Govatsmark and Skogestad, ESCAPE-11, 2001, 657–662"
    static let amrit = "Amrit, Rawlings and Biegler, Comput. Chem. Eng. 58 (2013) 334–343"
    static let kariwala = "Kariwala, Cao and Janardhanan, Ind. Eng. Chem. Res. 47 (2008)"
    static let regression = "computed from the equations of Newell and Lee 1989"

    /// A value that follows from the published equations.
    static func computed(
        _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
        _ tolerance: PublishedValue.Tolerance = .halfDigit,
        compute: @escaping @Sendable () -> Double
    ) -> PublishedValue {
        PublishedValue(
            .computed, quantity, unit, printed, tolerance, source: regression, compute: compute)
    }

    private static func nominal(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        func value(
            _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
            _ tolerance: PublishedValue.Tolerance = .halfDigit,
            _ mark: PublishedValue.Mark = .printed,
            of path: @escaping @Sendable (Evaporator) -> Double
        ) -> PublishedValue {
            PublishedValue(
                mark, "\(quantity) at the nominal point", unit, printed, tolerance,
                source: govatsmark
            ) { path(Evaporator(at: .printed, with: inputs)) }
        }
        return [
            value("T2", "°C", "84.6") { $0.productTemperature },
            value("T3", "°C", "80.6") { $0.vapourTemperature },
            value("T100", "°C", "119.9", .halfDigit, .quoted) { $0.steamTemperature },
            value("Q100", "kW", "339") { $0.heatToLiquor },
            value("F100", "kg/min", "9.3") { $0.steamFlow },
            value("F4", "kg/min", "8.0") { $0.vapourFlow },
            value("F5", "kg/min", "8.0") { $0.condensateFlow },
            // The equations give 307.99 and 46.153 where 307.9 and 46.1 are printed.
            value("Q200", "kW", "307.9", .within(0.1)) { $0.heatToWater },
            value("T201", "°C", "46.1", .within(0.06)) { $0.waterOutletTemperature },
        ]
    }

    private static let members:
        [(name: String, unit: EngineeringUnit, of: @Sendable (EvaporatorState) -> Double)] = [
            ("dL2/dt", "m/min", { $0.level }), ("dX2/dt", "%/min", { $0.concentration }),
            ("dP2/dt", "kPa/min", { $0.pressure }),
        ]

    private static func derivatives(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        let odd: @Sendable () -> EvaporatorState = {
            var odd = inputs
            odd.productFlow = 2.1
            odd.feedFlow = 10.3
            odd.feedConcentration = 5.2
            odd.feedTemperature = 38
            odd.circulationFlow = 45
            odd.steamPressure = 210
            odd.coolingFlow = 190
            odd.coolingTemperature = 27
            odd.cleanness *= 0.97
            return Evaporator.slope(
                at: EvaporatorState(level: 1.1, concentration: 26, pressure: 52), with: odd)
        }
        let printed = ["0.04747120204", "-0.052", "-0.1080675804"]
        return members.map { member in
            PublishedValue(
                .printed, "\(member.name) at the nominal point", member.unit, "0", .within(4e-4),
                source: govatsmark
            ) { member.of(Evaporator.slope(at: .printed, with: inputs)) }
        }
            + zip(members, printed).map { member, printed in
                computed("\(member.name) at an odd point", member.unit, printed, .within(1e-9)) {
                    member.of(odd())
                }
            }
            + [
                computed("pole of X2 with F2 held", "1/min", "-0.1", .within(2e-6)) {
                    pole(1, inputs)
                },
                computed("pole of P2 with F2 held", "1/min", "-0.055797", .within(2e-6)) {
                    pole(2, inputs)
                },
            ]
    }

    /// The diagonal of the linear model, which is triangular in X2 and P2 when F2 is held.
    private static func pole(_ number: Int, _ inputs: EvaporatorInputs) -> Double {
        Differences.jacobian(at: [1, 25, 50.5]) {
            let state = EvaporatorState(level: $0[0], concentration: $0[1], pressure: $0[2])
            let slope = Evaporator.slope(at: state, with: inputs)
            return [slope.level, slope.concentration, slope.pressure]
        }[number, number]
    }

    private static func steady(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        @Sendable func product(
            pressure: Double, change: (inout EvaporatorInputs) -> Void = { _ in }
        ) -> Double {
            var inputs = inputs
            change(&inputs)
            let found = EvaporatorSteadyState(with: inputs, pressure: .held(pressure))
            return found?.state.concentration ?? .nan
        }
        return [
            computed("X2 in steady state", "%", "25.00004", .within(6e-6)) {
                EvaporatorSteadyState(with: inputs)?.state.concentration ?? .nan
            },
            computed("P2 in steady state", "kPa", "50.50530", .within(6e-6)) {
                EvaporatorSteadyState(with: inputs)?.state.pressure ?? .nan
            },
            computed("gain of X2 to P100 with both loops", "%/kPa", "0.2344") {
                (product(pressure: 50.5) { $0.steamPressure += 0.001 }
                    - product(pressure: 50.5) { $0.steamPressure -= 0.001 }) / 0.002
            },
            computed("gain of X2 to the setpoint of P2", "%/kPa", "-0.918") {
                (product(pressure: 50.501) - product(pressure: 50.499)) / 0.002
            },
            computed("sd of X2 as the boiling point tells it", "%", "0.332") {
                let pressurePart = 0.5616 * 0.05
                return (0.1 * 0.1 + pressurePart * pressurePart).squareRoot() / 0.3126
            },
        ]
    }
}
