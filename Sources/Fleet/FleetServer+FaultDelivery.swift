import ModbusWire
import Profiles
import Tags

extension FleetServer {
    /// Sends an answer as was decided: now, later, in parts, or cut off.
    func deliver(
        _ bytes: [UInt8], _ exchange: FaultExchange, _ decision: FaultDecision,
        _ batch: inout FaultBatch
    ) {
        let now = host.now
        var link = link(of: batch.descriptor)
        var bytes = bytes
        var after = FaultSending.After.nothing
        if let close = decision.close { after = close == .reset ? .reset : .close }
        if let count = decision.resetAfter {
            bytes = Array(bytes.prefix(count))
            after = .reset
        }
        if decision.join > 0 {
            link.joined.append(bytes)
            guard link.joined.count >= decision.join else {
                faults.links[batch.connection] = link
                return
            }
            bytes = Array(link.joined.joined())
            link.joined = []
        }
        var due = now + min(decision.delay, DurationText.longest)
        if !decision.isOvertaken {
            due = max(due, link.ready[exchange.request.device] ?? now)
            link.ready[exchange.request.device] = due
        }
        let (parts, gap) = parts(of: bytes, decision)
        let sending = FaultSending(
            connection: batch.connection, parts: parts, gap: gap, after: after)
        if due > now || link.streamEnd > now {
            faults.links[batch.connection] = link
            schedule(sending, at: max(due, link.streamEnd))
            return
        }
        link.lastAnswer = now
        faults.links[batch.connection] = link
        if parts.count == 1, after == .nothing {
            batch.answers.append(bytes)
            if decision.isReversed { batch.isReversed = true }
            return
        }
        flush(&batch)
        send(sending)
    }

    private func parts(
        of bytes: [UInt8], _ decision: FaultDecision
    ) -> (parts: [[UInt8]], gap: Duration) {
        if decision.dripBytes > 0 {
            let parts = stride(from: 0, to: bytes.count, by: decision.dripBytes).map {
                Array(bytes[$0..<min($0 + decision.dripBytes, bytes.count)])
            }
            return (parts, decision.dripEvery)
        }
        let cuts = [0] + decision.cuts.filter { $0 < bytes.count } + [bytes.count]
        let parts = zip(cuts, cuts.dropFirst()).map { Array(bytes[$0..<$1]) }
        return (parts, decision.cutPause)
    }

    /// Lets an answer leave later; too many that wait cost the connection.
    private func schedule(_ sending: FaultSending, at due: PlantTime) {
        guard faults.events.answers < FaultEngine.waitingLimit else {
            totals.lateAnswersRefused += 1
            if let link = faults.links[sending.connection],
                isOpen(link.descriptor, sending.connection)
            {
                reset(link.descriptor)
            }
            return
        }
        faults.links[sending.connection]?.waiting += 1
        faults.events.schedule(at: due, .send(sending))
    }

    /// Sends the next part of an answer, and sees to the rest.
    private func send(_ sending: FaultSending) {
        guard let link = faults.links[sending.connection],
            isOpen(link.descriptor, sending.connection)
        else { return }
        var rest = sending
        repeat {
            guard !rest.parts.isEmpty else { break }
            push(rest.parts.removeFirst(), to: link.descriptor, sending.connection)
        } while rest.gap == .zero
        guard isOpen(link.descriptor, sending.connection) else { return }
        let left = Int64(rest.parts.count)
        faults.links[sending.connection]?.lastAnswer = host.now
        faults.links[sending.connection]?.streamEnd =
            host.now + .nanoseconds(rest.gap.nanoseconds * left)
        if left > 0 {
            rest.isContinued = true
            schedule(rest, at: host.now + rest.gap)
            return
        }
        switch sending.after {
        case .nothing: break
        case .close: end(link.descriptor)
        case .reset: reset(link.descriptor)
        }
    }

    /// Sends an answer, or its next part, whose time has come.
    func sendDue(_ sending: FaultSending) {
        guard var link = faults.links[sending.connection] else { return }
        link.waiting -= 1
        faults.links[sending.connection] = link
        if !sending.isContinued, link.streamEnd > host.now {
            schedule(sending, at: link.streamEnd)
        } else {
            send(sending)
        }
    }

    /// Sends answers that were kept to leave together.
    func sendJoined(at listener: Int) {
        for (number, link) in faults.links.sorted(by: { $0.key < $1.key })
        where link.listener == listener && !link.joined.isEmpty {
            faults.links[number]?.joined = []
            push(Array(link.joined.joined()), to: link.descriptor, number)
        }
    }
}
