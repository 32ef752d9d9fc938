import Glibc

/// A linear process laid out for its steps: numbers and places in flat memory.
///
/// Memory: the slot of the delay line that is filled next; all states; the delay line, a slot a
/// step, each with one deviation an input.
struct LinearPlan: Sendable {
    let step: Double
    let memoryCount: Int
    /// States of the largest part.
    let largestPart: Int
    private let nominalInputs: [Double]
    private let nominalOutputs: [Double]
    private let lineStart: Int
    private let slots: Int
    private var parts: [PartPlace] = []
    private var columns: [ColumnPlace] = []
    /// Numbers of the outputs of each part, one after the other.
    private var targets: [Int] = []
    /// Φ of each part, then for each column Γ of what arrives late and early, then C and D.
    private var factors: [Double] = []

    private struct PartPlace: Sendable {
        var states = 0
        var stateCount = 0
        var columns = 0
        var columnCount = 0
        var targets = 0
        var targetCount = 0
        var dynamics = 0
        var readout = 0
        var direct = 0
    }

    /// One input of a part and how late it arrives: whole steps, and what is left of one.
    private struct ColumnPlace: Sendable {
        var input: Int
        var steps: Int
        /// Whether the input of a step before still acts when this step begins.
        var isSplit: Bool
        /// Where Γ of the input that arrives in this step stands; that of the one before follows.
        var drive: Int
    }

    init(_ model: LinearModel, inputs: [Double], outputs: [Double], step: Double) {
        self.step = step
        nominalInputs = inputs
        nominalOutputs = outputs
        let arrivals = model.parts.map { $0.delays.map { Arrival(after: $0, step: step) } }
        let longest = arrivals.joined().reduce(0) { max($0, $1.steps) }
        slots = longest + 2
        lineStart = 1 + model.parts.reduce(0) { $0 + $1.dynamics.rowCount }
        memoryCount = lineStart + slots * inputs.count
        largestPart = model.parts.reduce(0) { max($0, $1.dynamics.rowCount) }
        var states = 1
        for (part, arrivals) in zip(model.parts, arrivals) {
            add(part, arrivals, states: states)
            states += part.dynamics.rowCount
        }
    }

    private mutating func add(_ part: LinearPart, _ arrivals: [Arrival], states: Int) {
        var place = PartPlace()
        place.states = states
        place.stateCount = part.dynamics.rowCount
        place.columns = columns.count
        place.columnCount = part.inputs.count
        place.targets = targets.count
        place.targetCount = part.outputs.count
        place.dynamics = factors.count
        factors += part.dynamics.transition(driving: part.drive, for: step).state.elements
        for (column, arrival) in arrivals.enumerated() {
            let late = part.dynamics.transition(driving: part.drive, for: step - arrival.rest)
            let early = part.dynamics.transition(driving: part.drive, for: arrival.rest)
            let before = late.state * early.input
            columns.append(
                ColumnPlace(
                    input: part.inputs[column], steps: arrival.steps, isSplit: arrival.rest > 0,
                    drive: factors.count))
            factors += (0..<place.stateCount).map { late.input[$0, column] }
            factors += (0..<place.stateCount).map { before[$0, column] }
        }
        place.readout = factors.count
        factors += part.readout.elements
        place.direct = factors.count
        factors += part.direct.elements
        targets += part.outputs
        parts.append(place)
    }
}

/// When an input arrives: so many whole steps and a rest of less than one, in minutes.
private struct Arrival {
    let steps: Int
    let rest: Double

    init(after delay: Double, step: Double) {
        let whole = (delay / step).rounded()
        if abs(delay / step - whole) < 1e-9 * max(1, whole) {
            steps = Int(whole)
            rest = 0
        } else {
            steps = Int((delay / step).rounded(.down))
            rest = delay - Double(steps) * step
        }
    }
}

extension LinearPlan {
    /// Moves all states over one step; the room for new ones stands behind the memory.
    func advance(_ memory: UnsafeMutablePointer<Double>, _ inputs: UnsafePointer<Double>) {
        let width = nominalInputs.count
        let slot = Int(memory[0])
        let line = memory + lineStart
        let filled = line + slot * width
        nominalInputs.withUnsafeBufferPointer { nominal in
            var index = 0
            while index < width {
                filled[index] = inputs[index] - nominal[index]
                index += 1
            }
        }
        parts.withUnsafeBufferPointer { parts in
            columns.withUnsafeBufferPointer { columns in
                factors.withUnsafeBufferPointer { factors in
                    guard let factors = factors.baseAddress, let columns = columns.baseAddress
                    else { return }
                    var number = 0
                    while number < parts.count {
                        advance(parts[number], columns, factors, memory, slot)
                        number += 1
                    }
                }
            }
        }
        memory[0] = Double(slot + 1 == slots ? 0 : slot + 1)
    }

    @inline(__always)
    private func advance(
        _ part: PartPlace, _ columns: UnsafePointer<ColumnPlace>,
        _ factors: UnsafePointer<Double>, _ memory: UnsafeMutablePointer<Double>, _ slot: Int
    ) {
        let states = memory + part.states
        let fresh = memory + memoryCount
        let width = nominalInputs.count
        let line = memory + lineStart
        var row = 0
        var dynamics = factors + part.dynamics
        while row < part.stateCount {
            var sum = 0.0
            var column = 0
            while column < part.stateCount {
                sum += dynamics[column] * states[column]
                column += 1
            }
            fresh[row] = sum
            dynamics += part.stateCount
            row += 1
        }
        var number = part.columns
        let end = part.columns + part.columnCount
        while number < end {
            let column = columns[number]
            let drive = factors + column.drive
            let now = line[place(slot, back: column.steps) * width + column.input]
            row = 0
            while row < part.stateCount {
                fresh[row] += drive[row] * now
                row += 1
            }
            if column.isSplit {
                let before = line[place(slot, back: column.steps + 1) * width + column.input]
                let earlier = drive + part.stateCount
                row = 0
                while row < part.stateCount {
                    fresh[row] += earlier[row] * before
                    row += 1
                }
            }
            number += 1
        }
        row = 0
        while row < part.stateCount {
            states[row] = fresh[row]
            row += 1
        }
    }

    /// The slot filled so many steps before another.
    @inline(__always)
    private func place(_ slot: Int, back steps: Int) -> Int {
        slot >= steps ? slot - steps : slot - steps + slots
    }

    /// Works out all outputs at the start of a step.
    func evaluate(
        _ memory: UnsafePointer<Double>, _ inputs: UnsafePointer<Double>,
        into outputs: UnsafeMutablePointer<Double>
    ) {
        var index = 0
        while index < nominalOutputs.count {
            outputs[index] = nominalOutputs[index]
            index += 1
        }
        parts.withUnsafeBufferPointer { parts in
            factors.withUnsafeBufferPointer { factors in
                guard let factors = factors.baseAddress else { return }
                var number = 0
                while number < parts.count {
                    evaluate(parts[number], factors, memory, inputs, into: outputs)
                    number += 1
                }
            }
        }
    }

    @inline(__always)
    private func evaluate(
        _ part: PartPlace, _ factors: UnsafePointer<Double>, _ memory: UnsafePointer<Double>,
        _ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>
    ) {
        let states = memory + part.states
        var readout = factors + part.readout
        var direct = factors + part.direct
        var row = 0
        while row < part.targetCount {
            var sum = 0.0
            var state = 0
            while state < part.stateCount {
                sum += readout[state] * states[state]
                state += 1
            }
            var column = 0
            while column < part.columnCount {
                if direct[column] != 0 {
                    sum += direct[column] * arrived(columns[part.columns + column], memory, inputs)
                }
                column += 1
            }
            outputs[targets[part.targets + row]] += sum
            readout += part.stateCount
            direct += part.columnCount
            row += 1
        }
    }

    /// The deviation of an input that acts when a step begins.
    @inline(__always)
    private func arrived(
        _ column: ColumnPlace, _ memory: UnsafePointer<Double>, _ inputs: UnsafePointer<Double>
    ) -> Double {
        let back = column.isSplit ? column.steps + 1 : column.steps
        if back == 0 { return inputs[column.input] - nominalInputs[column.input] }
        let slot = place(Int(memory[0]), back: back)
        return memory[lineStart + slot * nominalInputs.count + column.input]
    }
}
