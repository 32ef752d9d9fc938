import ModbusWire

/// A range a device declares, and what its items allow and hold at first.
struct DeclaredRange {
    let table: PrimaryTable
    let range: AddressRange
    /// Whether clients may write it; nil leaves what earlier declarations said, else no.
    var isWritable: Bool?
    /// Whether someone acts on its writes.
    var isWatched = false
    /// Whether its registers hold one value together.
    var isOneValue = false
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

    /// Whether all tables are views of one memory of registers; bit `b` of both tables of bits is
    /// then bit `b % 16`, counted from the lowest, of register `b / 16`.
    let isShared: Bool

    /// Declares ranges; where they overlap, later ones have the last word.
    init(_ declared: [DeclaredRange], isShared: Bool = false) {
        self.isShared = isShared
        guard !isShared else {
            let registers = BankTable(sharing: declared)
            let bits = registers.asBits()
            (coils, discreteInputs) = (bits, bits)
            (inputRegisters, holdingRegisters) = (registers, registers)
            for range in declared { self[range.table].apply(range) }
            return
        }
        coils = BankTable(declared.filter { $0.table == .coils }, isBits: true)
        discreteInputs = BankTable(declared.filter { $0.table == .discreteInputs }, isBits: true)
        inputRegisters = BankTable(declared.filter { $0.table == .inputRegisters }, isBits: false)
        holdingRegisters = BankTable(
            declared.filter { $0.table == .holdingRegisters }, isBits: false)
    }

    deinit {
        guard !isShared else {
            coils.runs.deallocate()
            holdingRegisters.deallocate()
            return
        }
        for table in PrimaryTable.allCases { self[table].deallocate() }
    }

    /// Where items lie in their memory, counted in bits; of separate tables to be compared only
    /// within one.
    func bits(_ range: AddressRange, of table: PrimaryTable) -> Range<Int> {
        table.isBits ? range.start..<range.end : 16 * range.start..<16 * range.end
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
        self.init(Self.merged(declared.map(\.range)), isBits: isBits)
        for range in declared { apply(range) }
    }

    /// Allocates registers that hold the ranges of all tables; nothing is applied yet.
    fileprivate init(sharing declared: [DeclaredRange]) {
        let ranges = declared.compactMap { declared in
            guard declared.table.isBits else { return declared.range }
            let first = declared.range.start / 16
            return AddressRange(start: first, count: (declared.range.end + 15) / 16 - first)
        }
        self.init(Self.merged(ranges), isBits: false)
    }

    /// The same memory as bits: runs of its own, all else shared.
    fileprivate func asBits() -> BankTable {
        let views = UnsafeMutablePointer<Run>.allocate(capacity: runCount)
        var count = 0
        for index in 0..<runCount where runs[index].start < 4_096 {
            let run = runs[index]
            (views + count).initialize(
                to: Run(start: run.start * 16, end: min(run.end, 4_096) * 16, place: run.place * 16)
            )
            count += 1
        }
        return BankTable(
            runs: views, runCount: count, flags: flags, memory: memory, size: size * 16,
            viewShift: 4)
    }

    private init(_ merged: [AddressRange], isBits: Bool) {
        viewShift = 0
        runs = .allocate(capacity: merged.count)
        runCount = merged.count
        var size = 0
        for (index, range) in merged.enumerated() {
            if isBits { size = (size + 7) & ~7 }
            (runs + index).initialize(
                to: Run(start: Int32(range.start), end: Int32(range.end), place: Int32(size)))
            size += range.count
        }
        self.size = size
        flags = .allocate(capacity: size)
        flags.initialize(repeating: 0, count: size)
        let bytes = isBits ? (size + 7) / 8 + 1 : 2 * size + 2
        memory = .allocate(byteCount: bytes, alignment: 8)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    }

    fileprivate func deallocate() {
        runs.deallocate()
        flags.deallocate()
        memory.deallocate()
    }

    fileprivate func apply(_ declared: DeclaredRange) {
        let first = place(of: declared.range.start, declared.range.count)
        for index in 0..<declared.range.count {
            let item = (first + index) >> viewShift
            if declared.isOneValue, index > 0 { flags[item] |= Flag.continued }
            switch declared.isWritable {
            case true?: flags[item] |= Flag.writable
            case false?: flags[item] &= ~Flag.writable
            case nil: break
            }
            if declared.isWatched { flags[item] |= Flag.watched }
            guard index < declared.words.count else { continue }
            if declared.table.isBits {
                setBit(first + index, declared.words[index] != 0)
            } else {
                setWord(first + index, declared.words[index])
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
