import ModbusWire
import Reactor
import Tags

extension FleetServer {
    func number(of device: String) throws(FleetError) -> Int {
        guard let number = devices.firstIndex(where: { $0.name == device }) else {
            throw .unknownDevice(device, known: devices.map(\.name))
        }
        return number
    }

    /// Takes a device off the network. When none is left behind its listener, that goes too.
    func suspend(_ name: String) throws(FleetError) {
        let number = try number(of: name)
        devices[number].counters.isSuspended = true
        guard let listener = listeners.firstIndex(where: { $0.devices.contains(number) }) else {
            return
        }
        listeners[listener].units[Int(devices[number].unit.rawValue)] = nil
        let isAlone = listeners[listener].devices.allSatisfy { devices[$0].counters.isSuspended }
        guard isAlone, listeners[listener].descriptor >= 0 else { return }
        shut(listener: listener)
        // Else somebody could take the port before the device is back. If the system refuses, the
        // device comes back only if nobody has.
        listeners[listener].reservation =
            (try? TCPSocket.reserve(listeners[listener].address)) ?? -1
    }

    /// Brings a device back, on the port it had.
    func resume(_ name: String) throws(FleetError) {
        let number = try number(of: name)
        guard devices[number].counters.isSuspended,
            let listener = listeners.firstIndex(where: { $0.devices.contains(number) })
        else { return }
        if listeners[listener].descriptor < 0 { try open(listener: listener) }
        devices[number].counters.isSuspended = false
        listeners[listener].units[Int(devices[number].unit.rawValue)] = .passUnretained(
            devices[number])
    }

    /// All counters as they are now.
    func counters() -> FleetCounters {
        var result = totals
        for listener in listeners {
            for number in listener.devices {
                var counters = devices[number].counters
                counters.connections = listener.connections
                counters.accepted = listener.accepted
                result.devices[devices[number].name] = counters
            }
        }
        return result
    }
}
