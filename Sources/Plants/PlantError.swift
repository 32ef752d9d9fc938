/// Why a plant cannot be built from its settings, or cannot go on from a snapshot.
package enum PlantError: Error, Hashable, Sendable {
    /// The catalogue has no model of that name.
    case unknownModel(String, known: [String])
    /// The model has no parameter of that name.
    case unknownParameter(String, known: [String])
    /// The model has no instrument for that signal.
    case unknownInstrument(String, known: [String])
    /// The model has no analyser of that name.
    case unknownAnalyser(String, known: [String])
    /// The model has no actuator of that name.
    case unknownActuator(String, known: [String])
    /// Instruments, analysers or actuators have no setting of that name.
    case unknownSetting(String, of: String, known: [String])
    /// A parameter, or an instrument's setting as `signal.setting`, is outside its bounds.
    case outOfBounds(String, value: Double, bounds: ClosedRange<Double>)
    /// A snapshot was taken from another model.
    case snapshotOfAnotherModel(String, expected: String)
    /// A snapshot was written by another version of this software.
    case snapshotOfAnotherVersion(Int, expected: Int)
    /// A snapshot holds more or less than the plant remembers.
    case snapshotOfAnotherLength(
        numbers: Int, words: Int, expectedNumbers: Int, expectedWords: Int)
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
        case .unknownAnalyser(let name, let known):
            "the plant has no analyser '\(name)'; it has \(listed(known))."
        case .unknownActuator(let name, let known):
            "the plant has no actuator '\(name)'; it has \(listed(known))."
        case .unknownSetting(let name, let subject, let known):
            "\(subject) has no setting '\(name)'; it has \(listed(known))."
        case .outOfBounds(let name, let value, let bounds):
            "'\(name)' is \(value); it may be \(bounds.lowerBound) to \(bounds.upperBound)."
        case .snapshotOfAnotherModel(let model, let expected):
            "the snapshot is of plant model '\(model)', this plant is '\(expected)'. Restore it "
                + "into a fleet of the profile it was taken from."
        case .snapshotOfAnotherVersion(let version, let expected):
            "the snapshot has version \(version), this software reads version \(expected). Take it "
                + "anew."
        case .snapshotOfAnotherLength(let numbers, let words, let ours, let ourWords):
            "the snapshot holds \(numbers) numbers and \(words) words, this plant \(ours) "
                + "and \(ourWords). Restore it into a fleet of the profile it was taken from."
        }
    }

    private func listed(_ names: [String]) -> String { names.joined(separator: ", ") }
}
