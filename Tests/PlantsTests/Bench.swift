import Plants
import Testing

/// An evaporator whose signals are reached by name.
struct Bench {
    let plant: any PlantModel
    private var numbers: [String: Int] = [:]

    init(_ settings: PlantSettings = PlantSettings(), seed: UInt64) throws {
        plant = try PlantCatalogue.make("evaporator", settings: settings, seed: seed)
        for (number, signal) in plant.description.signals.enumerated() {
            numbers[signal.name] = number
        }
    }

    /// What the signal shows; NaN if there is none of that name.
    subscript(name: String) -> Double { numbers[name].map { plant.value(of: $0) } ?? .nan }

    /// The noise-free variable; NaN if there is none of that name.
    func truth(_ name: String) -> Double { plant.truth(of: name) ?? .nan }

    /// Every signal's bits.
    var allValues: [UInt64] {
        plant.description.signals.indices.map { plant.value(of: $0).bitPattern }
    }

    mutating func set(_ name: String, to value: Double) {
        numbers[name].map { plant.setSetpoint($0, to: value) }
    }

    mutating func step() { plant.step() }
}
