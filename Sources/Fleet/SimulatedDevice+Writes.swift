import ModbusWire

extension SimulatedDevice {
    /// Carries out a write, remembers it and answers; function code 23 then reads.
    func write(
        _ shape: RequestShape, _ pdu: UnsafeRawBufferPointer, _ answer: UnsafeMutableRawPointer
    ) throws(ExceptionCode) -> Int {
        // A client writes underneath forced tags: what it writes is taken and not shown.
        liftForces()
        defer { lowerForces() }
        let isBits = shape.function == .writeSingleCoil || shape.function == .writeMultipleCoils
        let isBoth = shape.function == .readWriteMultipleRegisters
        let start = isBoth ? shape.writeStart : shape.start
        let count = isBoth ? shape.writeCount : shape.count
        let name = isBits ? PrimaryTable.coils : .holdingRegisters
        let table = bank[name]
        let place = table.place(of: start, count)
        let isServed =
            place >= 0 && table.all(BankTable.Flag.writable, from: place, count)
            && (!isBoth || table.place(of: shape.start, shape.count) >= 0)
        let words = sentWords(shape, pdu, current: place >= 0 && !isBits ? table.word(place) : 0)
        var refusal = isServed ? nil : ExceptionCode.illegalDataAddress
        if !isPlain {
            refusal =
                access.refusal(of: table, name, start: start, count: count, isWrite: true)
                ?? (isBoth
                    ? access.refusal(
                        of: table, name, start: shape.start, count: shape.count, isWrite: false)
                    : nil) ?? refusal
        }
        log.append(
            ReceivedWrite(
                time: host.time, function: shape.function, table: name, address: start,
                words: words, refusal: refusal))
        if let refusal { throw refusal }
        for (index, word) in words.enumerated() {
            if isBits {
                table.setBit(place + index, word != 0)
            } else {
                table.setWord(place + index, word)
            }
        }
        counters.writes &+= 1
        if table.any(BankTable.Flag.watched, from: place, count),
            let written = AddressRange(start: start, count: count)
        {
            actOnWrite(name, written)
        }
        guard isBoth else { return echo(shape, pdu, answer) }
        lowerForces()
        return readBack(shape, table, answer)
    }

    /// What a request wants the items to hold.
    private func sentWords(
        _ shape: RequestShape, _ pdu: UnsafeRawBufferPointer, current: UInt16
    ) -> [UInt16] {
        switch shape.function {
        case .writeSingleCoil: [pdu.word(at: 3) == 0 ? 0 : 1]
        case .writeSingleRegister: [pdu.word(at: 3)]
        case .maskWriteRegister:
            [current & pdu.word(at: 3) | pdu.word(at: 5) & ~pdu.word(at: 3)]
        case .writeMultipleCoils:
            (0..<shape.count).map { UInt16(pdu[6 + $0 / 8] >> UInt8($0 % 8) & 1) }
        case .writeMultipleRegisters: (0..<shape.count).map { pdu.word(at: 6 + 2 * $0) }
        default: (0..<shape.writeCount).map { pdu.word(at: 10 + 2 * $0) }
        }
    }

    /// The request again: all of a single or mask write, else address and quantity.
    private func echo(
        _ shape: RequestShape, _ pdu: UnsafeRawBufferPointer, _ answer: UnsafeMutableRawPointer
    ) -> Int {
        let size = shape.function == .maskWriteRegister ? 7 : 5
        UnsafeMutableRawBufferPointer(start: answer, count: size)
            .copyMemory(from: pdu.slice(0..<size))
        return size
    }

    private func readBack(
        _ shape: RequestShape, _ table: BankTable, _ answer: UnsafeMutableRawPointer
    ) -> Int {
        answer.storeBytes(of: shape.function.rawValue, as: UInt8.self)
        answer.storeBytes(
            of: UInt8(truncatingIfNeeded: 2 * shape.count), toByteOffset: 1, as: UInt8.self)
        table.copyWords(table.place(of: shape.start, shape.count), shape.count, to: answer + 2)
        return 2 + 2 * shape.count
    }
}
