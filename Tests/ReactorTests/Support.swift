import Glibc
import Reactor
import Synchronization

/// Runs `body` with a started reactor, and stops it afterwards.
func withReactor(_ body: (ReactorThread) async throws -> Void) async throws {
    let reactor = try ReactorThread(name: "test")
    reactor.start()
    do {
        try await body(reactor)
    } catch {
        reactor.stop()
        throw error
    }
    reactor.stop()
}

final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func increment() { count.add(1, ordering: .relaxed) }
}

/// Notes what happens in order, and lets a test wait until so much has happened.
final class Journal: Sendable {
    private struct State {
        var lines: [String] = []
        var waiters: [(count: Int, continuation: CheckedContinuation<[String], Never>)] = []
    }

    private let state = Locked(State())

    var lines: [String] { state.withLock { $0.lines } }

    func note(_ line: String) {
        state.withLock { state in
            state.lines.append(line)
            let lines = state.lines
            state.waiters.removeAll { waiter in
                guard lines.count >= waiter.count else { return false }
                waiter.continuation.resume(returning: lines)
                return true
            }
        }
    }

    /// The lines, as soon as there are `count` of them.
    func lines(atLeast count: Int) async -> [String] {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.lines.count >= count {
                    continuation.resume(returning: state.lines)
                } else {
                    state.waiters.append((count, continuation))
                }
            }
        }
    }
}

/// A handler made of closures. Used on one reactor's thread only.
final class Handler: ReadinessHandler, TimerHandler, @unchecked Sendable {
    private let onReady: (Readiness, UInt64) -> Void
    private let onTimer: (UInt64) -> Void

    init(
        ready: @escaping (Readiness, UInt64) -> Void = { _, _ in },
        timer: @escaping (UInt64) -> Void = { _ in }
    ) {
        onReady = ready
        onTimer = timer
    }

    func ready(_ readiness: Readiness, token: UInt64) { onReady(readiness, token) }

    func timerFired(token: UInt64) { onTimer(token) }
}

/// Two connected stream sockets that do not block.
struct SocketPair: Sendable {
    let ours: Int32
    let theirs: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        let code = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        precondition(code == 0)
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        ours = ends[0]
        theirs = ends[1]
    }

    func close() {
        TCPSocket.close(ours)
        TCPSocket.close(theirs)
    }
}

func sendText(_ text: String, on descriptor: Int32) -> TCPSocket.Transfer {
    Array(text.utf8).withUnsafeBytes { TCPSocket.send(descriptor, $0) }
}

/// What arrived, `""` at the end of the stream, nil if there is nothing now.
func receiveText(_ descriptor: Int32) -> String? {
    var buffer = [UInt8](repeating: 0, count: 64)
    let transfer = buffer.withUnsafeMutableBytes { TCPSocket.receive(descriptor, into: $0) }
    return switch transfer {
    case .bytes(let count): String(decoding: buffer[..<count], as: UTF8.self)
    case .ended: ""
    case .wouldBlock: nil
    case .failed(let error): error.description
    }
}
