import Foundation
import Glibc
import Logging
import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

/// The evaporator with faults on every kind of answer, driven by a client that follows a script.
private struct ScriptedRun {
    let fleet: SimulatedFleet
    private var links: [ScriptedLink] = []
    private var requests = 0

    private static let rules = [
        "{name: late, device: steam, on: {chance: 0.2}, delay: {by: 8 s, jitter: 5 s}, until: cleared}",
        "{name: no, device: separator, on: {chance: 0.3}, exception: 6, until: cleared}",
        "{name: lost, device: condenser, on: {every: 7}, silence: answer, until: cleared}",
        "{name: ids, device: separator, on: {every: 5}, transactionId: {add: 1}, until: cleared}",
        "{name: stuck, device: condenser, freeze: true, from: 10 min, for: 5 min}",
        "{name: cold, disturbance: T1, hold: 25, from: 20 min, for: 10 min}",
    ]

    init(seed: UInt64) async throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("profiles/evaporator.yaml").path
        let profile = try #require(ProfileReader.read(path).profile)
        fleet = try #require(
            try SimulatedFleet(simulating: profile, seed: seed, logger: quiet))
        links = try await fleet.start().map(ScriptedLink.init)
        let plant = PlantFacts.catalogue.first { $0.model == profile.plant?.model }
        let facts = FaultFacts(devices: profile.devices, plant: plant)
        for text in Self.rules {
            let read = FaultRuleReader.read(text, named: "test", facts: facts)
            let rule = try #require(read.rule, "\(read.diagnostics)")
            try await fleet.inject(rule)
        }
    }

    /// Half an hour of plant time: requests to every device, then a step, then what has come.
    mutating func play(seed: UInt64, rounds: Int = 300) async throws -> [[UInt8]] {
        var random = SeededGenerator(seed: seed)
        var transcript: [[UInt8]] = []
        for link in links { link.nextId = 0 }
        for _ in 0..<rounds {
            for link in links {
                link.send(Self.request(&random), unit: link.unit)
                requests += 1
                while await fleet.journal(Self.countOnly).count < requests { await Task.yield() }
            }
            try await fleet.step(by: .seconds(6))
            transcript += links.map { $0.drain() }
        }
        return transcript
    }

    /// After a restore the journal's numbers are those of the snapshot.
    mutating func countFromHere() async { requests = await fleet.journal(Self.countOnly).count }

    private static var countOnly: JournalQuery {
        var query = JournalQuery()
        query.limit = 0
        return query
    }

    private static func request(_ random: inout SeededGenerator) -> RequestPDU {
        let start = Int(random.next() % 12)
        switch random.next() % 6 {
        case 0: return .writeRegisters(start: start, [UInt16(truncatingIfNeeded: random.next())])
        case 1: return .read(.discreteInputs, range(0, 1))
        case 2: return .read(.holdingRegisters, range(start, 2))
        default: return .read(.inputRegisters, range(start, 4))
        }
    }
}

/// A connection that never waits.
private final class ScriptedLink {
    let unit: UnitId
    private let descriptor: Int32
    var nextId: UInt16 = 0

    init(_ device: BoundDevice) {
        unit = device.unit
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(device.port).bigEndian
        inet_pton(AF_INET, device.host, &address.sin_addr)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(code == 0, "cannot connect")
    }

    deinit { close(descriptor) }

    func send(_ request: RequestPDU, unit: UnitId) {
        nextId &+= 1
        let bytes = ADU(transactionId: nextId, unit: unit, pdu: request.encoded).bytes
        _ = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// What has arrived so far.
    func drain() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let got = buffer.withUnsafeMutableBytes {
            recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
        }
        return Array(buffer[..<max(got, 0)])
    }
}

struct RepeatabilityTests {
    @Test
    func twoRunsWithOneSeedGiveIdenticalTrafficForAnHour() async throws {
        var transcripts: [[[UInt8]]] = []
        for seed in [UInt64(7), 7, 8] {
            var run = try await ScriptedRun(seed: seed)
            transcripts.append(try await run.play(seed: 1, rounds: 600))
            #expect(await run.fleet.now() == PlantTime(seconds: 3_600))
            let strikes = await run.fleet.faults().map(\.strikes)
            #expect(strikes.allSatisfy { $0 > 0 }, "\(strikes)")
            await run.fleet.stop()
        }
        let isSame = transcripts[0] == transcripts[1]
        let differs = transcripts[0] != transcripts[2]
        #expect(isSame && differs)
    }

    @Test
    func aRestoredFleetContinuesByteForByte() async throws {
        var run = try await ScriptedRun(seed: 7)
        _ = try await run.play(seed: 1)
        try await run.fleet.forceTag("separator.X2", to: .number(25.5))
        let snapshot = try await run.fleet.snapshot()
        let first = try await run.play(seed: 2)
        let file = try snapshot.encoded()
        try await run.fleet.restore(try FleetSnapshot(decoding: file))
        await run.countFromHere()
        let second = try await run.play(seed: 2)
        let difference = first.indices.first { first[$0] != second[$0] }
        #expect(first.count == second.count && difference == nil)
        #expect(try await run.fleet.snapshot().nanoseconds == 3_600_000_000_000)
        await run.fleet.stop()
    }

    @Test
    func aFreshFleetTakesOverASnapshot() async throws {
        var run = try await ScriptedRun(seed: 7)
        _ = try await run.play(seed: 1, rounds: 50)
        let snapshot = try await run.fleet.snapshot()
        let other = try await ScriptedRun(seed: 7)
        try await other.fleet.restore(snapshot)
        try await run.fleet.step(by: .seconds(600))
        try await other.fleet.step(by: .seconds(600))
        let values = await run.fleet.tags().map(\.value)
        #expect(await other.fleet.tags().map(\.value) == values)
        await run.fleet.stop()
        await other.fleet.stop()
    }
}

struct SnapshotRefusalTests {
    @Test
    func anotherProfileSeedVersionOrDamageIsRefusedWithTheReason() async throws {
        let run = try await ScriptedRun(seed: 7)
        let snapshot = try await run.fleet.snapshot()
        let file = String(decoding: try snapshot.encoded(), as: UTF8.self)
        func reason(_ text: String) -> String {
            do throws(FleetError) {
                _ = try FleetSnapshot(decoding: Array(text.utf8))
                return "none"
            } catch {
                return "\(error)"
            }
        }
        #expect(reason(file) == "none")
        #expect(
            reason("{}") == "the snapshot cannot be restored: this is no snapshot of a fleet.")
        #expect(
            reason(file.replacing("\"version\":1", with: "\"version\":99")).hasPrefix(
                "the snapshot cannot be restored: it has version 99; this build reads version 1"))
        #expect(reason(file.replacing("steps", with: "stops")).contains("its checksum"))
        #expect(reason(String(file.dropLast(9))).contains("no snapshot"))

        let other = try await ScriptedRun(seed: 8)
        let refusal = await #expect(throws: FleetError.self) {
            try await other.fleet.restore(snapshot)
        }
        #expect(text(of: refusal).contains("seed 7, and this one has 8"))
        try await withFleet { fleet, _ in
            let refusal = await #expect(throws: FleetError.self) {
                try await fleet.restore(snapshot)
            }
            #expect(text(of: refusal).contains("counts as another"))
        }
        await run.fleet.stop()
        await other.fleet.stop()
    }
}
