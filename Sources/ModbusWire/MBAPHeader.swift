/// The seven bytes before every PDU on TCP (MODBUS Messaging on TCP/IP V1.0b, 3.1.3).
package struct MBAPHeader: Hashable, Sendable {
    /// Pairs an answer with its request.
    package var transactionId: UInt16
    /// 0 for Modbus.
    package var protocolId: UInt16
    /// Bytes that follow the field: unit id and PDU, 2…254.
    package var length: UInt16
    /// Which device is meant.
    package var unit: UnitId

    @inlinable
    package init(transactionId: UInt16, protocolId: UInt16 = 0, length: UInt16, unit: UnitId) {
        self.transactionId = transactionId
        self.protocolId = protocolId
        self.length = length
        self.unit = unit
    }

    /// Reads the first seven of `bytes`, which must be there. Nothing is checked.
    @inlinable
    package init(parsing bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count >= WireLimits.headerSize, "an MBAP header has 7 bytes")
        transactionId = bytes.word(at: 0)
        protocolId = bytes.word(at: 2)
        length = bytes.word(at: 4)
        unit = UnitId(rawValue: bytes[6])
    }

    /// Writes the seven bytes to the front of `bytes`, which must have room for them.
    @inlinable
    package func write(to bytes: UnsafeMutableRawBufferPointer) {
        precondition(bytes.count >= WireLimits.headerSize, "an MBAP header has 7 bytes")
        bytes.setWord(transactionId, at: 0)
        bytes.setWord(protocolId, at: 2)
        bytes.setWord(length, at: 4)
        bytes[6] = unit.rawValue
    }
}
