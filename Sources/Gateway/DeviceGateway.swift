package import Logging
package import Profiles
import Reactor
import Synchronization
package import Tags

/// Reads and writes real devices over Modbus/TCP: scans out, guarded setpoints in.
///
/// The work is done by lanes, threads that move bytes; this type plans it, and joins what they bring.
package final class DeviceGateway: Sendable {
    /// Scans of the running clock, in the order they were completed, for one reader. If it lags, the
    /// oldest are dropped and counted. Finishes with ``stop()``.
    package let scans: AsyncStream<Scan>

    /// What each scan group reads, in the profile's order.
    package let layouts: [ScanLayout]

    private let lanes: [Lane]
    private let writer: SetpointWriter
    private let outlet: ScanOutlet
    private let deviceOrder: [LanePlans.Place]

    /// Plans every request; opens nothing yet.
    ///
    /// - Parameters:
    ///   - devices: With their real ports.
    ///   - scanGroups: What is read together.
    ///   - settings: Clock, seed and bounds.
    ///   - journal: The record of writes.
    ///   - logger: Told of lost and found connections.
    /// - Throws: Every fault of the profile that would show only on the wire, and the machine's.
    package init(
        devices: [DeviceProfile], scanGroups: [ScanGroup], settings: GatewaySettings,
        journal: any WriteJournal, logger: Logger
    ) throws(GatewayError) {
        let plans = try LanePlans(devices: devices, scanGroups: scanGroups, settings: settings)
        let (stream, continuation) = AsyncStream.makeStream(
            of: Scan.self, bufferingPolicy: .bufferingNewest(max(1, settings.scanBuffer)))
        let outlet = ScanOutlet(continuation)
        do {
            let resolver = HostResolver()
            var lanes: [Lane] = []
            for (index, plan) in plans.lanes.enumerated() {
                lanes.append(
                    try Lane(
                        name: "lane-\(index)", plan: plan, clock: settings.clock,
                        seed: settings.seed, resolver: resolver, logger: logger,
                        traffic: settings.traffic,
                        deliver: { outlet.put($0) }))
            }
            writer = try SetpointWriter(
                devices: devices, plans: plans, lanes: lanes, settings: settings,
                journal: journal, logger: logger)
            self.lanes = lanes
        } catch {
            throw .system(error)
        }
        self.outlet = outlet
        scans = stream
        layouts = plans.layouts
        deviceOrder = devices.compactMap { plans.places[$0.name] }
    }

    /// Starts the lanes, and with a running clock the scans.
    ///
    /// - Parameter scanning: False to make scans only by ``pollOnce()``.
    /// - Throws: ``GatewayError/journal(_:)`` if the record of earlier writes cannot be read.
    package func start(scanning: Bool = true) async throws(GatewayError) {
        do { try await writer.start() } catch { throw .journal(error) }
        let origin = MonotonicTime.now
        for lane in lanes {
            lane.reactor.start()
            _ = await lane.reactor.perform { lane.start(at: origin, scanning: scanning) }
        }
    }

    /// Lockstep: makes every scan due up to `time` and returns when each device has answered or
    /// failed; the scans in order of time, then of group. One call at a time.
    package func advance(to time: PlantTime) async -> [Scan] {
        await collect { lane, completion in lane.advance(to: time, completion: completion) }
    }

    /// When the next scan is due; nil without scan groups.
    package func nextDue() async -> PlantTime? {
        var earliest: PlantTime?
        for lane in lanes {
            guard let due = await lane.reactor.perform({ lane.nextDue }) ?? nil else { continue }
            earliest = min(due, earliest ?? due)
        }
        return earliest
    }

    /// Reads every group once, now, apart from any schedule; the scans in the profile's order. Their
    /// sequence counts these polls.
    package func pollOnce() async -> [Scan] {
        await collect { lane, completion in lane.pollOnce(completion: completion) }
    }

    /// Writes a setpoint on the guarded path: reads before, writes at most once, reads back.
    ///
    /// Writes to one device wait for each other; those to others go on.
    package func write(_ setpoint: Setpoint, requester: WriteRequester) async -> WriteReport {
        await writer.write(setpoint, requester: requester)
    }

    /// How each device fares, in the profile's order.
    package func health() async -> [DeviceHealth] {
        var byLane: [[DeviceHealth]] = []
        for lane in lanes { byLane.append(await lane.health()) }
        return deviceOrder.compactMap { place in
            place.device < byLane[place.lane].count ? byLane[place.lane][place.device] : nil
        }
    }

    /// Scans of the running clock that were dropped because nobody took them in time.
    package var droppedScans: Int { outlet.dropped }

    /// Closes every connection and ends the lanes. Writes under way end as unknown, or refused if
    /// they have not left. Nothing starts again afterwards.
    package func stop() async {
        for lane in lanes {
            lane.reactor.post { lane.closeAll() }
            lane.reactor.stop()
        }
        writer.stop()
        outlet.finish()
    }

    /// Has every lane make scans, and puts them in order.
    private func collect(
        _ make:
            @escaping @Sendable (
                Lane, @escaping @Sendable ([(group: Int, scan: Scan)]) -> Void
            ) -> Void
    ) async -> [Scan] {
        var all: [(group: Int, scan: Scan)] = []
        await withTaskGroup(of: [(group: Int, scan: Scan)].self) { group in
            for lane in lanes {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        let isTaken = lane.reactor.post {
                            make(lane) { continuation.resume(returning: $0) }
                        }
                        if !isTaken { continuation.resume(returning: []) }
                    }
                }
            }
            for await scans in group { all += scans }
        }
        all.sort { ($0.scan.time, $0.group) < ($1.scan.time, $1.group) }
        return all.map(\.scan)
    }
}

/// Hands scans to the reader of a stream and counts what it did not take in time.
private final class ScanOutlet: Sendable {
    private let continuation: AsyncStream<Scan>.Continuation
    private let drops = Atomic<Int>(0)

    init(_ continuation: AsyncStream<Scan>.Continuation) { self.continuation = continuation }

    var dropped: Int { drops.load(ordering: .relaxed) }

    func put(_ scan: Scan) {
        if case .dropped = continuation.yield(scan) { drops.add(1, ordering: .relaxed) }
    }

    func finish() { continuation.finish() }
}
