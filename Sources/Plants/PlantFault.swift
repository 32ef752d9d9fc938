/// What goes wrong with one instrument or analyser while the plant runs.
///
/// Whatever it is set to do goes on below the fault, so that the numbers after it are those of a
/// run without it.
package enum InstrumentFault: Hashable, Sendable, Codable {
    /// Shows the value of the moment for ever; an analyser counts on.
    case stuck
    /// With this probability a sample is off by this much either way, in the signal's unit.
    case spikes(chance: Double, size: Double)
    /// Shows −2.5 % or 110 % of its range, with status bad.
    case broken(Failure)
    /// Is off by a constant, in the signal's unit.
    case bias(Double)
    /// Walks away at random: the deviation after one day, in the signal's unit.
    case drift(Double)
    /// Is off by this fraction.
    case gain(Double)
    /// Has more noise: the deviation, in the signal's unit.
    case noise(Double)
    /// Shows its last result, for no other comes. Analysers only.
    case silent

    /// Which way an instrument breaks.
    package enum Failure: String, Hashable, Sendable, Codable {
        /// Shows −2.5 % of its range, as a broken wire does.
        case low
        /// Shows 110 % of its range, as a short circuit does.
        case high
    }
}

/// What goes wrong with one actuator while the plant runs. Percentages are of its travel.
package enum ActuatorFault: Hashable, Sendable, Codable {
    /// Stays where it stands.
    case stuck
    /// Sticks and slips, by the rule of Kano et al. 2004.
    case stiction(stickBand: Double, slipJump: Double)
    /// Follows with this much backlash.
    case deadBand(Double)
    /// Only this part of its travel has its effect on the plant.
    case gain(Double)
    /// Stands at the upper end of its travel.
    case open
    /// Stands at the lower end of its travel.
    case closed
}

extension SnapshotWriter {
    mutating func add(_ fault: InstrumentFault?) {
        let (code, first, second): (Int, Double, Double) =
            switch fault {
            case nil: (0, 0, 0)
            case .stuck: (1, 0, 0)
            case .spikes(let chance, let size): (2, chance, size)
            case .broken(.low): (3, 0, 0)
            case .broken(.high): (4, 0, 0)
            case .bias(let bias): (5, bias, 0)
            case .drift(let drift): (6, drift, 0)
            case .gain(let gain): (7, gain, 0)
            case .noise(let noise): (8, noise, 0)
            case .silent: (9, 0, 0)
            }
        add(code)
        add([first, second])
    }

    mutating func add(_ fault: ActuatorFault?) {
        let (code, first, second): (Int, Double, Double) =
            switch fault {
            case nil: (0, 0, 0)
            case .stuck: (1, 0, 0)
            case .stiction(let band, let jump): (2, band, jump)
            case .deadBand(let band): (3, band, 0)
            case .gain(let gain): (4, gain, 0)
            case .open: (5, 0, 0)
            case .closed: (6, 0, 0)
            }
        add(code)
        add([first, second])
    }
}

extension SnapshotReader {
    mutating func instrumentFault() -> InstrumentFault? {
        let (code, first, second) = (count(), number(), number())
        return switch code {
        case 1: .stuck
        case 2: .spikes(chance: first, size: second)
        case 3: .broken(.low)
        case 4: .broken(.high)
        case 5: .bias(first)
        case 6: .drift(first)
        case 7: .gain(first)
        case 8: .noise(first)
        case 9: .silent
        default: nil
        }
    }

    mutating func actuatorFault() -> ActuatorFault? {
        let (code, first, second) = (count(), number(), number())
        return switch code {
        case 1: .stuck
        case 2: .stiction(stickBand: first, slipJump: second)
        case 3: .deadBand(first)
        case 4: .gain(first)
        case 5: .open
        case 6: .closed
        default: nil
        }
    }
}
