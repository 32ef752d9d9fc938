package import Plants
package import Profiles
import Tags

extension PlantDeclaration {
    /// The values that the declaration promises to reproduce, with ours; nil if it has none.
    package var published: PublishedPlant? {
        guard !figures.isEmpty else { return nil }
        let system = FigureSystem(self)
        return PublishedPlant(
            model: name, stateCount: linearModel.parts.reduce(0) { $0 + $1.dynamics.rowCount },
            values: figures.map { figure in
                PublishedValue(
                    PublishedValue.Mark(rawValue: figure.mark) ?? .computed,
                    figure.summary ?? figure.quantity.words, system.unit(of: figure.quantity),
                    figure.printed, figure.tolerance.tolerance, source: figure.source
                ) { system.value(of: figure.quantity) / figure.divisor }
            }, experiment: name == WoodBerryExperiment.model ? experiment : nil)
    }

    private var experiment: PublishedExperiment {
        let kind = kind
        return WoodBerryExperiment.experiment {
            (settings: PlantSettings, seed: UInt64) throws(PlantError) in
            try kind.make(settings, seed: seed)
        }
    }
}

/// Works out figures of a declared plant.
private struct FigureSystem: Sendable {
    private let model: LinearModel
    private let nominals: [String: Double]
    private let units: [String: EngineeringUnit]
    private let inputs: [String: Int]
    private let outputs: [String: Int]

    init(_ plant: PlantDeclaration) {
        model = plant.linearModel
        let variables = plant.processInputs + plant.outputs
        nominals = Dictionary(
            variables.map { ($0.name, $0.nominal) }, uniquingKeysWith: { $1 })
        units = Dictionary(variables.map { ($0.name, $0.unit) }, uniquingKeysWith: { $1 })
        inputs = plant.numbers(plant.processInputs.map(\.name))
        outputs = plant.numbers(plant.outputs.map(\.name))
    }

    /// The unit of a figure, if it is that of a variable.
    func unit(of quantity: PlantDeclaration.Quantity) -> EngineeringUnit {
        switch quantity {
        case .steady(let name): units[name] ?? .none
        case .response(let output, _, _): units[output] ?? .none
        case .ultimatePeriod: "min"
        case .logModulus: "dB"
        default: .none
        }
    }

    /// Not a number if it cannot be found.
    func value(of quantity: PlantDeclaration.Quantity) -> Double {
        switch quantity {
        case .steady(let name): return nominals[name] ?? .nan
        case .gain(let output, let input):
            return model.gains(outputs: [number(output)], inputs: [input].map(inputNumber))[0, 0]
        case .response(let output, let changes, let after):
            let moved = Dictionary(
                changes.map { (inputNumber($0.key), $0.value) }, uniquingKeysWith: { $1 })
            return model.deviation(of: number(output), after: moved, minutes: after.minutes)
        case .ultimateGain(let output, let input):
            return model.ultimate(output: number(output), input: inputNumber(input))?.gain ?? .nan
        case .ultimatePeriod(let output, let input):
            return model.ultimate(output: number(output), input: inputNumber(input))?.period
                ?? .nan
        case .logModulus(let loops): return model.logModulus(loops.map(loop))
        case .integralError(let output, let setpoints, let loops, let length, let step):
            let moved = Dictionary(
                setpoints.map { (number($0.key), $0.value) }, uniquingKeysWith: { $1 })
            return model.integralError(
                of: number(output), setpoints: moved, loops: loops.map(loop),
                minutes: length.minutes, step: step.minutes)
        default: return matrixValue(of: quantity)
        }
    }

    /// Figures of a square matrix of gains.
    private func matrixValue(of quantity: PlantDeclaration.Quantity) -> Double {
        switch quantity {
        case .relativeGain(let output, let input, let square):
            let gain = gains(square)
            guard let inverse = LUFactors(gain)?.inverse,
                let row = square.outputs.firstIndex(of: output),
                let column = square.inputs.firstIndex(of: input)
            else { return .nan }
            return gain[row, column] * inverse[column, row]
        case .inverseGain(let input, let output, let square):
            guard let inverse = LUFactors(gains(square))?.inverse,
                let row = square.inputs.firstIndex(of: input),
                let column = square.outputs.firstIndex(of: output)
            else { return .nan }
            return inverse[row, column]
        case .determinant(let square): return LUFactors(gains(square))?.determinant ?? 0
        case .niederlinski(let square):
            let gain = gains(square)
            let diagonal = square.inputs.indices.reduce(1) { $0 * gain[$1, $1] }
            return (LUFactors(gain)?.determinant ?? 0) / diagonal
        case .singularValue(let number, let square):
            let values = singularValues(square)
            return number <= values.count ? values[number - 1] : .nan
        case .conditionNumber(let square):
            let values = singularValues(square)
            return (values.first ?? .nan) / (values.last ?? .nan)
        case .feedForward(let source, let target, let square):
            let effect = model.gains(
                outputs: square.outputs.map(number), inputs: [inputNumber(source)])
            guard let factors = LUFactors(gains(square)),
                let row = square.inputs.firstIndex(of: target)
            else { return .nan }
            return -factors.solution(for: effect)[row, 0]
        case .toReach(let changes, let input, let square):
            guard let factors = LUFactors(gains(square)),
                let row = square.inputs.firstIndex(of: input)
            else { return .nan }
            return factors.solution(for: square.outputs.map { changes[$0] ?? 0 })[row]
        default: return .nan
        }
    }

    private func gains(_ square: PlantDeclaration.Square) -> DenseMatrix {
        model.gains(
            outputs: square.outputs.map(number), inputs: square.inputs.map(inputNumber))
    }

    /// Largest first.
    private func singularValues(_ square: PlantDeclaration.Square) -> [Double] {
        let gain = gains(square)
        let squares = (gain.transposed * gain).eigenvalues ?? []
        return squares.map { max($0.real, 0).squareRoot() }.sorted(by: >)
    }

    private func loop(_ loop: PlantDeclaration.FigureLoop) -> LinearLoop {
        LinearLoop(
            input: inputNumber(loop.input), output: number(loop.output), gain: loop.gain,
            integralTime: loop.integralTime.minutes)
    }

    /// A checked declaration names no other outputs and inputs.
    private func number(_ output: String) -> Int { outputs[output] ?? 0 }

    private func inputNumber(_ input: String) -> Int { inputs[input] ?? 0 }
}

extension PlantDeclaration.Tolerance {
    fileprivate var tolerance: PublishedValue.Tolerance {
        switch self {
        case .halfDigit: .halfDigit
        case .lastDigit: .lastDigit
        case .within(let distance): .within(distance)
        }
    }
}

extension PlantDeclaration.Quantity {
    /// What it is, for people.
    fileprivate var words: String {
        switch self {
        case .steady(let name): "\(name) at the nominal point"
        case .gain(let output, let input): "gain of \(output) to \(input)"
        case .response(let output, let changes, let after):
            "\(output) \(after.minutes) min after "
                + changes.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value < 0 ? "" : "+")\($0.value)" }.joined(separator: ", ")
        case .relativeGain(let output, let input, _): "relative gain of \(output) to \(input)"
        case .inverseGain(let input, let output, _):
            "\(input) for a change of \(output), inverse gain"
        case .determinant: "determinant of the gains"
        case .niederlinski: "Niederlinski index"
        case .singularValue(let number, _): "singular value \(number) of the gains"
        case .conditionNumber: "condition number of the gains"
        case .ultimateGain(let output, let input): "ultimate gain from \(output) to \(input)"
        case .ultimatePeriod(let output, let input): "ultimate period from \(output) to \(input)"
        case .feedForward(let source, let target, _):
            "\(target) that makes up for \(source), static"
        case .toReach(let changes, let input, _):
            "\(input) that brings "
                + changes.sorted { $0.key < $1.key }.map { "\($0.key) by \($0.value)" }
                .joined(separator: " and ")
        case .logModulus: "largest closed-loop log modulus"
        case .integralError(let output, let setpoints, _, let length, _):
            "integral of |error| of \(output) over \(length.minutes) min after a step of "
                + setpoints.keys.sorted().joined(separator: ", ")
        }
    }
}
