/// How plant time moves.
package enum FleetPace: Hashable, Sendable {
    /// Only when told: by ``SimulatedFleet/advance(to:)`` and ``SimulatedFleet/step(by:)``.
    case stepped
    /// With the machine's clock, so many seconds of plant time a second; above 0, 1 is real time.
    case factor(Double)
}

extension FleetPace: CustomStringConvertible {
    package var description: String {
        switch self {
        case .stepped: "stepped"
        case .factor(1): "real time"
        case .factor(let factor): "\(factor) times real time"
        }
    }
}
