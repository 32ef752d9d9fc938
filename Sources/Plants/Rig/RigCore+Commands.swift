extension RigCore {
    /// Takes a setpoint for the signal at a place; one that is not finite, or for another signal,
    /// changes nothing.
    mutating func setSetpoint(at signal: Int, to value: Double) {
        guard value.isFinite, let index = setpoints.firstIndex(where: { $0.shown == signal })
        else { return }
        setpoints[index].requested = clipped(value, setpoints[index].low, setpoints[index].high)
        shown[signal] = setpoints[index].requested
    }

    /// Sets or ends the fault of the instrument or analyser that shows at a place.
    mutating func setFault(_ fault: InstrumentFault?, at signal: Int) -> Bool {
        if let index = instruments.firstIndex(where: { $0.reading == signal }) {
            return instruments[index].instrument.setFault(fault)
        }
        guard let index = analysers.firstIndex(where: { $0.group == signal }) else { return false }
        analysers[index].analyser.setFault(fault)
        return true
    }

    /// Sets or ends the fault of the actuator of that number.
    mutating func setFault(_ fault: ActuatorFault?, onActuator number: Int) {
        actuators[number].actuator.setFault(fault)
    }

    /// Holds the disturbance of that number, or lets it run.
    mutating func hold(disturbance number: Int, at value: Double?) {
        disturbances[number].isHeld = value != nil
        disturbances[number].heldAt = value ?? 0
    }
}
