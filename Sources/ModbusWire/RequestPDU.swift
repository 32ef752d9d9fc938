/// A request as a value. For tests and tools; a server's hot path uses ``RequestShape``.
package enum RequestPDU: Hashable, Sendable {
    /// Function codes 1 to 4.
    case read(PrimaryTable, AddressRange)
    /// Function code 5.
    case writeCoil(address: Int, Bool)
    /// Function code 6.
    case writeRegister(address: Int, value: UInt16)
    /// Function code 15; 1…1968 coils.
    case writeCoils(start: Int, [Bool])
    /// Function code 16; 1…123 registers.
    case writeRegisters(start: Int, [UInt16])
    /// Function code 22: (current AND `and`) OR (`or` AND NOT `and`).
    case maskWriteRegister(address: Int, and: UInt16, or: UInt16)
    /// Function code 23; writes 1…121 registers, then reads 1…125.
    case readWriteRegisters(read: AddressRange, writeStart: Int, [UInt16])
    /// Function code 43/14; `code` is 1…4 in a proper request.
    case readDeviceIdentification(code: UInt8, object: UInt8)
    /// Function code 7.
    case readExceptionStatus
    /// Function code 8; `data` is what follows the sub-function, a word or, to be echoed, more.
    case diagnostics(subFunction: UInt16, data: [UInt8])
    /// Function code 17.
    case reportServerId

    /// Reads a PDU, checked in the order of the specification's figures.
    ///
    /// - Throws: The exception a server that serves every address would answer with.
    package init(parsing pdu: UnsafeRawBufferPointer) throws(ExceptionCode) {
        guard !pdu.isEmpty else { throw .illegalDataValue }
        let shape = try RequestShape(parsing: pdu)
        func words(from offset: Int, _ count: Int) -> [UInt16] {
            (0..<count).map { pdu.word(at: offset + 2 * $0) }
        }
        func range() throws(ExceptionCode) -> AddressRange {
            guard let range = AddressRange(start: shape.start, count: shape.count) else {
                throw .illegalDataAddress
            }
            return range
        }
        switch shape.function {
        case .readCoils: self = .read(.coils, try range())
        case .readDiscreteInputs: self = .read(.discreteInputs, try range())
        case .readHoldingRegisters: self = .read(.holdingRegisters, try range())
        case .readInputRegisters: self = .read(.inputRegisters, try range())
        case .writeSingleCoil: self = .writeCoil(address: shape.start, pdu.word(at: 3) != 0)
        case .writeSingleRegister:
            self = .writeRegister(address: shape.start, value: pdu.word(at: 3))
        case .writeMultipleCoils:
            self = .writeCoils(
                start: shape.start,
                (0..<shape.count).map { pdu[6 + $0 / 8] >> UInt8($0 % 8) & 1 == 1 })
        case .writeMultipleRegisters:
            self = .writeRegisters(start: shape.start, words(from: 6, shape.count))
        case .maskWriteRegister:
            self = .maskWriteRegister(
                address: shape.start, and: pdu.word(at: 3), or: pdu.word(at: 5))
        case .readWriteMultipleRegisters:
            self = .readWriteRegisters(
                read: try range(), writeStart: shape.writeStart,
                words(from: 10, shape.writeCount))
        case .readExceptionStatus: self = .readExceptionStatus
        case .diagnostics:
            self = .diagnostics(subFunction: pdu.word(at: 1), data: Array(pdu[3...]))
        case .reportServerId: self = .reportServerId
        default: self = .readDeviceIdentification(code: pdu[2], object: pdu[3])
        }
    }

    /// The function code it goes out with.
    package var function: FunctionCode {
        switch self {
        case .read(let table, _): table.readFunction
        case .writeCoil: .writeSingleCoil
        case .writeRegister: .writeSingleRegister
        case .writeCoils: .writeMultipleCoils
        case .writeRegisters: .writeMultipleRegisters
        case .maskWriteRegister: .maskWriteRegister
        case .readWriteRegisters: .readWriteMultipleRegisters
        case .readDeviceIdentification: .encapsulatedInterface
        case .readExceptionStatus: .readExceptionStatus
        case .diagnostics: .diagnostics
        case .reportServerId: .reportServerId
        }
    }

    /// The bytes of the PDU. Quantities beyond the limits are encoded as they are, so that a test
    /// can ask for them, as long as their byte count fits a byte.
    package var encoded: [UInt8] {
        func word(_ value: Int) -> [UInt8] { UInt16(truncatingIfNeeded: value).wireBytes }
        let code = [function.rawValue]
        switch self {
        case .read(_, let range): return code + word(range.start) + word(range.count)
        case .writeCoil(let address, let value):
            return code + word(address) + [value ? 0xFF : 0, 0]
        case .writeRegister(let address, let value):
            return code + word(address) + value.wireBytes
        case .writeCoils(let start, let values):
            let packed = values.packedBits
            return code + word(start) + word(values.count) + [UInt8(packed.count)] + packed
        case .writeRegisters(let start, let values):
            return code + word(start) + word(values.count) + [UInt8(values.count * 2)]
                + values.flatMap(\.wireBytes)
        case .maskWriteRegister(let address, let and, let or):
            return code + word(address) + and.wireBytes + or.wireBytes
        case .readWriteRegisters(let read, let writeStart, let values):
            return code + word(read.start) + word(read.count) + word(writeStart)
                + word(values.count) + [UInt8(values.count * 2)] + values.flatMap(\.wireBytes)
        case .readDeviceIdentification(let readCode, let object):
            return code + [0x0E, readCode, object]
        case .readExceptionStatus, .reportServerId: return code
        case .diagnostics(let subFunction, let data): return code + subFunction.wireBytes + data
        }
    }
}

extension [Bool] {
    /// The bits packed from the least significant of the first byte upward, spare bits 0
    /// (MODBUS Application Protocol V1.1b3, 6.1).
    package var packedBits: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (count + 7) / 8)
        for (index, bit) in enumerated() where bit { bytes[index / 8] |= 1 << UInt8(index % 8) }
        return bytes
    }
}
