/// The evaporator's base-level loops, actuators and interlocks, as its four controllers run them.
struct EvaporatorControls {
    /// What clients asked for, in the order of ``EvaporatorSetpoint``; acts in the next step.
    var requested: Targets
    /// Whether the pressure forbids moves: it is outside 40 to 80 kPa.
    private(set) var forbidsMoves = false
    /// Whether the level has stopped the feed: it is above 1.7 m.
    private(set) var stopsFeed = false
    /// F3: speed of the circulation pump.
    private(set) var circulation: Actuator
    /// P100: the steam pressure's regulator.
    private(set) var steam: Actuator
    /// F2: the product valve.
    private(set) var product: Actuator
    /// F200: the cooling water's valve.
    private(set) var cooling: Actuator
    /// The pressure that the pressure loop holds.
    private(set) var pressureRamp: SetpointRamp
    private(set) var accepted: Targets
    private var levelLoop: PILoop
    private var pressureLoop: PILoop
    private let step: Double

    /// One value for each setpoint.
    struct Targets {
        var circulationFlow: Double
        var steamPressure: Double
        var level: Double
        var pressure: Double
    }

    private static let levelThatStopsProduct = 0.3
    private static let levelThatStopsFeed = 1.7
    private static let lowestPressure = 40.0
    private static let highestPressure = 80.0

    init(_ parameters: EvaporatorParameters, step: Double) {
        let nominal = EvaporatorInputs()
        self.step = step
        requested = Targets(
            circulationFlow: nominal.circulationFlow, steamPressure: nominal.steamPressure,
            level: EvaporatorSetpoint.nominal[EvaporatorSetpoint.level],
            pressure: EvaporatorSetpoint.nominal[EvaporatorSetpoint.pressure])
        accepted = requested
        circulation = Actuator(
            position: nominal.circulationFlow, lag: 0.2, rate: parameters["F3.rate"], step: step)
        steam = Actuator(
            position: nominal.steamPressure, lag: 0.5, rate: parameters["P100.rate"], step: step)
        product = Actuator(position: nominal.productFlow, lag: 0.1, rate: 4, step: step)
        cooling = Actuator(position: nominal.coolingFlow, lag: 0.3, rate: 200, step: step)
        pressureRamp = SetpointRamp(
            value: requested.pressure, rate: parameters["P2.rate"], step: step)
        levelLoop = PILoop(
            nominalOutput: nominal.productFlow, gain: -4, integralTime: 20, limits: 0...4)
        pressureLoop = PILoop(
            nominalOutput: nominal.coolingFlow, gain: -40, integralTime: 20, limits: 20...400)
    }

    /// Runs loops, interlocks and actuators once on what the instruments show.
    mutating func run(level: Double, pressure: Double) {
        forbidsMoves = pressure < Self.lowestPressure || pressure > Self.highestPressure
        stopsFeed = level > Self.levelThatStopsFeed
        if forbidsMoves { requested = accepted } else { accepted = requested }

        pressureRamp.move(toward: accepted.pressure)
        let productFlow = levelLoop.output(
            setpoint: accepted.level, measured: level, for: step)
        let coolingFlow = pressureLoop.output(
            setpoint: pressureRamp.value, measured: pressure, for: step)

        circulation.move(toward: accepted.circulationFlow)
        steam.move(toward: accepted.steamPressure)
        product.move(toward: level < Self.levelThatStopsProduct ? 0 : productFlow)
        cooling.move(toward: coolingFlow)
    }

    /// Puts the actuators' positions, and the feed's stop, into the inputs.
    func apply(to inputs: inout EvaporatorInputs) {
        inputs.circulationFlow = circulation.position
        inputs.steamPressure = steam.position
        inputs.productFlow = product.position
        inputs.coolingFlow = cooling.position
        if stopsFeed { inputs.feedFlow = 0 }
    }
}
