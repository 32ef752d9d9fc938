/// A run of addresses in one table, counted from 0. It cannot run past 65535 and is never empty.
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The first address, 0…65535.
    package let start: Int
    /// How many addresses, 1 or more.
    package let count: Int

    /// A range, or nil unless it lies inside 0…65535 and holds at least one address.
    @inlinable
    package init?(start: Int, count: Int) {
        guard start >= 0, start <= 0xFFFF, count >= 1, count <= 0x1_0000 - start else { return nil }
        self.start = start
        self.count = count
    }

    /// The address after the last, at most 65536.
    @inlinable package var end: Int { start + count }

    /// Whether the address lies in the range.
    @inlinable
    package func contains(_ address: Int) -> Bool { address >= start && address < end }

    /// Whether all of `other` lies in the range.
    @inlinable
    package func contains(_ other: AddressRange) -> Bool {
        other.start >= start && other.end <= end
    }

    /// Whether the two share an address.
    @inlinable
    package func overlaps(_ other: AddressRange) -> Bool { start < other.end && other.start < end }

    /// `40` for one address, `40–41` for more.
    package var description: String { count == 1 ? "\(start)" : "\(start)–\(end - 1)" }
}
