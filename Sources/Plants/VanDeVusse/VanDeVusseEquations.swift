import Glibc

/// The van de Vusse reactor of Chen, Kremling and Allgöwer (ECC 1995): A → B → C and 2 A → D in a
/// cooled stirred tank. Time in hours.
package struct VanDeVusseEquations: Hashable, Sendable {
    /// Frequency factor of A → B and B → C, 1/h.
    package var firstFactor = 1.287e12
    /// Activation temperature of A → B and B → C, K.
    package var firstActivation = 9758.3
    /// Frequency factor of 2 A → D, l/(mol h).
    package var secondFactor = 9.043e9
    /// Activation temperature of 2 A → D, K.
    package var secondActivation = 8560.0
    /// Heat of A → B, kJ/mol; above 0 it cools.
    package var heatToB = 4.2
    /// Heat of B → C, kJ/mol.
    package var heatToC = -11.0
    /// Heat of 2 A → D, kJ/mol of A.
    package var heatToD = -41.85
    /// Density, kg/l.
    package var density = 0.9342
    /// Heat capacity, kJ/(kg K).
    package var heatCapacity = 3.01
    /// Heat transfer to the jacket, kJ/(h m² K).
    package var heatTransfer = 4032.0
    /// Area of the jacket, m².
    package var area = 0.215
    /// Volume of the reactor, l.
    package var volume = 10.0
    /// Mass of the coolant in the jacket, kg.
    package var coolantMass = 5.0
    /// Heat capacity of the coolant, kJ/(kg K).
    package var coolantCapacity = 2.0

    /// The published constants.
    package init() {}

    /// What acts on the reactor.
    package struct Inputs: Hashable, Sendable {
        /// F: feed flow by volume, 1/h.
        package var feed = 14.19
        /// Q: heat taken from the jacket as a negative number, kJ/h.
        package var cooling = -1113.5
        /// cA0: A in the feed, mol/l.
        package var feedConcentration = 5.1
        /// T0: temperature of the feed, °C.
        package var feedTemperature = 104.9

        /// The nominal point.
        package init() {}
    }

    /// Rates of the two kinds of reaction at a temperature in °C.
    package func rates(at temperature: Double) -> (first: Double, second: Double) {
        let kelvin = temperature + 273.15
        return (
            firstFactor * exp(-firstActivation / kelvin),
            secondFactor * exp(-secondActivation / kelvin)
        )
    }

    /// Rate of change of the state, each hour.
    package func slope(at state: VanDeVusseState, with inputs: Inputs) -> VanDeVusseState {
        let (first, second) = rates(at: state.temperature)
        let toB = first * state.a
        let toC = first * state.b
        let toD = second * state.a * state.a
        let wall = heatTransfer * area * (state.jacket - state.temperature)
        let heat = heatToB * toB + heatToC * toC + heatToD * toD
        return VanDeVusseState(
            a: inputs.feed * (inputs.feedConcentration - state.a) - toB - toD,
            b: -inputs.feed * state.b + toB - toC,
            temperature: inputs.feed * (inputs.feedTemperature - state.temperature)
                - heat / (density * heatCapacity) + wall / (density * heatCapacity * volume),
            jacket: (inputs.cooling - wall) / (coolantMass * coolantCapacity))
    }

    /// The steady state at a temperature, with the cooling that holds it.
    package func steady(
        at temperature: Double, with inputs: Inputs
    ) -> (state: VanDeVusseState, inputs: Inputs) {
        let (first, second) = rates(at: temperature)
        let loss = inputs.feed + first
        let supply = inputs.feed * inputs.feedConcentration
        let a = 2 * supply / (loss + (loss * loss + 4 * second * supply).squareRoot())
        let b = first * a / (inputs.feed + first)
        let heat = heatToB * first * a + heatToC * first * b + heatToD * second * a * a
        let warming = inputs.feed * (inputs.feedTemperature - temperature)
        let wall = (heat / (density * heatCapacity) - warming) * density * heatCapacity * volume
        var held = inputs
        held.cooling = wall
        let jacket = temperature + wall / (heatTransfer * area)
        return (
            VanDeVusseState(a: a, b: b, temperature: temperature, jacket: jacket), held
        )
    }

    /// The steady state with the cooling held, near a temperature; nil if there is none.
    package func steady(with inputs: Inputs, near temperature: Double = 114) -> VanDeVusseState? {
        let guess = steady(at: temperature, with: inputs).state.numbers
        return SteadyState.zero(near: guess) {
            slope(at: VanDeVusseState($0), with: inputs).numbers
        }.map(VanDeVusseState.init)
    }
}

/// What the van de Vusse reactor remembers.
package struct VanDeVusseState: Hashable, Sendable, IntegrableState {
    /// cA: concentration of A, mol/l.
    package var a: Double
    /// cB: concentration of B, mol/l.
    package var b: Double
    /// T: temperature of the reactor, °C.
    package var temperature: Double
    /// TK: temperature of the jacket, °C.
    package var jacket: Double

    /// A state from its variables.
    package init(a: Double, b: Double, temperature: Double, jacket: Double) {
        self.a = a
        self.b = b
        self.temperature = temperature
        self.jacket = jacket
    }

    /// A state from four numbers in the order of the variables.
    package init(_ numbers: [Double]) {
        self.init(a: numbers[0], b: numbers[1], temperature: numbers[2], jacket: numbers[3])
    }

    /// The variables in their order.
    package var numbers: [Double] { [a, b, temperature, jacket] }

    package func moved(along slope: VanDeVusseState, for duration: Double) -> VanDeVusseState {
        VanDeVusseState(
            a: a + duration * slope.a, b: b + duration * slope.b,
            temperature: temperature + duration * slope.temperature,
            jacket: jacket + duration * slope.jacket)
    }
}
