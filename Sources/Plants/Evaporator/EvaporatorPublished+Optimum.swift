import Tags

extension EvaporatorPublished {
    private typealias Point = EvaporatorOperatingPoint

    /// What the product costs: at the best points, beside them, and for a margin.
    static func cheapest(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        @Sendable func at(_ concentration: Double) -> Point? {
            Point.cheapest(concentration: concentration, from: inputs)
        }
        func optimum(
            _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
            _ tolerance: PublishedValue.Tolerance = .halfDigit,
            of path: @escaping @Sendable (Point) -> Double
        ) -> PublishedValue {
            PublishedValue(
                .printed, "\(quantity) at the optimum with F3 50", unit, printed, tolerance,
                source: amrit
            ) { at(25).map(path) ?? .nan }
        }
        @Sendable func cost(_ concentration: Double) -> Double {
            at(concentration)?.runningCost ?? .nan
        }
        return [
            optimum("X2", "%", "25") { $0.state.concentration },
            optimum("P2", "kPa", "49.743") { $0.state.pressure },
            optimum("P100", "kPa", "191.713") { $0.inputs.steamPressure },
            optimum("F200", "kg/min", "215.888", .within(6e-4)) { $0.inputs.coolingFlow },
            computed("J at the optimum with F3 50", "$/h", "6210.385") { cost(25) },
            computed("J at X2 25.5", "$/h", "6239.97") { cost(25.5) },
            computed("J at X2 26", "$/h", "6268.49") { cost(26) },
            computed("J at X2 27", "$/h", "6322.55") { cost(27) },
            computed("J at the nominal point", "$/h", "6211.04") { nominalCost(inputs) },
        ]
            + [(0.73, "69.3"), (0.43, "41.5"), (0.13, "12.8")].map { deviation, printed in
                computed("cost of 1.645 sd above 25 % at sd \(deviation)", "$/h", printed) {
                    cost(25 + 1.645 * deviation) - cost(25)
                }
            } + freedCirculation(inputs)
    }

    private static func nominalCost(_ inputs: EvaporatorInputs) -> Double {
        Evaporator(at: .printed, with: inputs).runningCost(with: inputs)
    }

    private static func freedCirculation(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        @Sendable func freed() -> Point? {
            Point.cheapest(concentration: 25, .steam(400), from: inputs)
        }
        @Sendable func roomy() -> Point? {
            Point.cheapest(concentration: 25.5, .steam(360), from: inputs)
        }
        @Sendable func saving(_ point: Point?) -> Double {
            100 * ((point?.runningCost ?? .nan) / nominalCost(inputs) - 1)
        }
        return [
            computed("J with F3 free", "$/h", "5916.88") { freed()?.runningCost ?? .nan },
            computed("F3, free", "kg/min", "20.48") { freed()?.inputs.circulationFlow ?? .nan },
            computed("P2 with F3 free", "kPa", "46.38") { freed()?.state.pressure ?? .nan },
            computed("F200 with F3 free", "kg/min", "259.3") {
                freed()?.inputs.coolingFlow ?? .nan
            },
            computed("J with F3 free beside the nominal point", "%", "-4.74") { saving(freed()) },
            computed("J with F3 free and room to control", "$/h", "5980.42") {
                roomy()?.runningCost ?? .nan
            },
            computed("F3, free, with room to control", "kg/min", "23.69") {
                roomy()?.inputs.circulationFlow ?? .nan
            },
            computed("P2 with F3 free and room to control", "kPa", "46.36") {
                roomy()?.state.pressure ?? .nan
            },
            computed("J with F3 free and room to control beside the nominal point", "%", "-3.71") {
                saving(roomy())
            },
        ]
    }

    /// The optimum of Kariwala et al.
    static func profitable(_ inputs: EvaporatorInputs) -> [PublishedValue] {
        func value(
            _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
            _ tolerance: PublishedValue.Tolerance = .halfDigit,
            of path: @escaping @Sendable (Point) -> Double
        ) -> PublishedValue {
            PublishedValue(
                .quoted, "\(quantity) at the optimum with the product sold", unit, printed,
                tolerance, source: kariwala
            ) { Point.mostProfitable(from: inputs).map(path) ?? .nan }
        }
        return [
            value("J", "$/h", "-582.233") { $0.netCost },
            value("F1", "kg/min", "9.469") { $0.inputs.feedFlow },
            value("F2", "kg/min", "1.334") { $0.inputs.productFlow },
            value("F3", "kg/min", "24.721") { $0.inputs.circulationFlow },
            value("P2", "kPa", "51.412") { $0.state.pressure },
            value("F200", "kg/min", "217.738", .within(0.005)) { $0.inputs.coolingFlow },
            value("F100", "kg/min", "9.434") { $0.outputs.steamFlow },
            value("T3", "°C", "81.066") { $0.outputs.vapourTemperature },
            // The exact optimum of the equations gives 345.29149.
            value("Q100", "kW", "345.292", .within(6e-4)) { $0.outputs.heatToLiquor },
            value("Q200", "kW", "313.21") { $0.outputs.heatToWater },
            value("P100", "kPa", "400") { $0.inputs.steamPressure },
            value("T100", "°C", "151.52") { $0.outputs.steamTemperature },
            value("T2", "°C", "88.4") { $0.outputs.productTemperature },
            value("F4", "kg/min", "8.135") { $0.outputs.vapourFlow },
            value("T201", "°C", "45.55") { $0.outputs.waterOutletTemperature },
        ]
    }
}
