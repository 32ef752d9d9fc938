package import Control
package import Features
package import Learning
package import Profiles
package import Tags

/// The sections of a profile that together make a control loop.
package struct LoopSections: Sendable {
    /// How the quality is forecast.
    package let forecast: ForecastSection
    /// The quality to hold.
    package let quality: QualitySection
    /// How the setpoint follows.
    package let control: ControlSection
    /// The scans that drive it.
    package let scanGroup: ScanGroup
    /// The setpoint.
    package let setpoint: TagProfile
    /// What the setpoint may be.
    package let limits: SetpointLimits

    private let profile: Profile

    /// Finds the sections, or says which is missing.
    package init(of profile: Profile, for mode: ControlMode) throws(RunError) {
        guard let forecast = profile.forecast else {
            throw .noControl(missing: "forecast", mode: mode)
        }
        guard let quality = profile.quality else {
            throw .noControl(missing: "quality", mode: mode)
        }
        guard let control = profile.control else {
            throw .noControl(missing: "control", mode: mode)
        }
        guard let group = profile.scanGroups.first(where: { $0.name == forecast.scanGroup }) else {
            throw .noControl(missing: "scans", mode: mode)
        }
        guard let setpoint = profile.tag(control.setpoint), let limits = setpoint.limits else {
            throw .noControl(missing: "limits of \(control.setpoint)", mode: mode)
        }
        self.forecast = forecast
        self.quality = quality
        self.control = control
        self.scanGroup = group
        self.setpoint = setpoint
        self.limits = limits
        self.profile = profile
    }

    /// Builds the loop around a learner.
    package func loop<Regressor: OnlineRegressor>(
        regressor: (Int) -> Regressor, mode: ControlMode
    ) throws(FeatureSchemaError) -> ControlLoop<Regressor> {
        let schema = try FeatureSchema(features: profile.features.map(Feature.init(declared:)))
        let builder = try FeatureBuilder(schema: schema, scanInterval: scanGroup.interval)
        let age = max(forecast.horizon, .zero) + control.maximumResultAge
        let scans = Int((age.inSeconds / scanGroup.interval.inSeconds).rounded(.up)) + 16
        let forecaster = Forecaster(
            tag: quality.tag, regressor: regressor(schema.count), schema: schema,
            horizon: forecast.horizon,
            ledger: ForecastLedger(
                capacity: min(scans, 100_000), featureCount: schema.count,
                tolerance: scanGroup.interval * 1.5))
        return ControlLoop(configuration(), mode: mode, builder: builder, forecaster: forecaster)
    }

    private func configuration<Regressor: OnlineRegressor>()
        -> ControlLoop<Regressor>.Configuration
    {
        let group = Set(scanGroup.tags)
        func tags(of role: TagRole) -> [TagName] {
            profile.tags.filter { $0.role == role && group.contains($0.name) }.map(\.name)
        }
        var supervision = InputSupervisor.Configuration(
            inputs: profile.features.compactMap(\.term.tag), permissives: tags(of: .permissive),
            heartbeats: tags(of: .heartbeat), setpoint: control.setpoint,
            setpointResolution: setpoint.mapping.halfStep, scanInterval: scanGroup.interval)
        supervision.inputs = Array(Set(supervision.inputs)).sorted()
        return ControlLoop<Regressor>.Configuration(
            target: QualityTarget(
                tag: quality.tag, counter: quality.counter, age: quality.age,
                delay: quality.delay, value: quality.target, tolerance: quality.tolerance),
            limits: limits, supervision: supervision,
            law: MoveLaw.Settings(
                response: control.response, integralTime: control.integralTime,
                deadBand: control.deadBand, confidence: control.confidence,
                minimumMove: control.minimumMove, interval: control.interval),
            gain: GainEstimator.Settings(
                bounds: control.gain, lag: control.gainLag,
                resultDeviation: max(quality.tolerance / 6, 1e-9),
                walkDeviation: max(quality.tolerance / 5, 1e-9)),
            minimumOutcomes: control.minimumOutcomes, maximumResultAge: control.maximumResultAge)
    }
}

extension FeatureDeclaration.Term {
    /// The tag it reads; nil for a product.
    package var tag: TagName? {
        switch self {
        case .value(let tag), .lag(let tag, _), .difference(let tag, _), .mean(let tag, _),
            .slope(let tag, _):
            tag
        case .product: nil
        }
    }
}

extension Feature {
    /// Takes over a feature as a profile declares it.
    package init(declared: FeatureDeclaration) {
        let term: Feature.Term =
            switch declared.term {
            case .value(let tag): .value(tag)
            case .lag(let tag, let span): .lag(tag, by: span)
            case .difference(let tag, let span): .difference(tag, over: span)
            case .mean(let tag, let span): .mean(tag, over: span)
            case .slope(let tag, let span): .slope(tag, over: span)
            case .product(let first, let second): .product(first, second)
            }
        self.init(name: declared.name, term: term)
    }
}

extension RegisterMapping {
    /// Half the difference between two neighbouring values the registers can hold, in the tag's
    /// unit; for floating point a millionth of a large value.
    package var halfStep: Double {
        switch type {
        case .bool, .bit: 0.5
        case .int16, .uint16, .int32, .uint32, .int64, .uint64: abs(scale) * 0.51
        case .float32: abs(scale) * 1e-3
        case .float64: abs(scale) * 1e-9
        case .string: 0
        }
    }
}
