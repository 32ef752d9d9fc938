/// A linear process in deviations from its nominal point: what a profile may declare.
///
/// Times are in minutes. Inputs and outputs are numbered as in the process that is built from it.
package struct LinearModel: Hashable, Sendable {
    /// Parts whose answers add up.
    package var parts: [LinearPart]

    package init(parts: [LinearPart]) { self.parts = parts }
}

/// One part of a linear process: x' = A x + B u(t − θ), y = C x + D u(t − θ).
package struct LinearPart: Hashable, Sendable {
    /// Numbers of the process's inputs that drive it, one a column of B and D.
    package var inputs: [Int]
    /// Dead time of each of them, minutes, 0 or more.
    package var delays: [Double]
    /// Numbers of the process's outputs that it adds to, one a row of C and D.
    package var outputs: [Int]
    /// A, in 1/min.
    package var dynamics: DenseMatrix
    /// B, in units of a state a minute and unit of the input.
    package var drive: DenseMatrix
    /// C.
    package var readout: DenseMatrix
    /// D.
    package var direct: DenseMatrix

    /// A part in state space.
    package init(
        inputs: [Int], delays: [Double], outputs: [Int], dynamics: DenseMatrix,
        drive: DenseMatrix, readout: DenseMatrix, direct: DenseMatrix
    ) {
        let states = dynamics.rowCount
        precondition(dynamics.columnCount == states && drive.rowCount == states, "A and B must fit")
        precondition(
            readout.columnCount == states && readout.rowCount == outputs.count, "C must fit")
        precondition(
            drive.columnCount == inputs.count && delays.count == inputs.count, "B must fit")
        precondition(
            direct.rowCount == outputs.count && direct.columnCount == inputs.count, "D must fit")
        self.inputs = inputs
        self.delays = delays
        self.outputs = outputs
        self.dynamics = dynamics
        self.drive = drive
        self.readout = readout
        self.direct = direct
    }

    /// A transfer function from one input to one output.
    package init(_ transfer: TransferFunction, from input: Int, to output: Int) {
        let count = transfer.order
        var dynamics = DenseMatrix(rows: count, columns: count)
        var drive = DenseMatrix(rows: count, columns: 1)
        // What enters the next element, as a row over the states so far and a part of the input.
        var entering = [Double](repeating: 0, count: count)
        var through = 1.0
        for number in 0..<count {
            let lag = number < transfer.lags.count ? transfer.lags[number] : nil
            let lead = number < transfer.leads.count ? transfer.leads[number] : 0
            let rate = lag.map { 1 / $0 } ?? 1
            for state in 0..<number { dynamics[number, state] = rate * entering[state] }
            drive[number, 0] = rate * through
            if lag != nil { dynamics[number, number] = -rate }
            // y = x + lead x', with x' = rate (u − x), or rate u of an integrator.
            for state in 0..<number { entering[state] *= lead * rate }
            entering[number] = lag == nil ? 1 : 1 - lead * rate
            through *= lead * rate
        }
        let readout = entering.map { $0 * transfer.gain }
        self.init(
            inputs: [input], delays: [transfer.delay], outputs: [output], dynamics: dynamics,
            drive: drive, readout: Self.row(readout),
            direct: DenseMatrix([[transfer.gain * through]]))
    }

    /// One row, which may be empty.
    private static func row(_ elements: [Double]) -> DenseMatrix {
        var matrix = DenseMatrix(rows: 1, columns: elements.count)
        for (column, element) in elements.enumerated() { matrix[0, column] = element }
        return matrix
    }

    /// An input that is added to an output as it is.
    package init(adding input: Int, to output: Int) {
        self.init(TransferFunction(gain: 1), from: input, to: output)
    }
}

/// K (T₁s + 1)… e^(−θs) / (sⁿ (τ₁s + 1)…): a gain with dead time, lags, leads and integrators.
package struct TransferFunction: Hashable, Sendable {
    /// K, in units of the output per unit of the input; with an integrator, also per minute.
    package var gain: Double
    /// Each τ in minutes, above 0.
    package var lags: [Double]
    /// Each T in minutes, of either sign; at most as many as lags and integrators together.
    package var leads: [Double]
    /// n, 0 or more.
    package var integrators: Int
    /// θ in minutes, 0 or more.
    package var delay: Double

    /// A transfer function that can be built.
    package init(
        gain: Double, lags: [Double] = [], leads: [Double] = [], integrators: Int = 0,
        delay: Double = 0
    ) {
        precondition(lags.allSatisfy { $0 > 0 } && delay >= 0, "times cannot be negative")
        precondition(integrators >= 0 && leads.count <= lags.count + integrators, "not causal")
        self.gain = gain
        self.lags = lags
        self.leads = leads
        self.integrators = integrators
        self.delay = delay
    }

    /// States that it takes.
    package var order: Int { lags.count + integrators }
}
