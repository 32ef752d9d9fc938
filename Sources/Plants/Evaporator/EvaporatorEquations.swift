/// The three states of the evaporator.
package struct EvaporatorState: IntegrableState, Hashable, Sendable {
    /// L2: level of the separator, m.
    package var level: Double
    /// X2: concentration of the product, % by mass.
    package var concentration: Double
    /// P2: operating pressure, kPa.
    package var pressure: Double

    package init(level: Double, concentration: Double, pressure: Double) {
        self.level = level
        self.concentration = concentration
        self.pressure = pressure
    }

    /// The nominal point as printed; its derivatives are almost 0.
    package static let printed = EvaporatorState(level: 1, concentration: 25, pressure: 50.5)

    package func moved(along slope: EvaporatorState, for duration: Double) -> EvaporatorState {
        EvaporatorState(
            level: level + duration * slope.level,
            concentration: concentration + duration * slope.concentration,
            pressure: pressure + duration * slope.pressure)
    }
}

/// What acts on the evaporator from outside.
package struct EvaporatorInputs: Hashable, Sendable {
    /// F1: feed, kg/min.
    package var feedFlow = 10.0
    /// X1: concentration of the feed, % by mass.
    package var feedConcentration = 5.0
    /// T1: temperature of the feed, °C.
    package var feedTemperature = 40.0
    /// F2: product, kg/min.
    package var productFlow = 2.0
    /// F3: circulation, kg/min.
    package var circulationFlow = 50.0
    /// P100: pressure of the steam, kPa.
    package var steamPressure = 194.7
    /// F200: cooling water, kg/min.
    package var coolingFlow = 208.0
    /// T200: temperature of the cooling water, °C.
    package var coolingTemperature = 25.0
    /// k: 1 for clean tubes, less when they are fouled.
    package var cleanness = 1.0

    /// The nominal point.
    package init() {}
}

/// The forced-circulation evaporator of Newell and Lee, *Applied Process Control: A Case Study*
/// (Prentice Hall, 1989), with the constants as repeated by Govatsmark and Skogestad (ESCAPE-11,
/// 2001, 657–662) and by Amrit, Rawlings and Biegler (Comput. Chem. Eng. 58 (2013) 334–343).
///
/// The factor ``EvaporatorInputs/cleanness`` on the heat transfer is ours. Units: kg/min, kPa, °C,
/// kW, % by mass, minutes.
package struct Evaporator: Hashable, Sendable {
    /// T2: temperature of the product, °C.
    package let productTemperature: Double
    /// T3: temperature of the vapour, °C.
    package let vapourTemperature: Double
    /// T100: temperature of the steam, °C.
    package let steamTemperature: Double
    /// Q100: heat to the liquor, kW.
    package let heatToLiquor: Double
    /// F100: steam, kg/min.
    package let steamFlow: Double
    /// F4: vapour, kg/min.
    package let vapourFlow: Double
    /// Q200: heat to the cooling water, kW.
    package let heatToWater: Double
    /// T201: temperature of the cooling water where it leaves, °C.
    package let waterOutletTemperature: Double
    /// F5: condensate, kg/min.
    package let condensateFlow: Double

    /// Everything that follows at once from the states and the inputs.
    package init(at state: EvaporatorState, with inputs: EvaporatorInputs) {
        productTemperature = 0.5616 * state.pressure + 0.3126 * state.concentration + 48.43
        vapourTemperature = 0.507 * state.pressure + 55
        steamTemperature = 0.1538 * inputs.steamPressure + 90
        heatToLiquor =
            0.16 * inputs.cleanness * (inputs.feedFlow + inputs.circulationFlow)
            * (steamTemperature - productTemperature)
        steamFlow = heatToLiquor / 36.6
        let warming = 0.07 * inputs.feedFlow * (productTemperature - inputs.feedTemperature)
        vapourFlow = (heatToLiquor - warming) / 38.5
        let difference = vapourTemperature - inputs.coolingTemperature
        let conductance = 0.14 * inputs.coolingFlow + 6.84
        heatToWater = 0.9576 * inputs.coolingFlow * difference / conductance
        waterOutletTemperature = inputs.coolingTemperature + 13.68 * difference / conductance
        condensateFlow = heatToWater / 38.5
    }

    /// The states' rates of change, per minute.
    package static func slope(
        at state: EvaporatorState, with inputs: EvaporatorInputs
    ) -> EvaporatorState {
        let now = Evaporator(at: state, with: inputs)
        let solids = inputs.feedFlow * inputs.feedConcentration
        return EvaporatorState(
            level: (inputs.feedFlow - now.vapourFlow - inputs.productFlow) / 20,
            concentration: (solids - inputs.productFlow * state.concentration) / 20,
            pressure: (now.vapourFlow - now.condensateFlow) / 4)
    }

    /// Running cost in $/h at the prices of Amrit et al. (2013): steam, cooling water and pumping.
    package func runningCost(with inputs: EvaporatorInputs) -> Double {
        600 * steamFlow + 0.6 * inputs.coolingFlow
            + 10.09 * (inputs.productFlow + inputs.circulationFlow)
    }
}
