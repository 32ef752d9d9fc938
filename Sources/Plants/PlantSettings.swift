/// What a profile changes in a plant model.
package struct PlantSettings: Hashable, Sendable {
    /// Parameters by name; those left out keep their defaults.
    package var parameters: [String: Double]
    /// Instruments by the name of their signal; those left out keep their defaults.
    package var instruments: [String: InstrumentSettings]
    /// Analysers and laboratories by the name of their result's signal.
    package var analysers: [String: AnalyserChanges]
    /// Actuators by name.
    package var actuators: [String: ActuatorSettings]

    /// Takes what differs from the model's defaults.
    package init(
        parameters: [String: Double] = [:], instruments: [String: InstrumentSettings] = [:],
        analysers: [String: AnalyserChanges] = [:], actuators: [String: ActuatorSettings] = [:]
    ) {
        self.parameters = parameters
        self.instruments = instruments
        self.analysers = analysers
        self.actuators = actuators
    }
}
