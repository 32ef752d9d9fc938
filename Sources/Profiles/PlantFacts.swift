/// What a profile may say about one plant model; handed in, for profiles know no plants.
package struct PlantFacts: Hashable, Sendable {
    /// Name in the plant catalogue.
    package var model: String
    /// All signals that tags may show or set.
    package var signals: [Signal]
    /// All that `parameters:` may set.
    package var parameters: [Parameter]
    /// Signals whose instrument may be set.
    package var instruments: [String]
    /// Actuators that may fail, by name.
    package var actuators: [String] = []
    /// Disturbances that may be held at a value, by name.
    package var disturbances: [String] = []
    /// All that `instruments:` may set for one signal.
    package var instrumentSettings: [Parameter]
    /// Signals of analysers and laboratories, which `instruments:` may set too.
    package var analysers: [String] = []
    /// All that `instruments:` may set for one of those.
    package var analyserSettings: [Parameter] = []
    /// All that `actuators:` may set for one actuator.
    package var actuatorSettings: [Parameter] = []
    /// Names of noise-free truths that a run may be scored on.
    package var truths: [String]

    /// One signal of a plant model.
    package struct Signal: Hashable, Sendable {
        /// Its name: `T2`.
        package var name: String
        /// Symbol of its unit.
        package var unit: String
        /// What an instrument shows or a client may set, in that unit.
        package var range: ClosedRange<Double>
        /// What it is.
        package var kind: Kind
        /// Whether a profile with this plant must bind it to a tag.
        package var isRequired: Bool

        package init(
            name: String, unit: String, range: ClosedRange<Double>, kind: Kind,
            isRequired: Bool = true
        ) {
            self.name = name
            self.unit = unit
            self.range = range
            self.kind = kind
            self.isRequired = isRequired
        }
    }

    /// What a signal is.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A client may set it.
        case setpoint
        /// An instrument or a loop shows it.
        case reading
        /// Status bits of an instrument.
        case status
        /// A whole number that rolls over.
        case counter
    }

    /// One number a profile may set.
    package struct Parameter: Hashable, Sendable {
        /// Its name: `disturbances`.
        package var name: String
        /// Lowest and highest value allowed; of a time, in seconds.
        package var bounds: ClosedRange<Double>
        /// Whether it is a time, and so written as a duration.
        package var isDuration: Bool

        package init(name: String, bounds: ClosedRange<Double>, isDuration: Bool = false) {
            self.name = name
            self.bounds = bounds
            self.isDuration = isDuration
        }
    }

    /// Takes what a plant model is.
    ///
    /// - Parameters:
    ///   - model: Name in the plant catalogue.
    ///   - signals: All signals.
    ///   - parameters: All that `parameters:` may set.
    ///   - instruments: Signals whose instrument may be set; nil for all readings.
    ///   - instrumentSettings: All that may be set for one of them.
    ///   - truths: Names of noise-free truths.
    package init(
        model: String, signals: [Signal], parameters: [Parameter] = [],
        instruments: [String]? = nil, instrumentSettings: [Parameter] = [], truths: [String] = []
    ) {
        self.model = model
        self.signals = signals
        self.parameters = parameters
        self.instruments =
            instruments ?? signals.filter { $0.kind == .reading }.map(\.name)
        self.instrumentSettings = instrumentSettings
        self.truths = truths
    }
}
