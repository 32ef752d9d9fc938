import Glibc
import Tags
import Testing

@testable import Plants

/// Linear processes against fine integration, formulas, and themselves.
struct LinearProcessTests {
    static let step = 0.1

    /// One input, one output, about 0.
    static func process(
        _ transfer: TransferFunction, inputs: Int = 1, step: Double = step
    ) -> LinearProcess {
        let parts = (0..<inputs).map { LinearPart(transfer, from: $0, to: 0) }
        return process(LinearModel(parts: parts), inputs: inputs, outputs: 1, step: step)
    }

    static func process(
        _ model: LinearModel, inputs: Int, outputs: Int, step: Double = step
    ) -> LinearProcess {
        func variables(_ count: Int) -> [PlantVariable] {
            (0..<count).map {
                PlantVariable(name: "v\($0)", unit: .none, nominal: 0, summary: "")
            }
        }
        return LinearProcess(
            model, inputs: variables(inputs), outputs: variables(outputs), step: step)
    }

    static func output(_ process: LinearProcess, _ inputs: [Double]) -> Double {
        var outputs = [Double](repeating: 0, count: process.outputs.count)
        process.evaluate(inputs, into: &outputs)
        return outputs[0]
    }

    static func randomTransfer(_ random: inout SeededGenerator) -> TransferFunction {
        var lags = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            Double.random(in: 0.5...20, using: &random)
        }
        if lags.count > 2 { lags[1] = lags[0] }
        let leads = (0..<Int.random(in: 0...lags.count, using: &random)).map { _ in
            Double.random(in: -5...5, using: &random)
        }
        return TransferFunction(
            gain: .random(in: -20...20, using: &random), lags: lags, leads: leads,
            integrators: Int.random(in: 0...1, using: &random),
            delay: .random(in: 0...3, using: &random))
    }

    @Test(arguments: UInt64(0)..<20)
    func agreesWithFineIntegrationOfTheSameEquations(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let transfer = Self.randomTransfer(&random)
        let part = LinearPart(transfer, from: 0, to: 0)
        var process = Self.process(transfer)
        var fine = FineIntegration(part, step: Self.step)
        for _ in 0..<100 {
            let input = Double.random(in: -1...1, using: &random)
            let (ours, theirs) = (Self.output(process, [input]), fine.output(with: input))
            #expect(abs(ours - theirs) < 1e-6 * max(1, abs(theirs)), "\(transfer)")
            process.advance([input], for: Self.step)
            fine.advance(input)
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func answersToASumWithTheSumOfAnswers(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let transfer = Self.randomTransfer(&random)
        var (first, second, both) = (
            Self.process(transfer), Self.process(transfer), Self.process(transfer)
        )
        for _ in 0..<200 {
            let (left, right) = (
                Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random)
            )
            let sum = Self.output(first, [left]) + Self.output(second, [right])
            let whole = Self.output(both, [left + right])
            #expect(abs(sum - whole) < 1e-9 * max(1, abs(whole)))
            first.advance([left], for: Self.step)
            second.advance([right], for: Self.step)
            both.advance([left + right], for: Self.step)
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func settlesAtItsGain(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var transfer = Self.randomTransfer(&random)
        transfer.integrators = 0
        transfer.leads = []
        var process = Self.process(transfer)
        for _ in 0..<20_000 { process.advance([1], for: Self.step) }
        #expect(abs(Self.output(process, [1]) - transfer.gain) < 1e-9 * abs(transfer.gain))
        let model = LinearModel(parts: [LinearPart(transfer, from: 0, to: 0)])
        let gain = model.gains(outputs: [0], inputs: [0])[0, 0]
        #expect(abs(gain - transfer.gain) < 1e-9 * abs(transfer.gain))
    }

    /// t in minutes after a step; the closed form for two equal lags of 3 min.
    @Test func solvesEqualLagsExactly() {
        var process = Self.process(TransferFunction(gain: 2, lags: [3, 3]))
        for _ in 0..<50 { process.advance([1], for: Self.step) }
        let expected = 2 * (1 - exp(-5.0 / 3) * (1 + 5.0 / 3))
        #expect(abs(Self.output(process, [1]) - expected) < 1e-13)
    }

    /// A dead time of 0.25 min with steps of 0.1 min; the closed form of one lag.
    @Test func placesADeadTimeInsideAStep() {
        var process = Self.process(TransferFunction(gain: 1, lags: [2], delay: 0.25))
        var seen: [Double] = []
        for _ in 0..<5 {
            process.advance([1], for: Self.step)
            seen.append(Self.output(process, [1]))
        }
        let expected = [0, 0, 1 - exp(-0.05 / 2), 1 - exp(-0.15 / 2), 1 - exp(-0.25 / 2)]
        for (ours, theirs) in zip(seen, expected) { #expect(abs(ours - theirs) < 1e-14) }
    }

    @Test func passesAPureDeadTimeThrough() {
        var process = Self.process(TransferFunction(gain: 3, delay: 0.2))
        var seen: [Double] = []
        for value in [1.0, 2, 3, 4] {
            seen.append(Self.output(process, [value]))
            process.advance([value], for: Self.step)
        }
        #expect(seen == [0, 0, 3, 6])
    }

    /// x1' = x2, x2' = u: a carriage pushed from rest.
    @Test func solvesAStateSpaceWithADoubleIntegrator() {
        let part = LinearPart(
            inputs: [0], delays: [0], outputs: [0], dynamics: DenseMatrix([[0, 1], [0, 0]]),
            drive: DenseMatrix([[0], [1]]), readout: DenseMatrix([[1, 0]]),
            direct: DenseMatrix([[0]]))
        var process = Self.process(LinearModel(parts: [part]), inputs: 1, outputs: 1)
        for _ in 0..<100 { process.advance([2], for: Self.step) }
        #expect(abs(Self.output(process, [2]) - 100) < 1e-10)
    }

    @Test func goesOnFromItsMemoryBitForBit() {
        var random = SeededGenerator(seed: 7)
        var first = Self.process(Self.randomTransfer(&random), inputs: 2)
        for _ in 0..<57 {
            first.advance([random.nextUnit(), random.nextUnit()], for: Self.step)
        }
        random = SeededGenerator(seed: 7)
        var second = Self.process(Self.randomTransfer(&random), inputs: 2)
        second.memory = first.memory
        for _ in 0..<57 {
            let inputs = [random.nextUnit(), random.nextUnit()]
            #expect(Self.output(first, inputs) == Self.output(second, inputs))
            first.advance(inputs, for: Self.step)
            second.advance(inputs, for: Self.step)
        }
    }

    @Test func holdsAnOutputWithinItsLimits() {
        let variable = PlantVariable(name: "v", unit: .none, nominal: 99, summary: "")
        var process = LinearProcess(
            LinearModel(parts: [LinearPart(adding: 0, to: 0)]),
            inputs: [PlantVariable(name: "u", unit: .none, nominal: 0, summary: "")],
            outputs: [variable], limits: [0: 0...100], step: 1)
        process.advance([5], for: 1)
        #expect(Self.output(process, [5]) == 100)
        #expect(Self.output(process, [0.5]) == 99.5)
    }

    /// Exponentials with closed forms: a rotation, and a stiff pair.
    @Test func findsExponentialsOfMatrices() {
        let turn = DenseMatrix([[0, -1.2], [1.2, 0]]).exponential
        #expect(abs(turn[0, 0] - cos(1.2)) < 1e-15 && abs(turn[1, 0] - sin(1.2)) < 1e-15)
        let stiff = DenseMatrix([[-300, 1], [0, -0.01]]).exponential
        let cross = (exp(-0.01) - exp(-300)) / (300 - 0.01)
        #expect(abs(stiff[0, 1] - cross) < 1e-13 && abs(stiff[1, 1] - exp(-0.01)) < 1e-13)
    }
}

/// The equations of one part integrated in many small Runge–Kutta steps, its input held as given.
private struct FineIntegration {
    let part: LinearPart
    let step: Double
    var state: [Double]
    var past: [Double] = []

    init(_ part: LinearPart, step: Double) {
        self.part = part
        self.step = step
        state = Array(repeating: 0, count: part.dynamics.rowCount)
    }

    /// The input that acts a time after the start of the present step.
    private func arriving(_ offset: Double, now input: Double) -> Double {
        let steps = ((offset - part.delays[0]) / step + 1e-9).rounded(.down)
        if steps >= 0 { return input }
        let index = past.count + Int(steps)
        return index >= 0 ? past[index] : 0
    }

    func output(with input: Double) -> Double {
        let states = zip(part.readout.elements, state).reduce(0) { $0 + $1.0 * $1.1 }
        return states + part.direct[0, 0] * arriving(0, now: input)
    }

    mutating func advance(_ input: Double) {
        let rest = part.delays[0].truncatingRemainder(dividingBy: step)
        for (start, end) in [(0, rest), (rest, step)] where end - start > 1e-12 {
            let held = arriving((start + end) / 2, now: input)
            for _ in 0..<20 {
                state = StepResponse.next(
                    state, inputs: [held], step: (end - start) / 20,
                    rates: { [part] state, inputs in
                        let own = part.dynamics * state
                        return own.indices.map { own[$0] + part.drive[$0, 0] * inputs[0] }
                    })
            }
        }
        past.append(input)
    }
}
