import ModbusWire
import Profiles

extension FleetServer {
    /// Makes the listener of a plan, with its devices by unit id.
    static func listener(_ plan: ListenerPlan, of devices: [SimulatedDevice]) -> Listener {
        let units = UnsafeMutablePointer<Unmanaged<SimulatedDevice>?>.allocate(capacity: 256)
        let first = Unmanaged.passUnretained(devices[plan.devices[0]])
        units.initialize(repeating: plan.unknownUnit == .served ? first : nil, count: 256)
        for number in plan.devices {
            units[Int(devices[number].unit.rawValue)] = .passUnretained(devices[number])
        }
        return Listener(
            address: plan.address, devices: plan.devices, units: units,
            line: DeviceLine(plan.devices.map { devices[$0] }), unknownUnit: plan.unknownUnit)
    }

    /// Counts a request for a unit id that nobody has at a listener.
    ///
    /// - Returns: What it gets; nil for silence.
    func meetUnknownUnit(at listener: Int) -> ExceptionCode? {
        totals.unknownUnits += 1
        listeners[listener].line.strays += 1
        switch (listeners[listener].unknownUnit, settings.unknownUnit) {
        case (.exception(let code)?, _): return code
        case (.silence?, _): return nil
        case (_, .exception(let code)): return code
        case (_, .silence): return nil
        }
    }
}
