import Tags

/// One stirred tank behind one PLC: a first-order quality that follows the setpoint, a thermometer
/// that feels it at once, and an analyser that tells it late and seldom.
struct Tank: Sendable {
    enum Tag {
        static let temperature: TagName = "tank.T"
        static let setpoint: TagName = "tank.P.setpoint"
        static let quality: TagName = "tank.X"
        static let counter: TagName = "tank.X.counter"
        static let age: TagName = "tank.X.age"
        static let heartbeat: TagName = "tank.heartbeat"
        static let remote: TagName = "tank.remote"
    }

    static let interval = Duration.seconds(6)
    static let layout = ScanLayout(
        group: "process",
        tags: [
            Tag.temperature, Tag.setpoint, Tag.quality, Tag.counter, Tag.age, Tag.heartbeat,
            Tag.remote,
        ])

    /// Quality per unit of setpoint, in the steady state.
    var gain = 0.25
    /// Where the quality settles with the setpoint at 100.
    var load = 24.0
    /// Standard deviation of the load's walk a scan; it comes back to where it is called home.
    var loadWalk = 0.0
    var home = 24.0
    /// Scans between two samples of the analyser, and from sample to result.
    var analyserInterval = 50
    var analyserDelay = 25
    /// Standard deviation of a result.
    var analyserNoise = 0.1

    /// What the setpoint's register holds.
    var setpoint = 100.0
    var heartbeatStands = false
    /// The quality as it is.
    private(set) var quality = 24.0
    private(set) var scanCount = 0

    private var random: SeededGenerator
    private var pulse = 0
    private var shown = (value: Double.nan, count: 0, sampledAt: 0)
    private var waiting: [(value: Double, sampledAt: Int)] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed, purpose: "tank") }

    var time: PlantTime { PlantTime.start + Self.interval * scanCount }

    /// Changes the load at once and for good.
    mutating func disturb(by change: Double) {
        load += change
        home += change
    }

    /// Lets one scan interval pass.
    mutating func pass() {
        scanCount += 1
        load += (home - load) * 0.002 + loadWalk * random.nextNormal()
        quality += (load + gain * (setpoint - 100) - quality) * (6 / (120.0 + 6))
        if !heartbeatStands { pulse = (pulse + 1) % 65536 }
        if scanCount % analyserInterval == 0 {
            waiting.append((quality + analyserNoise * random.nextNormal(), scanCount))
        }
        if let first = waiting.first, scanCount - first.sampledAt >= analyserDelay {
            shown = (first.value, shown.count + 1, first.sampledAt)
            waiting.removeFirst()
        }
    }

    /// Reads everything now.
    mutating func scan() -> Scan {
        let hasResult = shown.count > 0
        let values = [
            50 + 2 * quality + 0.02 * random.nextNormal(), setpoint,
            hasResult ? shown.value : 0, Double(shown.count),
            hasResult ? Double(scanCount - shown.sampledAt) * 6 : 0, Double(pulse), 1,
        ]
        return Scan(
            layout: Self.layout, sequence: scanCount, time: time,
            samples: values.map {
                Sample(value: $0, status: .good, requestedAt: time, answeredAt: time)
            })
    }
}

extension Scan {
    /// The scan with another sample of one tag.
    func replacing(
        _ tag: TagName, value: Double? = nil, status: SampleStatus = .good,
        answeredAt: PlantTime? = nil
    ) -> Scan {
        guard let position = layout.position(of: tag) else { return self }
        var scan = self
        let old = samples[position]
        scan.samples[position] = Sample(
            value: value ?? old.value, status: status, requestedAt: old.requestedAt,
            answeredAt: answeredAt ?? old.answeredAt)
        return scan
    }

    /// The same samples at another time.
    func moved(to time: PlantTime) -> Scan {
        Scan(layout: layout, sequence: sequence, time: time, samples: samples)
    }
}
