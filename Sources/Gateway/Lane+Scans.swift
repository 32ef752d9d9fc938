import ModbusWire
import Profiles
import Reactor
import Tags

/// Filling scans with samples.
extension Lane {
    /// Decodes what libmodbus has put into the codec's buffer.
    @inline(__always)
    func store(
        _ read: UnsafeMutablePointer<PlannedRead>, sentAt: MonotonicTime, answeredAt: MonotonicTime
    ) {
        let group = groups[read.pointee.group]
        let (requested, answered) =
            clock.isLockstep
            ? (clock.held, clock.held)
            : (clock.plantTime(at: sentAt), clock.plantTime(at: answeredAt))
        let isBits = read.pointee.bringsBits
        for item in read.pointee.items {
            if isBits { codec.registers[item.offset] = UInt16(codec.bits[item.offset]) }
            let words = UnsafeBufferPointer(
                start: codec.registers + item.offset, count: item.count)
            let (value, status) = item.mapping.decodeNumber(words)
            group.pointee.samples[item.position] = Sample(
                value: value, status: status, requestedAt: requested, answeredAt: answered)
            if item.needsExactValue, case .value(let exact) = item.mapping.decode(words) {
                group.pointee.exactValues[item.position] = exact
            }
        }
        oneIsDone(group)
    }

    func storeFailure(_ index: Int32, _ reason: StatusReason) {
        let read = reads[Int(index)]
        let group = groups[read.pointee.group]
        let now = clock.plantTime(at: .now)
        for item in read.pointee.items {
            group.pointee.samples[item.position] = .bad(reason, at: now)
        }
        oneIsDone(group)
    }

    @inline(__always)
    private func oneIsDone(_ group: UnsafeMutablePointer<GroupState>) {
        group.pointee.outstanding -= 1
        if group.pointee.outstanding == 0 { completed.append(group - groups[0]) }
    }
}

/// Starting and ending scans.
extension Lane {
    /// Begins a scan: every read of the group waits for its connection.
    func begin(_ index: Int, _ due: ScanSchedule.Due, isSingle: Bool) {
        let group = groups[index]
        group.pointee.isRunning = true
        group.pointee.isSingle = isSingle
        group.pointee.run += 1
        group.pointee.due = due
        group.pointee.samples = Array(
            repeating: .bad(.notYetRead, at: due.time), count: group.pointee.plan.layout.tags.count)
        // One more than the reads, so that the scan cannot end before all of them wait.
        group.pointee.outstanding = group.pointee.reads.count + 1
        for read in group.pointee.reads {
            enqueue(Job(kind: .read, index: Int32(read)), on: links[reads[read].pointee.link])
        }
        oneIsDone(group)
    }

    /// Hands out scans that are complete, and begins what waited for them.
    func handOutCompleted() {
        let indices = completed
        completed.removeAll(keepingCapacity: true)
        for index in indices {
            let group = groups[index]
            let scan = Scan(
                layout: group.pointee.plan.layout, sequence: group.pointee.due.sequence,
                time: group.pointee.due.time, samples: group.pointee.samples,
                exactValues: group.pointee.exactValues)
            group.pointee.samples = []
            group.pointee.exactValues = [:]
            group.pointee.isRunning = false
            if group.pointee.isSingle {
                takeSingle(scan, of: index)
            } else if advance != nil {
                advance?.finished.append((group.pointee.plan.index, scan))
            } else {
                deliver(scan)
            }
            if group.pointee.singleIsWaiting, !isStopped { beginSingle(index) }
        }
        continueAdvance()
    }
}

/// Scans of the running clock.
extension Lane {
    /// Starts the clock, and with it the scans unless they are not wanted.
    func start(at origin: MonotonicTime, scanning: Bool) {
        clock.start(at: origin)
        guard scanning, !clock.isLockstep else { return }
        for index in 0..<groups.count { armGroup(index) }
    }

    func groupIsDue(_ index: Int) {
        let group = groups[index]
        let time = clock.plantTime(at: .now)
        if group.pointee.isRunning {
            group.pointee.schedule.skip(at: time)
        } else if let due = group.pointee.schedule.take(at: time) {
            begin(index, due, isSingle: false)
        }
        if !isStopped { armGroup(index) }
    }

    private func armGroup(_ index: Int) {
        let due = clock.moment(of: groups[index].pointee.schedule.nextDue)
        reactor.schedule(at: due, token: Self.groupToken | UInt64(index), handler: self)
    }
}

/// Scans in lockstep.
extension Lane {
    /// An advance under way.
    struct Advance {
        let target: PlantTime
        /// Scans so far, with their group's place in the profile.
        var finished: [(group: Int, scan: Scan)] = []
        let completion: @Sendable ([(group: Int, scan: Scan)]) -> Void
    }

    /// Makes every scan due up to `target`, one time after the other.
    func advance(
        to target: PlantTime,
        completion: @escaping @Sendable ([(group: Int, scan: Scan)]) -> Void
    ) {
        precondition(advance == nil, "one advance at a time")
        advance = Advance(target: target, completion: completion)
        continueAdvance()
        settle()
    }

    /// Begins the next scans once all under way have ended.
    func continueAdvance() {
        guard let target = advance?.target else { return }
        for index in 0..<groups.count where groups[index].pointee.isRunning { return }
        let due = nextDue
        guard let due, due <= target, !isStopped else {
            if !isStopped { clock.held = max(clock.held, target) }
            return finishAdvance()
        }
        clock.held = max(clock.held, due)
        for index in 0..<groups.count where groups[index].pointee.schedule.nextDue == due {
            guard let scan = groups[index].pointee.schedule.take(at: due) else { continue }
            begin(index, scan, isSingle: false)
        }
    }

    func finishAdvance() {
        guard let ended = advance else { return }
        advance = nil
        ended.completion(ended.finished)
    }

    /// When the next scan of any group is due; nil without groups.
    var nextDue: PlantTime? {
        (0..<groups.count).map { groups[$0].pointee.schedule.nextDue }.min()
    }
}

/// Single polls.
extension Lane {
    /// One scan of every group, apart from the schedule.
    struct PollRound {
        var outstanding: Int
        var finished: [(group: Int, scan: Scan)] = []
        let completion: @Sendable ([(group: Int, scan: Scan)]) -> Void
    }

    func pollOnce(completion: @escaping @Sendable ([(group: Int, scan: Scan)]) -> Void) {
        rounds.append(PollRound(outstanding: groups.count, completion: completion))
        // Only the first round is served; the others wait for it.
        if rounds.count == 1 { beginRound() }
        settle()
    }

    private func beginRound() {
        guard let first = rounds.first else { return }
        if first.outstanding == 0 || isStopped { return endRound() }
        for index in 0..<groups.count {
            if groups[index].pointee.isRunning {
                groups[index].pointee.singleIsWaiting = true
            } else {
                beginSingle(index)
            }
        }
    }

    private func beginSingle(_ index: Int) {
        let group = groups[index]
        group.pointee.singleIsWaiting = false
        let due = ScanSchedule.Due(
            sequence: group.pointee.singles, time: clock.plantTime(at: .now))
        group.pointee.singles += 1
        begin(index, due, isSingle: true)
    }

    private func takeSingle(_ scan: Scan, of index: Int) {
        guard !rounds.isEmpty else { return }
        rounds[0].finished.append((groups[index].pointee.plan.index, scan))
        rounds[0].outstanding -= 1
        if rounds[0].outstanding == 0 { endRound() }
    }

    private func endRound() {
        let ended = rounds.removeFirst()
        ended.completion(ended.finished)
        beginRound()
    }

    func finishRounds() {
        let waiting = rounds
        rounds = []
        for round in waiting { round.completion(round.finished) }
    }
}
