/// Cuts the next ADU at the front of a byte stream. Strict, and nothing is allocated.
package enum ADUReader {
    /// What stands at the front of the bytes.
    package enum Cut: Hashable, Sendable {
        /// The beginning of an ADU, so far without fault.
        case incomplete
        /// One whole ADU of this many bytes, 8…260.
        case adu(length: Int)
        /// No ADU, and no next one can be found: the stream is lost.
        case malformed(WireError)
    }

    /// Looks at the front of `bytes`; reports a fault with the first byte that shows it.
    @inlinable
    package static func cut(_ bytes: UnsafeRawBufferPointer) -> Cut {
        guard bytes.count >= 6 else { return begun(bytes) }
        let protocolId = bytes.word(at: 2)
        let length = bytes.word(at: 4)
        guard protocolId == 0 else { return .malformed(.protocolId(protocolId)) }
        guard length >= 2, length <= 254 else { return .malformed(.length(length)) }
        let whole = Int(length) + 6
        return bytes.count >= whole ? .adu(length: whole) : .incomplete
    }

    /// Judges fewer than six bytes.
    @usableFromInline
    static func begun(_ bytes: UnsafeRawBufferPointer) -> Cut {
        for offset in 2..<5 where offset < bytes.count && bytes[offset] != 0 {
            let found = UInt16(bytes[offset])
            switch offset {
            case 2:
                let low = bytes.count > 3 ? UInt16(bytes[3]) : 0
                return .malformed(.protocolId(found << 8 | low))
            case 3: return .malformed(.protocolId(found))
            default: return .malformed(.length(found << 8))
            }
        }
        return .incomplete
    }
}
