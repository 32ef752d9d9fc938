import Plants

/// A steady operating point of the evaporator with a chosen product, found from its balances.
struct OperatingPoint {
    var state: EvaporatorState
    var inputs = EvaporatorInputs()

    var outputs: Evaporator { Evaporator(at: state, with: inputs) }

    /// The price list of Amrit et al. (2013), $/h.
    var runningCost: Double { outputs.runningCost(with: inputs) }

    /// The objective of Kariwala et al. (2008), $/h, product sold and feed bought.
    var netCost: Double {
        600 * outputs.steamFlow + 0.6 * inputs.coolingFlow
            + 1.009 * (inputs.productFlow + inputs.circulationFlow) + 0.2 * inputs.feedFlow
            - 4800 * inputs.productFlow
    }

    /// The point that makes this product at this pressure; nil where no cooling water is enough.
    ///
    /// Either the circulation (F3) is chosen and the steam pressure (P100) follows, or the other
    /// way round.
    init?(
        concentration: Double, pressure: Double, feed: Double = 10, circulation: Double? = nil,
        steam: Double? = nil
    ) {
        state = EvaporatorState(level: 1, concentration: concentration, pressure: pressure)
        inputs.feedFlow = feed
        inputs.productFlow = feed * inputs.feedConcentration / concentration
        let vapour = feed - inputs.productFlow
        let product = outputs.productTemperature
        let heat = 38.5 * vapour + 0.07 * feed * (product - inputs.feedTemperature)
        if let circulation {
            inputs.circulationFlow = circulation
            let steamTemperature = product + heat / (0.16 * (feed + circulation))
            inputs.steamPressure = (steamTemperature - 90) / 0.1538
        } else if let steam {
            inputs.steamPressure = steam
            inputs.circulationFlow = heat / (0.16 * (outputs.steamTemperature - product)) - feed
        }
        let difference = outputs.vapourTemperature - inputs.coolingTemperature
        let surplus = 0.9576 * difference - 0.14 * 38.5 * vapour
        guard surplus > 0, inputs.circulationFlow > 0 else { return nil }
        inputs.coolingFlow = 6.84 * 38.5 * vapour / surplus
    }

    /// The cheapest pressure at a fixed circulation of 50 kg/min.
    static func cheapest(concentration: Double) -> OperatingPoint? {
        cheapest(by: \.runningCost) {
            OperatingPoint(concentration: concentration, pressure: $0, circulation: 50)
        }
    }

    /// The cheapest pressure at a given steam pressure, circulation following.
    static func cheapest(concentration: Double, steam: Double) -> OperatingPoint? {
        cheapest(by: \.runningCost) {
            OperatingPoint(concentration: concentration, pressure: $0, steam: steam)
        }
    }

    /// The best feed and pressure by ``netCost`` at the highest steam pressure.
    static func mostProfitable(steam: Double = 400) -> OperatingPoint? {
        func best(feed: Double) -> OperatingPoint? {
            cheapest(by: \.netCost) {
                OperatingPoint(concentration: 35.5, pressure: $0, feed: feed, steam: steam)
            }
        }
        let feed = minimum(in: 8...11) { best(feed: $0)?.netCost ?? .infinity }
        return best(feed: feed)
    }

    private static func cheapest(
        by cost: KeyPath<OperatingPoint, Double>, at point: (Double) -> OperatingPoint?
    ) -> OperatingPoint? {
        point(minimum(in: 40...80) { point($0)?[keyPath: cost] ?? .infinity })
    }
}

/// Where a function with one valley is lowest, by golden section.
private func minimum(in range: ClosedRange<Double>, of function: (Double) -> Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (range.lowerBound, range.upperBound)
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atLeft, atRight) = (function(left), function(right))
    while high - low > 1e-8 {
        // Where both cost the same or nothing works, the valley lies at the higher pressure.
        if atLeft < atRight {
            (high, right, atRight) = (right, left, atLeft)
            left = high - ratio * (high - low)
            atLeft = function(left)
        } else {
            (low, left, atLeft) = (left, right, atRight)
            right = low + ratio * (high - low)
            atRight = function(right)
        }
    }
    return (low + high) / 2
}
