package import Tags

/// One number about a plant that was published, or follows from what was, and how we get it.
package struct PublishedValue: Sendable {
    /// What it is, in words: `cB in the nominal steady state`.
    package let quantity: String
    /// Its unit.
    package let unit: EngineeringUnit
    /// The number as printed, with every digit that was printed.
    package let printed: String
    /// Largest distance that still agrees.
    package let tolerance: Double
    /// How the number came to us.
    package let mark: Mark
    /// Where it stands.
    package let source: String
    private let compute: @Sendable () -> Double

    /// How a number came to us.
    package enum Mark: String, Hashable, Sendable, CaseIterable {
        /// Printed, and confirmed in a public source.
        case printed = "P"
        /// As commonly quoted; the source's text was not seen.
        case quoted = "Q"
        /// Computed from the published equations.
        case computed = "C"
        /// A choice of this simulator.
        case design = "D"
    }

    /// How near counts as the same.
    package enum Tolerance: Hashable, Sendable {
        /// Half a unit of the last printed digit.
        case halfDigit
        /// One unit of the last printed digit.
        case lastDigit
        /// A distance in the value's unit.
        case within(Double)
        /// A fraction of the printed number.
        case relative(Double)
    }

    /// Takes a printed number; text that is no number is a programmer's error.
    ///
    /// - Parameters:
    ///   - mark: How the number came to us.
    ///   - quantity: What it is.
    ///   - unit: Its unit.
    ///   - printed: The number as printed.
    ///   - tolerance: How near counts as the same.
    ///   - source: Where it stands.
    ///   - compute: Ours; not a number if it cannot be found, which never agrees.
    package init(
        _ mark: Mark, _ quantity: String, _ unit: EngineeringUnit, _ printed: String,
        _ tolerance: Tolerance = .halfDigit, source: String,
        compute: @escaping @Sendable () -> Double
    ) {
        guard let value = Double(printed) else { preconditionFailure("'\(printed)' is no number") }
        self.mark = mark
        self.quantity = quantity
        self.unit = unit
        self.printed = printed
        self.source = source
        self.compute = compute
        self.tolerance =
            switch tolerance {
            case .halfDigit: Self.lastDigit(of: printed) / 2
            case .lastDigit: Self.lastDigit(of: printed)
            case .within(let distance): distance
            case .relative(let part): part * abs(value)
            }
    }

    /// The printed number.
    package var value: Double { Double(printed) ?? .nan }

    /// Our number; costs a simulation for some. Not a number if it cannot be found.
    package var ours: Double { compute() }

    /// Whether a number is as near to the printed one as it must be.
    package func agrees(with ours: Double) -> Bool {
        abs(ours - value) <= tolerance * (1 + 1e-9)
    }

    /// One unit of the last digit of a number: 0.01 for `2.14`, 1e-9 for `1.266e-6`.
    static func lastDigit(of text: String) -> Double {
        let parts = text.split(separator: "e", maxSplits: 1)
        let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let decimals = digits.count > 1 ? digits[1].count : 0
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return Double("1e\(exponent - decimals)") ?? .nan
    }
}

/// Everything published about one plant.
package struct PublishedPlant: Sendable {
    /// Name of the model in the catalogue, or of the profile that is the plant.
    package let model: String
    /// Numbers that its equations remember from step to step.
    package let stateCount: Int
    /// All published values, in the order people should read them.
    package let values: [PublishedValue]
    /// The 24 h experiment; nil if none was published.
    package let experiment: PublishedExperiment?

    /// Takes what was published.
    package init(
        model: String, stateCount: Int, values: [PublishedValue],
        experiment: PublishedExperiment? = nil
    ) {
        self.model = model
        self.stateCount = stateCount
        self.values = values
        self.experiment = experiment
    }
}
