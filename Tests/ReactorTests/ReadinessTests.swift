import Glibc
import Testing

@testable import Reactor

@Suite(.timeLimit(.minutes(1)))
struct ReadinessTests {
    @Test func handsBackTheTokenWithTheReadiness() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            let pair = SocketPair()
            reactor.post {
                let handler = Handler(ready: { readiness, token in
                    journal.note("\(readiness.rawValue) \(token)")
                    if token == 7 {
                        reactor.change(pair.ours, to: [.readable, .writable], token: 8)
                    } else {
                        reactor.forget(pair.ours)
                    }
                })
                reactor.watch(pair.ours, for: .readable, token: 7, handler: handler)
            }
            _ = sendText("x", on: pair.theirs)
            let both = Readiness([.readable, .writable]).rawValue
            #expect(await journal.lines(atLeast: 2) == ["1 7", "\(both) 8"])
            pair.close()
        }
    }

    @Test func allButWritableAloneCallsForReading() {
        #expect(!Readiness.writable.callsForReading)
        #expect(!Readiness([]).callsForReading)
        for readiness in [.readable, .hangup, .error, [.writable, .hangup]] as [Readiness] {
            #expect(readiness.callsForReading)
        }
    }

    @Test func reportsAHangupThoughNotAskedFor() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            let pair = SocketPair()
            reactor.post {
                let handler = Handler(ready: { readiness, _ in
                    reactor.forget(pair.ours)
                    journal.note(readiness.contains(.hangup) ? "hangup" : "no hangup")
                })
                reactor.watch(pair.ours, for: [], token: 0, handler: handler)
            }
            TCPSocket.close(pair.theirs)
            #expect(await journal.lines(atLeast: 1) == ["hangup"])
            TCPSocket.close(pair.ours)
        }
    }

    /// Two descriptors are ready in one turn. Whichever is served first closes the other and gives
    /// its number to a silent newcomer, which must not hear of it.
    @Test func noEventReachesTheNextOwnerOfANumber() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            let first = SocketPair()
            let second = SocketPair()
            let newcomer = SocketPair()
            reactor.post {
                let silent = Handler(ready: { _, _ in journal.note("newcomer") })
                let handler = Handler(ready: { _, token in
                    journal.note("served")
                    let other = token == 1 ? second.ours : first.ours
                    reactor.forget(other)
                    dup2(newcomer.ours, other)
                    reactor.watch(other, for: .readable, token: 3, handler: silent)
                    reactor.forget(token == 1 ? first.ours : second.ours)
                    reactor.post { reactor.post { journal.note("end") } }
                })
                reactor.watch(first.ours, for: .readable, token: 1, handler: handler)
                reactor.watch(second.ours, for: .readable, token: 2, handler: handler)
                _ = sendText("x", on: first.theirs)
                _ = sendText("x", on: second.theirs)
            }
            #expect(await journal.lines(atLeast: 2) == ["served", "end"])
            for pair in [first, second, newcomer] { pair.close() }
        }
    }

    @Test func servesMoreDescriptorsThanOneBatch() async throws {
        ProcessResources.raiseDescriptorLimit()
        try await withReactor { reactor in
            let pairs = (0..<ReactorThread.batch + 10).map { _ in SocketPair() }
            let journal = Journal()
            reactor.post {
                let handler = Handler(ready: { _, token in
                    reactor.forget(pairs[Int(token)].ours)
                    journal.note("\(token)")
                })
                for (index, pair) in pairs.enumerated() {
                    reactor.watch(pair.ours, for: .readable, token: UInt64(index), handler: handler)
                    _ = sendText("x", on: pair.theirs)
                }
            }
            let lines = await journal.lines(atLeast: pairs.count)
            #expect(Set(lines).count == pairs.count)
            for pair in pairs { pair.close() }
        }
    }
}
