import Tags

/// One tag's good samples, the latest last, in a ring of fixed size.
struct TagHistory: Sendable {
    /// Samples held.
    private(set) var count = 0

    /// Time from one scan to the next, in nanoseconds.
    private let interval: Int64
    private var newest = -1
    private var times: [Int64]
    private var values: [Double]

    /// Over how many intervals the time between two samples still counts as covered: one missed
    /// scan and some jitter.
    private static let bridgedIntervals = 2.5
    /// The part of a window that must be covered.
    private static let leastCoverage = 0.75

    /// Makes a history that reaches back over `span` when scans come every `interval`.
    init(span: Int64, interval: Int64) {
        self.interval = interval
        // Room for scans that come up to twice as often as they should.
        let capacity = 2 * Int(span / interval) + 4
        times = Array(repeating: 0, count: capacity)
        values = Array(repeating: 0, count: capacity)
    }

    mutating func append(_ value: Double, at time: Int64) {
        newest = newest + 1 == times.count ? 0 : newest + 1
        times[newest] = time
        values[newest] = value
        count = min(count + 1, times.count)
    }

    /// The value at `time`, between the two samples around it; nil if they lie too far apart.
    func value(at time: Int64) -> Double? {
        // The first sample, counted back from the latest, that is not later than the time.
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if times[slot(middle)] <= time { high = middle } else { low = middle + 1 }
        }
        guard low < count else { return nil }
        let before = slot(low)
        if times[before] == time { return values[before] }
        guard low > 0 else { return nil }
        let after = slot(low - 1)
        let gap = times[after] - times[before]
        guard gap <= bridged else { return nil }
        let share = Double(time - times[before]) / Double(gap)
        return values[before] + share * (values[after] - values[before])
    }

    /// The mean over the window that ends with the latest sample; nil if too little is covered.
    ///
    /// A sample stands for the time since the one before it. Deviations from the latest value are
    /// summed afresh, so nothing drifts over a run of days.
    func mean(over window: Int64) -> Double? {
        let origin = values[newest]
        var sum = 0.0
        let covered = forEach(in: window) { _, value, weight in sum += weight * (value - origin) }
        return isEnough(covered, of: window) ? origin + sum / covered : nil
    }

    /// The slope, a minute, of the weighted least-squares line through the window that ends with
    /// the latest sample; nil if too little is covered or only one sample is there.
    func slope(over window: Int64) -> Double? {
        let origin = values[newest]
        var timeSum = 0.0
        var valueSum = 0.0
        let covered = forEach(in: window) { minutes, value, weight in
            timeSum += weight * minutes
            valueSum += weight * (value - origin)
        }
        guard isEnough(covered, of: window) else { return nil }
        let meanTime = timeSum / covered
        let meanValue = valueSum / covered
        var spread = 0.0
        var product = 0.0
        _ = forEach(in: window) { minutes, value, weight in
            spread += weight * (minutes - meanTime) * (minutes - meanTime)
            product += weight * (minutes - meanTime) * (value - origin - meanValue)
        }
        return spread > 0 ? product / spread : nil
    }

    /// How many samples lie in the window that ends with the latest.
    func samples(in window: Int64) -> Int {
        var held = 0
        _ = forEach(in: window) { _, _, _ in held += 1 }
        return held
    }

    /// How many samples a window holds when no scan is missed.
    func expectedSamples(in window: Int64) -> Int { max(Int(window / interval), 1) }

    /// Hands over the samples later than the window's start: minutes before the latest (0 or
    /// less), value, and the nanoseconds each stands for. Returns the sum of the last.
    private func forEach(in window: Int64, _ body: (Double, Double, Double) -> Void) -> Double {
        let end = times[newest]
        var covered = 0.0
        for back in 0..<count {
            let place = slot(back)
            let time = times[place]
            if end - time >= window { break }
            let sinceBefore = back + 1 < count ? time - times[slot(back + 1)] : interval
            let sinceStart = time - end + window
            let weight = Double(min(sinceBefore, sinceStart, bridged))
            covered += weight
            body(Double(time - end) / 60e9, values[place], weight)
        }
        return covered
    }

    private func isEnough(_ covered: Double, of window: Int64) -> Bool {
        covered >= Self.leastCoverage * Double(window)
    }

    private var bridged: Int64 { Int64(Self.bridgedIntervals * Double(interval)) }

    /// The place of the sample `back` before the latest.
    private func slot(_ back: Int) -> Int {
        let place = newest - back
        return place >= 0 ? place : place + times.count
    }
}
