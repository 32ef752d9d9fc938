import Plants
import Testing

/// Figures of the evaporator that need no simulation. Sources as at ``Evaporator``; optimum with
/// product sold: Kariwala, Cao and Janardhanan, Ind. Eng. Chem. Res. 47 (2008).
enum EvaporatorStaticFigures {
    static let all = nominal + derivatives + steady + cheapest + freedCirculation + profitable

    private static let printed = Evaporator(at: .printed, with: EvaporatorInputs())

    static let nominal: [PublishedFigure] = [
        .init(.printed, "T2", 84.6, within: 0.05) { printed.productTemperature },
        .init(.printed, "T3", 80.6, within: 0.05) { printed.vapourTemperature },
        .init(.quoted, "T100", 119.9, within: 0.05) { printed.steamTemperature },
        .init(.printed, "Q100", 339, within: 0.5) { printed.heatToLiquor },
        .init(.printed, "F100", 9.3, within: 0.05) { printed.steamFlow },
        .init(.printed, "F4", 8, within: 0.05) { printed.vapourFlow },
        .init(.printed, "F5", 8, within: 0.05) { printed.condensateFlow },
        // The equations give 307.99 and 46.153 where 307.9 and 46.1 are printed.
        .init(.printed, "Q200", 307.9, within: 0.1) { printed.heatToWater },
        .init(.printed, "T201", 46.1, within: 0.06) { printed.waterOutletTemperature },
    ]

    private static let slopeAtPrinted = Evaporator.slope(at: .printed, with: EvaporatorInputs())

    private static let slopeAtOdd: EvaporatorState = {
        var inputs = EvaporatorInputs()
        inputs.productFlow = 2.1
        inputs.feedFlow = 10.3
        inputs.feedConcentration = 5.2
        inputs.feedTemperature = 38
        inputs.circulationFlow = 45
        inputs.steamPressure = 210
        inputs.coolingFlow = 190
        inputs.coolingTemperature = 27
        inputs.cleanness = 0.97
        return Evaporator.slope(
            at: EvaporatorState(level: 1.1, concentration: 26, pressure: 52), with: inputs)
    }()

    static let derivatives: [PublishedFigure] = [
        .init(.printed, "dL2/dt at the printed point", 0, within: 4e-4) { slopeAtPrinted.level },
        .init(.printed, "dX2/dt at the printed point", 0, within: 4e-4) {
            slopeAtPrinted.concentration
        },
        .init(.printed, "dP2/dt at the printed point", 0, within: 4e-4) {
            slopeAtPrinted.pressure
        },
        .init(.computed, "dL2/dt at the odd point", 0.04747120204, within: 1e-9) {
            slopeAtOdd.level
        },
        .init(.computed, "dX2/dt at the odd point", -0.052, within: 1e-9) {
            slopeAtOdd.concentration
        },
        .init(.computed, "dP2/dt at the odd point", -0.1080675804, within: 1e-9) {
            slopeAtOdd.pressure
        },
        .init(.computed, "pole of X2 with F2 held", -0.1, within: 2e-6) {
            pole(\.concentration)
        },
        .init(.computed, "pole of P2 with F2 held", -0.055797, within: 2e-6) { pole(\.pressure) },
    ]

    static let steady: [PublishedFigure] = [
        .init(.computed, "steady X2", 25.00004, within: 6e-6) {
            try steadyState().state.concentration
        },
        .init(.computed, "steady P2", 50.50530, within: 6e-6) { try steadyState().state.pressure },
        .init(.computed, "gain of X2 to P100, loops on", 0.2344, within: 5e-5) {
            try gain { $0.steamPressure += $1 }
        },
        .init(.computed, "gain of X2 to the P2 setpoint", -0.918, within: 5e-4) {
            try (concentration(pressure: 50.501) - concentration(pressure: 50.499)) / 0.002
        },
        .init(.computed, "sd of X2 from the boiling point", 0.332, within: 5e-4) {
            let pressurePart = 0.5616 * 0.05
            return (0.1 * 0.1 + pressurePart * pressurePart).squareRoot() / 0.3126
        },
    ]

    static let cheapest: [PublishedFigure] = [
        .init(.printed, "cheapest P2", 49.743, within: 5e-4) { try at(25).state.pressure },
        .init(.printed, "cheapest P100", 191.713, within: 5e-4) { try at(25).inputs.steamPressure },
        .init(.printed, "cheapest F200", 215.888, within: 6e-4) { try at(25).inputs.coolingFlow },
        .init(.computed, "J at X2 25", 6210.385, within: 5e-4) { try at(25).runningCost },
        .init(.computed, "J at X2 25.5", 6239.97, within: 5e-3) { try at(25.5).runningCost },
        .init(.computed, "J at X2 26", 6268.49, within: 5e-3) { try at(26).runningCost },
        .init(.computed, "J at X2 27", 6322.55, within: 5e-3) { try at(27).runningCost },
        .init(.computed, "J at the printed point", 6211.04, within: 5e-3) {
            printed.runningCost(with: EvaporatorInputs())
        },
        .init(.computed, "back-off at sd 0.73", 69.3, within: 0.05) { try backOff(0.73) },
        .init(.computed, "back-off at sd 0.43", 41.5, within: 0.05) { try backOff(0.43) },
        .init(.computed, "back-off at sd 0.13", 12.8, within: 0.05) { try backOff(0.13) },
    ]

    static let freedCirculation: [PublishedFigure] = [
        .init(.computed, "J, F3 free", 5916.88, within: 5e-3) { try freed().runningCost },
        .init(.computed, "F3, F3 free", 20.48, within: 5e-3) {
            try freed().inputs.circulationFlow
        },
        .init(.computed, "P2, F3 free", 46.38, within: 5e-3) { try freed().state.pressure },
        .init(.computed, "F200, F3 free", 259.3, within: 0.05) { try freed().inputs.coolingFlow },
        .init(.computed, "saving in %, F3 free", -4.74, within: 5e-3) {
            100 * (try freed().runningCost / printed.runningCost(with: EvaporatorInputs()) - 1)
        },
        .init(.computed, "J with room to control", 5980.42, within: 5e-3) {
            try roomy().runningCost
        },
        .init(.computed, "F3 with room to control", 23.69, within: 5e-3) {
            try roomy().inputs.circulationFlow
        },
        .init(.computed, "P2 with room to control", 46.36, within: 5e-3) {
            try roomy().state.pressure
        },
        .init(.computed, "saving in %, with room to control", -3.71, within: 5e-3) {
            100 * (try roomy().runningCost / printed.runningCost(with: EvaporatorInputs()) - 1)
        },
    ]

    static let profitable: [PublishedFigure] = [
        .init(.quoted, "net J", -582.233, within: 5e-4) { try best().netCost },
        .init(.quoted, "net F1", 9.469, within: 5e-4) { try best().inputs.feedFlow },
        .init(.quoted, "net F2", 1.334, within: 5e-4) { try best().inputs.productFlow },
        .init(.quoted, "net F3", 24.721, within: 5e-4) { try best().inputs.circulationFlow },
        .init(.quoted, "net P2", 51.412, within: 5e-4) { try best().state.pressure },
        .init(.quoted, "net F200", 217.738, within: 5e-3) { try best().inputs.coolingFlow },
        .init(.quoted, "net F100", 9.434, within: 5e-4) { try best().outputs.steamFlow },
        .init(.quoted, "net T3", 81.066, within: 5e-4) { try best().outputs.vapourTemperature },
        .init(.quoted, "net Q100", 345.292, within: 5e-4) { try best().outputs.heatToLiquor },
        .init(.quoted, "net Q200", 313.21, within: 5e-3) { try best().outputs.heatToWater },
        .init(.quoted, "net P100", 400, within: 0.5) { try best().inputs.steamPressure },
        .init(.quoted, "net T100", 151.52, within: 5e-3) { try best().outputs.steamTemperature },
        .init(.quoted, "net T2", 88.4, within: 0.05) { try best().outputs.productTemperature },
        .init(.quoted, "net F4", 8.135, within: 5e-4) { try best().outputs.vapourFlow },
        .init(.quoted, "net T201", 45.55, within: 5e-3) {
            try best().outputs.waterOutletTemperature
        },
    ]
}

extension EvaporatorStaticFigures {
    /// The diagonal of the linear model, which is triangular in X2 and P2 when F2 is held.
    private static func pole(_ member: WritableKeyPath<EvaporatorState, Double>) -> Double {
        let slopes = [1e-4, -1e-4].map { distance in
            var near = EvaporatorState.printed
            near[keyPath: member] += distance
            return Evaporator.slope(at: near, with: EvaporatorInputs())[keyPath: member]
        }
        return (slopes[0] - slopes[1]) / 2e-4
    }

    private static func steadyState() throws -> EvaporatorSteadyState {
        try #require(EvaporatorSteadyState(with: EvaporatorInputs()))
    }

    private static func concentration(
        pressure: Double, change: (inout EvaporatorInputs) -> Void = { _ in }
    ) throws -> Double {
        var inputs = EvaporatorInputs()
        change(&inputs)
        let found = EvaporatorSteadyState(with: inputs, pressure: .held(pressure))
        return try #require(found).state.concentration
    }

    private static func gain(of change: (inout EvaporatorInputs, Double) -> Void) throws -> Double {
        let above = try concentration(pressure: 50.5) { change(&$0, 0.001) }
        let below = try concentration(pressure: 50.5) { change(&$0, -0.001) }
        return (above - below) / 0.002
    }

    private static func at(_ concentration: Double) throws -> OperatingPoint {
        try #require(OperatingPoint.cheapest(concentration: concentration))
    }

    /// What it costs to stay 1.645 standard deviations above 25 %.
    private static func backOff(_ deviation: Double) throws -> Double {
        try at(25 + 1.645 * deviation).runningCost - at(25).runningCost
    }

    private static func freed() throws -> OperatingPoint {
        try #require(OperatingPoint.cheapest(concentration: 25, steam: 400))
    }

    private static func roomy() throws -> OperatingPoint {
        try #require(OperatingPoint.cheapest(concentration: 25.5, steam: 360))
    }

    private static func best() throws -> OperatingPoint {
        try #require(OperatingPoint.mostProfitable())
    }
}
