import Plants
import Profiles
import Tags

extension PlantDeclaration.Element {
    /// The same in minutes.
    var transferFunction: TransferFunction {
        TransferFunction(
            gain: gain, lags: lags.map(\.minutes), leads: leads.map(\.minutes),
            integrators: integrators, delay: delay.minutes)
    }
}

extension PlantDeclaration.StateSpace {
    /// The same in minutes, its variables by number; all of them must be known.
    func part(inputs numbers: [String: Int], outputs outputNumbers: [String: Int]) -> LinearPart {
        let states = dynamics.count
        let rate = 1 / timeUnit.minutes
        return LinearPart(
            inputs: inputs.compactMap { numbers[$0] }, delays: delays.map(\.minutes),
            outputs: outputs.compactMap { outputNumbers[$0] },
            dynamics: Self.matrix(dynamics, rows: states, columns: states, times: rate),
            drive: Self.matrix(drive, rows: states, columns: inputs.count, times: rate),
            readout: Self.matrix(readout, rows: outputs.count, columns: states),
            direct: Self.matrix(direct, rows: outputs.count, columns: inputs.count))
    }

    /// A matrix of that size; one without rows is all zeros.
    private static func matrix(
        _ elements: [[Double]], rows: Int, columns: Int, times factor: Double = 1
    ) -> DenseMatrix {
        var matrix = DenseMatrix(rows: rows, columns: columns)
        for (row, numbers) in elements.enumerated() {
            for (column, number) in numbers.enumerated() { matrix[row, column] = factor * number }
        }
        return matrix
    }
}

extension PlantDeclaration.FreeTerm {
    /// The same in minutes.
    ///
    /// - Parameters:
    ///   - purpose: What its chance is for.
    ///   - mean: What is taken off absolute values.
    /// - Returns: The term.
    func linearTerm(purpose: String, mean: Double) -> LinearDisturbanceTerm {
        switch self {
        case .constant(let value): .constant(value)
        case .step(let value, let start): .step(to: value, at: start.minutes)
        case .ramp(let value, let start, let length, let repeats):
            .ramp(to: value, at: start.minutes, over: length.minutes, repeats: repeats)
        case .sine(let height, let period, let phase):
            .sine(height: height, period: period.minutes, phase: phase)
        case .square(let low, let high, let period, let duty):
            .square(low: low, high: high, period: period.minutes, duty: duty)
        case .randomWalk(let deviation, let time):
            .randomWalk(deviation: deviation, time: time.minutes, purpose: purpose)
        case .meanReverting(let deviation, let time):
            .meanReverting(deviation: deviation, time: time.minutes, purpose: purpose)
        case .randomSteps(let size, let time):
            .randomSteps(size: size, time: time.minutes, purpose: purpose)
        case .autoregressive(let coefficients, let deviation, let interval):
            .autoregressive(
                coefficients: coefficients, deviation: deviation, interval: interval.minutes,
                purpose: purpose)
        case .replay(let series):
            .replay(
                SignalTrace(
                    times: series.times.map { $0 / 60 }, values: series.values,
                    isLinear: series.isLinear, loops: series.loops),
                mean: series.isAbsolute ? mean : 0)
        }
    }
}

extension PlantDeclaration.Variable {
    /// The same as plants know it.
    var variable: PlantVariable {
        PlantVariable(name: name, unit: unit, nominal: nominal, summary: summary)
    }
}

extension Duration {
    /// Minutes, to the nearest nanosecond.
    var minutes: Double { Double(nanoseconds) / 6e10 }
}
