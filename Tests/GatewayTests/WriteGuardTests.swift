import ModbusWire
import Profiles
import Tags
import Testing

@testable import Gateway

struct WriteGuardTests {
    private func rules(_ tags: [TagProfile], unit: UnitId = 1, budget: Int? = nil) -> WriteGuard {
        WriteGuard(
            devices: [.test(port: 502, unit: unit, tags: tags)], deviceWritesPerHour: budget)
    }

    private func decide(
        _ rules: WriteGuard, _ value: Double, of tag: TagName = "plc.sp",
        current: [UInt16] = [500], at time: Duration = .zero
    ) -> WriteGuard.Decision {
        rules.decide(Setpoint(tag: tag, value: value), current: current, at: time)
    }

    private func order(_ decision: WriteGuard.Decision) throws -> WriteGuard.Order {
        guard case .write(let order) = decision else {
            Issue.record("\(decision)")
            throw CancellationError()
        }
        return order
    }

    private func rule(_ decision: WriteGuard.Decision) -> WriteRule? {
        if case .refuse(let refusal) = decision { refusal.rule } else { nil }
    }

    @Test func aStepWithinAllLimitsMayLeave() throws {
        let order = try self.order(decide(rules([.setpoint("plc.sp", at: 40)]), 52.3))
        #expect(order.value == 52.3)
        #expect(order.request == .writeRegister(address: 40, value: 523))
    }

    /// A wish and the rule that refuses it, from 50 with range 10…100 and steps up to 5.
    @Test(
        arguments: [
            (55.1, .w3), (44.9, .w3), (100.1, .w2), (9.9, .w2), (.nan, .w2), (.infinity, .w2),
            (-.infinity, .w2), (1e300, .w2),
        ] as [(Double, WriteRule)])
    func eachLimitRefusesByItsOwnName(value: Double, by expected: WriteRule) {
        #expect(rule(decide(rules([.setpoint("plc.sp", at: 40)]), value)) == expected)
    }

    @Test func decimalsDoNotMakeAStepTooLong() throws {
        // 180.3 − 180.1 is a little more than 0.2 in binary.
        let tag = TagProfile.setpoint("plc.sp", at: 0, range: 100...200, step: 0.2)
        #expect(try order(decide(rules([tag]), 180.3, current: [1_801])).value == 180.3)
    }

    @Test func roundingToTheRegisterStaysInsideTheLimits() throws {
        // The nearest float32 to 208.3 lies above it.
        let tag = TagProfile.setpoint(
            "plc.sp", at: 0, type: .float32, scale: 1, range: 100...208.3, step: 50)
        let current = [UInt16(Float(200).bitPattern >> 16), 0]
        let order = try self.order(decide(rules([tag]), 208.3, current: current))
        #expect(order.value < 208.3 && order.value > 208.299)
        let coarse = TagProfile.setpoint("plc.sp", at: 0, scale: 1, range: 0...10.6, step: 50)
        #expect(try self.order(decide(rules([coarse]), 10.6, current: [3])).value == 10)
    }

    @Test func whatIsThereAlreadyIsNotWritten() {
        #expect(decide(rules([.setpoint("plc.sp", at: 40)]), 50.04) == .alreadyThere(50))
    }

    @Test func onlyManipulatedTagsAreOnTheList() {
        let rules = rules([.input("plc.in", at: 1), .setpoint("plc.sp", at: 2)])
        #expect(rule(decide(rules, 1, of: "plc.in")) == .w1)
        #expect(rule(decide(rules, 1, of: "plc.other")) == .w1)
    }

    @Test func unitIdZeroAndReadOnlyTablesAreNeverWritten() {
        let broadcast = rules([.setpoint("plc.sp", at: 2)], unit: 0)
        #expect(rule(decide(broadcast, 51)) == .w1)
        let input = rules([.setpoint("plc.sp", at: 2, table: .inputRegisters)])
        #expect(rule(decide(input, 51)) == .w1)
        let half = rules([.setpoint("plc.sp", at: 2, type: .float32, function: .single)])
        #expect(rule(decide(half, 51)) == .w1)
    }

    @Test func anAddressPastTheTableIsRefusedByW16() {
        for address in [65_536, 65_636, -1, 1 << 40] {
            #expect(rule(decide(rules([.setpoint("plc.sp", at: address)]), 51)) == .w16)
        }
        let long = rules([.setpoint("plc.sp", at: 65_535, type: .float32)])
        #expect(rule(decide(long, 51)) == .w16)
    }

    /// Type, write function, and the request that carries 1 or 52.
    @Test func theMappingNamesTheFunction() throws {
        func request(_ tag: TagProfile, _ value: Double, _ current: [UInt16]) throws -> RequestPDU {
            try order(decide(rules([tag]), value, current: current)).request
        }
        let word = TagProfile.setpoint("plc.sp", at: 4, function: .multiple)
        #expect(try request(word, 52, [500]) == .writeRegisters(start: 4, [520]))
        let coil = { (function: WriteFunction) in
            TagProfile.setpoint(
                "plc.sp", at: 4, type: .bool, scale: 1, range: 0...1, function: function,
                table: .coils)
        }
        #expect(try request(coil(.automatic), 1, [0]) == .writeCoil(address: 4, true))
        #expect(try request(coil(.multiple), 1, [0]) == .writeCoils(start: 4, [true]))
        let bit = { (function: WriteFunction) in
            TagProfile.setpoint(
                "plc.sp", at: 4, type: .bit(3), scale: 1, range: 0...1, function: function)
        }
        #expect(
            try request(bit(.automatic), 1, [0xFF00])
                == .maskWriteRegister(address: 4, and: 0xFFF7, or: 8))
        #expect(
            try request(bit(.single), 1, [0xFF00]) == .writeRegister(address: 4, value: 0xFF08))
    }

    @Test func theIntervalTheHourAndTheDevicesBudgetAreKept() {
        let tags: [TagProfile] = [
            .setpoint("plc.sp", at: 1, interval: .seconds(60), perHour: 3),
            .setpoint("plc.other", at: 2),
        ]
        var rules = rules(tags, budget: 4)
        rules.count("plc.sp", at: .zero)
        #expect(rule(decide(rules, 51, at: .seconds(59))) == .w4)
        #expect(rule(decide(rules, 51, at: .seconds(60))) == nil)
        rules.count("plc.sp", at: .seconds(60))
        rules.count("plc.sp", at: .seconds(120))
        #expect(rule(decide(rules, 51, at: .seconds(3_599))) == .w4)
        #expect(rule(decide(rules, 51, at: .seconds(3_601))) == nil)
        rules.count("plc.other", at: .seconds(130))
        #expect(rule(decide(rules, 51, of: "plc.other", at: .seconds(140))) == .w4)
        #expect(rule(decide(rules, 51, of: "plc.other", at: .seconds(3_601))) == nil)
    }

    @Test(
        "W3: the moves of an hour add up to no more than their budget", arguments: UInt64(0)..<20)
    func w3TheMovesOfAnHourAddUpToNoMoreThanTheirBudget(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let budget = Double.random(in: 1...20, using: &random)
        let tag = TagProfile.setpoint(
            "plc.sp", at: 1, interval: .zero, perHour: 3_600, travel: budget)
        var rules = rules([tag])
        var held: UInt16 = 500
        var moves: [(time: Duration, size: Double)] = []
        var refused = 0
        for second in stride(from: 0, to: 20_000, by: 40) {
            let time = Duration.seconds(second)
            let wish = Double(held) / 10 + Double.random(in: -3...3, using: &random)
            switch decide(rules, wish, current: [held], at: time) {
            case .write(let order):
                let size = abs(order.value - Double(held) / 10)
                rules.count("plc.sp", move: size, at: time)
                moves.append((time, size))
                held = UInt16((order.value * 10).rounded())
            case .refuse(let refusal):
                refused += refusal.rule == .w3 ? 1 : 0
            case .alreadyThere:
                break
            }
            let sum = moves.reduce(0) { $0 + ($1.time > time - .seconds(3_600) ? $1.size : 0) }
            #expect(sum <= budget + 1e-9)
        }
        #expect(moves.count > 5 && refused > 5)
    }

    @Test func movesMadeBeforeARestartCountForTheBudget() {
        let tag = TagProfile.setpoint("plc.sp", at: 1, travel: 4)
        var rules = rules([tag])
        let intent = WriteIntent(
            number: 0, time: .seconds(10), tag: "plc.sp", device: "plc", address: "",
            before: 47, value: 50, request: "", requester: .command)
        rules.restore([intent], now: .seconds(100))
        #expect(rule(decide(rules, 51.5, at: .seconds(3_000))) == .w3)
        #expect(rule(decide(rules, 51, at: .seconds(3_000))) == nil)
        #expect(rule(decide(rules, 51.5, at: .seconds(3_611))) == nil)
    }

    @Test func writesRecordedForTheFutureCountAsMadeNow() {
        var rules = rules([.setpoint("plc.sp", at: 1, interval: .seconds(60))])
        let intent = WriteIntent(
            number: 0, time: .seconds(10_000_000), tag: "plc.sp", device: "plc", address: "",
            before: 1, value: 2, request: "", requester: .command)
        rules.restore([intent], now: .seconds(100))
        #expect(rule(decide(rules, 51, at: .seconds(159))) == .w4)
        #expect(rule(decide(rules, 51, at: .seconds(160))) == nil)
    }

    @Test(arguments: UInt64(0)..<50)
    func bytesThatMeanSomethingElseDoNotLeave(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let function: WriteFunction = Bool.random(using: &random) ? .multiple : .automatic
        let rules = rules([.setpoint("plc.sp", at: 40, function: function)], unit: 7)
        let wish = Double.random(in: 45...55, using: &random)
        guard case .write(let order) = decide(rules, wish) else { return }
        let codec = try LibmodbusCodec()
        let call = try #require(ModbusCall(order.request, unit: 7))
        let bytes = try codec.request(for: call)
        #expect(bytes.withUnsafeBytes { rules.refusal(of: $0, for: order) } == nil)
        for offset in 2..<bytes.count {
            var altered = bytes
            altered[offset] ^= UInt8.random(in: 1...255, using: &random)
            #expect(
                altered.withUnsafeBytes { rules.refusal(of: $0, for: order) } != nil,
                "byte \(offset) of \(bytes)")
        }
        for count in 0..<bytes.count {
            let cut = Array(bytes[..<count])
            #expect(cut.withUnsafeBytes { rules.refusal(of: $0, for: order) } != nil)
        }
    }
}
