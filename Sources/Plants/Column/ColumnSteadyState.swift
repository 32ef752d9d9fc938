extension ColumnA {
    /// The steady state for inputs that are held, level loops on.
    ///
    /// Flows follow from the inputs; compositions are found by Newton's method, whose Jacobian is
    /// tridiagonal: about ten times 41 divisions.
    ///
    /// - Parameter inputs: As numbered by ``ColumnInput``.
    /// - Returns: All states; nil if a flow would have to be negative or the search fails.
    package static func steadyState(with inputs: [Double]) -> [Double]? {
        precondition(inputs.count == ColumnInput.count, "column A has six inputs")
        let flows = SteadyFlows(inputs)
        guard flows.arePositive else { return nil }
        guard let compositions = compositions(with: flows) else { return nil }
        let time = hydraulicTime
        var holdups = (0..<stages).map { stage in
            Self.holdup + time
                * (stage <= feedStage ? flows.lowerLiquid - reflux - feed : flows.reflux - reflux)
        }
        holdups[0] = Self.holdup + (flows.bottoms - product) / levelGain
        holdups[stages - 1] = Self.holdup + (flows.distillate - product) / levelGain
        return compositions + holdups
    }

    private static func compositions(with flows: SteadyFlows) -> [Double]? {
        var light = (0..<stages).map { 0.02 + 0.96 * Double($0) / Double(stages - 1) }
        for _ in 0..<100 {
            let step = flows.newtonStep(at: light)
            // A full step may leave 0…1, where vapour has no meaning.
            var part = 1.0
            for (value, change) in zip(light, step) {
                let room = 0.8 * (change > 0 ? 1 - value : value)
                if abs(change) > room { part = min(part, room / abs(change)) }
            }
            let largest = step.reduce(0) { max($0, abs($1)) }
            guard largest.isFinite else { return nil }
            light = zip(light, step).map { $0 + part * $1 }
            if largest < 1e-14 { return light }
        }
        return nil
    }
}

/// Flows between the stages once holdups have settled.
private struct SteadyFlows {
    let reflux: Double
    let lowerLiquid: Double
    let lowerVapour: Double
    let upperVapour: Double
    let feed: Double
    let feedComposition: Double

    init(_ inputs: [Double]) {
        reflux = inputs[ColumnInput.reflux]
        feed = inputs[ColumnInput.feed]
        feedComposition = inputs[ColumnInput.feedComposition]
        lowerVapour = inputs[ColumnInput.boilUp]
        lowerLiquid = reflux + inputs[ColumnInput.feedLiquid] * feed
        upperVapour = lowerVapour + (1 - inputs[ColumnInput.feedLiquid]) * feed
    }

    var distillate: Double { upperVapour - reflux }
    var bottoms: Double { lowerLiquid - lowerVapour }
    var arePositive: Bool {
        reflux > 0 && lowerVapour > 0 && lowerLiquid > 0 && upperVapour > 0 && distillate >= 0
            && bottoms >= 0
    }

    /// Liquid that enters a stage from above.
    private func liquid(into stage: Int) -> Double {
        stage < ColumnA.feedStage ? lowerLiquid : reflux
    }

    /// Liquid, and of the last stage all distillate too, that leaves a stage.
    private func liquid(outOf stage: Int) -> Double {
        switch stage {
        case 0: bottoms
        case ColumnA.stages - 1: reflux + distillate
        default: stage <= ColumnA.feedStage ? lowerLiquid : reflux
        }
    }

    private func vapour(outOf stage: Int) -> Double {
        switch stage {
        case ColumnA.stages - 1: 0
        default: stage < ColumnA.feedStage ? lowerVapour : upperVapour
        }
    }

    /// Solves the linearised component balances, tridiagonal, by elimination.
    func newtonStep(at light: [Double]) -> [Double] {
        let count = ColumnA.stages
        let spread = ColumnA.volatility - 1
        let denominators = light.map { 1 + spread * $0 }
        let heavy = (0..<count).map { ColumnA.volatility * light[$0] / denominators[$0] }
        let slopes = denominators.map { ColumnA.volatility / ($0 * $0) }
        var upper = [Double](repeating: 0, count: count)
        var right = [Double](repeating: 0, count: count)
        for stage in 0..<count {
            let entering = stage + 1 < count ? liquid(into: stage) : 0
            let rising = stage > 0 ? vapour(outOf: stage - 1) : 0
            var balance =
                -liquid(outOf: stage) * light[stage] - vapour(outOf: stage) * heavy[stage]
            if stage + 1 < count { balance += entering * light[stage + 1] }
            if stage > 0 { balance += rising * heavy[stage - 1] }
            if stage == ColumnA.feedStage { balance += feed * feedComposition }
            let lower = stage > 0 ? rising * slopes[stage - 1] : 0
            let middle = -liquid(outOf: stage) - vapour(outOf: stage) * slopes[stage]
            let pivot = stage > 0 ? middle - lower * upper[stage - 1] : middle
            upper[stage] = entering / pivot
            right[stage] = (-balance - (stage > 0 ? lower * right[stage - 1] : 0)) / pivot
        }
        for stage in stride(from: count - 2, through: 0, by: -1) {
            right[stage] -= upper[stage] * right[stage + 1]
        }
        return right
    }
}
