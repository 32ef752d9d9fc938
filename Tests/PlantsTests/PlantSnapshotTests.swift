import Foundation
import Plants
import Tags
import Testing

struct PlantSnapshotTests {
    /// A plant with everything going on that can: all instruments, analysers and actuators set to
    /// misbehave, and a fault on each.
    private func troubled(_ model: String, seed: UInt64) throws -> any PlantModel {
        let description = try #require(PlantCatalogue.description(of: model))
        var settings = PlantSettings()
        for instrument in description.instruments {
            let signal = try #require(description.index(of: instrument.signal))
            let range = description.signals[signal].range
            let width = range.upperBound - range.lowerBound
            settings.instruments[instrument.signal] = InstrumentSettings(
                lag: 0.2, lags: 3, deadTime: 0.35, spikeChance: 0.01, spikeSize: 0.001 * width,
                stuckChance: 0.01, stuckTime: 0.5)
        }
        for (number, actuator) in description.actuators.enumerated() {
            settings.actuators[actuator.name] =
                number % 2 == 0
                ? ActuatorSettings(deadBand: 0.1)
                : ActuatorSettings(stickBand: 0.2, slipJump: 0.1)
        }
        for analyser in description.analysers {
            settings.analysers[analyser.signal] = try AnalyserChanges([
                "interval": 2, "delay": 5, "delaySpread": 0.5, "missing": 0.1,
            ])
        }
        return try PlantCatalogue.make(model, settings: settings, seed: seed)
    }

    private func setFaults(on plant: any PlantModel) throws {
        let description = plant.description
        let kinds: [InstrumentFault] = [
            .spikes(chance: 0.1, size: 0.001), .drift(0.001), .noise(0.001), .gain(0.001),
            .bias(0.001),
            .stuck,
        ]
        let signals = description.instruments.map(\.signal) + description.analysers.map(\.signal)
        for (number, name) in signals.enumerated() {
            let signal = try #require(description.index(of: name))
            #expect(plant.setFault(kinds[number % kinds.count], onInstrument: signal))
        }
        for (number, actuator) in description.actuators.enumerated() {
            let faults: [ActuatorFault] = [
                .stiction(stickBand: 0.3, slipJump: 0.1), .gain(0.999), .deadBand(0.2), .stuck,
            ]
            #expect(plant.setFault(faults[number % 4], onActuator: actuator.name))
        }
        if let disturbance = description.disturbances.first {
            #expect(plant.override(disturbance.name, with: disturbance.nominal))
        }
    }

    /// Runs on for half an hour, with a setpoint moved on the way.
    private func finish(_ plant: any PlantModel) throws -> [[UInt64]] {
        let description = plant.description
        let setpoint = try #require(description.signals.firstIndex { $0.kind == .setpoint })
        let steps = Roster.steps(of: description, in: 30)
        return (0..<steps).map { number in
            if number == steps / 3 {
                plant.setSetpoint(setpoint, to: 1.001 * plant.value(of: setpoint))
            }
            plant.step()
            return Roster.values(of: plant)
        }
    }

    @Test(arguments: Roster.models)
    func aRestoredPlantGoesOnBitForBitWithAllFaultsOn(model: String) throws {
        let original = try troubled(model, seed: 21)
        for _ in 0..<Roster.steps(of: original.description, in: 15) { original.step() }
        try setFaults(on: original)
        for _ in 0..<Roster.steps(of: original.description, in: 15) { original.step() }
        let snapshot = original.snapshot()
        let shown = Roster.values(of: original)

        // Another seed: whatever chance the snapshot leaves out shows.
        let restored = try troubled(model, seed: 99)
        for _ in 0..<7 { restored.step() }
        try restored.restore(snapshot)
        #expect(restored.time == original.time)
        #expect(Roster.values(of: restored) == shown)
        #expect(restored.snapshot() == snapshot)
        #expect(try finish(restored) == finish(original))
        #expect(restored.snapshot() == original.snapshot())
    }

    @Test(arguments: Roster.models)
    func aSnapshotSurvivesJSON(model: String) throws {
        let plant = try troubled(model, seed: 4)
        for _ in 0..<50 { plant.step() }
        let snapshot = plant.snapshot()
        let text = try JSONEncoder().encode(snapshot)
        #expect(try JSONDecoder().decode(PlantSnapshot.self, from: text) == snapshot)
    }

    @Test func numbersThatAreNoneSurviveJSON() throws {
        let snapshot = PlantSnapshot(
            model: "any", numbers: [.infinity, -0.0, .leastNonzeroMagnitude, 0.1], words: [.max])
        let text = try JSONEncoder().encode(snapshot)
        let back = try JSONDecoder().decode(PlantSnapshot.self, from: text)
        #expect(back.numbers.map(\.bitPattern) == snapshot.numbers.map(\.bitPattern))
        #expect(back.words == [.max])
    }

    @Test func refusesWhatItCannotGoOnFrom() throws {
        let plant = try PlantCatalogue.make("evaporator", seed: 1)
        let good = plant.snapshot()
        for _ in 0..<10 { plant.step() }
        let before = plant.snapshot()
        let cases = [
            (
                PlantSnapshot(model: "kettle", numbers: good.numbers, words: good.words),
                "the snapshot is of plant model 'kettle', this plant is 'evaporator'."
            ),
            (
                PlantSnapshot(
                    model: "evaporator", version: 99, numbers: good.numbers, words: good.words),
                "the snapshot has version 99, this software reads version 1."
            ),
            (
                PlantSnapshot(
                    model: "evaporator", numbers: good.numbers.dropLast(), words: good.words),
                "the snapshot holds \(good.numbers.count - 1) numbers"
            ),
            (
                PlantSnapshot(model: "evaporator", numbers: good.numbers, words: good.words + [0]),
                "the snapshot holds \(good.numbers.count) numbers and \(good.words.count + 1)"
            ),
        ]
        for (snapshot, message) in cases {
            let error = #expect(throws: PlantError.self) { try plant.restore(snapshot) }
            #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
            #expect(plant.snapshot() == before)
        }
        try plant.restore(good)
        #expect(plant.time == .start)
    }

    @Test func wordsOfNoPlantDoNotTrap() throws {
        let plant = try PlantCatalogue.make("evaporator", seed: 1)
        let good = plant.snapshot()
        for word in [UInt64.max, 0, 1 << 40] {
            let hostile = PlantSnapshot(
                model: "evaporator", numbers: good.numbers,
                words: good.words.map { _ in word })
            try plant.restore(hostile)
            for index in plant.description.signals.indices { _ = plant.value(of: index) }
        }
    }
}
