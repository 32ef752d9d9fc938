package import Logging
import ModbusWire
import Profiles
package import Reactor
import Tags

/// A lane run flat out: on every connection the next read leaves as soon as the answer is in.
///
/// Uses the state machines, the strict reader and the codec of a gateway's lane; only the schedule
/// is missing. For measuring.
package final class BlockPoller: Sendable {
    /// What a measurement counted.
    package struct Result: Sendable {
        /// Answers, each checked and decoded.
        package var polls: Int
        /// Requests that failed.
        package var errors: Int
        /// How long was counted.
        package var elapsed: Duration
        /// From just before a request left to its decoded answer.
        package var latency: LatencyHistogram
    }

    private let lane: Lane

    /// Plans one read of holding registers 0…`registers` − 1 a connection.
    ///
    /// - Parameters:
    ///   - endpoints: Host and port of each connection; one may stand in it many times.
    ///   - unit: Unit id asked for everywhere.
    ///   - registers: 1…125.
    ///   - logger: Told of lost connections.
    /// - Throws: What kept the lane from being made.
    package init(
        endpoints: [(host: String, port: Int)], unit: UInt8 = 1, registers: Int = 100,
        logger: Logger
    ) throws(SystemError) {
        guard let range = AddressRange(start: 0, count: registers) else {
            preconditionFailure("1…125 registers")
        }
        var plan = LanePlan()
        var group: [PollPlan.Read] = []
        var link = LinkSettings()
        // A block whose read failed is not asked for again, and a busy machine is no fault.
        link.answerTimeout = .seconds(10)
        for (index, endpoint) in endpoints.enumerated() {
            plan.endpoints.append(
                LanePlan.Endpoint(
                    host: endpoint.host, port: endpoint.port, connectTimeout: link.connectTimeout,
                    pauseAfterConnect: .zero, pauseBetweenRequests: .zero,
                    maximumBackoff: link.maximumBackoff))
            plan.devices.append(
                LanePlan.Device(
                    name: "block-\(index)", endpoint: index, unit: UnitId(rawValue: unit),
                    answerTimeout: link.answerTimeout, tries: 1,
                    maximumBackoff: link.maximumBackoff))
            group.append(
                PollPlan.Read(device: index, table: .holdingRegisters, range: range, items: []))
        }
        plan.groups = [
            LanePlan.Group(
                index: 0, layout: ScanLayout(group: "blocks", tags: []), interval: .seconds(1),
                phase: .zero, reads: group)
        ]
        lane = try Lane(
            name: "blocks", plan: plan, clock: .running(speed: 1), seed: 0,
            resolver: HostResolver(), logger: logger, deliver: { _ in })
    }

    /// Polls flat out: first `warmUp` without counting, then `duration` with.
    package func run(warmUp: Duration, duration: Duration) async -> Result {
        lane.reactor.start()
        let lane = lane
        _ = await lane.reactor.perform { lane.beginFlatOut() }
        await lane.pause(for: warmUp)
        _ = await lane.reactor.perform { lane.restartFlatOut() }
        await lane.pause(for: duration)
        let counted = await lane.reactor.perform { lane.endFlatOut() }
        lane.reactor.stop()
        return (counted ?? nil)
            ?? Result(polls: 0, errors: 0, elapsed: .zero, latency: LatencyHistogram())
    }
}

/// What a lane run flat out counts.
struct FlatOut {
    var polls = 0
    var errors = 0
    var since = MonotonicTime.now
    var latency = LatencyHistogram()
}

extension Lane {
    func beginFlatOut() {
        flatOut = FlatOut()
        for read in 0..<reads.count {
            enqueue(Job(kind: .read, index: Int32(read)), on: links[reads[read].pointee.link])
        }
    }

    func restartFlatOut() { flatOut = FlatOut() }

    func endFlatOut() -> BlockPoller.Result? {
        guard let counted = flatOut else { return nil }
        let elapsed = MonotonicTime.now - counted.since
        closeAll()
        return BlockPoller.Result(
            polls: counted.polls, errors: counted.errors, elapsed: elapsed,
            latency: counted.latency)
    }

    /// Counts an answer and asks for the same block again.
    @inline(__always)
    func again(_ job: Job, _ link: Link, at now: MonotonicTime) {
        flatOut?.polls += 1
        flatOut?.latency.record(now.nanoseconds &- link.pointee.sentAt.nanoseconds)
        link.pointee.jobs.append(job)
    }
}
