/// Adds to setpoints what a rule makes of the quality, at each result or at even times.
package struct SampledSupervisor: LaneSupervisor {
    private let feed: Feed
    private let setpoints: [Setpoint]
    private let rule: @Sendable (_ now: [Double], _ before: [Double]) -> [Double]
    private var before: [Double]?
    private var lastCount = 0.0
    private var numbers: SignalNumbers?

    /// What it looks at.
    package enum Feed: Sendable {
        /// Results of analysers, by signal, whenever the counter moves on.
        case results([String], counter: String)
        /// Noise-free variables, each so many steps.
        case truths([String], each: Int)
    }

    /// A setpoint it moves.
    package struct Setpoint: Sendable {
        let signal: String
        let limits: ClosedRange<Double>?

        /// A setpoint by its signal; limits beside those of the plant, if given.
        package init(_ signal: String, limits: ClosedRange<Double>? = nil) {
            self.signal = signal
            self.limits = limits
        }
    }

    /// A plant's numbers for the signals it needs.
    private struct SignalNumbers {
        var counter: Int?
        var results: [Int] = []
        var setpoints: [Int]
    }

    /// A supervisor at its start.
    ///
    /// - Parameters:
    ///   - feed: What it looks at.
    ///   - setpoints: What it moves.
    ///   - rule: What is added to each setpoint, from the values now and those of the time
    ///     before, at first those of the start.
    package init(
        _ feed: Feed, moves setpoints: [Setpoint],
        rule: @escaping @Sendable (_ now: [Double], _ before: [Double]) -> [Double]
    ) {
        self.feed = feed
        self.setpoints = setpoints
        self.rule = rule
    }

    package mutating func act(on plant: any PlantModel, after step: Int) {
        let numbers = numbers(in: plant)
        guard let now = values(of: plant, numbers, after: step) else { return }
        let moves = rule(now, before ?? now)
        before = now
        for (index, move) in moves.enumerated() where move != 0 {
            let wanted = plant.value(of: numbers.setpoints[index]) + move
            let limits = setpoints[index].limits
            plant.setSetpoint(
                numbers.setpoints[index],
                to: limits.map { clipped(wanted, $0.lowerBound, $0.upperBound) } ?? wanted)
        }
    }

    /// Values to act on; nil between results.
    private mutating func values(
        of plant: any PlantModel, _ numbers: SignalNumbers, after step: Int
    ) -> [Double]? {
        switch feed {
        case .truths(let names, let each):
            guard step % each == 0 else { return nil }
            return names.map { plant.truth(of: $0) ?? .nan }
        case .results:
            guard let counter = numbers.counter else { return nil }
            let count = plant.value(of: counter)
            guard count != lastCount else { return nil }
            lastCount = count
            return numbers.results.map { plant.value(of: $0) }
        }
    }

    private mutating func numbers(in plant: any PlantModel) -> SignalNumbers {
        if let numbers { return numbers }
        func number(_ signal: String) -> Int {
            guard let number = plant.description.index(of: signal) else {
                preconditionFailure("the plant has no signal '\(signal)'")
            }
            return number
        }
        var found = SignalNumbers(setpoints: setpoints.map { number($0.signal) })
        if case .results(let names, let counter) = feed {
            found.results = names.map(number)
            found.counter = number(counter)
        }
        numbers = found
        return found
    }
}
