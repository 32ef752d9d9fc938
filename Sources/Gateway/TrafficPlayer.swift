package import ModbusWire
package import Reactor
package import Traffic

/// Puts recorded requests to servers again, byte for byte, one at a time.
///
/// Requests go out as they were recorded, well formed or not, with their transaction ids; each
/// recorded connection gets one of its own. For comparing, not for control: nothing is judged here
/// but where an ADU ends and whose it is.
package final class TrafficPlayer: @unchecked Sendable {
    private struct Connection {
        var descriptor: Int32
        var isConnected = false
        var decoder = ADUDecoder()
    }

    /// A connection of the record, and where it goes now.
    private struct Key: Hashable {
        var server: String
        var connection: Int
    }

    private struct Question {
        var key: Key
        var transactionId: UInt16
        var bytes: [UInt8]
        var answered: (([UInt8]?) -> Void)
        var timer: TimerID
    }

    private let reactor: ReactorThread
    private var connections: [Key: Connection] = [:]
    private var keys: [Int32: Key] = [:]
    private var question: Question?
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 8)

    /// Starts a thread that asks.
    ///
    /// - Throws: What the system refused.
    package init() throws(SystemError) {
        reactor = try ReactorThread(name: "player")
        reactor.start()
    }

    deinit {
        reactor.stop()
        for connection in connections.values { TCPSocket.close(connection.descriptor) }
        buffer.deallocate()
    }

    /// Puts one request and waits for its answer.
    ///
    /// - Parameters:
    ///   - exchange: The recorded request.
    ///   - address: Where it goes now.
    ///   - unit: The unit id it goes to now; nil for the recorded one.
    ///   - timeout: Longest wait, connecting included.
    /// - Returns: The answer's PDU; nil if none came in time, the connection ended, or what came
    ///   could not be cut.
    package func ask(
        _ exchange: RecordedExchange, at address: SocketAddress, unit: UnitId? = nil,
        timeout: Duration
    ) async -> [UInt8]? {
        let adu = ADU(
            transactionId: exchange.transactionId, unit: unit ?? exchange.unit,
            pdu: exchange.request)
        let key = Key(server: "\(address)", connection: exchange.connection)
        return await withCheckedContinuation { continuation in
            let isTaken = reactor.post { [self] in
                begin(adu, on: key, at: address, timeout: timeout) {
                    continuation.resume(returning: $0)
                }
            }
            if !isTaken { continuation.resume(returning: nil) }
        }
    }

    /// Closes every connection and ends the thread.
    package func stop() async {
        _ = await reactor.perform { [self] in
            end(nil)
            for key in Array(connections.keys) { drop(key) }
        }
        reactor.stop()
    }

    private func begin(
        _ adu: ADU, on key: Key, at address: SocketAddress, timeout: Duration,
        answered: @escaping ([UInt8]?) -> Void
    ) {
        precondition(question == nil, "one question at a time")
        if connections[key] == nil {
            guard let (descriptor, isComplete) = try? TCPSocket.connect(to: address) else {
                return answered(nil)
            }
            connections[key] = Connection(descriptor: descriptor, isConnected: isComplete)
            keys[descriptor] = key
            reactor.watch(
                descriptor, for: isComplete ? .readable : .writable,
                token: UInt64(UInt32(bitPattern: descriptor)), handler: self)
        }
        let timer = reactor.schedule(at: .now + timeout, token: 0, handler: self)
        question = Question(
            key: key, transactionId: adu.transactionId, bytes: adu.bytes, answered: answered,
            timer: timer)
        if connections[key]?.isConnected == true { send() }
    }

    private func send() {
        guard let question, let connection = connections[question.key] else { return }
        let sent = question.bytes.withUnsafeBytes { TCPSocket.send(connection.descriptor, $0) }
        // A request of at most 260 bytes goes at once, or the connection is no good.
        guard case .bytes(question.bytes.count) = sent else { return drop(question.key) }
    }

    private func end(_ answer: [UInt8]?) {
        guard let question else { return }
        self.question = nil
        reactor.cancel(question.timer)
        question.answered(answer)
    }

    /// Closes a connection; a question that waits there gets no answer.
    private func drop(_ key: Key) {
        guard let connection = connections.removeValue(forKey: key) else { return }
        keys[connection.descriptor] = nil
        reactor.forget(connection.descriptor)
        TCPSocket.close(connection.descriptor)
        if question?.key == key { end(nil) }
    }
}

extension TrafficPlayer: ReadinessHandler {
    package func ready(_ readiness: Readiness, token: UInt64) {
        let descriptor = Int32(truncatingIfNeeded: token)
        guard let key = keys[descriptor], let connection = connections[key] else { return }
        if !connection.isConnected {
            guard TCPSocket.pendingError(descriptor) == nil else { return drop(key) }
            connections[key]?.isConnected = true
            reactor.change(descriptor, to: .readable, token: token)
            if question?.key == key { send() }
            return
        }
        switch TCPSocket.receive(descriptor, into: buffer) {
        case .bytes(let count): take(buffer[..<count], key)
        case .wouldBlock: break
        case .ended, .failed: drop(key)
        }
    }

    private func take(_ bytes: Slice<UnsafeMutableRawBufferPointer>, _ key: Key) {
        connections[key]?.decoder.append(bytes)
        do {
            while let adu = try connections[key]?.decoder.next() {
                guard let question, question.key == key,
                    adu.transactionId == question.transactionId
                else { continue }
                end(adu.pdu)
            }
        } catch {
            drop(key)
        }
    }
}

extension TrafficPlayer: TimerHandler {
    package func timerFired(token: UInt64) { end(nil) }
}
