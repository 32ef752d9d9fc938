import ModbusWire
import Profiles
import Tags

/// Rule W2: the bytes about to leave are read again as a device would read them.
extension WriteGuard {
    /// Why the bytes of a request must not leave; nil if they may.
    ///
    /// Nothing of the order but its target is believed: device, unit id, table, addresses and value
    /// are taken from the bytes.
    func refusal(of adu: UnsafeRawBufferPointer, for order: Order) -> WriteRefusal? {
        guard case .success(let target) = target(of: order.target.tag), target == order.target
        else { return .init(.w1, "'\(order.target.tag)' is not on the list of manipulated tags") }
        guard case .adu(adu.count) = ADUReader.cut(adu),
            MBAPHeader(parsing: adu).unit == target.unit
        else { return .init(.w2, "the bytes are not one request to unit id \(target.unit)") }
        let pdu: RequestPDU
        do {
            pdu = try RequestPDU(parsing: adu.slice(WireLimits.headerSize..<adu.count))
        } catch {
            return .init(.w2, "the bytes are no request: \(error)")
        }
        guard let written = target.written(by: pdu) else {
            return .init(
                .w1, "\(pdu.function) does not write '\(target.tag)' at \(target.range) alone")
        }
        guard case .success(let value) = written else {
            return .init(.w2, "the bytes hold no number")
        }
        guard value.isFinite, target.limits.range.contains(value) else {
            return .init(
                .w2, "the bytes say \(value), which lies outside \(target.limits.range.words)")
        }
        guard value == order.value else {
            return .init(.w2, "the bytes say \(value) where \(order.value) was decided")
        }
        return nil
    }
}

extension WriteGuard.Target {
    /// The request that puts `words` there; `value` for a single bit.
    func request(_ words: [UInt16], value: Double) -> RequestPDU {
        if mapping.table == .coils {
            return mapping.writeFunction == .multiple
                ? .writeCoils(start: range.start, [value != 0])
                : .writeCoil(address: range.start, value != 0)
        }
        if let mask = bitMask, mapping.writeFunction == .automatic {
            return .maskWriteRegister(
                address: range.start, and: ~mask, or: value != 0 ? mask : 0)
        }
        return words.count == 1 && mapping.writeFunction != .multiple
            ? .writeRegister(address: range.start, value: words[0])
            : .writeRegisters(start: range.start, words)
    }

    /// What a request puts there; a failure if that is no number, nil if the request is not a write
    /// of just this target with the function its mapping names.
    func written(by pdu: RequestPDU) -> Result<Double, WriteRefusal>? {
        let noNumber = WriteRefusal(.w2, "no number")
        func number(_ words: [UInt16]) -> Result<Double, WriteRefusal> {
            guard let number = mapping.number(in: words, order: .write) else {
                return .failure(noNumber)
            }
            return .success(number)
        }
        let isCoil = mapping.table == .coils
        switch (pdu, mapping.writeFunction) {
        case (.writeCoil(range.start, let isOn), .automatic),
            (.writeCoil(range.start, let isOn), .single):
            return isCoil ? number([isOn ? 1 : 0]) : nil
        case (.writeCoils(range.start, let bits), .multiple):
            return isCoil && bits.count == 1 ? number([bits[0] ? 1 : 0]) : nil
        case (.maskWriteRegister(range.start, let and, let or), .automatic):
            guard !isCoil, let mask = bitMask, and == ~mask, or & ~mask == 0 else { return nil }
            return number([or])
        case (.writeRegister(range.start, let word), .automatic):
            return !isCoil && range.count == 1 && bitMask == nil ? number([word]) : nil
        case (.writeRegister(range.start, let word), .single):
            return !isCoil && range.count == 1 ? number([word]) : nil
        case (.writeRegisters(range.start, let words), .multiple):
            return !isCoil && words.count == range.count ? number(words) : nil
        case (.writeRegisters(range.start, let words), .automatic):
            return !isCoil && words.count == range.count && words.count > 1 ? number(words) : nil
        default:
            return nil
        }
    }

    /// The bit of a register, in the byte order of writing; nil for whole values.
    private var bitMask: UInt16? {
        guard case .bit(let number) = mapping.type else { return nil }
        let mask = UInt16(1) << UInt16(number)
        return mapping.writeOrder == .badc || mapping.writeOrder == .dcba ? mask.byteSwapped : mask
    }
}

extension RegisterMapping {
    /// The value in registers as one number; nil where there is none.
    func number(in words: [UInt16], order: OrderChoice = .read) -> Double? {
        guard words.count == count else { return nil }
        let (value, status) = words.withUnsafeBufferPointer { decodeNumber($0, order: order) }
        return status.isGood && value.isFinite ? value : nil
    }

    /// The registers that come nearest to `value` without meaning something outside `allowed`, and
    /// what they mean.
    func nearest(
        to value: Double, in allowed: ClosedRange<Double>, current: [UInt16]
    ) -> Result<(Double, [UInt16]), WriteRefusal> {
        var wish = value
        var shift = 0.0
        // Rounding to the register's steps may pass a limit by half a step; then the next step
        // inward is taken. Each round doubles the way, so that any step is found.
        for _ in 0..<64 {
            let words: [UInt16]
            do {
                let flag = type.isSingleBit ? TagValue.flag(wish != 0) : .number(wish)
                if type.isSingleBit, wish != 0, wish != 1 {
                    return .failure(.init(.w2, "\(value) is neither 0 nor 1"))
                }
                words = try encode(flag, into: inWriteOrder(current))
            } catch {
                return .failure(.init(.w2, "\(error)"))
            }
            guard let meant = number(in: words, order: .write) else {
                return .failure(.init(.w2, "\(value) does not come back from its registers"))
            }
            if allowed.contains(meant) { return .success((meant, words)) }
            let way = meant > allowed.upperBound ? -1.0 : 1.0
            shift = shift == 0 ? max(abs(meant - wish), abs(wish).ulp) : shift * 2
            wish += way * shift
        }
        return .failure(.init(.w2, "no step of the register lies near enough to \(value)"))
    }

    /// The register a bit lies in, in the order it is written with.
    private func inWriteOrder(_ current: [UInt16]) -> UInt16 {
        guard let word = current.first else { return 0 }
        func swaps(_ order: WordOrder) -> Bool { order == .badc || order == .dcba }
        return swaps(wordOrder) == swaps(writeOrder) ? word : word.byteSwapped
    }
}

extension RegisterType {
    /// Whether it holds a yes or a no.
    var isSingleBit: Bool {
        switch self {
        case .bool, .bit: true
        default: false
        }
    }
}
