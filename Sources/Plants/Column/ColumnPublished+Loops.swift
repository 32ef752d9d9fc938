import Glibc
import Tags

extension ColumnPublished {
    /// A higher setpoint of T15, and a richer feed, with the temperature loop on.
    private static let raised = ColumnRun.loop(minutes: 240) { plant in
        guard let number = plant.description.index(of: "T15.setpoint") else { return }
        plant.setSetpoint(number, to: plant.value(of: number) + 0.5)
    }

    private static let richer = ColumnRun.loop(minutes: 60) { plant in
        _ = plant.override("zF", with: 0.53)
    }

    private static let start = ColumnA.temperature(at: ColumnProcess.nominalState[14])

    static let loops: [PublishedValue] = [
        .init(
            .computed, "overshoot of T15 after its setpoint rose by 0.5", "°C", "0.089",
            source: regression
        ) { (raised.temperatures.max() ?? .nan) - start - 0.5 },
        .init(
            .computed, "time until T15 stays within 0.05 °C of the new setpoint", "min", "27.55",
            .within(0.05), source: regression
        ) {
            let last = raised.temperatures.lastIndex { abs($0 - start - 0.5) > 0.05 }
            return Double((last ?? -1) + 2) * ColumnRun.step
        },
        .init(
            .computed, "xD 240 min after the setpoint of T15 rose by 0.5", .none, "0.9876545",
            .within(1e-7), source: regression
        ) { raised.top.last ?? .nan },
        .init(
            .computed, "xB 240 min after the setpoint of T15 rose by 0.5", .none, "0.0078573",
            .within(1e-7), source: regression
        ) { raised.bottom.last ?? .nan },
        .init(
            .computed, "largest error of T15 after zF rose to 0.53", "°C", "0.150",
            source: regression
        ) { richer.temperatures.map { abs($0 - start) }.max() ?? .nan },
        .init(
            .computed, "xD 60 min after zF rose to 0.53", .none, "0.9890942", .within(1e-7),
            source: regression
        ) { richer.top.last ?? .nan },
        .init(
            .computed, "xB 60 min after zF rose to 0.53", .none, "0.0087635", .within(1e-7),
            source: regression
        ) { richer.bottom.last ?? .nan },
        .init(
            .computed, "error of the products 300 min after F +1 %, composition loops on", .none,
            "0", .within(2e-6), source: regression
        ) { ColumnRun.compositionLoopError(after: 300) },
    ]

    private static let pure = ColumnFigures.flows(top: 0.995, bottom: 0.005)
    private static let between = ColumnFigures.flows(top: 0.9925, bottom: 0.0075)
    private static let cheapest = ColumnFigures.flows(top: 0.99, bottom: 0.01)

    /// Boil-up when both products stay 1.645 standard deviations within their limits.
    private static func backedOff(_ top: Double, _ bottom: Double) -> Double {
        ColumnFigures.flows(top: 0.99 + 1.645 * top, bottom: 0.01 - 1.645 * bottom).boilUp
    }

    static let objective: [PublishedValue] = {
        func value(
            _ quantity: String, _ printed: String, _ unit: EngineeringUnit = "kmol/min",
            _ compute: @escaping @Sendable () -> Double
        ) -> PublishedValue {
            PublishedValue(
                .computed, quantity, unit, printed, source: regression, compute: compute)
        }
        return [
            value("L for 0.995 and 0.005", "3.353040") { pure.reflux },
            value("V for 0.995 and 0.005", "3.853040") { pure.boilUp },
            value("L for 0.9925 and 0.0075", "2.937813") { between.reflux },
            value("V for 0.9925 and 0.0075", "3.437813") { between.boilUp },
            value("V at the limits 0.99 and 0.01", "3.206293") { cheapest.boilUp },
            value("V at the limits against 0.995 and 0.005", "-16.79", "%") {
                100 * (cheapest.boilUp / pure.boilUp - 1)
            },
            value("V with back-off, setpoints held", "3.3219") { backedOff(0.00073, 0.00099) },
            value("V with back-off, analyser", "3.2720") { backedOff(0.00044, 0.00059) },
            value("V with back-off, true quality", "3.2345") { backedOff(0.00020, 0.00026) },
            value("ln(1 - xD) by L/F, T15 loop on", "-2.020", .none) {
                ColumnFigures.logarithmicGains[0, 0]
            },
            value("ln(1 - xD) by the T15 setpoint", "0.3726", "1/K") {
                ColumnFigures.logarithmicGains[0, 1]
            },
            value("ln xB by L/F, T15 loop on", "-0.5298", .none) {
                ColumnFigures.logarithmicGains[1, 0]
            },
            value("ln xB by the T15 setpoint", "-0.4748", "1/K") {
                ColumnFigures.logarithmicGains[1, 1]
            },
        ]
    }()

    static let experiment = PublishedExperiment(
        model: "column", warmUp: .seconds(7200), source: regression,
        lanes: [
            lane("held", ["0.00073", "0.00099", "0.054"], relative: 0.15, supervisor: nil),
            lane("analyser", ["0.00044", "0.00059", "0.001"], relative: 0.10) {
                SampledSupervisor(
                    .results(["xD.analyser", "xB.analyser"], counter: "xD.counter"),
                    moves: setpoints
                ) { now, _ in moves(logarithms(now).map { 0.25 * $0 }) }
            },
            lane("true", ["0.00020", "0.00026", "0.000"], relative: 0.10) {
                SampledSupervisor(.truths(["xD", "xB"], each: 20), moves: setpoints) {
                    now, before in
                    let (error, last) = (logarithms(now), logarithms(before))
                    return moves(zip(error, last).map { 0.5 * ($0 - $1) + 0.06 * $0 })
                }
            },
        ])

    private static let setpoints = [
        SampledSupervisor.Setpoint("LF.setpoint"), SampledSupervisor.Setpoint("T15.setpoint"),
    ]

    private static func lane(
        _ name: String, _ printed: [String], relative: Double,
        supervisor: (@Sendable () -> any LaneSupervisor)?
    ) -> ExperimentLane {
        ExperimentLane(
            name,
            figures: [
                .deviation(of: "xD", .none, printed[0], relative: relative),
                .deviation(of: "xB", .none, printed[1], relative: relative),
                .part(
                    "part of the time with xB > 0.0125", of: "xB", .above(0.0125), printed[2],
                    within: 0.03),
            ], supervisor: supervisor)
    }

    /// How far ln(1 − xD) and ln xB are from where they should be; below 1e-4 counts as 1e-4.
    private static func logarithms(_ products: [Double]) -> [Double] {
        [
            log(0.01) - log(max(1 - products[0], 1e-4)),
            log(0.01) - log(max(products[1], 1e-4)),
        ]
    }

    /// N⁻¹ times a wish, each setpoint within its largest move.
    private static func moves(_ wish: [Double]) -> [Double] {
        // N = [−2.020, 0.3726; −0.5298, −0.4748]
        let determinant = 2.020 * 0.4748 + 0.3726 * 0.5298
        let ratio = (-0.4748 * wish[0] - 0.3726 * wish[1]) / determinant
        let temperature = (0.5298 * wish[0] - 2.020 * wish[1]) / determinant
        return [clipped(ratio, -0.03, 0.03), clipped(temperature, -0.5, 0.5)]
    }
}
