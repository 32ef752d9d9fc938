package import Tags

/// The experiment of a plant day: how far the true quality spreads under several supervisors.
///
/// The figures are means over many runs with another generator; a mean over 20 runs must come
/// within 15 % with setpoints held and within 10 % with a supervisor.
package struct PublishedExperiment: Sendable {
    /// Plant time at the start that does not count.
    package let warmUp: Duration
    /// Length of a run.
    package let length: Duration
    /// Where the figures stand.
    package let source: String
    /// What is compared.
    package let lanes: [ExperimentLane]
    /// Builds the plant in its nominal steady state.
    package let make: @Sendable (PlantSettings, UInt64) throws(PlantError) -> any PlantModel

    /// Takes an experiment.
    package init(
        warmUp: Duration, length: Duration = .seconds(86400), source: String,
        lanes: [ExperimentLane],
        make: @escaping @Sendable (PlantSettings, UInt64) throws(PlantError) -> any PlantModel
    ) {
        self.warmUp = warmUp
        self.length = length
        self.source = source
        self.lanes = lanes
        self.make = make
    }

    /// Takes an experiment on a model of the catalogue.
    package init(
        model: String, warmUp: Duration, source: String, lanes: [ExperimentLane]
    ) {
        self.init(warmUp: warmUp, source: source, lanes: lanes) {
            (settings: PlantSettings, seed: UInt64) throws(PlantError) in
            try PlantCatalogue.make(model, settings: settings, seed: seed)
        }
    }
}

/// One way to run a plant for a day, and what came of it.
package struct ExperimentLane: Sendable {
    /// `held`, `analyser`, `true` and what else a plant has.
    package let name: String
    /// What differs from the model's defaults.
    package let settings: PlantSettings
    /// The published spreads.
    package let figures: [SpreadFigure]
    /// Runs whose mean tells the figures within their tolerance.
    package let runs: Int
    /// Who moves the setpoints; nil holds them.
    package let supervisor: (@Sendable () -> any LaneSupervisor)?

    /// Takes a lane.
    package init(
        _ name: String, settings: PlantSettings = PlantSettings(), runs: Int = 20,
        figures: [SpreadFigure],
        supervisor: (@Sendable () -> any LaneSupervisor)? = nil
    ) {
        self.name = name
        self.settings = settings
        self.runs = runs
        self.figures = figures
        self.supervisor = supervisor
    }
}

/// A published figure about many runs.
package struct SpreadFigure: Sendable {
    /// What it is, in words: `sd of cB`.
    package let quantity: String
    /// Its unit.
    package let unit: EngineeringUnit
    /// The noise-free variable it is about.
    package let truth: String
    /// What is taken of one run.
    package let statistic: Statistic
    /// Mean over runs, as printed.
    package let printed: String
    /// Largest distance that still agrees.
    package let tolerance: Double

    /// What is taken of one run.
    package enum Statistic: Hashable, Sendable {
        /// Standard deviation over time.
        case deviation
        /// Part of the time farther than `distance` from `center`.
        case beyond(center: Double, distance: Double)
        /// Part of the time below a limit.
        case below(Double)
        /// Part of the time above a limit.
        case above(Double)
    }

    /// A mean standard deviation, with its tolerance as a fraction.
    package static func deviation(
        of truth: String, _ unit: EngineeringUnit, _ printed: String, relative: Double
    ) -> SpreadFigure {
        SpreadFigure(
            quantity: "sd of \(truth)", unit: unit, truth: truth, statistic: .deviation,
            printed: printed, tolerance: relative * (Double(printed) ?? .nan))
    }

    /// A mean part of the time, with its tolerance as a part of the time.
    package static func part(
        _ quantity: String, of truth: String, _ statistic: Statistic, _ printed: String,
        within tolerance: Double
    ) -> SpreadFigure {
        SpreadFigure(
            quantity: quantity, unit: .none, truth: truth, statistic: statistic, printed: printed,
            tolerance: tolerance)
    }

    /// The printed number.
    package var value: Double { Double(printed) ?? .nan }

    /// Whether a mean is as near to the printed one as it must be.
    package func agrees(with mean: Double) -> Bool { abs(mean - value) <= tolerance }
}

/// Moves a plant's setpoints in an experiment.
package protocol LaneSupervisor {
    /// Looks at the plant after one of its steps, counted from 1, and may set setpoints.
    mutating func act(on plant: any PlantModel, after step: Int)
}
