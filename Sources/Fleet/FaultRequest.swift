import ModbusWire
import Tags

/// A run of items of one table, as faults remember it.
struct FaultRange: Hashable, Codable {
    let table: PrimaryTable
    let start: Int
    let count: Int

    var end: Int { start + count }

    func touches(_ table: PrimaryTable, _ start: Int, _ count: Int) -> Bool {
        self.table == table && self.start < start + count && start < end
    }
}

/// What the rules look at in one request. Knows no socket.
struct FaultRequest {
    /// Number of the device that would answer; -1 for a unit id nobody has.
    var device = -1
    /// Number of the listener it came to.
    var listener = 0
    var unit: UInt8 = 0
    var function: UInt8 = 0
    /// What is read, if anything is.
    var read: FaultRange?
    /// What is written, if anything is.
    var write: FaultRange?
    /// Number of its connection.
    var connection: UInt32 = 0
    /// Plant time now.
    var now = PlantTime.start
    /// How long the connection stands.
    var age = Duration.zero
    /// How many requests the connection has brought, this one included.
    var ordinal = 1
    /// Since the last answer on the connection; nil if there was none.
    var sinceAnswer: Duration?
    /// Its place among those in flight on the connection, from 0.
    var place = 0
    /// Whether it takes part of a value of several registers.
    var cutsValue = false
    /// How many tags and nameless registers it takes.
    var values = 1

    /// Takes the fields of a PDU of one byte or more; those that are not there stay nil.
    init(_ pdu: UnsafeRawBufferPointer) {
        function = pdu[0]
        guard pdu.count >= 5 else { return }
        let (first, second) = (Int(pdu.word(at: 1)), Int(pdu.word(at: 3)))
        switch function {
        case 1: read = FaultRange(table: .coils, start: first, count: second)
        case 2: read = FaultRange(table: .discreteInputs, start: first, count: second)
        case 3: read = FaultRange(table: .holdingRegisters, start: first, count: second)
        case 4: read = FaultRange(table: .inputRegisters, start: first, count: second)
        case 5: write = FaultRange(table: .coils, start: first, count: 1)
        case 6, 22: write = FaultRange(table: .holdingRegisters, start: first, count: 1)
        case 15: write = FaultRange(table: .coils, start: first, count: second)
        case 16: write = FaultRange(table: .holdingRegisters, start: first, count: second)
        case 23 where pdu.count >= 9:
            read = FaultRange(table: .holdingRegisters, start: first, count: second)
            write = FaultRange(
                table: .holdingRegisters, start: Int(pdu.word(at: 5)),
                count: Int(pdu.word(at: 7)))
        default: break
        }
    }

    init() {}

    /// What is written, or else read.
    var main: FaultRange? { write ?? read }
}
