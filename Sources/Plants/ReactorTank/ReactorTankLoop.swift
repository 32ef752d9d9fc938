import Glibc

/// The reactor with its temperature loop, coolant and setpoint ramp, on true values and without
/// interlocks: what the published figures of the loop were computed with.
struct ReactorTankLoop {
    private let equations: ReactorTankEquations
    private var inputs: ReactorTankEquations.Inputs
    private var state: ReactorTankState
    private let nominalCoolant: Double
    private var held = 350.0
    private var integral = 0.0

    private static let scan = 0.02
    private static let gain = 8.0
    private static let integralTime = 0.5
    private static let lag = 0.05
    private static let coolantRate = 200.0

    /// What it went through, one value a scan.
    private(set) var temperatures: [Double] = []
    /// The coolant's temperature, one value a scan.
    private(set) var coolants: [Double] = []

    /// The reactor at 350 K, in steady state.
    init(_ equations: ReactorTankEquations) {
        self.equations = equations
        let start = equations.steady(at: 350, with: ReactorTankEquations.Inputs())
        state = start.state
        inputs = start.inputs
        nominalCoolant = inputs.coolant
    }

    /// Runs with another setpoint and feed temperature.
    ///
    /// - Parameters:
    ///   - setpoint: What the loop is to hold, K.
    ///   - rate: How fast the setpoint gets there, K/min.
    ///   - feedTemperature: Temperature of the feed, K.
    ///   - minutes: How long.
    mutating func run(
        to setpoint: Double, rate: Double = .infinity, feedTemperature: Double = 350,
        minutes: Double
    ) {
        inputs.feedTemperature = feedTemperature
        for _ in 0..<Int((minutes / Self.scan).rounded()) {
            let reach = rate * Self.scan
            held += clipped(setpoint - held, -reach, reach)
            let error = held - state.temperature
            let wanted = nominalCoolant + Self.gain * (error + integral / Self.integralTime)
            let sent = clipped(wanted, 280, 320)
            if sent == wanted || (wanted - sent) * error <= 0 { integral += error * Self.scan }
            let part = 1 - exp(-Self.scan / Self.lag)
            let step = Self.coolantRate * Self.scan
            inputs.coolant += clipped(part * (sent - inputs.coolant), -step, step)
            state = equations.moved(state, with: inputs, for: Self.scan)
            temperatures.append(state.temperature)
            coolants.append(inputs.coolant)
        }
    }

    /// Minutes from which on the temperature stays near a value.
    func minutesUntil(within distance: Double, of center: Double) -> Double {
        let last = temperatures.lastIndex { abs($0 - center) > distance }
        return Double((last ?? -1) + 2) * Self.scan
    }

    /// The slowest pole with the loop closed, in continuous time, at the middle state of a coolant
    /// at 300 K, 1/min.
    static func slowestPole(
        _ equations: ReactorTankEquations, gain: Double = 8, lag: Double = 0.05
    ) -> Double {
        let nominal = ReactorTankEquations.Inputs()
        guard let start = equations.steadyStates(with: nominal).dropFirst().first else {
            return .nan
        }
        let rates: RatesOfChange = { states, _ in
            var inputs = nominal
            inputs.coolant = states[2]
            let slope = equations.slope(at: ReactorTankState(Array(states[..<2])), with: inputs)
            let error = start.temperature - states[1]
            let sent = nominal.coolant + gain * (error + states[3] / integralTime)
            return slope.numbers + [(sent - states[2]) / lag, error]
        }
        let point = start.numbers + [nominal.coolant, 0]
        let model = Linearization(states: point, inputs: [], rates: rates)
        return model.a.eigenvalues?.last?.real ?? .nan
    }
}
