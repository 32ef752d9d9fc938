import ModbusWire

/// One table of a device: runs of declared addresses over flat memory that ``RegisterBank`` owns.
///
/// Registers are held high byte first, so reading them is one copy. Bits are packed as on the wire;
/// every run of bits starts a byte. An item's place is its number in that memory.
struct BankTable {
    struct Run {
        let start: Int32
        let end: Int32
        let place: Int32
    }

    /// What an item allows, as bits of ``flags``.
    enum Flag {
        static let writable: UInt8 = 1
        /// Someone acts on its writes.
        static let watched: UInt8 = 2
        /// It continues the value of the register before it.
        static let continued: UInt8 = 4
    }

    let runs: UnsafeMutablePointer<Run>
    let runCount: Int
    let flags: UnsafeMutablePointer<UInt8>
    let memory: UnsafeMutableRawPointer
    /// Items in memory.
    let size: Int
    /// 4 for bits that are views of registers: sixteen have one place of flags, and bytes are in the
    /// registers' order. Else 0.
    let viewShift: Int

    /// Where a range begins; -1 unless every address of it is declared. O(log runs).
    @inline(__always)
    func place(of start: Int, _ count: Int) -> Int {
        var low = 0
        var high = runCount
        while low < high {
            let middle = (low + high) >> 1
            if Int(runs[middle].end) <= start { low = middle + 1 } else { high = middle }
        }
        guard low < runCount, Int(runs[low].start) <= start,
            start + count <= Int(runs[low].end)
        else { return -1 }
        return Int(runs[low].place) + start - Int(runs[low].start)
    }

    /// Whether every item of a declared range has a flag.
    func all(_ flag: UInt8, from place: Int, _ count: Int) -> Bool {
        for item in place >> viewShift...(place + count - 1) >> viewShift
        where flags[item] & flag == 0 {
            return false
        }
        return true
    }

    /// Whether any item of a declared range has a flag.
    func any(_ flag: UInt8, from place: Int, _ count: Int) -> Bool {
        for item in place >> viewShift...(place + count - 1) >> viewShift
        where flags[item] & flag != 0 {
            return true
        }
        return false
    }

    /// Whether a range that begins or ends at this place has part of a value on its other side.
    func cutsValue(at place: Int) -> Bool {
        guard place < size else { return false }
        let item = place >> viewShift
        if flags[item] & Flag.continued != 0 { return true }
        // Within a register, the register itself is cut.
        return place & (1 << viewShift - 1) != 0 && (item + 1) << viewShift < size
            && flags[item + 1] & Flag.continued != 0
    }
}

extension BankTable {
    /// The register at a place.
    func word(_ place: Int) -> UInt16 {
        UInt16(bigEndian: memory.load(fromByteOffset: 2 * place, as: UInt16.self))
    }

    func setWord(_ place: Int, _ word: UInt16) {
        memory.storeBytes(of: word.bigEndian, toByteOffset: 2 * place, as: UInt16.self)
    }

    /// Copies registers out as the wire has them.
    @inline(__always)
    func copyWords(_ place: Int, _ count: Int, to bytes: UnsafeMutableRawPointer) {
        bytes.copyMemory(from: memory + 2 * place, byteCount: 2 * count)
    }

    /// Takes registers in as the wire has them.
    func storeWords(_ place: Int, _ count: Int, from bytes: UnsafeRawPointer) {
        (memory + 2 * place).copyMemory(from: bytes, byteCount: 2 * count)
    }
}

extension BankTable {
    func bit(_ place: Int) -> Bool {
        memory.load(fromByteOffset: byte(of: place), as: UInt8.self) >> UInt8(place & 7) & 1 == 1
    }

    func setBit(_ place: Int, _ bit: Bool) {
        let mask = UInt8(1) << UInt8(place & 7)
        let old = memory.load(fromByteOffset: byte(of: place), as: UInt8.self)
        memory.storeBytes(
            of: bit ? old | mask : old & ~mask, toByteOffset: byte(of: place), as: UInt8.self)
    }

    /// The byte that holds a bit: in a view of registers the low byte comes second.
    @inline(__always)
    private func byte(of place: Int) -> Int { place >> 3 ^ viewShift >> 2 }

    /// Copies bits out packed from the lowest upward, spare bits 0. The memory has a byte to spare
    /// behind its last.
    func copyBits(_ place: Int, _ count: Int, to bytes: UnsafeMutableRawPointer) {
        let source = memory.assumingMemoryBound(to: UInt8.self)
        let (first, flip) = (place >> 3, viewShift >> 2)
        let target = bytes.assumingMemoryBound(to: UInt8.self)
        let size = (count + 7) >> 3
        let shift = UInt8(place & 7)
        for index in 0..<size {
            let low = source[(first + index) ^ flip] >> shift
            target[index] = low | source[(first + index + 1) ^ flip] << (8 - shift)
        }
        if count & 7 != 0 { target[size - 1] &= 1 << UInt8(count & 7) - 1 }
    }

    /// Takes bits in, packed as on the wire.
    func storeBits(_ place: Int, _ count: Int, from bytes: UnsafeRawPointer) {
        for index in 0..<count {
            let byte = bytes.load(fromByteOffset: index >> 3, as: UInt8.self)
            setBit(place + index, byte >> UInt8(index & 7) & 1 == 1)
        }
    }
}
