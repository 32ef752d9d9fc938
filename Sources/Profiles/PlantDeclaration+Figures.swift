extension PlantDeclaration {
    /// A value the process must reproduce, as printed in its source.
    package struct PublishedFigure: Hashable, Sendable {
        /// What is compared.
        package var quantity: Quantity
        /// What ours is divided by before it is compared.
        package var divisor = 1.0
        /// The number with every digit that was printed.
        package var printed: String
        /// How near counts as the same.
        package var tolerance: Tolerance
        /// `P`, `Q`, `C` or `D`: printed, quoted, computed, or a design choice.
        package var mark: String
        /// Where it was printed.
        package var source: String
        /// What it is, in words; nil for words made from the quantity.
        package var summary: String?
    }

    /// How near counts as the same.
    package enum Tolerance: Hashable, Sendable {
        /// Half a unit of the last printed digit.
        case halfDigit
        /// A unit of the last printed digit.
        case lastDigit
        /// So much, in the unit of the figure.
        case within(Double)
    }

    /// Some outputs and as many inputs.
    package struct Square: Hashable, Sendable {
        /// The rows.
        package var outputs: [String]
        /// The columns.
        package var inputs: [String]
    }

    /// A loop that exists in a figure only.
    package struct FigureLoop: Hashable, Sendable {
        /// The input it moves.
        package var input: String
        /// The output it holds.
        package var output: String
        /// Input per unit of the output.
        package var gain: Double
        /// Time in which a standing error is met once more.
        package var integralTime: Duration
    }

    /// What can be asked of a linear process.
    package enum Quantity: Hashable, Sendable {
        /// A variable at its nominal point.
        case steady(String)
        /// What an output comes to for a lasting unit change of an input.
        case gain(output: String, input: String)
        /// The deviation of an output some time after inputs changed.
        case response(output: String, changes: [String: Double], after: Duration)
        case relativeGain(output: String, input: String, Square)
        /// The element of the inverse gain matrix from an output to an input.
        case inverseGain(input: String, output: String, Square)
        case determinant(Square)
        /// Determinant over the product of the diagonal.
        case niederlinski(Square)
        /// Counted from 1, largest first.
        case singularValue(Int, Square)
        case conditionNumber(Square)
        /// The proportional gain at which a loop swings for ever.
        case ultimateGain(output: String, input: String)
        /// How long it then takes to swing, in minutes.
        case ultimatePeriod(output: String, input: String)
        /// The change of an input that makes up for a unit change of another in the long run.
        case feedForward(from: String, to: String, Square)
        /// The change of an input that, with the others, brings outputs as far as this.
        case toReach(changes: [String: Double], by: String, Square)
        /// Largest 20 log₁₀ |W/(1+W)| with W = det(I + G B) − 1, in dB.
        case logModulus([FigureLoop])
        /// ∫ |error| of an output with loops closed, after setpoints changed.
        case integralError(
            output: String, setpoints: [String: Double], [FigureLoop], over: Duration,
            step: Duration)
    }
}
