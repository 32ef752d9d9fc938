import Reactor

extension SimulatedFleet {
    /// The requests that match a query, and how many there were.
    ///
    /// O(entries remembered), on the fleet's thread: below a millisecond for 65,536.
    package func journal(_ query: JournalQuery = JournalQuery()) async -> JournalAnswer {
        let server = server
        return await reactor.perform { server.answer(query) }
            ?? JournalAnswer(entries: [], count: 0, isExact: false)
    }

    /// Whether as many requests came as were expected; its message names near misses.
    package func verify(_ query: JournalQuery, count: JournalCount) async -> JournalVerdict {
        let server = server
        return await reactor.perform { server.verify(query, count: count) }
            ?? JournalVerdict(isMet: false, count: 0, message: "\(FleetError.stopped)")
    }

    /// Forgets all entries and counts of the journal; the numbers of requests go on.
    package func clearJournal() async {
        let server = server
        _ = await reactor.perform { server.journal.clear() }
    }
}
