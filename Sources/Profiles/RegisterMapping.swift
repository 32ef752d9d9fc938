package import ModbusWire

/// Where a tag's value lies in a device and how its registers make a number.
package struct RegisterMapping: Hashable, Sendable {
    /// Which of the four tables.
    package var table: PrimaryTable
    /// Its first coil, input or register, counted from 0.
    package var address: Int
    /// How the bits are meant.
    package var type: RegisterType
    /// Order of bytes and words when read.
    package var wordOrder: WordOrder
    /// Order of bytes and words when written.
    package var writeOrder: WordOrder
    /// Value = raw × scale + offset, in the tag's unit. Not 0.
    package var scale: Double { didSet { divisor = scale.wholeReciprocal } }
    /// Value = raw × scale + offset, in the tag's unit.
    package var offset: Double
    /// The whole number that `scale` is one part of, such as 10 for 0.1; dividing by it gives the
    /// decimals an operator reads. Nil for other scales.
    private(set) var divisor: Double?
    /// Names of raw whole numbers, where the device counts states.
    package var enumeration: [Int64: String]
    /// Raw patterns, right-aligned, that mean there is no value.
    package var notAvailable: Set<UInt64>
    /// The function code that writes it.
    package var writeFunction: WriteFunction

    /// Maps a value.
    ///
    /// A scale of 0 is a programmer's error; a `writeOrder` of nil is the order of reading.
    package init(
        table: PrimaryTable, address: Int, type: RegisterType, wordOrder: WordOrder = .abcd,
        writeOrder: WordOrder? = nil, scale: Double = 1, offset: Double = 0,
        enumeration: [Int64: String] = [:], notAvailable: Set<UInt64> = [],
        writeFunction: WriteFunction = .automatic
    ) {
        precondition(scale != 0 && scale.isFinite && offset.isFinite, "scale and offset")
        self.table = table
        self.address = address
        self.type = type
        self.wordOrder = wordOrder
        self.writeOrder = writeOrder ?? wordOrder
        self.scale = scale
        self.divisor = scale.wholeReciprocal
        self.offset = offset
        self.enumeration = enumeration
        self.notAvailable = notAvailable
        self.writeFunction = writeFunction
    }

    /// Whether one unit of the value is one count of the register.
    package var isUnscaled: Bool { scale == 1 && offset == 0 }

    /// How many registers (or bits, in the bit tables) the value takes.
    package var count: Int { type.registerCount }

    /// The addresses it takes; nil if they run past 65535.
    package var range: AddressRange? { AddressRange(start: address, count: count) }
}

/// How the bits of a value are meant.
package enum RegisterType: Hashable, Sendable {
    /// One coil or discrete input.
    case bool
    /// One bit of a register, 0 the least significant, 15 the most.
    case bit(Int)
    case int16, uint16, int32, uint32, int64, uint64, float32, float64
    /// Characters, two a register, of this many bytes (1…250), padded with zeros or blanks.
    case string(bytes: Int)

    /// Registers it takes; 1 for a coil or discrete input.
    package var registerCount: Int {
        switch self {
        case .bool, .bit, .int16, .uint16: 1
        case .int32, .uint32, .float32: 2
        case .int64, .uint64, .float64: 4
        case .string(let bytes): (bytes + 1) / 2
        }
    }
}

/// Order of the bytes of a value, A the most significant of a 32-bit one.
///
/// For 64 bits the same two choices are made: bytes swapped within a word or not (BADC, DCBA), and
/// words from the most or from the least significant (CDAB, DCBA).
package enum WordOrder: String, Hashable, Sendable, CaseIterable {
    case abcd = "ABCD"
    case cdab = "CDAB"
    case badc = "BADC"
    case dcba = "DCBA"
}

/// Which function code writes a tag.
package enum WriteFunction: String, Hashable, Sendable, CaseIterable {
    /// 5 for a coil, 6 for one register, 16 for more.
    case automatic
    /// 5 or 6; only for values of one coil or register.
    case single
    /// 15 or 16.
    case multiple
}

extension Double {
    /// The whole number (2…10⁹) of which this is one part; nil if there is none.
    fileprivate var wholeReciprocal: Double? {
        let candidate = (1 / self).rounded()
        return candidate >= 2 && candidate <= 1e9 && 1 / candidate == self ? candidate : nil
    }
}
