/// Column A as a process: 82 states, integrated with the classical fourth-order Runge–Kutta method.
///
/// Its level loops are part of it. Steps beyond 0.08 min diverge: the fastest pole is -32.5 1/min.
package struct ColumnProcess: ProcessModel {
    /// States first; behind them what one step needs: a slope, a trial state, the sum, vapours.
    private var numbers: [Double]

    /// The column in the steady state of its nominal inputs.
    package init() {
        numbers = Array(repeating: 0, count: 4 * ColumnA.stateCount + ColumnA.stages)
        memory = Self.nominalState
    }

    package var inputs: [PlantVariable] { Self.inputs }
    package var outputs: [PlantVariable] { Self.outputs }

    package var memory: [Double] {
        get { Array(numbers[..<ColumnA.stateCount]) }
        set {
            precondition(newValue.count == ColumnA.stateCount, "column A has 82 states")
            numbers.replaceSubrange(..<ColumnA.stateCount, with: newValue)
        }
    }

    package mutating func advance(_ inputs: UnsafePointer<Double>, for minutes: Double) {
        numbers.withUnsafeMutableBufferPointer { buffer in
            guard let state = buffer.baseAddress else { return }
            Self.advance(state, inputs, minutes)
        }
    }

    private static func advance(
        _ state: UnsafeMutablePointer<Double>, _ inputs: UnsafePointer<Double>, _ minutes: Double
    ) {
        let count = ColumnA.stateCount
        let slope = state + count
        let trial = slope + count
        let sum = trial + count
        let vapour = sum + count
        let half = minutes / 2
        let third = minutes / 3
        let sixth = minutes / 6
        ColumnA.slope(at: state, with: inputs, into: slope, vapour: vapour)
        move(state, along: slope, half, into: trial, sixth, sum: sum, from: state)
        ColumnA.slope(at: trial, with: inputs, into: slope, vapour: vapour)
        move(state, along: slope, half, into: trial, third, sum: sum, from: sum)
        ColumnA.slope(at: trial, with: inputs, into: slope, vapour: vapour)
        move(state, along: slope, minutes, into: trial, third, sum: sum, from: sum)
        ColumnA.slope(at: trial, with: inputs, into: slope, vapour: vapour)
        var index = 0
        while index < count {
            state[index] = sum[index] + sixth * slope[index]
            index += 1
        }
    }

    /// The next trial state, and the sum of weighted slopes so far.
    @inline(__always)
    private static func move(
        _ state: UnsafeMutablePointer<Double>, along slope: UnsafeMutablePointer<Double>,
        _ duration: Double, into trial: UnsafeMutablePointer<Double>, _ weight: Double,
        sum: UnsafeMutablePointer<Double>, from start: UnsafeMutablePointer<Double>
    ) {
        var index = 0
        while index < ColumnA.stateCount {
            trial[index] = state[index] + duration * slope[index]
            sum[index] = start[index] + weight * slope[index]
            index += 1
        }
    }

    package func evaluate(
        _ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>
    ) {
        numbers.withUnsafeBufferPointer { buffer in
            guard let state = buffer.baseAddress else { return }
            let top = ColumnA.stages - 1
            outputs[0] = state[top]
            outputs[1] = state[0]
            outputs[2] = ColumnA.productFlow(at: state[ColumnA.stages + top])
            outputs[3] = ColumnA.productFlow(at: state[ColumnA.stages])
            let temperatures = outputs + 4
            let states = temperatures + ColumnA.stages
            var index = 0
            while index < ColumnA.stages {
                temperatures[index] =
                    ColumnA.temperature(at: state[index]) + inputs[ColumnInput.temperatureOffset]
                index += 1
            }
            index = 0
            while index < ColumnA.stateCount {
                states[index] = state[index]
                index += 1
            }
        }
    }
}
