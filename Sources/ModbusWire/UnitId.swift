/// The unit id of the MBAP header: which device is meant at one host and port.
///
/// 1…247 name devices; 0 and 255 are common for a device that stands alone (MODBUS Messaging on
/// TCP/IP V1.0b, 4.4.1.2). All 256 are accepted here.
package struct UnitId: RawRepresentable, Hashable, Sendable, ExpressibleByIntegerLiteral,
    CustomStringConvertible
{
    /// The id as it stands in the header.
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    @inlinable
    package init(integerLiteral value: UInt8) { self.rawValue = value }

    package var description: String { "\(rawValue)" }
}
