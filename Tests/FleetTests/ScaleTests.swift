import ModbusWire
import Profiles
import Reactor
import Tags
import Testing

@testable import Fleet

struct ScaleTests {
    private static let read = RequestPDU.read(.holdingRegisters, range(0, 100))

    private func profiles(_ count: Int) -> [DeviceProfile] {
        (1...count).map { number in
            DeviceProfile(
                name: "pump-\(number)",
                tags: (0..<10).map { tag in
                    TagProfile(
                        name: TagName(stringLiteral: "pump-\(number).t\(tag)"),
                        mapping: RegisterMapping(
                            table: .inputRegisters, address: 2 * tag, type: .float32))
                },
                blocks: [block(.holdingRegisters, 0, 256, value: UInt16(number))])
        }
    }

    @Test
    func aThousandDevicesTakeLessThan64KiBEach() async throws {
        // Other tests run beside this one and need memory too, for a while.
        var bytes: [Int] = []
        for _ in 0..<3 where bytes.last.map({ $0 >= 65_536 }) ?? true {
            bytes.append(try await bytesOfADevice())
        }
        #expect(bytes.contains { $0 < 65_536 }, "\(bytes)")
    }

    private func bytesOfADevice() async throws -> Int {
        let profiles = profiles(1000)
        let before = try #require(ProcessResources.residentBytes)
        var after = 0
        try await withFleet(profiles) { fleet, bound in
            #expect(Set(bound.map(\.port)).count == 1000)
            for (number, device) in bound.enumerated() where number % 10 == 0 {
                let answer = try #require(try Client(device).ask(Self.read))
                #expect(answer.suffix(2) == UInt16(number + 1).wireBytes[...])
            }
            after = try #require(ProcessResources.residentBytes)
            #expect(await fleet.counters().devices.values.map(\.requests).reduce(0, +) == 100)
        }
        return (after - before) / 1000
    }

    @Test
    func tenThousandConnectionsTakeLessThan8KiBEach() {
        var table = ConnectionTable()
        let half: [UInt8] = .init(repeating: 1, count: 200)
        for descriptor in Int32(0)..<10_000 {
            table.insert(descriptor, Connection(listener: 0))
            half.withUnsafeBytes {
                table[descriptor].pointee.keepPart($0, isNew: true, at: 1)
                table[descriptor].pointee.keepBacklog($0)
            }
        }
        #expect(table.count == 10_000)
        #expect((10_000 * 500..<10_000 * 4096).contains(table.allocatedBytes))
        for descriptor in Int32(0)..<10_000 { table.remove(descriptor) }
        #expect(table.allocatedBytes < 10_000 * 1024)
    }

    @Test
    func aTurnTakesMuchFromTheFirstAndLittleFromTheRest() {
        var budget = TurnBudget()
        let turn = MonotonicTime(nanoseconds: 10)
        for _ in 0..<4 {
            let room = budget.room(atMost: 16_384, at: turn)
            #expect(room == 16_384)
            budget.spend(16_384)
        }
        for _ in 0..<128 {
            let room = budget.room(atMost: 16_384, at: turn)
            #expect(room == 512)
            budget.spend(512)
        }
        for _ in 0..<1000 {
            let room = budget.room(atMost: 16_384, at: turn)
            #expect(room == 64)
            budget.spend(64)
        }
        let next = budget.room(atMost: 16_384, at: MonotonicTime(nanoseconds: 11))
        #expect(next == 16_384)
    }

    @Test
    func aTurnAcceptsOnlySoManyButFromEveryListenerOne() {
        var budget = TurnBudget()
        func mayAccept(_ taken: Int, at time: UInt64) -> Bool {
            budget.mayAccept(taken, at: MonotonicTime(nanoseconds: time))
        }
        #expect((0..<512).allSatisfy { mayAccept($0, at: 10) })
        #expect(!mayAccept(512, at: 10))
        #expect(mayAccept(0, at: 10) && !mayAccept(1, at: 10))
        #expect(mayAccept(1, at: 11))
    }

    @Test
    func backlogsOfAllClientsTogetherAreBounded() async throws {
        var settings = FleetSettings()
        settings.totalBacklog = 100_000
        try await withFleet(settings: settings) { fleet, bound in
            let request = MalformedInput.adu(
                RequestPDU.read(.holdingRegisters, range(0, 125)).encoded)
            let burst = MalformedInput.times(2000, request)
            let clients = try (0..<20).map { _ in try Client(bound[0], receiveBuffer: 2048) }
            var bursts = 0
            while await fleet.counters().stalled == 0, bursts < 20_000 {
                clients[bursts % 20].sendWithoutWaiting(burst)
                bursts += 1
            }
            #expect(await fleet.counters().stalled > 0)
            #expect(try Client(bound[0]).ask(Self.read)?.count == 202)
        }
    }

    @Test
    func tooFewDescriptorsAreToldWithTheRemedy() {
        #expect(
            "\(FleetError.tooFewDescriptors(needed: 2000, available: 1024))"
                == "the devices need 2000 open descriptors, but only 1024 are allowed; raise the "
                + "hard limit (ulimit -Hn 2000, or LimitNOFILE of the service).")
    }
}
