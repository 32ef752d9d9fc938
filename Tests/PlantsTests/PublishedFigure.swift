import Testing

/// One number from the literature, or computed from published equations, and how we get it.
struct PublishedFigure: Sendable, CustomTestStringConvertible {
    let name: String
    let value: Double
    /// Largest distance that still agrees; half a unit of the last printed digit unless a line
    /// says otherwise.
    let tolerance: Double
    let mark: Mark
    let compute: @Sendable () throws -> Double

    /// How a number came to us.
    enum Mark: String, Sendable {
        /// Printed, and confirmed in a public source.
        case printed = "P"
        /// As commonly quoted.
        case quoted = "Q"
        /// Computed from the published equations.
        case computed = "C"
    }

    init(
        _ mark: Mark, _ name: String, _ value: Double, within tolerance: Double,
        _ compute: @escaping @Sendable () throws -> Double
    ) {
        self.name = name
        self.value = value
        self.tolerance = tolerance
        self.mark = mark
        self.compute = compute
    }

    var testDescription: String { "\(mark.rawValue) \(name) = \(value)" }
}
