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
    }

    let runs: UnsafeMutablePointer<Run>
    let runCount: Int
    let flags: UnsafeMutablePointer<UInt8>
    let memory: UnsafeMutableRawPointer

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
        for item in place..<place + count where flags[item] & flag == 0 { return false }
        return true
    }

    /// Whether any item of a declared range has a flag.
    func any(_ flag: UInt8, from place: Int, _ count: Int) -> Bool {
        for item in place..<place + count where flags[item] & flag != 0 { return true }
        return false
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
        memory.load(fromByteOffset: place >> 3, as: UInt8.self) >> UInt8(place & 7) & 1 == 1
    }

    func setBit(_ place: Int, _ bit: Bool) {
        let mask = UInt8(1) << UInt8(place & 7)
        let old = memory.load(fromByteOffset: place >> 3, as: UInt8.self)
        memory.storeBytes(
            of: bit ? old | mask : old & ~mask, toByteOffset: place >> 3, as: UInt8.self)
    }

    /// Copies bits out packed from the lowest upward, spare bits 0. The memory has a byte to spare
    /// behind its last.
    func copyBits(_ place: Int, _ count: Int, to bytes: UnsafeMutableRawPointer) {
        let source = (memory + place >> 3).assumingMemoryBound(to: UInt8.self)
        let target = bytes.assumingMemoryBound(to: UInt8.self)
        let size = (count + 7) >> 3
        let shift = UInt8(place & 7)
        for index in 0..<size {
            target[index] = source[index] >> shift | source[index + 1] << (8 - shift)
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
