import Tags

extension ReactorTankPublished {
    /// The temperature loop: poles, steps and ramps.
    static func loops(_ equations: ReactorTankEquations) -> [PublishedValue] {
        let ramped: @Sendable () -> ReactorTankLoop = {
            var loop = ReactorTankLoop(equations)
            loop.run(to: 355, rate: 0.5, minutes: 30)
            return loop
        }
        let warmFeed: @Sendable () -> ReactorTankLoop = {
            var loop = ReactorTankLoop(equations)
            loop.run(to: 350, feedTemperature: 355, minutes: 10)
            return loop
        }
        @Sendable func highest(after setpoint: Double) -> Double {
            var loop = ReactorTankLoop(equations)
            loop.run(to: setpoint, minutes: 10)
            return loop.temperatures.max() ?? .nan
        }
        func value(
            _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
            _ tolerance: PublishedValue.Tolerance = .halfDigit,
            compute: @escaping @Sendable () -> Double
        ) -> PublishedValue {
            PublishedValue(
                .computed, quantity, unit, printed, tolerance, source: regression, compute: compute)
        }
        return [
            value("slowest pole with the loop", "1/min", "-1.427") {
                ReactorTankLoop.slowestPole(equations)
            },
            value("slowest pole with the loop at Kc 3", "1/min", "-0.978") {
                ReactorTankLoop.slowestPole(equations, gain: 3)
            },
            value("slowest pole with a coolant lag of 0.2 min", "1/min", "0.949") {
                ReactorTankLoop.slowestPole(equations, lag: 0.2)
            },
            value("overshoot of T after its setpoint 350 to 355, ramped", "K", "0.038") {
                (ramped().temperatures.max() ?? .nan) - 355
            },
            value("time until T stays within 0.1 K of it", "min", "9.78", .within(0.02)) {
                ramped().minutesUntil(within: 0.1, of: 355)
            },
            value("lowest Tc on the way", "K", "298.16") { ramped().coolants.min() ?? .nan },
            value("highest Tc on the way", "K", "300.25") { ramped().coolants.max() ?? .nan },
            value("highest T after its setpoint 350 to 355 in one step", "K", "395.7") {
                highest(after: 355)
            },
            value("highest T after its setpoint 350 to 351 in one step", "K", "351.7") {
                highest(after: 351)
            },
            value("largest error of T after Ti +5", "K", "0.462") {
                warmFeed().temperatures.map { abs($0 - 350) }.max() ?? .nan
            },
            value("time until that error stays below 0.1 K", "min", "0.36", .within(0.02)) {
                warmFeed().minutesUntil(within: 0.1, of: 350)
            },
        ]
    }

    /// A day with CA held at 0.50 by the setpoint of T.
    static let experiment: PublishedExperiment = {
        func figures(_ deviation: String, _ part: String, relative: Double) -> [SpreadFigure] {
            [
                .deviation(of: "CA", "mol/L", deviation, relative: relative),
                .part(
                    "part of the time beyond 0.50 ± 0.02", of: "CA",
                    .beyond(center: 0.5, distance: 0.02), part, within: 0.03),
            ]
        }
        let setpoint = SampledSupervisor.Setpoint("T.setpoint", limits: 340...356)
        return PublishedExperiment(
            model: "exothermic-reactor", warmUp: .seconds(3600), source: regression,
            lanes: [
                ExperimentLane("held", figures: figures("0.00915", "0.050", relative: 0.15)),
                ExperimentLane("analyser", figures: figures("0.00478", "0.001", relative: 0.1)) {
                    SampledSupervisor(
                        .results(["CA.analyser"], counter: "CA.counter"), moves: [setpoint]
                    ) { now, _ in [clipped(-18 * (0.5 - now[0]), -0.5, 0.5)] }
                },
                ExperimentLane("true", figures: figures("0.00185", "0.000", relative: 0.1)) {
                    SampledSupervisor(.truths(["CA"], each: 50), moves: [setpoint]) { now, before in
                        [clipped(-25 * (before[0] - now[0]) - 15 * (0.5 - now[0]), -1, 1)]
                    }
                },
            ])
    }()
}
