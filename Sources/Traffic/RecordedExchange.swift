package import ModbusWire
package import Tags

/// One request as it stood on the wire, and what came back.
package struct RecordedExchange: Hashable, Sendable {
    /// When the request was whole, from the start of the record.
    package var time: PlantTime
    /// Who was asked: a device's name, or `host:port`.
    package var server: String
    /// Which connection of that server, counted from 1 in order of their first request.
    package var connection: Int
    /// The request's transaction id.
    package var transactionId: UInt16
    /// The unit id that was asked.
    package var unit: UnitId
    /// The request's PDU, 1…253 bytes.
    package var request: [UInt8]
    /// The answer's PDU; nil if none came, or none that could be cut from the stream.
    package var answer: [UInt8]?
    /// From the request to its answer; nil without one, or if it was not measured.
    package var latency: Duration?

    package init(
        time: PlantTime, server: String, connection: Int = 1, transactionId: UInt16 = 0,
        unit: UnitId, request: [UInt8], answer: [UInt8]?, latency: Duration? = nil
    ) {
        self.time = time
        self.server = server
        self.connection = connection
        self.transactionId = transactionId
        self.unit = unit
        self.request = request
        self.answer = answer
        self.latency = latency
    }

    /// The exception it was refused with, if that is what the answer says.
    package var exception: ExceptionCode? {
        guard let answer, answer.count == 2, let code = request.first,
            answer[0] == code | FunctionCode.exceptionBit
        else { return nil }
        return ExceptionCode(rawValue: answer[1])
    }
}

/// Takes exchanges as they happen. Called on the thread that moves the bytes, so it must not wait
/// for anything but the disk.
package protocol TrafficSink: AnyObject, Sendable {
    /// Takes one exchange, in order of time.
    func put(_ exchange: RecordedExchange)
}
