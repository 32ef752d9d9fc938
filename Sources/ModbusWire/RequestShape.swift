/// Where a request's fields lie, its structure checked; the data stays where it is.
///
/// What a server needs to answer without allocating. Checks run in the order of the
/// specification's figures: function code, then structure, quantity and byte count, then whether
/// the addresses exist at all. Which of them a device serves is the device's own, last check.
package struct RequestShape: Hashable, Sendable {
    /// One of the functions a device here can serve.
    package let function: FunctionCode
    /// First address: of the read for function code 23, else of whatever is read or written. The
    /// sub-function for function code 8.
    package let start: Int
    /// How many items from ``start``; 1 for single writes, 0 where nothing has an address.
    package let count: Int
    /// First address written by function code 23; else 0.
    package let writeStart: Int
    /// Registers written by function code 23; else 0.
    package let writeCount: Int

    @inlinable
    init(
        _ function: FunctionCode, start: Int, count: Int, writeStart: Int = 0, writeCount: Int = 0
    ) {
        self.function = function
        self.start = start
        self.count = count
        self.writeStart = writeStart
        self.writeCount = writeCount
    }

    /// Checks a PDU of at least one byte.
    ///
    /// - Throws: ``ExceptionCode/illegalFunction`` for a function nobody serves here,
    ///   ``ExceptionCode/illegalDataValue`` for a fault of structure,
    ///   ``ExceptionCode/illegalDataAddress`` for a range past 65535.
    @inlinable
    package init(parsing pdu: UnsafeRawBufferPointer) throws(ExceptionCode) {
        let function = FunctionCode(rawValue: pdu[0])
        switch function {
        case .readHoldingRegisters, .readInputRegisters:
            self = try Self.read(pdu, function, WireLimits.maximumReadRegisters)
        case .readCoils, .readDiscreteInputs:
            self = try Self.read(pdu, function, WireLimits.maximumReadBits)
        default: self = try Self.other(pdu, function)
        }
    }

    @inlinable
    static func read(
        _ pdu: UnsafeRawBufferPointer, _ function: FunctionCode, _ limit: Int
    ) throws(ExceptionCode) -> RequestShape {
        guard pdu.count == 5 else { throw .illegalDataValue }
        let start = Int(pdu.word(at: 1))
        let count = Int(pdu.word(at: 3))
        guard count >= 1, count <= limit else { throw .illegalDataValue }
        guard start + count <= 0x1_0000 else { throw .illegalDataAddress }
        return RequestShape(function, start: start, count: count)
    }

    @usableFromInline
    static func other(
        _ pdu: UnsafeRawBufferPointer, _ function: FunctionCode
    ) throws(ExceptionCode) -> RequestShape {
        switch function {
        case .writeSingleCoil, .writeSingleRegister:
            guard pdu.count == 5 else { throw .illegalDataValue }
            if function == .writeSingleCoil {
                let value = pdu.word(at: 3)
                guard value == 0 || value == 0xFF00 else { throw .illegalDataValue }
            }
            return RequestShape(function, start: Int(pdu.word(at: 1)), count: 1)
        case .writeMultipleCoils:
            return try write(pdu, function, WireLimits.maximumWriteBits) { ($0 + 7) / 8 }
        case .writeMultipleRegisters:
            return try write(pdu, function, WireLimits.maximumWriteRegisters) { $0 * 2 }
        case .maskWriteRegister:
            guard pdu.count == 7 else { throw .illegalDataValue }
            return RequestShape(function, start: Int(pdu.word(at: 1)), count: 1)
        case .readWriteMultipleRegisters: return try readWrite(pdu)
        case .readExceptionStatus, .reportServerId:
            guard pdu.count == 1 else { throw .illegalDataValue }
            return RequestShape(function, start: 0, count: 0)
        case .diagnostics: return try diagnostics(pdu)
        case .encapsulatedInterface:
            guard pdu.count >= 2 else { throw .illegalDataValue }
            guard pdu[1] == 0x0E else { throw .illegalFunction }
            guard pdu.count == 4 else { throw .illegalDataValue }
            return RequestShape(function, start: 0, count: 0)
        default: throw .illegalFunction
        }
    }

    private static func write(
        _ pdu: UnsafeRawBufferPointer, _ function: FunctionCode, _ limit: Int,
        byteCount: (Int) -> Int
    ) throws(ExceptionCode) -> RequestShape {
        guard pdu.count >= 6 else { throw .illegalDataValue }
        let start = Int(pdu.word(at: 1))
        let count = Int(pdu.word(at: 3))
        guard count >= 1, count <= limit else { throw .illegalDataValue }
        let bytes = byteCount(count)
        guard Int(pdu[5]) == bytes, pdu.count == 6 + bytes else { throw .illegalDataValue }
        guard start + count <= 0x1_0000 else { throw .illegalDataAddress }
        return RequestShape(function, start: start, count: count)
    }

    /// Function code 8: the sub-function first, then its data (MODBUS Application Protocol
    /// V1.1b3, 6.8).
    private static func diagnostics(
        _ pdu: UnsafeRawBufferPointer
    ) throws(ExceptionCode) -> RequestShape {
        guard pdu.count >= 3 else { throw .illegalDataValue }
        let subFunction = Int(pdu.word(at: 1))
        switch subFunction {
        case 0:
            guard pdu.count >= 5, pdu.count % 2 == 1 else { throw .illegalDataValue }
        case 1...4, 10...18, 20:
            guard pdu.count == 5 else { throw .illegalDataValue }
            let isAllowed =
                switch (subFunction, pdu[3], pdu[4]) {
                case (1, 0xFF, 0), (_, 0, 0), (3, _, 0): true
                default: false
                }
            guard isAllowed else { throw .illegalDataValue }
        default: throw .illegalFunction
        }
        return RequestShape(.diagnostics, start: subFunction, count: 0)
    }

    private static func readWrite(
        _ pdu: UnsafeRawBufferPointer
    ) throws(ExceptionCode) -> RequestShape {
        guard pdu.count >= 10 else { throw .illegalDataValue }
        let (start, count) = (Int(pdu.word(at: 1)), Int(pdu.word(at: 3)))
        let (writeStart, writeCount) = (Int(pdu.word(at: 5)), Int(pdu.word(at: 7)))
        guard count >= 1, count <= WireLimits.maximumReadRegisters,
            writeCount >= 1, writeCount <= WireLimits.maximumReadWriteRegisters,
            Int(pdu[9]) == writeCount * 2, pdu.count == 10 + writeCount * 2
        else { throw .illegalDataValue }
        guard start + count <= 0x1_0000, writeStart + writeCount <= 0x1_0000 else {
            throw .illegalDataAddress
        }
        return RequestShape(
            .readWriteMultipleRegisters, start: start, count: count, writeStart: writeStart,
            writeCount: writeCount)
    }
}
