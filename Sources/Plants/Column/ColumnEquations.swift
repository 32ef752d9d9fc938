/// The equations of Skogestad's column A: 41 stages that part a binary mixture of constant relative
/// volatility, with linear liquid dynamics and proportional level loops (Skogestad, MATLAB column A;
/// Trans. IChemE A 75 (1997) 539).
///
/// Flat memory, minutes, kmol, kmol/min, mole fractions of the light component. Stage 1 is the
/// reboiler, 41 the total condenser; pointers count stages from 0.
enum ColumnA {
    static let stages = 41
    /// Compositions of the stages, then their holdups.
    static let stateCount = 2 * stages
    /// Stage that takes the feed, counted from 0.
    static let feedStage = 20

    /// Relative volatility.
    static let volatility = 1.5
    /// Time in which a stage's liquid flow answers its holdup, min.
    static let hydraulicTime = 0.063
    /// Nominal holdup of each stage, kmol.
    static let holdup = 0.5
    /// Nominal reflux, kmol/min.
    static let reflux = 2.70629
    /// Nominal boil-up, kmol/min.
    static let boilUp = 3.20629
    /// Nominal feed, kmol/min.
    static let feed = 1.0
    /// Nominal flow of each product, kmol/min.
    static let product = 0.5
    /// Gain of both level loops, 1/min.
    static let levelGain = 10.0

    /// Temperature of a stage at nominal pressure, °C: linear between the boiling points of the
    /// pure components, 355.4 K and 341.9 K.
    @inline(__always)
    static func temperature(at composition: Double) -> Double { 82.25 - 13.5 * composition }

    /// What its level loop lets out of the reboiler or the condenser, kmol/min.
    @inline(__always)
    static func productFlow(at holdup: Double) -> Double {
        let wanted = product + levelGain * (holdup - Self.holdup)
        return wanted > 0 ? wanted : 0
    }
}

/// Numbers of the inputs of column A.
enum ColumnInput {
    static let reflux = 0
    static let boilUp = 1
    static let feed = 2
    static let feedComposition = 3
    static let feedLiquid = 4
    static let temperatureOffset = 5
    static let count = 6
}

extension ColumnA {
    /// Rate of change of all states.
    ///
    /// - Parameters:
    ///   - state: ``stateCount`` numbers.
    ///   - inputs: As numbered by ``ColumnInput``.
    ///   - slope: Where ``stateCount`` rates per minute go; nothing else points there.
    ///   - vapour: Room for ``stages`` numbers.
    static func slope(
        at state: UnsafePointer<Double>, with inputs: UnsafePointer<Double>,
        into slope: UnsafeMutablePointer<Double>, vapour: UnsafeMutablePointer<Double>
    ) {
        let composition = state
        let holdup = state + stages
        let holdupSlope = slope + stages
        let top = stages - 1
        let inverseTime = 1 / hydraulicTime
        let above = reflux - Self.holdup * inverseTime
        let below = above + feed
        let flow = inputs[ColumnInput.feed]
        let lowerVapour = inputs[ColumnInput.boilUp]
        let upperVapour = lowerVapour + (1 - inputs[ColumnInput.feedLiquid]) * flow
        let refluxFlow = inputs[ColumnInput.reflux]

        var stage = 0
        while stage < top {
            let light = composition[stage]
            vapour[stage] = volatility * light / (1 + (volatility - 1) * light)
            stage += 1
        }

        let bottom = below + holdup[1] * inverseTime
        let product = productFlow(at: holdup[0])
        holdupSlope[0] = bottom - lowerVapour - product
        slope[0] =
            (bottom * (composition[1] - composition[0])
                - lowerVapour * (vapour[0] - composition[0])) / holdup[0]

        section(
            1..<feedStage, at: state, into: slope, vapour: vapour, liquid: below,
            rising: lowerVapour)

        let light = composition[feedStage]
        let entering = above + holdup[feedStage + 1] * inverseTime
        let leaving = below + holdup[feedStage] * inverseTime
        holdupSlope[feedStage] = entering - leaving + lowerVapour - upperVapour + flow
        slope[feedStage] =
            (entering * (composition[feedStage + 1] - light)
                + lowerVapour * (vapour[feedStage - 1] - light)
                - upperVapour * (vapour[feedStage] - light)
                + flow * (inputs[ColumnInput.feedComposition] - light)) / holdup[feedStage]

        section(
            feedStage + 1..<top - 1, at: state, into: slope, vapour: vapour, liquid: above,
            rising: upperVapour)

        let last = top - 1
        holdupSlope[last] = refluxFlow - (above + holdup[last] * inverseTime)
        slope[last] =
            (refluxFlow * (composition[top] - composition[last])
                + upperVapour * (vapour[last - 1] - vapour[last])) / holdup[last]

        holdupSlope[top] = upperVapour - refluxFlow - productFlow(at: holdup[top])
        slope[top] = upperVapour * (vapour[last] - composition[top]) / holdup[top]
    }

    /// The stages of one section; each takes liquid from the stage above and vapour from below.
    @inline(__always)
    private static func section(
        _ range: Range<Int>, at state: UnsafePointer<Double>,
        into slope: UnsafeMutablePointer<Double>, vapour: UnsafeMutablePointer<Double>,
        liquid: Double, rising: Double
    ) {
        let holdup = state + stages
        let holdupSlope = slope + stages
        let inverseTime = 1 / hydraulicTime
        var stage = range.lowerBound
        while stage < range.upperBound {
            let light = state[stage]
            let entering = liquid + holdup[stage + 1] * inverseTime
            holdupSlope[stage] = (holdup[stage + 1] - holdup[stage]) * inverseTime
            slope[stage] =
                (entering * (state[stage + 1] - light)
                    + rising * (vapour[stage - 1] - vapour[stage])) / holdup[stage]
            stage += 1
        }
    }
}
