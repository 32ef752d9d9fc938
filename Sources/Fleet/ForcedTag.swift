import ModbusWire
import Profiles

/// A tag that shows a told value whatever plant or clients do.
struct ForcedTag {
    /// Its place among the device's tags.
    let tag: Int
    let table: PrimaryTable
    let range: AddressRange
    /// The bits of each register that it holds.
    let mask: UInt16
    /// What it shows.
    var words: [UInt16]
    /// What its registers would hold without it.
    var underneath: [UInt16]
}

extension SimulatedDevice {
    /// Changes registers underneath the forced tags: what is changed there shows after the
    /// release. Everything that writes the bank goes through here.
    @inline(__always)
    func underForces<Value>(_ body: () throws -> Value) rethrows -> Value {
        guard !forced.isEmpty else { return try body() }
        liftForces()
        defer { lowerForces() }
        return try body()
    }

    /// Lets registers hold what they would without forced tags. Undone by ``lowerForces()``.
    @inline(__always)
    func liftForces() {
        if !forced.isEmpty, !areForcesLifted { lift() }
    }

    /// Lets forced tags show their values again; nothing if they do.
    @inline(__always)
    func lowerForces() {
        if areForcesLifted { lower() }
    }

    private func lift() {
        areForcesLifted = true
        for tag in forced.reversed() {
            put(tag.underneath, mask: tag.mask, tag.table, tag.range)
        }
    }

    private func lower() {
        areForcesLifted = false
        for index in forced.indices {
            let tag = forced[index]
            forced[index].underneath = items(tag.table, tag.range)
            put(tag.words, mask: tag.mask, tag.table, tag.range)
        }
    }

    /// Registers, or bits as 0 and 1, of a declared range.
    func items(_ name: PrimaryTable, _ range: AddressRange) -> [UInt16] {
        let table = bank[name]
        let place = table.place(of: range.start, range.count)
        return (place..<place + range.count).map {
            name.isBits ? (table.bit($0) ? 1 : 0) : table.word($0)
        }
    }

    /// Puts registers, or bits as 0 and 1, into a declared range.
    func put(
        _ items: [UInt16], mask: UInt16 = .max, _ name: PrimaryTable, _ range: AddressRange
    ) {
        let table = bank[name]
        let place = table.place(of: range.start, range.count)
        for (index, item) in items.enumerated() {
            if name.isBits {
                table.setBit(place + index, item != 0)
            } else {
                table.setWord(place + index, table.word(place + index) & ~mask | item & mask)
            }
        }
    }
}
