import ModbusWire
import Reactor
import Traffic

extension Lane {
    /// Hands a request that left, and what came of it, to whoever records traffic.
    ///
    /// - Parameters:
    ///   - job: The request.
    ///   - link: Where it left, its bytes still kept there.
    ///   - answer: The whole answer; nil if none was believed.
    ///   - now: When it came.
    func record(_ job: Job, _ link: Link, _ answer: UnsafeRawBufferPointer?, at now: MonotonicTime)
    {
        let request = link.pointee.openRequest
        link.pointee.openRequest = []
        guard request.count >= WireLimits.minimumADU else { return }
        let sentAt = link.pointee.sentAt
        traffic?.put(
            RecordedExchange(
                time: clock.plantTime(at: sentAt), server: device(of: job).pointee.plan.name,
                transactionId: UInt16(request[0]) << 8 | UInt16(request[1]),
                unit: UnitId(rawValue: request[6]), request: Array(request[7...]),
                answer: answer.map { Array($0[7...]) },
                latency: answer == nil || clock.isLockstep ? nil : now - sentAt))
    }
}
