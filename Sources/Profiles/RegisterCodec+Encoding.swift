package import Tags

extension RegisterMapping {
    /// Encodes a value into the registers (or the one bit, 0 or 1) that hold it.
    ///
    /// Rounds to the nearest count. What the registers cannot hold is an error, never wrapped or
    /// cut.
    ///
    /// - Parameters:
    ///   - value: In the tag's unit; for a tag with named values, one of their names will do.
    ///   - order: Whose order the registers get: that of writing (the default) or of reading.
    ///   - current: The register a bit lies in, as it is now; its other bits stay.
    /// - Returns: ``count`` words, in the order asked for.
    /// - Throws: ``CodecError`` with the value, and the limits it passes.
    package func encode(
        _ value: TagValue, order: OrderChoice = .write, into current: UInt16 = 0
    ) throws(CodecError) -> [UInt16] {
        if case .string(let bytes) = type {
            guard case .text(let text) = value else { throw .wrongKind(value, type) }
            return try encodeText(text, bytes: bytes, order: order)
        }
        var pattern = try pattern(for: value)
        if case .bit(let number) = type {
            let swapped = (order == .read ? wordOrder : writeOrder).swapsBytes
            let register = UInt64(swapped ? current.byteSwapped : current)
            let mask = UInt64(1) << UInt64(number)
            pattern = pattern == 0 ? register & ~mask : register | mask
        } else if notAvailable.contains(pattern) {
            throw .reserved(value, pattern: pattern)
        }
        return words(of: pattern, order: order)
    }

    /// Encodes a number without allocating, held to what the registers can hold; for instruments,
    /// which stand at a stop of their range rather than fail.
    ///
    /// NaN becomes the first "not available" code, else NaN in a floating-point register, else 0.
    /// In a bit of a register the other bits stay as they are in `words`. Text registers stay
    /// untouched.
    package func encodeSaturating(
        _ value: Double, order: OrderChoice = .read, into words: UnsafeMutableBufferPointer<UInt16>
    ) {
        precondition(words.count == count, "as many words as the mapping takes")
        if type.isText { return }
        let order = order == .read ? wordOrder : writeOrder
        var pattern = saturatedPattern(for: value)
        if case .bit(let number) = type {
            let register = UInt64(order.swapsBytes ? words[0].byteSwapped : words[0])
            let mask = UInt64(1) << UInt64(number)
            pattern = pattern == 0 ? register & ~mask : register | mask
        }
        for index in words.indices {
            words[index] = word(index, of: pattern, order: order)
        }
    }
}

extension RegisterMapping {
    private func words(of pattern: UInt64, order: OrderChoice) -> [UInt16] {
        let order = order == .read ? wordOrder : writeOrder
        return (0..<count).map { word($0, of: pattern, order: order) }
    }

    private func word(_ index: Int, of pattern: UInt64, order: WordOrder) -> UInt16 {
        let place = order.swapsWords ? index : count - 1 - index
        let word = UInt16(truncatingIfNeeded: pattern >> UInt64(place * 16))
        return order.swapsBytes ? word.byteSwapped : word
    }

    private func pattern(for value: TagValue) throws(CodecError) -> UInt64 {
        switch value {
        case .flag(let flag):
            guard type.isFlag else { throw .wrongKind(value, type) }
            return flag ? 1 : 0
        case .text(let word):
            guard let raw = enumeration.first(where: { $0.value == word })?.key else {
                throw .unknownWord(
                    word, allowed: enumeration.sorted { $0.key < $1.key }.map(\.value))
            }
            return masked(UInt64(bitPattern: raw))
        case .integer(let whole) where type == .int64 && isUnscaled:
            return UInt64(bitPattern: whole)
        case .integer(let whole) where type == .uint64 && isUnscaled:
            guard let raw = UInt64(exactly: whole) else { throw outOfRange(value) }
            return raw
        case .unsigned(let whole) where type == .uint64 && isUnscaled:
            return whole
        case .number, .integer, .unsigned:
            return try pattern(for: value.number ?? .nan, of: value)
        }
    }

    private func pattern(for number: Double, of value: TagValue) throws(CodecError) -> UInt64 {
        guard number.isFinite else { throw .notFinite(number) }
        let raw = raw(of: number)
        switch type {
        case .bool, .bit:
            guard raw == 0 || raw == 1 else { throw outOfRange(value) }
            return raw == 0 ? 0 : 1
        case .float32:
            let single = Float(raw)
            guard single.isFinite else { throw outOfRange(value) }
            return UInt64(single.bitPattern)
        case .float64:
            guard raw.isFinite else { throw outOfRange(value) }
            return raw.bitPattern
        case .uint64:
            guard let whole = UInt64(exactly: raw.rounded()) else { throw outOfRange(value) }
            return whole
        default:
            guard let limits = type.rawLimits, limits.contains(raw.rounded()),
                let whole = Int64(exactly: raw.rounded())
            else { throw outOfRange(value) }
            return masked(UInt64(bitPattern: whole))
        }
    }

    private func saturatedPattern(for value: Double) -> UInt64 {
        if value.isNaN {
            if let code = notAvailable.min() { return code }
            switch type {
            case .float32: return UInt64(Float.nan.bitPattern)
            case .float64: return Double.nan.bitPattern
            default: return 0
            }
        }
        let limits = type.rawLimits ?? 0...0
        let raw = min(max(raw(of: value), limits.lowerBound), limits.upperBound)
        switch type {
        case .bool, .bit: return raw >= 0.5 ? 1 : 0
        case .float32: return UInt64(Float(raw).bitPattern)
        case .float64: return raw.bitPattern
        case .uint64: return UInt64(exactly: raw.rounded()) ?? .max
        default: return masked(UInt64(bitPattern: Int64(exactly: raw.rounded()) ?? .max))
        }
    }

    private func raw(of value: Double) -> Double {
        if let divisor { (value - offset) * divisor } else { (value - offset) / scale }
    }

    private func masked(_ pattern: UInt64) -> UInt64 {
        type.bitWidth == 64 ? pattern : pattern & (1 << UInt64(type.bitWidth) - 1)
    }

    private func outOfRange(_ value: TagValue) -> CodecError {
        .outOfRange(value, limits: valueLimits ?? 0...0, type)
    }

    private func encodeText(
        _ text: String, bytes count: Int, order: OrderChoice
    ) throws(CodecError) -> [UInt16] {
        var bytes = Array(text.utf8)
        guard bytes.count <= count else { throw .tooLong(text, bytes: bytes.count, limit: count) }
        bytes += Array(repeating: 0, count: self.count * 2 - bytes.count)
        let order = order == .read ? wordOrder : writeOrder
        return stride(from: 0, to: bytes.count, by: 2).map { index in
            let word = UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
            return order.swapsBytes ? word.byteSwapped : word
        }
    }
}
