import ModbusWire
import Profiles
import Tags

extension FaultPicture {
    /// Repaints the picture as a rule has it.
    mutating func apply(_ fault: ActiveFault) {
        switch fault.rule.effect {
        case .fill(let word): paint(fault) { $1 ? word : nil }
        case .holes(let word): paint(fault) { $1 ? nil : word }
        case .freeze:
            let table = table
            paint(fault) { address, _ in fault.keptWord(table, address) }
        case .torn: tear(fault)
        case .strings(let layout, let isBlank): layOut(fault, layout, isBlank)
        case .wordOrder(let order):
            for tag in tags(of: fault) where tag.mapping.count > 1 || !order.keepsBytes {
                repaint(tag) { mapping, words in
                    words.reorder(from: mapping.wordOrder, to: order)
                }
            }
        case .notAvailable(let code):
            for tag in tags(of: fault) where !tag.mapping.type.isFlag {
                let pattern = code ?? tag.mapping.notAvailable.min() ?? tag.mapping.type.noValue
                repaint(tag) { mapping, words in words.fill(pattern, order: mapping.wordOrder) }
            }
        default: applyNumber(fault)
        }
    }

    private mutating func applyNumber(_ fault: ActiveFault) {
        let effect = fault.rule.effect
        if case .scaleFactor(let factor, let exponents, let every) = effect {
            scale(fault, factor, exponents, every)
            return
        }
        for tag in tags(of: fault) where !tag.mapping.type.isText {
            let shown = number(of: tag)
            let sinceBegan = (fault.began.map { now - $0 } ?? .zero).inSeconds
            switch effect {
            case .scale(let factor):
                guard !tag.mapping.type.isFlag else { continue }
                show(shown * factor, tag)
            case .counter(let first, let perMinute, let limit):
                let counted = (first + sinceBegan * perMinute / 60).rounded(.down)
                showRaw(counted.rolled(over: limit), tag)
            case .rollover(let limit, let add):
                showRaw((rawNumber(of: tag) + add).rolled(over: limit), tag)
            case .counterReset:
                show(max(shown - fault.numbers[tag.name.text, default: 0], 0), tag)
            case .clock(let epoch, let offset, let drift):
                let seconds = (now - .start).inSeconds
                showRaw((epoch + seconds + offset + drift * sinceBegan / 3600).rounded(.down), tag)
            default: return
            }
        }
    }

    /// The number in a tag's registers, no scale applied.
    private func rawNumber(of tag: TagProfile) -> Double {
        var plain = tag
        plain.mapping = tag.mapping.unscaled
        return number(of: plain)
    }

    private mutating func show(_ number: Double, _ tag: TagProfile) {
        repaint(tag) { mapping, words in mapping.encodeSaturating(number, into: words) }
    }

    /// Shows a number that no scale applies to.
    private mutating func showRaw(_ number: Double, _ tag: TagProfile) {
        repaint(tag) { mapping, words in mapping.unscaled.encodeSaturating(number, into: words) }
    }

    private mutating func scale(
        _ fault: ActiveFault, _ factor: String, _ exponents: [Int], _ every: Duration
    ) {
        guard let tag = device.tags.first(where: { $0.name.text == factor }),
            let range = tag.mapping.range, let began = fault.began
        else { return }
        let turn = Int((now - began).nanoseconds / max(every.nanoseconds, 1))
        let exponent = exponents[turn % exponents.count]
        let own = FaultRange(table: tag.mapping.table, start: range.start, count: range.count)
        let base = FaultPicture(device, own, now: now).number(of: tag)
        let ratio = pow10(base.isFinite ? Int(min(max(base, -20), 20)) - exponent : 0)
        for value in tags(of: fault) where value.name.text != factor {
            show((number(of: value) * ratio).rounded(), value)
        }
        if own.start >= start, own.end <= end, own.table == table { showRaw(Double(exponent), tag) }
    }

    private func pow10(_ exponent: Int) -> Double {
        let size = (0..<abs(exponent)).reduce(1.0) { result, _ in result * 10 }
        return exponent < 0 ? 1 / size : size
    }

    /// Gives the first half of every value of several registers its past.
    private mutating func tear(_ fault: ActiveFault) {
        for tag in tags(of: fault) where tag.mapping.count > 1 {
            guard let own = tag.mapping.range else { continue }
            for address in own.start..<own.start + own.count / 2 {
                if let word = fault.keptWord(table, address) { self[address] = word }
            }
        }
    }

    private mutating func layOut(_ fault: ActiveFault, _ layout: StringLayout, _ isBlank: Bool) {
        for tag in tags(of: fault) {
            guard case .string(let size) = tag.mapping.type else { continue }
            repaint(tag) { mapping, words in
                words.reorder(from: mapping.wordOrder, to: .abcd)
                var text = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
                let count = text.prefix(size).firstIndex(of: 0) ?? size
                let pad: UInt8 = isBlank ? 0x20 : 0
                for index in count..<text.count { text[index] = pad }
                for index in words.indices {
                    switch layout {
                    case .both:
                        words[index] = UInt16(text[2 * index]) << 8 | UInt16(text[2 * index + 1])
                    case .swapped:
                        words[index] = UInt16(text[2 * index + 1]) << 8 | UInt16(text[2 * index])
                    case .low: words[index] = UInt16(text[index])
                    case .high: words[index] = UInt16(text[index]) << 8
                    }
                }
            }
        }
    }
}

extension ActiveFault {
    /// What an address held at the moment that counts.
    func keptWord(_ table: PrimaryTable, _ address: Int) -> UInt16? {
        for kept in kept where kept.range.touches(table, address, 1) {
            return kept.words[address - kept.range.start]
        }
        return nil
    }
}

extension UnsafeMutableBufferPointer<UInt16> {
    /// Turns a value from one order into another.
    func reorder(from old: WordOrder, to new: WordOrder) {
        if old.swapsWords != new.swapsWords {
            for index in 0..<count / 2 { swapAt(index, count - 1 - index) }
        }
        if old.keepsBytes != new.keepsBytes {
            for index in indices { self[index] = self[index].byteSwapped }
        }
    }

    /// Sets a raw pattern, right-aligned.
    fileprivate func fill(_ pattern: UInt64, order: WordOrder) {
        for index in indices {
            let shift = UInt64(16 * (count - 1 - index))
            self[index] = UInt16(truncatingIfNeeded: pattern >> shift)
        }
        reorder(from: .abcd, to: order)
    }
}

extension WordOrder {
    fileprivate var swapsWords: Bool { self == .cdab || self == .dcba }
    /// Whether the high byte of a register comes first.
    var keepsBytes: Bool { self == .abcd || self == .cdab }
}

extension RegisterType {
    /// What SunSpec information models show where there is no value.
    fileprivate var noValue: UInt64 {
        switch self {
        case .int16: 0x8000
        case .int32: 0x8000_0000
        case .int64: 0x8000_0000_0000_0000
        case .uint16: 0xFFFF
        case .uint32: 0xFFFF_FFFF
        case .uint64: .max
        case .float32: UInt64(Float.nan.bitPattern)
        case .float64: Double.nan.bitPattern
        case .bool, .bit, .string: 0
        }
    }
}

extension RegisterMapping {
    /// The same registers with nothing between them and the number.
    fileprivate var unscaled: RegisterMapping {
        RegisterMapping(
            table: table, address: address, type: type, wordOrder: wordOrder,
            writeOrder: writeOrder)
    }
}

extension Double {
    /// The number counted on from 0 whenever it passes a limit.
    fileprivate func rolled(over limit: Double) -> Double {
        let period = limit + 1
        let rest = truncatingRemainder(dividingBy: period)
        return rest < 0 ? rest + period : rest
    }
}
