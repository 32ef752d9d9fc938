/// Points at which nothing changes.
package enum SteadyState {
    /// A zero of a function near a guess, by Newton's method with finite differences; steps that
    /// make the error larger are halved.
    ///
    /// - Parameters:
    ///   - guess: Where to start.
    ///   - scales: Size of each unknown; nil takes 1 or the guess's own size, whichever is larger.
    ///   - tolerance: Largest scaled step that counts as none.
    ///   - function: As many results as unknowns.
    /// - Returns: The unknowns; nil if the method does not settle in 100 steps.
    package static func zero(
        near guess: [Double], scales: [Double]? = nil, tolerance: Double = 1e-12,
        of function: ([Double]) -> [Double]
    ) -> [Double]? {
        let scales = scales ?? guess.map { max(1, abs($0)) }
        var point = guess
        var error = function(point)
        precondition(error.count == guess.count, "as many equations as unknowns")
        for _ in 0..<100 {
            let slope = Differences.jacobian(at: point, scales: scales, of: function)
            // Rows are scaled by their own slopes, so that an error counts in steps of the unknowns.
            let weights = (0..<error.count).map { row in
                let size = scales.indices.reduce(0) {
                    max($0, abs(slope[row, $1]) * scales[$1])
                }
                return size > 0 ? 1 / size : 1
            }
            func size(_ error: [Double]) -> Double {
                zip(error, weights).reduce(0) { max($0, abs($1.0 * $1.1)) }
            }
            guard let step = LUFactors(slope)?.solution(for: error),
                step.allSatisfy(\.isFinite)
            else { return nil }
            let length = zip(step, scales).reduce(0) { max($0, abs($1.0) / $1.1) }
            let before = size(error)
            var part = 1.0
            while true {
                let moved = zip(point, step).map { $0 - part * $1 }
                let found = function(moved)
                if size(found) < before || length <= tolerance || part < 1e-3 {
                    point = moved
                    error = found
                    break
                }
                part /= 2
            }
            if length <= tolerance || (length < 1e-9 && part < 1e-3) {
                return point.allSatisfy(\.isFinite) ? point : nil
            }
        }
        return nil
    }

    /// The states at which nothing changes for given inputs.
    ///
    /// - Parameters:
    ///   - guess: States to start from.
    ///   - inputs: Inputs, held.
    ///   - scales: Sizes of the states; nil as above.
    ///   - rates: The equations.
    /// - Returns: The states; nil if the method does not settle.
    package static func states(
        near guess: [Double], inputs: [Double], scales: [Double]? = nil, rates: RatesOfChange
    ) -> [Double]? {
        zero(near: guess, scales: scales) { rates($0, inputs) }
    }
}
