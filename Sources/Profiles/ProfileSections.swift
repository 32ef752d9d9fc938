package import Tags

/// The simulated process and how its signals reach registers.
package struct PlantSection: Sendable {
    /// Name in the plant catalogue.
    package var model: String
    /// Parameters that differ from the model's defaults.
    package var parameters: [String: Double]
    /// Instrument settings that differ from the model's defaults, by signal and setting; times in
    /// seconds.
    package var instruments: [String: [String: Double]]
    /// Actuator settings that differ from the model's defaults, by actuator and setting; times in
    /// seconds.
    package var actuators: [String: [String: Double]]
    /// Which signal each tag shows or sets.
    package var bindings: [PlantBinding]
    /// The plant itself, if the profile declares it instead of naming a built-in one.
    package var declaration: PlantDeclaration?
    /// Where the section stands.
    package var place: SourcePlace

    package init(
        model: String, parameters: [String: Double] = [:],
        instruments: [String: [String: Double]] = [:],
        actuators: [String: [String: Double]] = [:], bindings: [PlantBinding] = [],
        declaration: PlantDeclaration? = nil, place: SourcePlace = .none
    ) {
        self.model = model
        self.parameters = parameters
        self.instruments = instruments
        self.actuators = actuators
        self.bindings = bindings
        self.declaration = declaration
        self.place = place
    }
}

/// One signal of the plant model and the tag that shows or sets it.
package struct PlantBinding: Hashable, Sendable {
    /// Signal of the plant model.
    package var signal: String
    /// Tag of a simulated device.
    package var tag: TagName

    package init(signal: String, tag: TagName) {
        self.signal = signal
        self.tag = tag
    }
}

/// One number of the feature vector.
package struct FeatureDeclaration: Hashable, Sendable {
    /// Its name, unique in the profile.
    package var name: String
    /// How it is made from scans.
    package var term: Term

    package init(name: String, term: Term) {
        self.name = name
        self.term = term
    }

    /// How a feature is made.
    package enum Term: Hashable, Sendable {
        /// The present value.
        case value(TagName)
        /// The value a time ago.
        case lag(TagName, by: Duration)
        /// The present value less the value a time ago.
        case difference(TagName, over: Duration)
        /// The mean over a window that ends now.
        case mean(TagName, over: Duration)
        /// The slope over a window that ends now, in units a minute.
        case slope(TagName, over: Duration)
        /// The product of two features declared before.
        case product(String, String)
    }
}

/// How the quality is forecast.
package struct ForecastSection: Sendable {
    /// Scan group whose scans issue forecasts.
    package var scanGroup: String
    /// How far ahead a forecast looks, zero or more.
    package var horizon: Duration
    /// The learner.
    package var regressor: RegressorSection

    package init(scanGroup: String, horizon: Duration = .zero, regressor: RegressorSection) {
        self.scanGroup = scanGroup
        self.horizon = horizon
        self.regressor = regressor
    }
}

/// Which learner, and its settings.
package enum RegressorSection: Hashable, Sendable {
    /// Least squares, sample by sample. `forgetting` is the weight an outcome keeps after each
    /// later one, 0.9…1; `prior` how many outcomes' worth of belief there is that a feature has no
    /// effect, above 0 (default 0.1); `walk` the variance of the intercept's walk from one outcome
    /// to the next over that of the noise, 0…100 (default 0).
    case recursiveLeastSquares(forgetting: Double, prior: Double, walk: Double)
    /// Normalised gradient descent with `rate` in 0…2, both excluded.
    case normalizedGradient(rate: Double)
}

/// What the product should be, and how its measurement arrives.
package struct QualitySection: Sendable {
    /// Tag with the latest result.
    package var tag: TagName
    /// Tag that changes with each new result; nil if a result is new whenever the value changes.
    package var counter: TagName?
    /// Tag with the seconds since the sample of the latest result was taken.
    package var age: TagName?
    /// Time from sample to result where no tag tells it.
    package var delay: Duration
    /// The value to hold, in the tag's unit.
    package var target: Double
    /// Half the width of the band around the target that counts as in tolerance.
    package var tolerance: Double
    /// Name of the noise-free truth in the plant model, for scoring a simulated run.
    package var truth: String?

    package init(
        tag: TagName, counter: TagName? = nil, age: TagName? = nil, delay: Duration = .zero,
        target: Double, tolerance: Double, truth: String? = nil
    ) {
        self.tag = tag
        self.counter = counter
        self.age = age
        self.delay = delay
        self.target = target
        self.tolerance = tolerance
        self.truth = truth
    }
}

/// How the setpoint follows the forecast: proportional and integral, in moves.
package struct ControlSection: Sendable {
    /// The tag to move.
    package var setpoint: TagName
    /// Bounds of the quality's change per unit of the setpoint; both of one sign, none 0.
    package var gain: ClosedRange<Double>
    /// Time constant between setpoint and quality.
    package var gainLag: Duration
    /// Part of a new error that a move meets at once, above 0, at most 10.
    package var response: Double
    /// Time in which a standing error is met once more by as much, above zero.
    package var integralTime: Duration
    /// Error of the forecast that counts as none, in the quality's unit, 0 or more.
    package var deadBand: Double
    /// Standard deviations of the forecast that are added to the dead band, 0…10.
    package var confidence: Double
    /// Smallest move worth a write, in the setpoint's unit, 0 or more.
    package var minimumMove: Double
    /// Least time between two moves.
    package var interval: Duration
    /// Outcomes that must have been learned before the first move, 1 or more.
    package var minimumOutcomes: Int
    /// How old the sample of the latest result may be, above zero.
    package var maximumResultAge: Duration

    package init(
        setpoint: TagName, gain: ClosedRange<Double>, gainLag: Duration = .zero,
        response: Double = 1, integralTime: Duration, deadBand: Double = 0,
        confidence: Double = 1, minimumMove: Double = 0, interval: Duration = .seconds(60),
        minimumOutcomes: Int = 10, maximumResultAge: Duration
    ) {
        self.setpoint = setpoint
        self.gain = gain
        self.gainLag = gainLag
        self.response = response
        self.integralTime = integralTime
        self.deadBand = deadBand
        self.confidence = confidence
        self.minimumMove = minimumMove
        self.interval = interval
        self.minimumOutcomes = minimumOutcomes
        self.maximumResultAge = maximumResultAge
    }
}
