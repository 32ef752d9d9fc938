import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

struct JournalTests {
    private func query(_ change: (inout JournalQuery) -> Void) -> JournalQuery {
        var query = JournalQuery()
        change(&query)
        return query
    }

    @Test
    func everyRequestIsNotedWithWhatItAskedAndGot() async throws {
        try await withFleet { fleet, bound in
            let client = try Client(bound[0])
            _ = try client.ask(.read(.inputRegisters, range(2, 3)))
            await fleet.advance(to: PlantTime(seconds: 5))
            _ = try client.ask(.writeRegisters(start: 10, [1, 0xFFFF]))
            _ = try client.ask(.read(.coils, range(500, 1)))
            _ = try client.ask(.writeCoils(start: 0, [true, false, true]))
            _ = try client.ask(.readWriteRegisters(read: range(0, 2), writeStart: 4, [7]))
            _ = try client.ask(.read(.coils, range(0, 1)), unit: 99)
            let entries = await fleet.journal().entries
            #expect(entries.map(\.sequence) == [1, 2, 3, 4, 5, 6])
            #expect(entries.map(\.function.rawValue) == [4, 16, 1, 15, 23, 1])
            #expect(entries.map(\.time.seconds) == [0, 5, 5, 5, 5, 5])
            #expect(entries.map(\.device) == Array(repeating: "plain", count: 5) + [nil])
            #expect(
                entries.map(\.outcome)
                    == [.normal, .normal, .exception, .normal, .normal, .exception])
            #expect(entries.map(\.exception?.rawValue) == [nil, nil, 2, nil, nil, 0x0B])
            #expect(
                entries.map(\.words) == [nil, [1, 0xFFFF], nil, [1, 0, 1], [7], nil])
            #expect(entries[0].address == 2 && entries[0].quantity == 3)
            #expect(entries[0].table == .inputRegisters)
            #expect(entries[4].writeAddress == 4 && entries[4].writeQuantity == 1)
            #expect(entries[0].requestBytes == 12 && entries[0].answerBytes == 15)
            #expect(entries.allSatisfy { $0.connection == 1 })
            #expect(entries[0].client?.hasPrefix("127.0.0.1:") == true)
            #expect(entries[5].machineTime > entries[0].machineTime)
        }
    }

    @Test
    func aQueryChoosesByEachOfItsConditions() async throws {
        try await withFleet { fleet, bound in
            let clients = [try Client(bound[0]), try Client(bound[0])]
            for address in 0..<10 {
                _ = try clients[0].ask(.read(.holdingRegisters, range(address, 2)))
                await fleet.advance(to: PlantTime(seconds: Double(address + 1)))
            }
            _ = try clients[1].ask(.writeRegister(address: 4, value: 1))
            _ = try clients[1].ask(.read(.holdingRegisters, range(5_000, 1)))
            func count(_ change: (inout JournalQuery) -> Void) async -> Int {
                await fleet.journal(query(change)).count
            }
            #expect(await count { _ in } == 12)
            #expect(await count { $0.addresses = range(4, 1) } == 3)
            #expect(await count { $0.functions = [.readHoldingRegisters] } == 11)
            #expect(await count { $0.outcomes = [.exception] } == 1)
            #expect(await count { $0.table = .coils } == 0)
            #expect(await count { $0.connection = 2 } == 2)
            #expect(await count { $0.client = "127.0.0.1" } == 12)
            #expect(await count { $0.client = "127.0.0.2" } == 0)
            #expect(await count { $0.unit = 1 } == 12)
            #expect(await count { $0.device = "nobody" } == 0)
            #expect(
                await count {
                    $0.from = PlantTime(seconds: 2)
                    $0.to = PlantTime(seconds: 5)
                } == 3)
            let latest = await fleet.journal(query { $0.limit = 2 })
            #expect(latest.entries.map(\.sequence) == [11, 12] && latest.count == 12)
        }
    }

    @Test
    func countsOutliveTheRingAndSayWhenTheyCannot() async throws {
        var settings = FleetSettings()
        settings.journalCapacity = 8
        try await withFleet(settings: settings) { fleet, bound in
            let client = try Client(bound[0])
            for _ in 0..<50 { _ = try client.ask(.read(.coils, range(0, 8))) }
            for _ in 0..<5 { _ = try client.ask(.read(.coils, range(500, 8))) }
            await fleet.advance(to: PlantTime(seconds: 1))
            for value in UInt16(0)..<3 {
                _ = try client.ask(.writeRegister(address: 1, value: value))
            }
            let all = await fleet.journal()
            #expect(all.count == 58 && all.isExact && all.entries.count == 8)
            let refused = await fleet.journal(query { $0.outcomes = [.exception] })
            #expect(refused.count == 5 && refused.isExact)
            let old = await fleet.journal(query { $0.addresses = range(3, 1) })
            #expect(old.count == 50 && old.isExact && old.entries.isEmpty)
            let recent = await fleet.journal(query { $0.from = PlantTime(seconds: 1) })
            #expect(recent.count == 3 && recent.isExact)
            let early = await fleet.journal(query { $0.to = PlantTime(seconds: 1) })
            #expect(!early.isExact)
            await fleet.clearJournal()
            #expect(await fleet.journal().count == 0)
            _ = try client.ask(.read(.coils, range(0, 8)))
            #expect(await fleet.journal().entries.map(\.sequence) == [59])
        }
    }

    @Test
    func aJournalOfNothingCostsNothing() async throws {
        var settings = FleetSettings()
        settings.journalCapacity = 0
        try await withFleet(settings: settings) { fleet, bound in
            _ = try Client(bound[0]).ask(.read(.coils, range(0, 8)))
            #expect(await fleet.journal().entries.isEmpty)
            #expect(await fleet.counters().devices["plain"]?.requests == 1)
        }
    }

    @Test
    func anExpectationNotMetNamesWhatNearlyMatches() async throws {
        try await withFleet { fleet, bound in
            let client = try Client(bound[0])
            _ = try client.ask(.read(.holdingRegisters, range(0, 10)))
            _ = try client.ask(.read(.inputRegisters, range(0, 10)))
            let wanted = query {
                $0.device = "plain"
                $0.functions = [.readHoldingRegisters]
                $0.addresses = range(100, 1)
            }
            let verdict = await fleet.verify(wanted, count: .exactly(1))
            #expect(!verdict.isMet && verdict.count == 0)
            #expect(
                verdict.message == """
                    expected exactly 1 requests with device plain, function code 3, addresses 100, \
                    found 0.
                      1 more without 'addresses 100', such as #1 at 0.0 s, plain unit 1, function \
                    code 3, 0–9, answered
                    """)
            #expect(await fleet.verify(JournalQuery(), count: .between(1...2)).isMet)
            #expect(await fleet.verify(JournalQuery(), count: .atMost(1)).isMet == false)
            #expect(await fleet.verify(JournalQuery(), count: .atLeast(2)).isMet)
        }
    }
}

struct JournalTallyTests {
    private func record(_ address: Int, _ outcome: UInt8 = 0) -> JournalRecord {
        var record = JournalRecord()
        record.device = 3
        record.function = 3
        record.address = UInt16(truncatingIfNeeded: address)
        record.quantity = 1
        record.hasAddress = true
        record.outcome = outcome
        return record
    }

    @Test
    func manyRangesAreCountedTogetherBeyondTheBound() {
        var tally = JournalTally()
        for address in 0..<60_000 { tally.count(record(address)) }
        var total: UInt64 = 0
        tally.forEach { total += $1.normal }
        #expect(total == 60_000 && tally.uncounted == 0 && tally.isCollapsed)
        #expect(tally.used == 16_385)
        var copy = JournalTally()
        copy.restore(tally.numbers, uncounted: tally.uncounted)
        #expect(copy.numbers == tally.numbers && copy.isCollapsed)
    }

    @Test
    func outcomesAreCountedApart() {
        var tally = JournalTally()
        for outcome in UInt8(0)..<4 {
            for _ in 0...outcome { tally.count(record(7, outcome)) }
        }
        var counts: [Int] = []
        tally.forEach { _, slot in
            counts = JournalOutcome.allCases.map { slot.count(of: [$0]) }
        }
        #expect(counts == [1, 2, 3, 4] && tally.used == 1)
    }
}
