package import Plants
package import Profiles
import Tags

extension DeclaredSettings {
    /// All that a profile may set in the parts of a plant that it declares.
    package static let all = DeclaredSettings(
        instrument: InstrumentSettings.parameters.map(PlantFacts.Parameter.init(describing:)),
        analyser: AnalyserChanges.parameters.map(PlantFacts.Parameter.init(describing:)),
        actuator: ActuatorSettings.parameters.map(PlantFacts.Parameter.init(describing:)),
        parameters: [PlantFacts.Parameter(name: "disturbances", bounds: 0...10)])
}

extension PlantSection {
    /// Builds the plant, built in or declared.
    ///
    /// - Throws: ``PlantError`` if a name or value is not the model's; a checked profile has none.
    package func makePlant(seed: UInt64) throws(PlantError) -> sending any PlantModel {
        let settings = try settings()
        if let declaration { return try declaration.kind.make(settings, seed: seed) }
        return try PlantCatalogue.make(model, settings: settings, seed: seed)
    }
}

extension PlantDeclaration {
    /// The declared plant as a model; the declaration must have been read without errors.
    package var kind: PlantKind {
        var plant = LinearPlant(
            LinearProcess(
                linearModel, inputs: processInputs.map(\.variable),
                outputs: outputs.map(\.variable), limits: outputLimits, step: step.minutes),
            model: name, title: title, source: source, step: step, quality: quality,
            controllers: controllers)
        for item in instruments { add(item, to: &plant) }
        for item in analysers { add(item, to: &plant) }
        for item in setpoints {
            plant.addSetpoint(
                item.name, unit: item.unit, limits: item.limits, nominal: item.nominal,
                rate: item.rate, summary: item.summary)
        }
        for item in actuators { add(item, to: &plant) }
        for item in loops {
            plant.addLoop(
                item.name, reading: item.reading, setpoint: item.setpoint, gain: item.gain,
                integralTime: item.integralTime.minutes, nominalOutput: item.nominalOutput,
                limits: item.limits, scanSteps: item.scanSteps)
        }
        for item in allDisturbances { add(item, to: &plant) }
        for item in interlocks {
            plant.addInterlock(
                outside: item.conditions.map { ($0.reading, $0.normal) },
                delay: item.delay.minutes, reset: item.reset.minutes,
                forbidsMoves: item.forbidsMoves,
                drives: item.drives.map { ($0.name, $0.value) },
                forced: item.forced.map { ($0.name, $0.value) })
        }
        return plant.kind
    }

    /// What profiles, faults and scenarios may say about the plant.
    package var facts: PlantFacts { PlantFacts(declared: self, settings: .all) }

    /// The process alone: how outputs answer to inputs, numbered as they stand, those of
    /// disturbances added to outputs last.
    package var linearModel: LinearModel {
        let inputNumbers = numbers(processInputs.map(\.name))
        let outputNumbers = numbers(outputs.map(\.name))
        var parts = elements.compactMap { element -> LinearPart? in
            guard let input = inputNumbers[element.input],
                let output = outputNumbers[element.output]
            else { return nil }
            return LinearPart(element.transferFunction, from: input, to: output)
        }
        if let stateSpace {
            parts.append(stateSpace.part(inputs: inputNumbers, outputs: outputNumbers))
        }
        for disturbance in disturbances {
            guard let name = disturbance.output, let output = outputNumbers[name],
                let input = inputNumbers[disturbance.name]
            else { continue }
            parts.append(LinearPart(adding: input, to: output))
        }
        return LinearModel(parts: parts)
    }

    /// Inputs of the process, those of disturbances added to outputs last.
    var processInputs: [Variable] {
        inputs
            + disturbances.compactMap { disturbance in
                guard let output = output(disturbance.output) else { return nil }
                var variable = output
                variable.name = disturbance.name
                variable.nominal = 0
                variable.limits = nil
                variable.summary = "added to \(output.name)"
                return variable
            }
    }

    private var outputLimits: [Int: ClosedRange<Double>] {
        Dictionary(
            uniqueKeysWithValues: outputs.enumerated().compactMap { number, output in
                output.limits.map { (number, $0) }
            })
    }

    func numbers(_ names: [String]) -> [String: Int] {
        Dictionary(
            names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { $1 })
    }
}

extension PlantDeclaration {
    private func add(_ item: Instrument, to plant: inout LinearPlant) {
        plant.addInstrument(
            item.name, of: item.variable, unit: item.unit, range: item.range,
            settings: Self.settings(item.settings), summary: item.summary, isShown: item.isShown)
    }

    private func add(_ item: Analyser, to plant: inout LinearPlant) {
        plant.addAnalyser(
            item.stem, signal: item.signal, of: item.variable, unit: item.unit,
            range: item.range, settings: Self.settings(item.settings), summary: item.summary)
    }

    private func add(_ item: Actuator, to plant: inout LinearPlant) {
        let drive: LinearPlant.Drive =
            switch item.drive {
            case .setpoint(let name): .setpoint(name)
            case .loop(let name): .loop(name)
            case .ratio(let setpoint, let signal, let lag):
                .ratio(setpoint: setpoint, to: signal, lag: lag.minutes)
            case .fixed(let value): .fixed(value)
            }
        plant.addActuator(
            item.name, of: item.input, limits: item.limits, lag: item.lag.minutes,
            rate: item.rate, drive: drive, settings: Self.settings(item.settings),
            summary: item.summary)
    }

    private func add(_ item: Disturbance, to plant: inout LinearPlant) {
        let terms = item.terms.enumerated().map { number, term in
            term.linearTerm(purpose: "\(item.name).\(number + 1)", mean: item.mean)
        }
        plant.addDisturbance(item.name, mean: item.mean, terms: terms, limits: item.limits)
    }

    /// Settings by name, which the profile's reader has checked.
    private static func settings<Settings: NamedSettings>(_ values: [String: Double]) -> Settings {
        do throws(PlantError) {
            return try Settings(inSeconds: values)
        } catch {
            preconditionFailure("a checked declaration has no unknown setting: \(error)")
        }
    }
}
