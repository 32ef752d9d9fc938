package import ModbusWire
package import Tags

/// One write as a simulated device received it: the device's own word on what reached it.
package struct ReceivedWrite: Hashable, Sendable {
    /// Plant time of its arrival.
    package let time: PlantTime
    /// The function code it came with.
    package let function: FunctionCode
    /// The table it was for.
    package let table: PrimaryTable
    /// The first address.
    package let address: Int
    /// The registers as sent, or bits as 0 and 1; for a mask write the word it makes.
    package let words: [UInt16]
    /// The exception it was refused with; nil if it was carried out.
    package let refusal: ExceptionCode?

    package init(
        time: PlantTime, function: FunctionCode, table: PrimaryTable, address: Int,
        words: [UInt16], refusal: ExceptionCode?
    ) {
        self.time = time
        self.function = function
        self.table = table
        self.address = address
        self.words = words
        self.refusal = refusal
    }
}

/// The latest writes a device received, oldest first; bounded.
struct WriteLog {
    private var entries: [ReceivedWrite] = []
    private var oldest = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(0, capacity) }

    mutating func append(_ write: ReceivedWrite) {
        guard capacity > 0 else { return }
        if entries.count < capacity {
            entries.append(write)
        } else {
            entries[oldest] = write
            oldest = (oldest + 1) % capacity
        }
    }

    var all: [ReceivedWrite] { Array(entries[oldest...] + entries[..<oldest]) }
}
