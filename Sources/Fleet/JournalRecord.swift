import ModbusWire

/// One request as the ring holds it: plain memory of fixed size.
struct JournalRecord {
    /// Stands for no device.
    static let nobody = UInt16.max

    /// Plant time and machine time in nanoseconds.
    var time: Int64 = 0
    var machineTime: UInt64 = 0
    /// Where its data begin, counted over all data ever kept.
    var dataStart: UInt64 = 0
    var connection: UInt32 = 0
    var fault: Int32 = 0
    var device = JournalRecord.nobody
    var address: UInt16 = 0
    var quantity: UInt16 = 0
    var writeAddress: UInt16 = 0
    var writeQuantity: UInt16 = 0
    var requestBytes: UInt16 = 0
    var answerBytes: UInt16 = 0
    var dataCount: UInt8 = 0
    var unit: UInt8 = 0
    var function: UInt8 = 0
    /// Number of a ``JournalOutcome``, in the order of its cases.
    var outcome: UInt8 = 0
    var exception: UInt8 = 0
    var hasAddress = false

    /// Takes address, quantity and the place of the data from a PDU of at least one byte, however
    /// wrong it may be.
    @inline(__always)
    init(asking pdu: UnsafeRawBufferPointer) {
        function = pdu[0]
        switch function {
        case 1, 2, 3, 4: readAddress(pdu)
        default: readOther(pdu)
        }
    }

    init() {}

    @inline(__always)
    private mutating func readAddress(_ pdu: UnsafeRawBufferPointer) {
        guard pdu.count >= 5 else { return }
        address = pdu.word(at: 1)
        quantity = pdu.word(at: 3)
        hasAddress = true
    }

    private mutating func readOther(_ pdu: UnsafeRawBufferPointer) {
        switch function {
        case 5, 6, 22:
            guard pdu.count >= 5 else { return }
            address = pdu.word(at: 1)
            quantity = 1
            hasAddress = true
        case 15, 16: readAddress(pdu)
        case 23:
            readAddress(pdu)
            guard pdu.count >= 9 else { return }
            writeAddress = pdu.word(at: 5)
            writeQuantity = pdu.word(at: 7)
        default: break
        }
    }

    /// Where the data of a write begin in its PDU; nil for other functions.
    static func dataOffset(of function: UInt8) -> Int? {
        switch function {
        case 5, 6, 22: 3
        case 15, 16: 6
        case 23: 10
        default: nil
        }
    }

    /// The table a function reads or writes.
    static func table(of function: UInt8) -> PrimaryTable? {
        switch function {
        case 1, 5, 15: .coils
        case 2: .discreteInputs
        case 4: .inputRegisters
        case 3, 6, 16, 22, 23: .holdingRegisters
        default: nil
        }
    }

    /// Whether it touches any of the addresses.
    func touches(_ range: AddressRange) -> Bool {
        guard hasAddress else { return false }
        let isRead = Self.overlap(address, quantity, range)
        return isRead || (writeQuantity > 0 && Self.overlap(writeAddress, writeQuantity, range))
    }

    static func overlap(_ address: UInt16, _ quantity: UInt16, _ range: AddressRange) -> Bool {
        Int(address) < range.end && range.start < Int(address) + max(Int(quantity), 1)
    }
}

extension JournalOutcome {
    /// Its number in plain memory.
    var number: UInt8 {
        switch self {
        case .normal: 0
        case .exception: 1
        case .silence: 2
        case .fault: 3
        }
    }

    init(number: UInt8) {
        self = number == 0 ? .normal : number == 1 ? .exception : number == 2 ? .silence : .fault
    }
}
