import ModbusWire

extension SimulatedDevice {
    /// Answers one PDU of at least a byte.
    ///
    /// - Parameters:
    ///   - pdu: The request.
    ///   - answer: Room for 253 bytes.
    /// - Returns: The length of the answer's PDU; 0 if it gives none.
    @inline(__always)
    func answer(_ pdu: UnsafeRawBufferPointer, into answer: UnsafeMutableRawPointer) -> Int {
        counters.requests &+= 1
        refresh()
        if !isPlain, diagnostics.isListenOnly {
            listen(pdu)
            return 0
        }
        do throws(ExceptionCode) {
            if !isPlain, !access.serves(pdu[0]) { throw .illegalFunction }
            return try carryOut(try RequestShape(parsing: pdu), pdu, answer)
        } catch {
            counters.exceptions &+= 1
            diagnostics.noteException(error)
            answer.storeBytes(of: pdu[0] | FunctionCode.exceptionBit, as: UInt8.self)
            answer.storeBytes(of: error.rawValue, toByteOffset: 1, as: UInt8.self)
            return 2
        }
    }

    @inline(__always)
    private func carryOut(
        _ shape: RequestShape, _ pdu: UnsafeRawBufferPointer, _ answer: UnsafeMutableRawPointer
    ) throws(ExceptionCode) -> Int {
        switch shape.function {
        case .readHoldingRegisters: try readWords(bank.holdingRegisters, shape, answer)
        case .readInputRegisters: try readWords(bank.inputRegisters, shape, answer)
        case .readCoils: try readBits(bank.coils, shape, answer)
        case .readDiscreteInputs: try readBits(bank.discreteInputs, shape, answer)
        case .encapsulatedInterface: try identify(pdu, answer)
        case .readExceptionStatus: tellStatus(answer)
        case .reportServerId: tellId(answer)
        case .diagnostics: diagnose(shape, pdu, answer)
        default: try write(shape, pdu, answer)
        }
    }

    @inline(__always)
    private func readWords(
        _ table: BankTable, _ shape: RequestShape, _ answer: UnsafeMutableRawPointer
    ) throws(ExceptionCode) -> Int {
        if !isPlain { try checkRead(table, shape) }
        let place = table.place(of: shape.start, shape.count)
        guard place >= 0 else { throw .illegalDataAddress }
        answer.storeBytes(of: shape.function.rawValue, as: UInt8.self)
        answer.storeBytes(
            of: UInt8(truncatingIfNeeded: 2 * shape.count), toByteOffset: 1, as: UInt8.self)
        table.copyWords(place, shape.count, to: answer + 2)
        return 2 + 2 * shape.count
    }

    private func readBits(
        _ table: BankTable, _ shape: RequestShape, _ answer: UnsafeMutableRawPointer
    ) throws(ExceptionCode) -> Int {
        if !isPlain { try checkRead(table, shape) }
        let place = table.place(of: shape.start, shape.count)
        guard place >= 0 else { throw .illegalDataAddress }
        let size = (shape.count + 7) / 8
        answer.storeBytes(of: shape.function.rawValue, as: UInt8.self)
        answer.storeBytes(of: UInt8(truncatingIfNeeded: size), toByteOffset: 1, as: UInt8.self)
        table.copyBits(place, shape.count, to: answer + 2)
        return 2 + size
    }

    private func checkRead(
        _ table: BankTable, _ shape: RequestShape
    ) throws(ExceptionCode) {
        let name: PrimaryTable =
            switch shape.function {
            case .readCoils: .coils
            case .readDiscreteInputs: .discreteInputs
            case .readInputRegisters: .inputRegisters
            default: .holdingRegisters
            }
        let refusal = access.refusal(
            of: table, name, start: shape.start, count: shape.count, isWrite: false)
        if let refusal { throw refusal }
    }

    private func identify(
        _ pdu: UnsafeRawBufferPointer, _ answer: UnsafeMutableRawPointer
    ) throws(ExceptionCode) -> Int {
        let bytes = try identification.answer(code: pdu[2], object: pdu[3])
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: answer, count: source.count)
                .copyMemory(from: source)
        }
        return bytes.count
    }
}
