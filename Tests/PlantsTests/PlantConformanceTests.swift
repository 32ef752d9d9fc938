import Plants
import Tags
import Testing

/// What every plant of the catalogue must do.
struct PlantConformanceTests {
    private func plant(
        _ model: String, _ settings: PlantSettings = PlantSettings(), seed: UInt64 = 1
    ) throws -> any PlantModel {
        try PlantCatalogue.make(model, settings: settings, seed: seed)
    }

    @Test(arguments: Roster.models)
    func sameSeedAndSetpointsGiveTheSameNumbers(model: String) throws {
        let first = try plant(model, seed: 7)
        let second = try plant(model, seed: 7)
        let signals = first.description.signals
        let setpoints = signals.indices.filter { signals[$0].kind == .setpoint }
        for number in 0..<300 {
            if number % 50 == 20 {
                for setpoint in setpoints {
                    let range = signals[setpoint].range
                    let target =
                        first.value(of: setpoint) + 0.001 * (range.upperBound - range.lowerBound)
                    first.setSetpoint(setpoint, to: target)
                    second.setSetpoint(setpoint, to: target)
                }
            }
            first.step()
            second.step()
            #expect(Roster.values(of: first) == Roster.values(of: second))
        }
    }

    @Test(arguments: Roster.models)
    func anotherSeedGivesOtherNumbers(model: String) throws {
        let first = try plant(model, seed: 7)
        let second = try plant(model, seed: 8)
        for _ in 0..<20 {
            first.step()
            second.step()
        }
        let moved = first.description.truths.filter { first.truth(of: $0) != second.truth(of: $0) }
        #expect(moved.count >= 2, "only \(moved) differ")
        for instrument in first.description.instruments {
            guard (instrument.defaults.noise ?? 0) > 0 else { continue }
            let signal = try #require(first.description.index(of: instrument.signal))
            #expect(first.value(of: signal) != second.value(of: signal), "\(instrument.signal)")
        }
    }

    @Test(arguments: Roster.models)
    func aSetpointActsInTheNextStep(model: String) throws {
        let description = try #require(PlantCatalogue.description(of: model))
        for setpoint in description.nominalSetpoints.keys.sorted() {
            let plant = try plant(model, Roster.ideal(description))
            let signal = try #require(description.index(of: setpoint))
            let held = try #require(
                description.index(of: setpoint.replacing(".setpoint", with: ".held")))
            for _ in 0..<10 { plant.step() }
            let (before, heldBefore) = (plant.value(of: signal), plant.value(of: held))
            let range = description.signals[signal].range
            let target = before + 0.1 * (range.upperBound - before)
            plant.setSetpoint(signal, to: target)
            #expect(plant.value(of: held) == heldBefore)
            plant.step()
            #expect(plant.value(of: signal) == target, "\(setpoint)")
            #expect(plant.value(of: held) > heldBefore, "\(setpoint)")
            #expect(plant.value(of: held) <= target + 1e-9, "\(setpoint)")
        }
    }

    @Test(arguments: Roster.models)
    func everythingStaysInItsRangeForTwoHours(model: String) throws {
        let plant = try plant(model, seed: 3)
        let signals = plant.description.signals
        var outside: Set<String> = []
        for number in 0..<Roster.steps(of: plant.description, in: 120) {
            plant.step()
            for (index, signal) in signals.enumerated() {
                let value = plant.value(of: index)
                if !(value >= signal.range.lowerBound && value <= signal.range.upperBound) {
                    outside.insert(signal.name)
                }
                guard signal.kind == .status else { continue }
                let trust = Int(value) & 7
                if ![1, 2, 4].contains(trust) { outside.insert(signal.name) }
            }
            guard number % 50 == 0 else { continue }
            for name in plant.description.truths where plant.truth(of: name)?.isFinite != true {
                outside.insert(name)
            }
        }
        #expect(outside.isEmpty, "\(outside.sorted())")
    }

    @Test(arguments: Roster.models)
    func itStartsInItsSteadyState(model: String) throws {
        let description = try #require(PlantCatalogue.description(of: model))
        let plant = try plant(model, Roster.ideal(description))
        let start = description.signals.indices.map { plant.value(of: $0) }
        for _ in 0..<Roster.steps(of: description, in: 30) { plant.step() }
        for (index, signal) in description.signals.enumerated() {
            guard signal.kind == .reading || signal.kind == .position else { continue }
            guard !signal.name.hasSuffix(".age") else { continue }
            let width = signal.range.upperBound - signal.range.lowerBound
            let distance = abs(plant.value(of: index) - start[index])
            let allowed = Roster.roundingOfStart[model] ?? 1e-6
            #expect(distance <= allowed * width, "\(signal.name) moved by \(distance)")
        }
    }

    @Test(arguments: Roster.models)
    func disturbancesCanBeScaledHeldAndLetGo(model: String) throws {
        let free = try plant(model, seed: 5)
        let held = try plant(model, seed: 5)
        #expect(free.description.parameters.first?.name == "disturbances")
        for _ in 0..<5 {
            free.step()
            held.step()
        }
        for disturbance in free.description.disturbances {
            #expect(held.override(disturbance.name, with: disturbance.nominal))
            #expect(!held.override(disturbance.name, with: .nan))
            held.step()
            free.step()
            held.step()
            free.step()
            #expect(held.override(disturbance.name, with: nil))
        }
        #expect(!held.override("nothing", with: 1))
        held.step()
        free.step()
        let actuated = Set(free.description.actuators.map(\.name))
        for disturbance in free.description.disturbances
        where !actuated.contains(disturbance.name) {
            #expect(
                free.truth(of: disturbance.name) == held.truth(of: disturbance.name),
                "\(disturbance.name)")
        }
    }

    @Test(arguments: Roster.models)
    func everyInstrumentAnalyserAndActuatorCanFail(model: String) throws {
        let plant = try plant(model)
        let description = plant.description
        for instrument in description.instruments {
            let signal = try #require(description.index(of: instrument.signal))
            #expect(plant.setFault(.broken(.high), onInstrument: signal))
        }
        for analyser in description.analysers {
            let signal = try #require(description.index(of: analyser.signal))
            #expect(plant.setFault(.broken(.low), onInstrument: signal))
        }
        for actuator in description.actuators {
            #expect(plant.setFault(.stuck, onActuator: actuator.name))
        }
        #expect(!plant.setFault(.stuck, onInstrument: description.signals.count))
        #expect(!plant.setFault(.stuck, onInstrument: -1))
        #expect(!plant.setFault(.stuck, onActuator: "nothing"))
        plant.step()
        for instrument in description.instruments {
            let signal = try #require(description.index(of: instrument.signal))
            let range = description.signals[signal].range
            let code = range.upperBound + 0.1 * (range.upperBound - range.lowerBound)
            #expect(plant.value(of: signal) == code)
            let status = try #require(description.index(of: instrument.signal + ".status"))
            #expect(plant.value(of: status) == 4)
        }
    }
}
