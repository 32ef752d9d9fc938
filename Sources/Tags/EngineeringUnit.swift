/// The unit a value is measured in, as an operator reads it: `kPa`, `°C`, `kg/min`, `%`.
package struct EngineeringUnit: Hashable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    /// The symbol; empty for a pure number.
    package let symbol: String

    /// A pure number.
    package static let none = EngineeringUnit(symbol: "")

    package init(symbol: String) { self.symbol = symbol }

    package init(stringLiteral symbol: String) { self.symbol = symbol }

    package var description: String { symbol }
}
