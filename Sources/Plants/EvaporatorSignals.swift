import Tags

/// Where each signal of the evaporator stands in its description.
enum EvaporatorSlot {
    // Readings; the status of reading n stands at firstStatus + n.
    static let feedFlow = 0
    static let feedTemperature = 1
    static let circulationFlow = 2
    static let steamPressure = 3
    static let steamFlow = 4
    static let steamTemperature = 5
    static let productTemperature = 6
    static let level = 7
    static let productFlow = 8
    static let pressure = 9
    static let vapourTemperature = 10
    static let coolingFlow = 11
    static let coolingTemperature = 12
    static let waterOutletTemperature = 13
    static let instrumentCount = 14
    static let firstStatus = 14

    // Result, counter, age and status, in this order.
    static let laboratory = 28
    static let analyser = 32

    // Feed, steam, separator, condenser: in each group of four.
    static let firstSetpoint = 36
    static let firstHeld = 40
    static let firstHeartbeat = 44
    static let firstRemote = 48
    static let count = 52
}

/// Instruments as the plant is delivered: range, unit, noise and lag.
struct EvaporatorInstrument {
    let name: String
    let unit: EngineeringUnit
    let high: Double
    let noise: Double
    /// Lag in seconds.
    let lagSeconds: Double
    let summary: String

    /// Drift reaches this fraction of the range in a day.
    static let dailyDrift = 0.001
    static let bits = 16.0

    var range: ClosedRange<Double> { 0...high }

    var defaults: InstrumentSettings {
        InstrumentSettings(
            noise: noise, bias: 0, drift: Self.dailyDrift * high, gain: 0, lag: lagSeconds / 60,
            bits: Self.bits)
    }

    private init(
        _ name: String, _ unit: EngineeringUnit, upTo high: Double, noise: Double, lag: Double,
        _ summary: String
    ) {
        self.name = name
        self.unit = unit
        self.high = high
        self.noise = noise
        self.lagSeconds = lag
        self.summary = summary
    }

    /// In the order of ``EvaporatorSlot``.
    static let all = [
        Self("F1", "kg/min", upTo: 20, noise: 0.02, lag: 1, "feed flow"),
        Self("T1", "°C", upTo: 100, noise: 0.1, lag: 30, "feed temperature"),
        Self("F3", "kg/min", upTo: 100, noise: 0.2, lag: 1, "circulation flow"),
        Self("P100", "kPa", upTo: 400, noise: 0.3, lag: 1, "steam pressure"),
        Self("F100", "kg/min", upTo: 20, noise: 0.05, lag: 1, "steam flow"),
        Self("T100", "°C", upTo: 200, noise: 0.2, lag: 30, "steam temperature"),
        Self("T2", "°C", upTo: 150, noise: 0.1, lag: 30, "product temperature"),
        Self("L2", "m", upTo: 2, noise: 0.003, lag: 3, "separator level"),
        Self("F2", "kg/min", upTo: 4, noise: 0.02, lag: 1, "product flow"),
        Self("P2", "kPa", upTo: 100, noise: 0.05, lag: 1, "operating pressure"),
        Self("T3", "°C", upTo: 150, noise: 0.1, lag: 30, "vapour temperature"),
        Self("F200", "kg/min", upTo: 400, noise: 1, lag: 1, "cooling water flow"),
        Self("T200", "°C", upTo: 100, noise: 0.1, lag: 30, "cooling water inlet temperature"),
        Self("T201", "°C", upTo: 100, noise: 0.1, lag: 30, "cooling water outlet temperature"),
    ]
}

/// Setpoints in the order of ``EvaporatorSlot``.
enum EvaporatorSetpoint {
    static let circulationFlow = 0
    static let steamPressure = 1
    static let level = 2
    static let pressure = 3

    static let names = ["F3", "P100", "L2", "P2"]
    static let units: [EngineeringUnit] = ["kg/min", "kPa", "m", "kPa"]
    static let limits = [10.0...100, 120...400, 0.6...1.4, 42...78]
    static let nominal = [50, 194.7, 1, 50.5]
    static let summaries = [
        "circulation flow", "steam pressure", "separator level", "operating pressure",
    ]
}

extension PlantSignal {
    /// All signals of the evaporator, in the order of `EvaporatorSlot`.
    static let evaporator: [PlantSignal] = {
        let registers = 0.0...65535
        var signals = EvaporatorInstrument.all.map {
            PlantSignal(
                name: $0.name, unit: $0.unit, range: $0.range, kind: .reading,
                summary: $0.summary)
        }
        signals += EvaporatorInstrument.all.map {
            PlantSignal(
                name: $0.name + ".status", unit: .none, range: 0...15, kind: .status,
                summary: $0.summary + ": 1 good, 2 uncertain, 4 bad")
        }
        signals += analyserGroup("X1", "X1.laboratory", 0...20, "feed concentration")
        signals += analyserGroup("X2", "X2.analyser", 0...50, "product concentration")
        let setpoints = EvaporatorSetpoint.names.indices
        signals += setpoints.map {
            PlantSignal(
                name: EvaporatorSetpoint.names[$0] + ".setpoint",
                unit: EvaporatorSetpoint.units[$0], range: EvaporatorSetpoint.limits[$0],
                kind: .setpoint, summary: "setpoint of the " + EvaporatorSetpoint.summaries[$0])
        }
        signals += setpoints.map {
            PlantSignal(
                name: EvaporatorSetpoint.names[$0] + ".held",
                unit: EvaporatorSetpoint.units[$0], range: EvaporatorSetpoint.limits[$0],
                kind: .reading, summary: EvaporatorSetpoint.summaries[$0] + " that is held now")
        }
        let controllers = ["feed", "steam", "separator", "condenser"]
        signals += controllers.map {
            PlantSignal(
                name: $0 + ".heartbeat", unit: .none, range: registers, kind: .counter,
                summary: "steps of the \($0) controller")
        }
        signals += controllers.map {
            PlantSignal(
                name: $0 + ".remote", unit: .none, range: 0...1, kind: .permissive,
                summary: "1 while the \($0) controller takes setpoints")
        }
        return signals
    }()

    private static func analyserGroup(
        _ stem: String, _ name: String, _ range: ClosedRange<Double>, _ summary: String
    ) -> [PlantSignal] {
        [
            PlantSignal(
                name: name, unit: "%", range: range, kind: .reading,
                summary: "latest result of the \(summary)"),
            PlantSignal(
                name: stem + ".counter", unit: .none, range: 0...65535, kind: .counter,
                summary: "results of the \(summary) so far"),
            PlantSignal(
                name: stem + ".age", unit: "s", range: 0...65535, kind: .reading,
                summary: "time since the sample of the latest result"),
            PlantSignal(
                name: stem + ".status", unit: .none, range: 0...15, kind: .status,
                summary: "\(summary): 1 good, 2 uncertain, 4 bad, 8 result late"),
        ]
    }
}
