import Testing

@testable import Reactor

struct MailboxTests {
    @Test func takesNoMoreThanItHolds() {
        let mailbox = Mailbox(capacity: 2)
        #expect(mailbox.offer {} == .acceptedFirst)
        #expect(mailbox.offer {} == .accepted)
        #expect(mailbox.offer {} == .refused)
        var taken: [Mailbox.Job] = []
        mailbox.takeAll(exchangedFor: &taken)
        #expect(taken.count == 2)
        #expect(mailbox.offer {} == .acceptedFirst)
    }

    @Test func takesNothingOnceClosed() {
        let mailbox = Mailbox(capacity: 2)
        mailbox.close()
        #expect(mailbox.offer {} == .refused)
    }

    @Test func aReactorRefusesWhatItsMailboxCannotHold() throws {
        let reactor = try ReactorThread(name: "test", mailboxCapacity: 3)
        let runs = Counter()
        let taken = (0..<5).map { _ in
            reactor.post { runs.increment() }
        }
        #expect(taken == [true, true, true, false, false])
        reactor.start()
        reactor.stop()
        #expect(runs.value == 3)
    }
}
