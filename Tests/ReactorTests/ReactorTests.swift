import Testing

@testable import Reactor

@Suite(.timeLimit(.minutes(1)))
struct ReactorTests {
    @Test func runsJobsInTheOrderPosted() async throws {
        let reactor = try ReactorThread(name: "test")
        let journal = Journal()
        for number in 0..<100 { reactor.post { journal.note("\(number)") } }
        reactor.start()
        for number in 100..<200 { reactor.post { journal.note("\(number)") } }
        reactor.stop()
        #expect(journal.lines == (0..<200).map { "\($0)" })
    }

    @Test func wakesForAJobFromAnotherThread() async throws {
        try await withReactor { reactor in
            #expect(!reactor.isOnThread)
            #expect(await reactor.perform { reactor.isOnThread } == true)
        }
    }

    @Test func keepsTheJobsOfEveryThreadInOrder() async throws {
        try await withReactor { reactor in
            let journals = (0..<4).map { _ in Journal() }
            await withTaskGroup { group in
                for journal in journals {
                    group.addTask {
                        for number in 0..<500 { reactor.post { journal.note("\(number)") } }
                    }
                }
            }
            for journal in journals {
                #expect(await journal.lines(atLeast: 500) == (0..<500).map { "\($0)" })
            }
        }
    }

    @Test func aJobPostedByAJobRunsInALaterTurn() async throws {
        try await withReactor { reactor in
            let journal = Journal()
            reactor.post {
                reactor.post { journal.note("second \(reactor.now.nanoseconds)") }
                journal.note("first \(reactor.now.nanoseconds)")
            }
            let lines = await journal.lines(atLeast: 2)
            let times = lines.compactMap { $0.split(separator: " ").last.flatMap { UInt64($0) } }
            #expect(lines[0].hasPrefix("first"))
            #expect(times[0] < times[1])
        }
    }

    @Test func stoppingRunsWhatWasPostedAndRefusesTheRest() async throws {
        let reactor = try ReactorThread(name: "test")
        let runs = Counter()
        reactor.start()
        #expect(reactor.post { runs.increment() })
        reactor.stop()
        #expect(runs.value == 1)
        #expect(!reactor.post { runs.increment() })
        #expect(await reactor.perform { 1 } == nil)
        reactor.stop()
    }

    @Test func stoppingAReactorNeverStartedRunsWhatWasPosted() async throws {
        let reactor = try ReactorThread(name: "test")
        let runs = Counter()
        reactor.post { if reactor.isOnThread { runs.increment() } }
        reactor.stop()
        #expect(runs.value == 1)
        #expect(!reactor.isOnThread)
        reactor.start()
        #expect(!reactor.post {})
    }

    @Test func everyoneWhoStopsItWaitsForTheEnd() async throws {
        let reactor = try ReactorThread(name: "test")
        let runs = Counter()
        reactor.start()
        for _ in 0..<100 { reactor.post { runs.increment() } }
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    reactor.stop()
                    #expect(runs.value == 100)
                }
            }
        }
    }

    @Test func stoppingLetsGoOfHandlers() async throws {
        let reactor = try ReactorThread(name: "test")
        let pair = SocketPair()
        defer { pair.close() }
        weak var released: Handler?
        do {
            let handler = Handler()
            released = handler
            reactor.start()
            _ = await reactor.perform {
                reactor.watch(pair.ours, for: .readable, token: 0, handler: handler)
                reactor.schedule(at: reactor.now + .seconds(3600), token: 0, handler: handler)
            }
            reactor.stop()
        }
        #expect(released == nil)
    }
}
