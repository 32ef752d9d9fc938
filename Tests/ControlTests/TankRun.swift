import Control
import Features
import Learning
import Tags

typealias TankLoop = ControlLoop<RecursiveLeastSquares>

/// A tank and its loop, scan by scan; a move to be written is answered at once.
struct TankRun {
    var tank: Tank
    var loop: TankLoop
    /// Everything decided so far.
    private(set) var decisions: [Decision] = []
    /// What becomes of a write; nil leaves it pending.
    var answer: (SetpointMove) -> (outcome: MoveResult.Outcome, register: Double)? = {
        (.applied, $0.to)
    }

    init(
        tank: Tank, mode: ControlMode = .automatic,
        adjust: (inout TankLoop.Configuration) -> Void = { _ in }
    ) throws {
        self.tank = tank
        var configuration = Self.configuration
        adjust(&configuration)
        let schema = try FeatureSchema(features: [
            Feature(name: "T", term: .value(Tank.Tag.temperature))
        ])
        loop = TankLoop(
            configuration, mode: mode,
            builder: try FeatureBuilder(schema: schema, scanInterval: Tank.interval),
            forecaster: Forecaster(
                tag: Tank.Tag.quality,
                regressor: RecursiveLeastSquares(featureCount: 1, forgetting: 0.99),
                schema: schema, horizon: .zero,
                ledger: ForecastLedger(
                    capacity: 1000, featureCount: 1, tolerance: .seconds(9))))
    }

    static var configuration: TankLoop.Configuration {
        TankLoop.Configuration(
            target: QualityTarget(
                tag: Tank.Tag.quality, counter: Tank.Tag.counter, age: Tank.Tag.age,
                delay: .zero, value: 25, tolerance: 0.5),
            limits: SetpointLimits(
                range: 90...110, maximumStep: 2, minimumInterval: .seconds(60),
                maximumWritesPerHour: 60),
            supervision: InputSupervisor.Configuration(
                inputs: [Tank.Tag.temperature], permissives: [Tank.Tag.remote],
                heartbeats: [Tank.Tag.heartbeat], setpoint: Tank.Tag.setpoint,
                setpointResolution: 0.005, scanInterval: Tank.interval),
            law: MoveLaw.Settings(
                response: 0.5, integralTime: .seconds(600), deadBand: 0.02, confidence: 1,
                minimumMove: 0.1, interval: .seconds(60)),
            gain: GainEstimator.Settings(
                bounds: 0.1...0.5, lag: .seconds(120), resultDeviation: 0.1,
                walkDeviation: 0.1),
            minimumOutcomes: 6, maximumResultAge: .seconds(1800))
    }

    /// Lets one scan pass, seen through `lens`, and returns what it led to.
    @discardableResult
    mutating func advance(through lens: (Scan) -> Scan = { $0 }) -> [Decision] {
        tank.pass()
        var new = loop.advance(with: lens(tank.scan()))
        for case .write(let move) in new {
            guard let answer = answer(move) else { continue }
            tank.setpoint = answer.register
            new += loop.settle(
                MoveResult(
                    move: move, outcome: answer.outcome,
                    readBack: answer.outcome == .unknown ? nil : answer.register,
                    reason: "said the test"))
        }
        decisions += new
        return new
    }

    /// Lets so many scans pass and returns what they led to.
    @discardableResult
    mutating func advance(scans: Int) -> [Decision] { (0..<scans).flatMap { _ in advance() } }
}

extension [Decision] {
    var writes: [SetpointMove] {
        compactMap { if case .write(let move) = $0 { move } else { nil } }
    }

    var advice: [SetpointMove] {
        compactMap { if case .advise(let move) = $0 { move } else { nil } }
    }

    var holds: [HoldReason] {
        compactMap { if case .hold(let reason) = $0 { reason } else { nil } }
    }

    var forecasts: [Forecast] {
        compactMap { if case .forecast(let forecast) = $0 { forecast } else { nil } }
    }
}
