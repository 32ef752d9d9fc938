/// One whole Modbus/TCP message as values: header fields and PDU. For tests and tools.
package struct ADU: Hashable, Sendable {
    /// Pairs an answer with its request.
    package var transactionId: UInt16
    /// Which device is meant.
    package var unit: UnitId
    /// Function code and data, 1…253 bytes.
    package var pdu: [UInt8]

    package init(transactionId: UInt16, unit: UnitId, pdu: [UInt8]) {
        precondition(
            !pdu.isEmpty && pdu.count <= WireLimits.maximumPDU, "a PDU has 1 to 253 bytes")
        self.transactionId = transactionId
        self.unit = unit
        self.pdu = pdu
    }

    /// The bytes on the wire, 8…260.
    package var bytes: [UInt8] {
        transactionId.wireBytes + [0, 0] + UInt16(pdu.count + 1).wireBytes + [unit.rawValue] + pdu
    }
}

/// Turns a byte stream into ADUs. Keeps a copy of what is not yet whole; for tests and tools.
package struct ADUDecoder: Sendable {
    private var buffer: [UInt8] = []

    package init() {}

    /// Takes the next bytes of the stream, cut anywhere.
    package mutating func append(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

    /// How many bytes wait for the rest of their ADU.
    package var waitingBytes: Int { buffer.count }

    /// The next whole ADU; nil until it is there. After an error the stream is lost: every later
    /// call throws it again.
    package mutating func next() throws(WireError) -> ADU? {
        switch buffer.withUnsafeBytes(ADUReader.cut) {
        case .incomplete: return nil
        case .malformed(let error): throw error
        case .adu(let length):
            let header = buffer.withUnsafeBytes(MBAPHeader.init(parsing:))
            let adu = ADU(
                transactionId: header.transactionId, unit: header.unit,
                pdu: Array(buffer[WireLimits.headerSize..<length]))
            buffer.removeFirst(length)
            return adu
        }
    }
}
