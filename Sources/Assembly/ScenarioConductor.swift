import Control
import Fleet
import Gateway
import ModbusWire
import Profiles
import Tags

/// Plays a scenario's timeline on a fleet, and tells its monitor what comes of it.
actor ScenarioConductor {
    private let scenario: Scenario
    private var timeline: ScenarioTimeline
    private var monitor: ScenarioMonitor
    private var fleet: SimulatedFleet?
    private let tags: [TagName]
    private let truths: [String]
    private var samples: [TagName: Double?] = [:]
    private var stops: [PlantTime]
    private var arrived: PlantTime?
    private var awaitedFaults: Set<String>
    private var modes: [ControlMode] = []
    private var report: RunReport?
    private var violations: Int?
    /// The faults and how often each struck, a line each; known once all is over.
    private(set) var faults: [String] = []
    /// The plant time that was reached.
    private(set) var time = PlantTime.start

    init(_ scenario: Scenario) {
        self.scenario = scenario
        let timeline = ScenarioTimeline(scenario.timeline)
        let monitor = ScenarioMonitor(scenario)
        self.timeline = timeline
        self.monitor = monitor
        let values = monitor.values.union(timeline.values)
        tags = values.compactMap { if case .tag(let tag) = $0 { tag } else { nil } }.sorted()
        truths = values.compactMap { if case .truth(let name) = $0 { name } else { nil } }
            .sorted()
        let end = PlantTime.start + scenario.duration
        stops = (monitor.moments + [.start, end]).filter { $0 <= end }
        stops = Set(stops).sorted(by: >)
        awaitedFaults = monitor.faults
    }

    /// Takes the fleet that the scenario is played on.
    func take(_ fleet: SimulatedFleet) { self.fleet = fleet }

    /// Moves plant time on to `target`, stopping on the way where the scenario wants it.
    func advance(to target: PlantTime) async throws {
        while let stop = nextStop(), stop <= target {
            await fleet?.advance(to: stop)
            // Our own control loop has no part here, and so no mode.
            _ = try await arrive(at: stop)
            try await leave(at: stop)
        }
        await fleet?.advance(to: target)
        time = max(time, target)
    }

    /// Takes a line that the external process printed.
    func take(line: String) { monitor.take(.line(line), at: time) }

    /// Asks the fleet what only it can tell, before it is stopped.
    func close() async {
        guard let fleet, violations == nil else { return }
        violations = await countViolations()
        faults = FaultReport.text(await fleet.faults())
    }

    /// What came of the expectations, once all is over.
    func verdicts() async -> [ScenarioVerdict] {
        await close()
        let end = PlantTime.start + scenario.duration
        if time >= end {
            monitor.take(.total(.missingScans, report?.missedScans ?? 0, .after), at: end)
            monitor.take(.total(.violations, violations ?? 0, .after), at: end)
        }
        return monitor.verdicts(ScenarioEnding(time: time, forecast: report?.forecast))
    }
}

extension ScenarioConductor: RunDirector {
    func nextStop() -> PlantTime? {
        let end = PlantTime.start + scenario.duration
        guard let arrived else { return .start }
        while let last = stops.last, last <= arrived { stops.removeLast() }
        let looks = arrived.nanoseconds / scenario.sampling.nanoseconds + 1
        let look = PlantTime(nanoseconds: looks * scenario.sampling.nanoseconds)
        let next = [look, stops.last, timeline.next].compactMap { $0 }.filter { $0 > arrived }
            .min()
        guard let next, next <= end else { return nil }
        return next
    }

    func arrive(at time: PlantTime) async throws -> [ControlMode] {
        arrived = time
        self.time = time
        try await tellTotals(at: time, .before)
        for action in timeline.take(upTo: time) { try await perform(action) }
        defer { modes = [] }
        return modes
    }

    func leave(at time: PlantTime) async throws {
        let isRegular = time.nanoseconds % scenario.sampling.nanoseconds == 0
        let values = try await look()
        for (value, number) in values {
            monitor.take(.value(value, number, isRegular: isRegular), at: time)
        }
        for action in timeline.take(values.compactMapValues { $0 }, at: time) {
            try await perform(action)
        }
        try await tellEndedFaults(at: time)
        try await tellTotals(at: time, .after)
    }
}

extension ScenarioConductor: RunObserver {
    func note(_ event: RunEvent) async throws {
        switch event {
        case .started(_, let fleet): self.fleet = fleet
        case .scan(let scan):
            for (tag, sample) in zip(scan.layout.tags, scan.samples) {
                samples[tag] = sample.status.isGood ? sample.value : .some(nil)
            }
            monitor.take(.scan(scan, held: try await held(scan)), at: scan.time)
        case .decision(let decision, let time): monitor.take(.decision(decision), at: time)
        case .write(let report): monitor.take(.write(report), at: report.at)
        case .finished(let report):
            self.report = report
            await close()
        case .health, .truth: break
        }
    }

    /// What the devices' own tags hold, as far as somebody compares.
    private func held(_ scan: Scan) async throws -> [TagName: Double] {
        guard monitor.compares, let fleet else { return [:] }
        let wanted = scan.layout.tags.filter { monitor.compared?.contains($0) ?? true }
        let readings = try await fleet.readTags(wanted)
        return Dictionary(
            readings.compactMap { reading in reading.number.map { (reading.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}

extension ScenarioConductor {
    /// What every watched value is now.
    private func look() async throws -> [ScenarioValue: Double?] {
        var values: [ScenarioValue: Double?] = [:]
        guard let fleet else { return values }
        if !tags.isEmpty {
            for reading in try await fleet.readTags(tags) {
                values[.tag(reading.name)] = .some(reading.number)
            }
        }
        for name in truths { values[.truth(name)] = .some(await fleet.truth(name)) }
        for case .sample(let tag) in monitor.values.union(timeline.values) {
            values[.sample(tag)] = .some(samples[tag] ?? nil)
        }
        return values
    }

    private func perform(_ action: ScenarioAction) async throws {
        if case .mode(let mode) = action {
            if let mode = ControlMode(rawValue: mode.rawValue) { modes.append(mode) }
            return
        }
        guard let fleet else { return }
        switch action {
        case .set(let tag, let value):
            try await fleet.setTag(tag, to: scenario.profile.value(value, of: tag))
        case .force(let tag, let value):
            try await fleet.forceTag(tag, to: scenario.profile.value(value, of: tag))
        case .release(let tag): try await fleet.releaseTag(tag)
        case .fault(let rule): _ = try await fleet.inject(rule)
        case .clear(nil): await fleet.clearFaults()
        case .clear(let name):
            for state in await fleet.faults()
            where state.rule.name == name && state.phase != .ended {
                try await fleet.clearFault(state.number)
            }
        case .suspend(let device): try await fleet.suspend(device: device)
        case .resume(let device): try await fleet.resume(device: device)
        case .mode: break
        }
    }

    private func tellEndedFaults(at time: PlantTime) async throws {
        guard !awaitedFaults.isEmpty, let fleet else { return }
        for state in await fleet.faults() where state.phase == .ended {
            guard awaitedFaults.remove(state.rule.name) != nil else { continue }
            monitor.take(.faultEnded(state.rule.name), at: state.ended ?? time)
        }
    }

    private func tellTotals(at time: PlantTime, _ edge: ScenarioEvent.Edge) async throws {
        for (subject, window) in monitor.totals {
            let moment = edge == .before ? window.lowerBound : window.upperBound
            guard moment == time, let total = try await total(of: subject, edge) else { continue }
            monitor.take(.total(subject, total, edge), at: time)
        }
    }

    /// How often something has happened so far; nil for what is told at the end only.
    private func total(
        of subject: CountSubject, _ edge: ScenarioEvent.Edge
    ) async throws -> Int? {
        guard let fleet else { return nil }
        switch subject {
        case .requests(let filter):
            let answer = await fleet.journal(JournalQuery(counting: filter))
            guard answer.isExact else {
                throw RunError.other(
                    "the journal no longer remembers all \(subject); count by device and function "
                        + "alone, or over a shorter time.")
            }
            return answer.count
        case .connections(let device):
            return await fleet.counters().devices[device]?.accepted ?? 0
        case .strikes(let name):
            return await fleet.faults().reduce(0) {
                $0 + ($1.rule.name == name ? $1.strikes : 0)
            }
        case .missingScans, .violations: return edge == .before ? 0 : nil
        case .samples, .wrongSamples, .decisions, .writes, .lines: return nil
        }
    }

    /// Writes beyond a limit, by the devices' own records.
    private func countViolations() async -> Int {
        var count = 0
        for device in scenario.profile.devices where device.isSimulated {
            guard let writes = try? await fleet?.writeLog(of: device.name) else { continue }
            count += LimitAudit.violations(in: writes, tags: device.tags)
        }
        return count
    }
}

extension JournalQuery {
    /// Asks for a count, and no entries.
    fileprivate init(counting filter: RequestFilter) {
        self.init()
        device = filter.device
        functions = Set((filter.functions ?? []).map(FunctionCode.init(rawValue:)))
        addresses = filter.addresses.flatMap {
            AddressRange(start: $0.lowerBound, count: $0.count)
        }
        outcomes = Set((filter.outcomes ?? []).compactMap(JournalOutcome.init(rawValue:)))
        limit = 0
    }
}

extension Profile {
    /// A number as the tag's type takes it.
    fileprivate func value(_ number: Double, of tag: TagName) -> TagValue {
        switch self.tag(tag)?.mapping.type {
        case .bool, .bit: .flag(number != 0)
        default: .number(number)
        }
    }
}
