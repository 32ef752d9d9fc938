import Reactor
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TimerTests {
    @Test func firesInOrderOfTimeAndNeverEarly() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            reactor.post {
                let start = reactor.now
                let handler = Handler(timer: { token in
                    let isEarly = reactor.now < start + .milliseconds(Int64(token))
                    journal.note(isEarly ? "\(token) early" : "\(token)")
                })
                for delay in [3, 1, 2, 0] as [UInt64] {
                    let due = start + .milliseconds(Int64(delay))
                    reactor.schedule(at: due, token: delay, handler: handler)
                }
            }
            #expect(await journal.lines(atLeast: 4) == ["0", "1", "2", "3"])
        }
    }

    @Test func aCancelledTimerStaysSilent() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            reactor.post {
                let handler = Handler(timer: { journal.note("\($0)") })
                let id = reactor.schedule(at: reactor.now, token: 1, handler: handler)
                reactor.schedule(at: reactor.now + .milliseconds(1), token: 2, handler: handler)
                reactor.cancel(id)
            }
            #expect(await journal.lines(atLeast: 1) == ["2"])
        }
    }

    @Test func aTimerMayCancelAnotherThatIsDue() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            reactor.post {
                var other: TimerID?
                let handler = Handler(timer: { token in
                    journal.note("\(token)")
                    if let other { reactor.cancel(other) }
                })
                let due = reactor.now
                reactor.schedule(at: due, token: 1, handler: handler)
                other = reactor.schedule(at: due, token: 2, handler: handler)
                reactor.schedule(at: due + .milliseconds(1), token: 3, handler: handler)
            }
            #expect(await journal.lines(atLeast: 2) == ["1", "3"])
        }
    }

    @Test func reschedulingInThePastFiresOnceATurn() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            reactor.post {
                let past = reactor.now - .seconds(60)
                var remaining = 3
                var handler: Handler?
                handler = Handler(timer: { _ in
                    journal.note("timer")
                    remaining -= 1
                    guard remaining > 0, let again = handler else {
                        handler = nil
                        return
                    }
                    reactor.schedule(at: past, token: 0, handler: again)
                    reactor.post { journal.note("job") }
                })
                if let handler { reactor.schedule(at: past, token: 0, handler: handler) }
            }
            let lines = await journal.lines(atLeast: 5)
            #expect(lines == ["timer", "job", "timer", "job", "timer"])
        }
    }

    @Test func anAnswerThatIsThereBeatsItsDeadline() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            let pair = SocketPair()
            reactor.post {
                let handler = Handler(
                    ready: { _, _ in
                        journal.note(receiveText(pair.ours) ?? "nothing")
                    },
                    timer: { _ in journal.note("deadline") })
                reactor.watch(pair.ours, for: .readable, token: 0, handler: handler)
                reactor.schedule(at: reactor.now, token: 0, handler: handler)
                _ = sendText("answer", on: pair.theirs)
            }
            #expect(await journal.lines(atLeast: 2) == ["answer", "deadline"])
            _ = await reactor.perform { reactor.forget(pair.ours) }
            pair.close()
        }
    }
}
