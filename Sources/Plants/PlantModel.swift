package import Tags

/// A simulated process with its base-level loops, instruments and analysers.
///
/// Confined to one thread. A step allocates nothing; the same settings, seed and setpoints give the
/// same numbers every time. All randomness comes from the seed, one sequence a purpose, so two runs
/// with the same seed meet the same disturbances and the same noise whatever their setpoints do.
package protocol PlantModel: AnyObject {
    /// What the model is and which signals it has; never changes.
    var description: PlantDescription { get }

    /// The end of the last completed step; ``PlantTime/start`` before the first.
    var time: PlantTime { get }

    /// Simulates one step of the description's length: disturbances, instruments, loops, actuators,
    /// then the process itself.
    func step()

    /// What a register shows now for a signal, given by its index in the description's signals.
    func value(of signal: Int) -> Double

    /// Asks a loop or actuator to hold a value from the next step on.
    ///
    /// The value is held to the signal's range. One that is not finite, or for a signal that is no
    /// setpoint, changes nothing. While an interlock forbids moves, setpoints fall back to what
    /// the plant holds.
    ///
    /// - Parameters:
    ///   - signal: Index into the description's signals.
    ///   - value: The wanted value, in the signal's unit.
    func setSetpoint(_ signal: Int, to value: Double)

    /// A variable of the process free of instrument errors; nil if it has none of that name.
    ///
    /// For scoring a run only: nothing that forecasts or moves may ask.
    func truth(of name: String) -> Double?

    /// All that the plant's future depends on beside its settings.
    func snapshot() -> PlantSnapshot

    /// Goes on where a plant of the same model and settings stood when the snapshot was taken.
    ///
    /// - Throws: ``PlantError`` if the snapshot is of another model, version or length; the plant
    ///   stays as it was.
    func restore(_ snapshot: PlantSnapshot) throws(PlantError)

    /// Makes an instrument or analyser go wrong from the next step on; nil ends it. One fault at a
    /// time: another replaces it.
    ///
    /// - Parameters:
    ///   - fault: What goes wrong.
    ///   - signal: Index of the signal it shows, or of an analyser's result.
    /// - Returns: Whether there is an instrument there that can have that fault.
    @discardableResult
    func setFault(_ fault: InstrumentFault?, onInstrument signal: Int) -> Bool

    /// Makes an actuator go wrong from the next step on; nil ends it. One fault at a time: another
    /// replaces it.
    ///
    /// - Returns: Whether there is an actuator of that name.
    @discardableResult
    func setFault(_ fault: ActuatorFault?, onActuator name: String) -> Bool

    /// Holds a disturbance at a value from the next step on; nil lets it run again, as if it had
    /// never been held.
    ///
    /// - Returns: Whether there is a disturbance of that name and the value is finite.
    @discardableResult
    func override(_ disturbance: String, with value: Double?) -> Bool
}
