package import Tags

/// What registers say about a tag.
package enum DecodedValue: Hashable, Sendable {
    /// A value in the tag's unit.
    case value(TagValue)
    /// A code the profile lists as "not available".
    case notAvailable
    /// NaN, infinity or broken text: not a value of the tag's type.
    case undecodable
}

/// Which of a mapping's two orders counts.
package enum OrderChoice: Sendable {
    /// The order in which the device shows the value.
    case read
    /// The order in which the device takes the value.
    case write
}

extension RegisterMapping {
    /// Decodes the value in ``count`` registers (or in one bit, given as 0 or 1).
    ///
    /// ```swift
    /// let air = RegisterMapping(
    ///     table: .inputRegisters, address: 8, type: .float32, wordOrder: .cdab)
    /// air.decode([0x8000, 0x4321])     // .value(.number(161.5))
    /// ```
    ///
    /// Whole numbers without scale and offset stay whole and exact; others become `.number`.
    package func decode(
        _ words: UnsafeBufferPointer<UInt16>, order: OrderChoice = .read
    ) -> DecodedValue {
        precondition(words.count == count, "as many words as the mapping takes")
        if case .string(let bytes) = type { return decodeText(words, bytes: bytes, order: order) }
        let pattern = pattern(of: words, order: order)
        if isNotAvailable(pattern) { return .notAvailable }
        switch type {
        case .bool, .bit: return .value(.flag(flag(in: pattern)))
        case .uint64 where isUnscaled:
            guard let whole = Int64(exactly: pattern) else { return .value(.unsigned(pattern)) }
            return .value(.integer(whole))
        case _ where type.isInteger && isUnscaled:
            return .value(.integer(signed(pattern)))
        default:
            let number = number(of: pattern)
            return number.isFinite ? .value(.number(number)) : .undecodable
        }
    }

    /// Decodes the value in ``count`` registers (or in one bit, given as 0 or 1).
    package func decode(_ words: [UInt16], order: OrderChoice = .read) -> DecodedValue {
        words.withUnsafeBufferPointer { decode($0, order: order) }
    }

    /// Decodes a value as one number, without allocating: NaN where there is none, and for text.
    ///
    /// Where ``needsExactValue`` says so, the number is an approximation of what
    /// ``decode(_:order:)`` gives.
    package func decodeNumber(
        _ words: UnsafeBufferPointer<UInt16>, order: OrderChoice = .read
    ) -> (value: Double, status: SampleStatus) {
        precondition(words.count == count, "as many words as the mapping takes")
        if case .string(let bytes) = type {
            let text = decodeText(words, bytes: bytes, order: order)
            return (.nan, text == .undecodable ? .bad(.undecodable) : .good)
        }
        let pattern = pattern(of: words, order: order)
        if isNotAvailable(pattern) { return (.nan, .bad(.notAvailable)) }
        let number = number(of: pattern)
        return number.isFinite ? (number, .good) : (.nan, .bad(.undecodable))
    }

    /// Whether a `Double` cannot carry every value: text, and 64-bit whole numbers without scale.
    package var needsExactValue: Bool {
        switch type {
        case .string: true
        case .int64, .uint64: isUnscaled
        default: false
        }
    }

    /// The lowest and the highest value the registers can hold, in the tag's unit; nil for text.
    package var valueLimits: ClosedRange<Double>? {
        guard let raw = type.rawLimits else { return nil }
        let ends = (value(ofRaw: raw.lowerBound), value(ofRaw: raw.upperBound))
        return min(ends.0, ends.1)...max(ends.0, ends.1)
    }

    /// The name the profile gives the value; nil if it gives none.
    package func word(for value: TagValue) -> String? {
        switch value {
        case .integer(let number): enumeration[number]
        case .flag(let flag): enumeration[flag ? 1 : 0]
        case .number, .unsigned, .text: nil
        }
    }

    func value(ofRaw raw: Double) -> Double {
        if let divisor { raw / divisor + offset } else { raw * scale + offset }
    }
}

extension RegisterMapping {
    /// The registers as one number, the most significant word first, right-aligned.
    private func pattern(of words: UnsafeBufferPointer<UInt16>, order: OrderChoice) -> UInt64 {
        let order = order == .read ? wordOrder : writeOrder
        var pattern: UInt64 = 0
        for index in words.indices {
            let word = words[order.swapsWords ? words.count - 1 - index : index]
            pattern = pattern << 16 | UInt64(order.swapsBytes ? word.byteSwapped : word)
        }
        return pattern
    }

    private func isNotAvailable(_ pattern: UInt64) -> Bool {
        !notAvailable.isEmpty && notAvailable.contains(pattern)
    }

    private func flag(in pattern: UInt64) -> Bool {
        if case .bit(let number) = type { return pattern >> UInt64(number) & 1 == 1 }
        return pattern != 0
    }

    private func signed(_ pattern: UInt64) -> Int64 {
        switch type {
        case .int16: Int64(Int16(truncatingIfNeeded: pattern))
        case .int32: Int64(Int32(truncatingIfNeeded: pattern))
        default: Int64(truncatingIfNeeded: pattern)
        }
    }

    private func number(of pattern: UInt64) -> Double {
        switch type {
        case .bool, .bit: flag(in: pattern) ? 1 : 0
        case .float32: value(ofRaw: Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern))))
        case .float64: value(ofRaw: Double(bitPattern: pattern))
        case .uint64: value(ofRaw: Double(pattern))
        default: value(ofRaw: Double(signed(pattern)))
        }
    }

    /// The text up to the first zero byte, without blanks at its end.
    private func decodeText(
        _ words: UnsafeBufferPointer<UInt16>, bytes count: Int, order: OrderChoice
    ) -> DecodedValue {
        let order = order == .read ? wordOrder : writeOrder
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.count * 2)
        for word in words {
            let word = order.swapsBytes ? word.byteSwapped : word
            bytes.append(UInt8(word >> 8))
            bytes.append(UInt8(word & 0xFF))
        }
        var text = bytes.prefix(count).prefix { $0 != 0 }
        while text.last == 0x20 { text.removeLast() }
        guard let text = String(validating: text, as: UTF8.self) else { return .undecodable }
        return .value(.text(text))
    }
}

extension WordOrder {
    /// Whether the least significant word comes first.
    var swapsWords: Bool { self == .cdab || self == .dcba }
    /// Whether the low byte of a word comes first.
    var swapsBytes: Bool { self == .badc || self == .dcba }
}
