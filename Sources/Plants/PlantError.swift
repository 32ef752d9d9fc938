/// Why a plant cannot be built from its settings. Always the profile's author's move.
package enum PlantError: Error, Hashable, Sendable {
    /// The catalogue has no model of that name.
    case unknownModel(String, known: [String])
    /// The model has no parameter of that name.
    case unknownParameter(String, known: [String])
    /// The model has no instrument for that signal.
    case unknownInstrument(String, known: [String])
    /// Instruments have no setting of that name.
    case unknownSetting(String, known: [String])
    /// A parameter, or an instrument's setting as `signal.setting`, is outside its bounds.
    case outOfBounds(String, value: Double, bounds: ClosedRange<Double>)
}

extension PlantError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownModel(let name, let known):
            "there is no plant model '\(name)'; the models are \(listed(known))."
        case .unknownParameter(let name, let known):
            "the plant has no parameter '\(name)'; it has \(listed(known))."
        case .unknownInstrument(let name, let known):
            "the plant has no instrument '\(name)'; it has \(listed(known))."
        case .unknownSetting(let name, let known):
            "an instrument has no setting '\(name)'; it has \(listed(known))."
        case .outOfBounds(let name, let value, let bounds):
            "'\(name)' is \(value); it may be \(bounds.lowerBound) to \(bounds.upperBound)."
        }
    }

    private func listed(_ names: [String]) -> String { names.joined(separator: ", ") }
}
