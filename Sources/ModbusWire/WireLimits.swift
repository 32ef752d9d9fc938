/// Sizes the specification sets (MODBUS Application Protocol V1.1b3, 4.1 and 6).
package enum WireLimits {
    /// The longest PDU: function code and data.
    @inlinable package static var maximumPDU: Int { 253 }
    /// The MBAP header.
    @inlinable package static var headerSize: Int { 7 }
    /// The longest ADU on TCP: header and PDU.
    @inlinable package static var maximumADU: Int { 260 }
    /// The shortest ADU on TCP: header and a function code.
    @inlinable package static var minimumADU: Int { 8 }
    /// Registers in one read, function codes 3, 4 and 23.
    @inlinable package static var maximumReadRegisters: Int { 125 }
    /// Bits in one read, function codes 1 and 2.
    @inlinable package static var maximumReadBits: Int { 2_000 }
    /// Registers in one write, function code 16.
    @inlinable package static var maximumWriteRegisters: Int { 123 }
    /// Coils in one write, function code 15.
    @inlinable package static var maximumWriteBits: Int { 1_968 }
    /// Registers written by one function code 23.
    @inlinable package static var maximumReadWriteRegisters: Int { 121 }
}
