import ModbusWire

/// A range a device declares, and what its items allow and hold at first.
struct DeclaredRange {
    let table: PrimaryTable
    let range: AddressRange
    /// Whether clients may write it; nil leaves what earlier declarations said, else no.
    var isWritable: Bool?
    /// Whether someone acts on its writes.
    var isWatched = false
    /// What its items hold at first, one each; empty leaves what they hold, else 0.
    var words: [UInt16] = []
}

/// All registers and bits a device declares; addresses between them do not exist.
///
/// Confined to the thread of its device. Memory is proportional to what is declared.
final class RegisterBank {
    let coils: BankTable
    let discreteInputs: BankTable
    let inputRegisters: BankTable
    let holdingRegisters: BankTable

    /// Declares ranges; where they overlap, later ones have the last word.
    init(_ declared: [DeclaredRange]) {
        coils = BankTable(declared.filter { $0.table == .coils }, isBits: true)
        discreteInputs = BankTable(declared.filter { $0.table == .discreteInputs }, isBits: true)
        inputRegisters = BankTable(declared.filter { $0.table == .inputRegisters }, isBits: false)
        holdingRegisters = BankTable(
            declared.filter { $0.table == .holdingRegisters }, isBits: false)
    }

    deinit {
        for table in PrimaryTable.allCases { self[table].deallocate() }
    }

    subscript(table: PrimaryTable) -> BankTable {
        switch table {
        case .coils: coils
        case .discreteInputs: discreteInputs
        case .inputRegisters: inputRegisters
        case .holdingRegisters: holdingRegisters
        }
    }
}

extension BankTable {
    /// Allocates a table; ``deallocate()`` frees it.
    fileprivate init(_ declared: [DeclaredRange], isBits: Bool) {
        let merged = Self.merged(declared.map(\.range))
        runs = .allocate(capacity: merged.count)
        runCount = merged.count
        var size = 0
        for (index, range) in merged.enumerated() {
            if isBits { size = (size + 7) & ~7 }
            (runs + index).initialize(
                to: Run(start: Int32(range.start), end: Int32(range.end), place: Int32(size)))
            size += range.count
        }
        flags = .allocate(capacity: size)
        flags.initialize(repeating: 0, count: size)
        let bytes = isBits ? (size + 7) / 8 + 1 : 2 * size
        memory = .allocate(byteCount: bytes, alignment: 8)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        for range in declared { apply(range) }
    }

    fileprivate func deallocate() {
        runs.deallocate()
        flags.deallocate()
        memory.deallocate()
    }

    private func apply(_ declared: DeclaredRange) {
        let first = place(of: declared.range.start, declared.range.count)
        for index in 0..<declared.range.count {
            let item = first + index
            switch declared.isWritable {
            case true?: flags[item] |= Flag.writable
            case false?: flags[item] &= ~Flag.writable
            case nil: break
            }
            if declared.isWatched { flags[item] |= Flag.watched }
            guard index < declared.words.count else { continue }
            if declared.table.isBits {
                setBit(item, declared.words[index] != 0)
            } else {
                setWord(item, declared.words[index])
            }
        }
    }

    /// The same addresses as few ranges, in order.
    private static func merged(_ ranges: [AddressRange]) -> [AddressRange] {
        var merged: [AddressRange] = []
        for range in ranges.sorted(by: { $0.start < $1.start }) {
            guard let last = merged.last, range.start <= last.end else {
                merged.append(range)
                continue
            }
            let end = max(last.end, range.end)
            if let joined = AddressRange(start: last.start, count: end - last.start) {
                merged[merged.count - 1] = joined
            }
        }
        return merged
    }
}
