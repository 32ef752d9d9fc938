extension UDFactor {
    /// Follows a move of the basis, exactly: w ← A w and P ← A P A′, where A carries the shifts in
    /// its first row and the ratios on its diagonal.
    ///
    /// The intercept stands first, so A is upper triangular and A U keeps the shape of U: no new
    /// factorisation is needed, and the cost is O(n²). A feature that varies for the first time has
    /// learned nothing yet; it starts with `freshVariance`.
    func follow(
        _ view: BasisView, weights: UnsafeMutablePointer<Double>, freshVariance: Double
    ) {
        for index in 1..<size {
            let ratio = view.ratios[index - 1]
            let column = column(index)
            if ratio == 0 {
                // Nothing was ever learned along it: its row and column of U are 0.
                setVariance(index, to: freshVariance)
                continue
            }
            var first = column[0] + view.shifts[index - 1]
            for row in 1..<index {
                first += view.shifts[row - 1] * column[row]
                column[row] *= view.carried(row - 1) / ratio
            }
            column[0] = first / ratio
            setVariance(index, to: variance(index) * ratio * ratio)
            weights[0] += weights[index] * view.shifts[index - 1]
            weights[index] *= ratio
        }
    }

    /// The coefficients' covariance in plain units, for noise of this variance.
    func covariance(noise: Double, in view: BasisView) -> CoefficientCovariance {
        // B = A U with A from the standard basis to plain units: centre 0 and scale 1.
        var root = [Double](repeating: 0, count: size * size)
        root[0] = 1
        for index in 1..<size where view.scales[index - 1] > 0 {
            let column = column(index)
            var first = column[0] - view.centres[index - 1] * view.inverses[index - 1]
            for row in 1..<index {
                first -= view.centres[row - 1] * view.inverses[row - 1] * column[row]
                root[row * size + index] = column[row] * view.inverses[row - 1]
            }
            root[index] = first
            root[index * size + index] = view.inverses[index - 1]
        }
        var entries = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for other in row..<size {
                var sum = 0.0
                for index in other..<size {
                    sum += root[row * size + index] * variance(index) * root[other * size + index]
                }
                entries[row * size + other] = noise * sum
                entries[other * size + row] = noise * sum
            }
        }
        for index in 1..<size where view.scales[index - 1] == 0 {
            entries[index * size + index] = .infinity
        }
        return CoefficientCovariance(count: size, entries: entries)
    }
}

extension BasisView {
    /// The ratio by which entries of U carry over; 1 for a feature without any.
    fileprivate func carried(_ index: Int) -> Double { ratios[index] == 0 ? 1 : ratios[index] }
}
