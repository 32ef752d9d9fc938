extension UnsafeRawBufferPointer {
    /// The 16-bit item at `offset`, high byte first, from any alignment.
    @inlinable
    package func word(at offset: Int) -> UInt16 {
        UInt16(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// The bytes of `range` as a buffer of their own, counted from 0.
    @inlinable
    package func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Stores a 16-bit item at `offset`, high byte first, at any alignment.
    @inlinable
    package func setWord(_ word: UInt16, at offset: Int) {
        storeBytes(of: word.bigEndian, toByteOffset: offset, as: UInt16.self)
    }
}

extension UInt16 {
    /// The high and the low byte, in the order of the wire.
    @inlinable
    package var wireBytes: [UInt8] {
        [UInt8(truncatingIfNeeded: self >> 8), UInt8(truncatingIfNeeded: self)]
    }
}
