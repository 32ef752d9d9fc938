package import Tags

/// One thing that must come of a scenario.
package struct ScenarioExpectation: Sendable {
    /// What is expected, in words.
    package var name: String
    /// What is looked at, and what must hold of it.
    package var kind: Kind
    /// Where it stands.
    package var place: SourcePlace

    package init(name: String, kind: Kind, place: SourcePlace = .none) {
        self.name = name
        self.kind = kind
        self.place = place
    }

    /// What is looked at, and what must hold of it. Times are counted from the start.
    package enum Kind: Hashable, Sendable {
        /// A value at one time.
        case value(ScenarioValue, NumberRule, at: Duration)
        /// Every value in a window.
        case always(ScenarioValue, NumberRule, over: ClosedRange<Duration>)
        /// A figure of all values in a window.
        case statistic(ScenarioValue, Statistic, NumberRule, over: ClosedRange<Duration>)
        /// A value that comes to meet a rule no later than `within` after a moment, and goes on
        /// meeting it for so long without a break.
        case settles(
            ScenarioValue, NumberRule, within: Duration, for: Duration, after: ScenarioMoment)
        /// How often something happened in a window.
        case count(CountSubject, ClosedRange<Int>, over: ClosedRange<Duration>)
        /// A figure of the forecasts at the end.
        case forecast(ForecastFigure, NumberRule)
        /// All samples of a device are good again so long after a moment, and stay so for so long,
        /// or to the end.
        case recovered(
            device: String, within: Patience, for: Duration?, after: ScenarioMoment)
    }

    /// A figure of many values.
    package enum Statistic: Hashable, Sendable {
        case mean
        case standardDeviation
        case minimum
        case maximum
        /// Largest less smallest.
        case span
        /// Mean of |value − target|.
        case meanAbsoluteError(target: Double)
        /// Part of the values within tolerance of a target, 0…1.
        case shareInTolerance(target: Double, tolerance: Double)
        /// How often a value differs from the one before.
        case changes
    }

    /// A figure of a run's forecasts against their outcomes.
    package enum ForecastFigure: String, Hashable, Sendable, CaseIterable {
        case meanAbsoluteError
        case rootMeanSquareError
        case skill
        case determination
        case count
    }

    /// How long a recovery may take.
    package enum Patience: Hashable, Sendable {
        /// So much plant time.
        case time(Duration)
        /// So many scans of the group that reads the device most often.
        case scans(Int)
    }
}

/// A moment that a scenario counts from.
package enum ScenarioMoment: Hashable, Sendable {
    /// So long after the start.
    case time(Duration)
    /// When the fault of that name ends.
    case endOfFault(String)
}

/// What a scenario counts.
package enum CountSubject: Hashable, Sendable {
    /// Requests that devices received.
    case requests(RequestFilter)
    /// Connections a device's listener accepted.
    case connections(device: String)
    /// How often a fault struck.
    case strikes(fault: String)
    /// Samples of our gateway with this status: `good`, `uncertain` or `bad`.
    case samples(of: SampleSet, status: String)
    /// Samples of our gateway with status good whose value is not what the device's tag holds.
    case wrongSamples(of: SampleSet, tolerance: Double)
    /// Scans that did not come.
    case missingScans
    /// What our control loop decided.
    case decisions(DecisionWord, reason: String?)
    /// Writes of our gateway that ended so; nil for all.
    case writes(outcome: String?)
    /// Writes beyond a limit, by the devices' own word.
    case violations
    /// Lines that the external process printed with this text.
    case lines(containing: String)

    /// The tags whose samples are counted: those named; nil for all.
    package typealias SampleSet = Set<TagName>?
}

/// Which requests a scenario counts; what is nil does not matter.
package struct RequestFilter: Hashable, Sendable {
    /// The device that was asked.
    package var device: String?
    /// The function codes.
    package var functions: Set<UInt8>?
    /// The first address.
    package var addresses: ClosedRange<Int>?
    /// How they were answered: `normal`, `exception`, `silence`, or `fault` where a fault changed
    /// or took the answer.
    package var outcomes: Set<String>?

    package init(
        device: String? = nil, functions: Set<UInt8>? = nil, addresses: ClosedRange<Int>? = nil,
        outcomes: Set<String>? = nil
    ) {
        self.device = device
        self.functions = functions
        self.addresses = addresses
        self.outcomes = outcomes
    }
}

/// What a control loop can decide, in one word.
package enum DecisionWord: String, Hashable, Sendable, CaseIterable {
    /// A result was learned.
    case learned
    /// A forecast was issued.
    case forecast
    /// A move was shown or written.
    case move
    /// Moves stopped, for a reason.
    case hold
    /// Moves are allowed again.
    case release
    /// The mode changed without being asked to.
    case mode
}
