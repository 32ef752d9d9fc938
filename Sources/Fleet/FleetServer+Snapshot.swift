import Plants
import Reactor
import Tags

extension FleetServer {
    /// Everything answers depend on, as it is now.
    func snapshot() -> FleetSnapshot {
        tellTime()
        return FleetSnapshot(
            profile: digest, seed: seed, nanoseconds: host.now.nanoseconds, steps: host.steps,
            plant: host.plant?.snapshot(), heldDisturbances: heldDisturbances,
            devices: devices.map(\.memory), totals: totals.numbers, journal: journal.memory,
            faults: faultMemory)
    }

    /// Goes on where a snapshot was taken; on an error nothing is changed.
    func restore(_ snapshot: FleetSnapshot) throws(FleetError) {
        if let objection = objection(to: snapshot) { throw .snapshot(objection) }
        do {
            try host.restore(
                snapshot.plant, now: PlantTime(nanoseconds: snapshot.nanoseconds),
                steps: snapshot.steps)
        } catch {
            throw .snapshot("\(error)")
        }
        for (device, memory) in zip(devices, snapshot.devices) {
            device.restore(memory)
            guard memory.isSuspended != device.counters.isSuspended else { continue }
            if memory.isSuspended { try suspend(device.name) } else { try resume(device.name) }
        }
        heldDisturbances = snapshot.heldDisturbances
        totals.restore(snapshot.totals)
        journal.restore(snapshot.journal)
        faultMemory = snapshot.faults
        stepTarget = host.now
        if let speed = clock?.speed {
            clock = nil
            startClock(speed: speed)
        }
    }

    private func objection(to snapshot: FleetSnapshot) -> String? {
        guard snapshot.profile == digest else {
            return "it is of profile \(snapshot.profile), and this fleet's is \(digest); a "
                + "profile that was changed counts as another"
        }
        guard snapshot.seed == seed else {
            return "its run had seed \(snapshot.seed), and this one has \(seed)"
        }
        guard snapshot.devices.count == devices.count else {
            return "it has \(snapshot.devices.count) devices, and this fleet \(devices.count)"
        }
        guard (snapshot.plant == nil) == (host.plant == nil), snapshot.steps >= 0,
            snapshot.nanoseconds >= 0
        else { return "it is not of this fleet's plant" }
        return zip(devices, snapshot.devices).lazy.compactMap { $0.objection(to: $1) }.first
    }
}

extension FleetCounters {
    /// The counts that are no device's.
    fileprivate var numbers: [Int] {
        [unknownUnits, malformed, crowdedOut, idle, unfinished, stalled]
    }

    fileprivate mutating func restore(_ numbers: [Int]) {
        guard numbers.count == 6 else { return }
        (unknownUnits, malformed, crowdedOut) = (numbers[0], numbers[1], numbers[2])
        (idle, unfinished, stalled) = (numbers[3], numbers[4], numbers[5])
    }
}

extension SimulatedFleet {
    /// Everything that answers depend on beside the profile, as it is now.
    ///
    /// Not kept: connections, what clients have half said, answers that wait, the journal's entries
    /// and the write log.
    ///
    /// - Throws: ``FleetError/stopped``.
    package func snapshot() async throws(FleetError) -> FleetSnapshot {
        let server = server
        return try await perform { () throws(FleetError) in server.snapshot() }
    }

    /// Goes on where a snapshot was taken: from here the same requests get the same bytes as then.
    ///
    /// Connections stay open. Plant time goes back or forth to the snapshot's; with a running
    /// clock it runs on from there. Counters and the journal's numbers are the snapshot's, its
    /// entries are forgotten.
    ///
    /// - Throws: ``FleetError/snapshot(_:)`` if it is of another profile or seed, then nothing is
    ///   changed; ``FleetError/stopped``.
    package func restore(_ snapshot: FleetSnapshot) async throws(FleetError) {
        let server = server
        try await perform { () throws(FleetError) in try server.restore(snapshot) }
    }
}
