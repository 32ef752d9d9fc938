package import ModbusWire
package import Tags

/// What a client has seen of one device: which addresses exist, and what they held when.
///
/// Made from the exchanges of a record. Only what was answered counts: an address nobody asked for
/// does not exist here.
package struct RegisterHistory: Hashable, Sendable {
    /// Items that a read showed, or a write set, at one time.
    package struct Change: Hashable, Sendable {
        /// When it was shown.
        package var time: PlantTime
        /// The table.
        package var table: PrimaryTable
        /// The first address.
        package var start: Int
        /// Registers, or bits as 0 and 1.
        package var words: [UInt16]

        package init(time: PlantTime, table: PrimaryTable, start: Int, words: [UInt16]) {
            self.time = time
            self.table = table
            self.start = start
            self.words = words
        }
    }

    /// Ranges that were served, merged, in order of table and address.
    package private(set) var served: [PrimaryTable: [AddressRange]] = [:]
    /// Ranges that were written without refusal, merged.
    package private(set) var written: [PrimaryTable: [AddressRange]] = [:]
    /// What changed, in order of time; what a later read merely repeats is left out.
    package private(set) var changes: [Change] = []
    /// Texts of device identification by object id.
    package private(set) var identification: [UInt8: String] = [:]
    /// Answers to function codes whose answers no register tells: the request's PDU and the
    /// latest answer.
    package private(set) var otherAnswers: [[UInt8]: [UInt8]] = [:]

    /// Takes in the exchanges of one device, in order of time.
    package init(_ exchanges: some Sequence<RecordedExchange>) {
        var present: [PrimaryTable: [Int: UInt16]] = [:]
        for exchange in exchanges {
            guard let answer = exchange.answer, exchange.exception == nil else { continue }
            for seen in Self.seen(in: exchange.request, answer, at: exchange.time, present) {
                guard
                    let range = AddressRange(
                        start: seen.change.start, count: seen.change.words.count)
                else { continue }
                served[seen.change.table, default: []].append(range)
                if seen.isWritten { written[seen.change.table, default: []].append(range) }
                keep(seen.change, &present)
            }
            note(exchange.request, answer)
        }
        for table in PrimaryTable.allCases {
            served[table] = served[table].map(Self.merged)
            written[table] = written[table].map(Self.merged)
        }
    }

    /// What the items of a range held first.
    package func firstWords(_ table: PrimaryTable, _ range: AddressRange) -> [UInt16] {
        var words = [UInt16?](repeating: nil, count: range.count)
        for change in changes where change.table == table {
            for (index, word) in change.words.enumerated() {
                let place = change.start + index - range.start
                if words.indices.contains(place), words[place] == nil { words[place] = word }
            }
        }
        return words.map { $0 ?? 0 }
    }

    private mutating func keep(_ change: Change, _ present: inout [PrimaryTable: [Int: UInt16]]) {
        // Only the stretch that differs from what was there, so that a value polled for a day costs
        // no more than its changes.
        let table = change.table
        guard
            let first = change.words.indices.first(where: {
                present[table]?[change.start + $0] != change.words[$0]
            }),
            let last = change.words.indices.last(where: {
                present[table]?[change.start + $0] != change.words[$0]
            })
        else { return }
        for index in first...last {
            present[table, default: [:]][change.start + index] = change.words[index]
        }
        changes.append(
            Change(
                time: change.time, table: table, start: change.start + first,
                words: Array(change.words[first...last])))
    }

    private mutating func note(_ request: [UInt8], _ answer: [UInt8]) {
        guard let code = request.first else { return }
        let function = FunctionCode(rawValue: code)
        if function == .encapsulatedInterface {
            noteIdentification(answer)
        } else if !function.isOfTables {
            otherAnswers[request] = answer
        }
    }

    private mutating func noteIdentification(_ answer: [UInt8]) {
        guard answer.count > 7, answer[1] == 0x0E else { return }
        var offset = 7
        while offset + 2 <= answer.count {
            let length = Int(answer[offset + 1])
            guard offset + 2 + length <= answer.count else { return }
            identification[answer[offset]] = String(
                decoding: answer[(offset + 2)..<(offset + 2 + length)], as: UTF8.self)
            offset += 2 + length
        }
    }

    /// The same addresses as few ranges, in order.
    private static func merged(_ ranges: [AddressRange]) -> [AddressRange] {
        var merged: [AddressRange] = []
        for range in Set(ranges).sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = merged.last, range.start <= last.end,
                let joined = AddressRange(
                    start: last.start, count: max(last.end, range.end) - last.start)
            {
                merged[merged.count - 1] = joined
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension RegisterHistory {
    private struct Seen {
        var change: Change
        var isWritten: Bool
    }

    /// What one answered request tells of registers.
    private static func seen(
        in request: [UInt8], _ answer: [UInt8], at time: PlantTime,
        _ present: [PrimaryTable: [Int: UInt16]]
    ) -> [Seen] {
        guard let parsed = try? request.withUnsafeBytes(RequestPDU.init(parsing:)),
            answer.first == request.first
        else { return [] }
        func change(_ table: PrimaryTable, _ start: Int, _ words: [UInt16]) -> Change {
            Change(time: time, table: table, start: start, words: words)
        }
        func isWrite(_ change: Change) -> [Seen] { [Seen(change: change, isWritten: true)] }
        switch parsed {
        case .read(let table, let range):
            guard let words = items(of: answer, table, range.count) else { return [] }
            return [Seen(change: change(table, range.start, words), isWritten: false)]
        case .writeCoil(let address, let flag):
            return isWrite(change(.coils, address, [flag ? 1 : 0]))
        case .writeRegister(let address, let value):
            return isWrite(change(.holdingRegisters, address, [value]))
        case .writeCoils(let start, let flags):
            return isWrite(change(.coils, start, flags.map { $0 ? 1 : 0 }))
        case .writeRegisters(let start, let words):
            return isWrite(change(.holdingRegisters, start, words))
        case .maskWriteRegister(let address, let and, let or):
            guard let old = present[.holdingRegisters]?[address] else { return [] }
            return isWrite(change(.holdingRegisters, address, [old & and | or & ~and]))
        case .readWriteRegisters(let range, let start, let words):
            let write = isWrite(change(.holdingRegisters, start, words))
            guard let shown = items(of: answer, .holdingRegisters, range.count) else {
                return write
            }
            return write
                + [Seen(change: change(.holdingRegisters, range.start, shown), isWritten: false)]
        default: return []
        }
    }

    /// The items in the answer to a read; nil if it does not hold that many.
    private static func items(
        of answer: [UInt8], _ table: PrimaryTable, _ count: Int
    ) -> [UInt16]? {
        let size = table.isBits ? (count + 7) / 8 : 2 * count
        guard answer.count == 2 + size, Int(answer[1]) == size else { return nil }
        if table.isBits {
            return (0..<count).map { UInt16(answer[2 + $0 / 8] >> UInt8($0 % 8) & 1) }
        }
        return (0..<count).map { UInt16(answer[2 + 2 * $0]) << 8 | UInt16(answer[3 + 2 * $0]) }
    }
}

extension FunctionCode {
    /// Whether it reads or writes the four tables.
    fileprivate var isOfTables: Bool {
        switch self {
        case .readCoils, .readDiscreteInputs, .readHoldingRegisters, .readInputRegisters,
            .writeSingleCoil, .writeSingleRegister, .writeMultipleCoils, .writeMultipleRegisters,
            .maskWriteRegister, .readWriteMultipleRegisters:
            true
        default: false
        }
    }
}
