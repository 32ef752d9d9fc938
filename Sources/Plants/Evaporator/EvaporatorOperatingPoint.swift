/// A steady operating point of the evaporator with a chosen product, found from its balances.
struct EvaporatorOperatingPoint {
    var state: EvaporatorState
    var inputs: EvaporatorInputs

    var outputs: Evaporator { Evaporator(at: state, with: inputs) }

    /// The price list of Amrit et al. (2013), $/h.
    var runningCost: Double { outputs.runningCost(with: inputs) }

    /// The objective of Kariwala et al. (2008), $/h, product sold and feed bought.
    var netCost: Double {
        600 * outputs.steamFlow + 0.6 * inputs.coolingFlow
            + 1.009 * (inputs.productFlow + inputs.circulationFlow) + 0.2 * inputs.feedFlow
            - 4800 * inputs.productFlow
    }

    /// Which of circulation (F3) and steam pressure (P100) is chosen; the other one follows.
    enum Choice {
        case circulation(Double)
        case steam(Double)
    }

    /// The point that makes this product at this pressure; nil where no cooling water is enough.
    init?(
        concentration: Double, pressure: Double, feed: Double = 10, _ choice: Choice,
        from base: EvaporatorInputs
    ) {
        inputs = base
        state = EvaporatorState(level: 1, concentration: concentration, pressure: pressure)
        inputs.feedFlow = feed
        inputs.productFlow = feed * inputs.feedConcentration / concentration
        let vapour = feed - inputs.productFlow
        let product = outputs.productTemperature
        let heat = 38.5 * vapour + 0.07 * feed * (product - inputs.feedTemperature)
        let exchange = 0.16 * inputs.cleanness
        switch choice {
        case .circulation(let flow):
            inputs.circulationFlow = flow
            let steamTemperature = product + heat / (exchange * (feed + flow))
            inputs.steamPressure = (steamTemperature - 90) / 0.1538
        case .steam(let steam):
            inputs.steamPressure = steam
            inputs.circulationFlow =
                heat / (exchange * (outputs.steamTemperature - product)) - feed
        }
        let difference = outputs.vapourTemperature - inputs.coolingTemperature
        let surplus = 0.9576 * difference - 0.14 * 38.5 * vapour
        guard surplus > 0, inputs.circulationFlow > 0 else { return nil }
        inputs.coolingFlow = 6.84 * 38.5 * vapour / surplus
    }

    /// The cheapest pressure for a product, by the price list of Amrit et al.
    static func cheapest(
        concentration: Double, _ choice: Choice = .circulation(50), from base: EvaporatorInputs
    ) -> Self? {
        cheapest(by: \.runningCost) {
            Self(concentration: concentration, pressure: $0, choice, from: base)
        }
    }

    /// The best feed and pressure by ``netCost`` at the highest steam pressure.
    static func mostProfitable(from base: EvaporatorInputs) -> Self? {
        func best(feed: Double) -> Self? {
            cheapest(by: \.netCost) {
                Self(concentration: 35.5, pressure: $0, feed: feed, .steam(400), from: base)
            }
        }
        return best(
            feed: ScalarSearch.maximum(in: 8...11) { -(best(feed: $0)?.netCost ?? .infinity) })
    }

    /// Where both pressures tried cost the same, or neither works, the valley lies at the higher.
    private static func cheapest(
        by cost: KeyPath<Self, Double>, at point: (Double) -> Self?
    ) -> Self? {
        point(ScalarSearch.maximum(in: 40...80) { -(point($0)?[keyPath: cost] ?? .infinity) })
    }
}
