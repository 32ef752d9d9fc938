import Foundation
import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

/// Decisions without a socket.
struct FaultPlanTests {
    /// A plan in which rules act at once on device 0 of listener 0.
    private func made(_ rules: String..., seed: UInt64 = 1) throws -> FaultPlan {
        var plan = FaultPlan(seed: seed)
        for (number, text) in rules.enumerated() {
            var place = FaultPlace()
            place.device = 0
            place.listener = 0
            place.tags = [FaultRange(table: .holdingRegisters, start: 40, count: 2)]
            let rule = try FaultFixture.rule(text, number: number)
            if rule.target.tags.isEmpty { place.tags = [] }
            let given = plan.insert(rule, at: place)
            let inserted = try #require(given)
            var fault = try #require(plan[inserted])
            fault.isActing = true
            plan[inserted] = fault
        }
        return plan
    }

    private func request(
        _ pdu: String, unit: UInt8 = 1, device: Int = 0,
        change: (inout FaultRequest) -> Void = { _ in }
    ) -> FaultRequest {
        var request = hex(pdu).withUnsafeBytes { FaultRequest($0) }
        request.unit = unit
        request.device = device
        change(&request)
        return request
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let rule: String
        let pdu: String
        var unit: UInt8 = 1
        var device = 0
        let strikes: Bool

        var testDescription: String { "\(rule) and \(pdu) of unit \(unit): \(strikes)" }
    }

    @Test(arguments: [
        Case(rule: "exception: 6", pdu: "03 00 28 00 02", strikes: true),
        Case(rule: "exception: 6", pdu: "03 00 28 00 02", device: 1, strikes: false),
        Case(rule: "exception: 6, on: {unit: 7}", pdu: "03 00 28 00 02", strikes: false),
        Case(
            rule: "exception: 6, on: {unit: [7, 9]}", pdu: "03 00 28 00 02", unit: 9, device: -1,
            strikes: true),
        Case(rule: "exception: 6, on: {functions: [3, 4]}", pdu: "04 00 28 00 02", strikes: true),
        Case(rule: "exception: 6, on: {functions: 4}", pdu: "03 00 28 00 02", strikes: false),
        Case(
            rule: "exception: 6, on: {table: holdingRegisters}", pdu: "06 00 28 00 02",
            strikes: true),
        Case(
            rule: "exception: 6, on: {table: inputRegisters}", pdu: "06 00 28 00 02",
            strikes: false),
        Case(
            rule: "exception: 6, on: {addresses: [40, 41]}", pdu: "03 00 27 00 01", strikes: false),
        Case(rule: "exception: 6, on: {addresses: [40, 41]}", pdu: "03 00 27 00 02", strikes: true),
        Case(rule: "exception: 6, on: {addresses: [40, 41]}", pdu: "03 00 29 00 01", strikes: true),
        Case(
            rule: "exception: 6, on: {addresses: [40, 41]}", pdu: "03 00 2A 00 01", strikes: false),
        Case(
            rule: "exception: 6, on: {addresses: 40}",
            pdu: "17 00 00 00 01 00 28 00 01 02 00 00", strikes: true),
        Case(rule: "exception: 6, on: {tags: pump.level}", pdu: "03 00 29 00 05", strikes: true),
        Case(rule: "exception: 6, on: {tags: pump.level}", pdu: "04 00 29 00 05", strikes: false),
        Case(rule: "exception: 6, on: {start: 40}", pdu: "03 00 28 00 01", strikes: true),
        Case(rule: "exception: 6, on: {start: 40}", pdu: "03 00 27 00 02", strikes: false),
        Case(
            rule: "exception: 6, on: {quantity: [100, 125]}", pdu: "03 00 00 00 64", strikes: true),
        Case(
            rule: "exception: 6, on: {quantity: [100, 125]}", pdu: "03 00 00 00 63", strikes: false),
        Case(rule: "exception: 6, on: {quantity: 1}", pdu: "06 00 00 00 63", strikes: true),
        Case(rule: "exception: 6, on: {addresses: 0}", pdu: "11", strikes: false),
        Case(rule: "exception: 6, on: {functions: 17}", pdu: "11", strikes: true),
        Case(rule: "writeLock: 4", pdu: "03 00 00 00 01", strikes: false),
        Case(rule: "wordOrder: CDAB", pdu: "06 00 00 00 01", strikes: false),
        Case(rule: "bitsShifted: 1", pdu: "01 00 00 00 08", strikes: false),
        Case(rule: "exception: 6, on: {chance: 0}", pdu: "03 00 28 00 02", strikes: false),
        Case(rule: "exception: 6, on: {chance: 1}", pdu: "03 00 28 00 02", strikes: true),
    ])
    func strikesWhatItsTargetNames(row: Case) throws {
        var plan = try made(row.rule)
        let decision = plan.decide(request(row.pdu, unit: row.unit, device: row.device))
        #expect(decision.isUntouched == !row.strikes)
        #expect(plan.states.map(\.strikes) == [row.strikes ? 1 : 0])
    }

    @Test func strikesTheRequestsItCounts() throws {
        var plan = try made(
            "delay: 1 s, on: {request: 3}", "leading: 00, on: {every: 2}",
            "trailing: 00, on: {first: 2}", "exception: 6, count: 2")
        var struck: [String] = []
        for number in 1...5 {
            let decision = plan.decide(request("03 00 00 00 01") { $0.ordinal = number })
            struck.append(
                (decision.delay > .zero ? "d" : "") + (decision.leading.isEmpty ? "" : "l")
                    + (decision.trailing.isEmpty ? "" : "t")
                    + (decision.fate == .carryOut ? "" : "e"))
        }
        #expect(struck == ["te", "lte", "d", "l", ""])
    }

    @Test func letsTheFirstRuleDecideTheFate() throws {
        var plan = try made("exception: 6", "silence: request", "delay: 1 s", "delay: 2 s")
        let decision = plan.decide(request("03 00 00 00 01"))
        #expect(decision.fate == .refuse(code: 6, function: nil))
        #expect(decision.delay == .seconds(3))
        #expect(decision.fault == 1)
        #expect(plan.states.map(\.strikes) == [1, 0, 1, 1])
    }

    @Test func looksAtConnectionAndTime() throws {
        var plan = try made("deaf: 2 s", "pause: {least: 1 s, else: 6}", "inFlight: loseSecond")
        func fate(_ change: (inout FaultRequest) -> Void) -> FaultDecision.Fate {
            plan.decide(
                request("03 00 00 00 01") {
                    $0.age = .seconds(5)
                    change(&$0)
                }
            ).fate
        }
        #expect(fate { _ in } == .carryOut)
        #expect(fate { $0.age = .milliseconds(1999) } == .lose)
        #expect(fate { $0.sinceAnswer = .milliseconds(999) } == .refuse(code: 6, function: nil))
        #expect(fate { $0.sinceAnswer = .seconds(1) } == .carryOut)
        #expect(fate { $0.place = 1 } == .lose)
        #expect(fate { $0.place = 2 } == .carryOut)
    }

    @Test func drawsTheSameChanceFromTheSameSeed() throws {
        func pattern(_ seed: UInt64) throws -> [Bool] {
            var plan = try made("exception: 6, on: {chance: 0.3}", seed: seed)
            return (0..<200).map { _ in !plan.decide(request("03 00 00 00 01")).isUntouched }
        }
        let first = try pattern(1)
        #expect(try pattern(1) == first)
        #expect(try pattern(2) != first)
        #expect((40...80).contains(first.filter(\.self).count))
        var chance = SeededGenerator(seed: 1, purpose: "fault.fault0")
        #expect(first == (0..<200).map { _ in chance.nextUnit() < 0.3 })
    }

    @Test func goesOnWhereItWasSaved() throws {
        var plan = try made("exception: 6, on: {chance: 0.3}", "leading: 00, on: {every: 3}")
        for _ in 0..<50 { _ = plan.decide(request("03 00 00 00 01")) }
        let saved = try JSONEncoder().encode(plan)
        var copy = try JSONDecoder().decode(FaultPlan.self, from: saved)
        for _ in 0..<50 {
            #expect(
                copy.decide(request("03 00 00 00 01")) == plan.decide(request("03 00 00 00 01")))
        }
        #expect(copy.states == plan.states)
    }

    @Test func holdsAThousandRulesAndNoMore() throws {
        var plan = FaultPlan(seed: 1)
        let rule = try FaultFixture.rule("exception: 6")
        let numbers = (0..<1_001).map { _ in plan.insert(rule, at: FaultPlace())?.rawValue }
        #expect(numbers == (1...1_000).map { $0 } + [nil])
        plan.end(FaultNumber(rawValue: 7), at: .start)
        let next = plan.insert(rule, at: FaultPlace())
        #expect(next?.rawValue == 1_001)
        #expect(plan.states.count == 1_000)
    }

    @Test func keepsEventsInOrderOfTimeAndScheduling() {
        var events = FaultEvents()
        var chance = SeededGenerator(seed: 3)
        for number in 0..<500 {
            events.schedule(
                at: PlantTime(nanoseconds: Int64(chance.next() % 50)),
                .edge(FaultNumber(rawValue: number)))
        }
        var taken: [FaultEvent] = []
        while let event = events.take(dueBy: PlantTime(nanoseconds: 100)) { taken.append(event) }
        #expect(taken.count == 500)
        #expect(
            zip(taken, taken.dropFirst()).allSatisfy {
                ($0.due, $0.sequence) < ($1.due, $1.sequence)
            })
    }
}
