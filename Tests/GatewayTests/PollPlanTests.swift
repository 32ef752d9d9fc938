import ModbusWire
import Profiles
import Tags
import Testing

@testable import Gateway

struct PollPlanTests {
    private func plan(
        _ tags: [TagProfile], registers: Int = 125
    ) throws -> [String] {
        var link = LinkSettings()
        link.maximumRegisters = registers
        let plan = try PollPlan(tags: tags.map { (0, $0) }, limits: [link])
        return plan.reads.map { read in
            let items = read.items.map { "\($0.position)@\($0.offset)" }.joined(separator: " ")
            return "\(read.table.name) \(read.range): \(items)"
        }
    }

    private func tag(
        _ index: Int, _ table: PrimaryTable, _ address: Int, _ type: RegisterType
    ) -> TagProfile {
        let name = TagName("plc.t\(index)") ?? "plc.t"
        return TagProfile(
            name: name, mapping: RegisterMapping(table: table, address: address, type: type))
    }

    @Test func touchingValuesShareARead() throws {
        let tags = [
            tag(0, .inputRegisters, 2, .float32), tag(1, .inputRegisters, 0, .uint32),
            tag(2, .inputRegisters, 4, .uint16),
        ]
        #expect(try plan(tags) == ["input registers 0–4: 1@0 0@2 2@4"])
    }

    @Test func aHoleIsNotRead() throws {
        let tags = [tag(0, .inputRegisters, 0, .uint16), tag(1, .inputRegisters, 2, .uint16)]
        #expect(try plan(tags) == ["input registers 0: 0@0", "input registers 2: 1@0"])
    }

    @Test func tablesAreReadApart() throws {
        let tags = [
            tag(0, .holdingRegisters, 0, .uint16), tag(1, .coils, 0, .bool),
            tag(2, .coils, 1, .bool),
        ]
        #expect(try plan(tags) == ["coils 0–1: 1@0 2@1", "holding registers 0: 0@0"])
    }

    @Test func aValueIsNeverSplitOverTwoReads() throws {
        let tags = (0..<5).map { tag($0, .inputRegisters, 4 * $0, .float64) }
        let reads = try plan(tags, registers: 10)
        #expect(
            reads == [
                "input registers 0–7: 0@0 1@4", "input registers 8–15: 2@0 3@4",
                "input registers 16–19: 4@0",
            ])
    }

    @Test func valuesThatOverlapShareRegisters() throws {
        let tags = [
            tag(0, .inputRegisters, 0, .uint64), tag(1, .inputRegisters, 1, .bit(3)),
            tag(2, .inputRegisters, 1, .uint16),
        ]
        #expect(try plan(tags) == ["input registers 0–3: 0@0 1@1 2@1"])
    }

    @Test func aWholeTableOfFullReadsAsksForEachRegisterOnce() throws {
        let tags = (0..<300).map { tag($0, .inputRegisters, $0, .uint16) }
        let limits = [LinkSettings()]
        let plan = try PollPlan(tags: tags.map { (0, $0) }, limits: limits)
        #expect(plan.reads.map(\.range.count) == [125, 125, 50])
        #expect(Set(plan.reads.flatMap(\.items).map(\.position)).count == 300)
    }

    @Test(arguments: UInt64(0)..<100)
    func everyTagIsReadOnceWholeAndWithinTheLimit(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let types: [RegisterType] = [.uint16, .float32, .float64, .string(bytes: 9), .bit(2)]
        let limit = Int.random(in: 5...125, using: &random)
        let tags = (0..<60).map { index in
            tag(
                index, .inputRegisters, Int.random(in: 0..<200, using: &random),
                types.randomElement(using: &random) ?? .uint16)
        }
        var link = LinkSettings()
        link.maximumRegisters = limit
        let plan = try PollPlan(tags: tags.map { (0, $0) }, limits: [link])
        var seen: [Int] = []
        for read in plan.reads {
            #expect(read.range.count <= limit)
            for item in read.items {
                seen.append(item.position)
                #expect(read.range.start + item.offset == tags[item.position].mapping.address)
                #expect(item.offset + item.mapping.count <= read.range.count)
            }
            let covered = Set(
                read.items.flatMap { item in item.offset..<(item.offset + item.mapping.count) })
            #expect(covered.count == read.range.count, "no register nobody asked for")
        }
        #expect(seen.sorted() == Array(0..<60))
    }

    @Test func addressesPastTheTableAreRefused() {
        let tags = [tag(0, .inputRegisters, 65_535, .float32)]
        #expect(throws: GatewayError.address("plc.t0", start: 65_535, count: 2)) {
            _ = try plan(tags)
        }
    }

    @Test func aValueLongerThanOneReadIsRefused() {
        let tags = [tag(0, .inputRegisters, 0, .float64)]
        #expect(throws: GatewayError.tooLong("plc.t0", registers: 4, allowed: 3)) {
            _ = try plan(tags, registers: 3)
        }
    }
}
