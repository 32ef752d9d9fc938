extension PendingRequest {
    /// Judges an answer whose function code is not the request's.
    @usableFromInline
    func refusal(_ found: UInt8, _ answer: UnsafeRawBufferPointer) -> Verdict {
        guard found == function.rawValue | FunctionCode.exceptionBit else {
            return .malformed(.function(expected: function, found: found))
        }
        guard answer.count == 9 else {
            return .malformed(.pduLength(expected: 2, found: answer.count - 7))
        }
        return .exception(ExceptionCode(rawValue: answer[8]))
    }

    /// What is wrong with an answer's PDU of the right function; nil if nothing is.
    @inlinable
    func contentsError(_ pdu: UnsafeRawBufferPointer) -> WireError? {
        switch function {
        case .readCoils, .readDiscreteInputs:
            countedError(pdu, expected: (Int(items.1) + 7) / 8)
        case .readHoldingRegisters, .readInputRegisters, .readWriteMultipleRegisters:
            countedError(pdu, expected: Int(items.1) * 2)
        default: rareContentsError(pdu)
        }
    }

    @usableFromInline
    func rareContentsError(_ pdu: UnsafeRawBufferPointer) -> WireError? {
        switch function {
        case .writeSingleCoil, .writeSingleRegister:
            echoError(pdu, .address, .value)
        case .writeMultipleCoils, .writeMultipleRegisters:
            echoError(pdu, .address, .quantity)
        case .maskWriteRegister:
            echoError(pdu, .address, .andMask, .orMask)
        case .encapsulatedInterface:
            identificationError(pdu)
        case .readExceptionStatus:
            pdu.count == 2 ? nil : .pduLength(expected: 2, found: pdu.count)
        case .reportServerId:
            countedError(pdu, expected: max(0, pdu.count - 2))
        default: nil
        }
    }

    /// An answer of one byte count and that many bytes.
    @inlinable
    func countedError(_ pdu: UnsafeRawBufferPointer, expected: Int) -> WireError? {
        guard pdu.count >= 2 else { return .pduLength(expected: 2 + expected, found: pdu.count) }
        guard Int(pdu[1]) == expected else {
            return .byteCount(expected: expected, found: Int(pdu[1]))
        }
        guard pdu.count == 2 + expected else {
            return .pduLength(expected: 2 + expected, found: pdu.count)
        }
        return nil
    }

    /// An answer that repeats the first items of the request.
    private func echoError(
        _ pdu: UnsafeRawBufferPointer, _ fields: WireError.EchoField...
    ) -> WireError? {
        guard pdu.count == 1 + 2 * fields.count else {
            return .pduLength(expected: 1 + 2 * fields.count, found: pdu.count)
        }
        let expected = [items.0, items.1, items.2]
        for (index, field) in fields.enumerated() {
            let found = pdu.word(at: 1 + 2 * index)
            guard found == expected[index] else {
                return .echo(expected: expected[index], found: found, field: field)
            }
        }
        return nil
    }

    /// A device identification: type and read code repeated, and objects that fill the PDU
    /// (MODBUS Application Protocol V1.1b3, 6.21).
    private func identificationError(_ pdu: UnsafeRawBufferPointer) -> WireError? {
        guard pdu.count >= 7 else { return .pduLength(expected: 7, found: pdu.count) }
        let type = UInt16(pdu[1])
        guard type == items.0 >> 8 else {
            return .echo(expected: items.0 >> 8, found: type, field: .interfaceType)
        }
        let readCode = UInt16(pdu[2])
        guard readCode == items.0 & 0xFF else {
            return .echo(expected: items.0 & 0xFF, found: readCode, field: .readCode)
        }
        var offset = 7
        for _ in 0..<pdu[6] {
            guard offset + 2 <= pdu.count else { return .identification }
            offset += 2 + Int(pdu[offset + 1])
        }
        return offset == pdu.count ? nil : .identification
    }
}
