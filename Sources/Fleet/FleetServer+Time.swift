import Reactor
import Tags

extension FleetServer {
    /// Plant steps made in one turn of the loop before requests are looked at again.
    static let stepsATurn = 10

    /// Lets plant time follow the machine's clock from now on, also if it did so before.
    func startClock(speed: Double) {
        tellTime()
        clock = PlantClock(
            start: reactor.now.nanoseconds, plantStart: host.now, speed: speed)
        scheduleTick()
        scheduleFaults()
    }

    /// Makes the steps that are due, a few at a time: after a pause the rest follows in the next
    /// turns, with requests in between.
    func tick() {
        guard let clock else { return }
        host.advance(
            to: clock.plantTime(at: reactor.now.nanoseconds), atMost: Self.stepsATurn)
        scheduleTick()
        scheduleFaults()
    }

    private func scheduleTick() {
        if let clockTimer { reactor.cancel(clockTimer) }
        guard let clock, let next = host.nextStep else { return }
        clockTimer = reactor.schedule(
            at: MonotonicTime(nanoseconds: clock.moment(of: next)), token: Token.clock,
            handler: self)
    }

    /// Brings the time told to what the clock says; a plant's steps follow at their own moments.
    func tellTime() {
        guard let clock else { return }
        host.tell(clock.plantTime(at: reactor.now.nanoseconds))
    }
}

extension FleetServer {
    /// Looks after connections from time to time, as long as there are any.
    func startSweeping() {
        guard !isSweeping else { return }
        isSweeping = true
        let shortest = min(settings.idleLimit, settings.partialRequestLimit, settings.stallLimit)
        let interval = min(max(shortest / 4, .milliseconds(5)), .seconds(1))
        reactor.schedule(at: reactor.now + interval, token: Token.sweep, handler: self)
    }

    /// Closes connections that are silent, half said, or do not take their answers.
    func sweep() {
        isSweeping = false
        let now = reactor.now.nanoseconds
        for descriptor in (0..<connections.capacity).lazy.map(Int32.init) {
            let connection = connections[descriptor].pointee
            guard connection.listener >= 0 else { continue }
            if connection.backlogCount > 0 {
                guard isOver(settings.stallLimit, connection.stalledSince, now) else { continue }
                totals.stalled += 1
                reset(descriptor)
            } else if connection.partCount > 0 {
                guard isOver(settings.partialRequestLimit, connection.partSince, now) else {
                    continue
                }
                totals.unfinished += 1
                close(descriptor)
            } else if isOver(settings.idleLimit, connection.lastHeard, now) {
                totals.idle += 1
                close(descriptor)
            }
        }
        if connections.count > 0 { startSweeping() }
    }

    private func isOver(_ limit: Duration, _ since: UInt64, _ now: UInt64) -> Bool {
        now > since && now - since > UInt64(limit.nanoseconds)
    }
}
