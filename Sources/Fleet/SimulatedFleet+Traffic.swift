import ModbusWire
import Reactor
package import Traffic

extension SimulatedFleet {
    /// Hands every request from now on, with its answer as decided when it was taken, to `sink`;
    /// nil ends that.
    ///
    /// The server of an exchange is the device, or the listener's first for a unit id nobody has.
    /// Times are plant time. Called on the fleet's thread, so the sink must not wait.
    package func record(to sink: (any TrafficSink)?) async {
        let server = server
        _ = await reactor.perform { server.traffic = sink }
    }
}

extension FleetServer {
    /// Hands one request to whoever records traffic.
    func record(
        _ pdu: UnsafeRawBufferPointer, _ unit: UInt8, _ transactionId: UInt16, _ listener: Int,
        _ connection: UInt32, _ device: Int?, _ answer: UnsafeRawBufferPointer
    ) {
        guard let number = device ?? listeners[listener].devices.first else { return }
        traffic?.put(
            RecordedExchange(
                time: host.now, server: devices[number].name, connection: Int(connection),
                transactionId: transactionId, unit: UnitId(rawValue: unit), request: Array(pdu),
                answer: answer.isEmpty ? nil : Array(answer)))
    }
}
