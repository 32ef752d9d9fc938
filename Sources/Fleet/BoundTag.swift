import ModbusWire
import Profiles
import Tags

/// A tag whose registers show or set a signal of the plant, or are taken in another order than
/// they are shown.
struct BoundTag {
    let mapping: RegisterMapping
    let range: AddressRange
    /// Number of the plant's signal; nil for a tag without one.
    let signal: Int?
    /// What the signal may be set to; nil if it cannot be set.
    let limits: ClosedRange<Double>?

    /// Shows a value in the tag's registers, held to what they can show.
    func show(_ value: Double, in bank: RegisterBank) {
        let table = bank[mapping.table]
        let place = table.place(of: range.start, range.count)
        if mapping.table.isBits {
            table.setBit(place, value >= 0.5)
            return
        }
        withWords(of: table, at: place) { words in
            mapping.encodeSaturating(value, into: words)
        }
    }

    /// The number in the tag's registers; NaN if there is none.
    func number(in bank: RegisterBank, order: OrderChoice) -> Double {
        let table = bank[mapping.table]
        let place = table.place(of: range.start, range.count)
        if mapping.table.isBits { return table.bit(place) ? 1 : 0 }
        var number = Double.nan
        withWords(of: table, at: place) { words in
            number = mapping.decodeNumber(UnsafeBufferPointer(words), order: order).value
        }
        return number
    }

    /// Turns registers just written in the order of writing into the order of reading.
    func reorder(in bank: RegisterBank) {
        let table = bank[mapping.table]
        let place = table.place(of: range.start, range.count)
        let words = (0..<range.count).map { table.word(place + $0) }
        guard case .value(let value) = mapping.decode(words, order: .write) else { return }
        // What was just decoded fits; text that does not keeps the bytes as they came.
        guard let shown = try? mapping.encode(value, order: .read) else { return }
        for (index, word) in shown.enumerated() { table.setWord(place + index, word) }
    }

    /// Lends the tag's registers as words of the machine and takes them back. No allocation.
    private func withWords(
        of table: BankTable, at place: Int, _ body: (UnsafeMutableBufferPointer<UInt16>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: range.count) { words in
            for index in 0..<range.count {
                words.initializeElement(at: index, to: table.word(place + index))
            }
            body(words)
            for index in 0..<range.count { table.setWord(place + index, words[index]) }
        }
    }
}
