import ModbusWire
import Profiles
import Reactor
import Tags
import Testing

@testable import Gateway

/// What the write path does before and around the bytes.
struct WritePathTests: WriteRules {
    @Test("W13: without a record nothing leaves")
    func w13WithoutARecordNothingLeaves() async throws {
        struct FullDisk: WriteJournal {
            func intents(since time: Duration) -> [WriteIntent] { [] }
            func append(_ entry: WriteJournalEntry) throws(WriteJournalError) {
                throw WriteJournalError("disk full")
            }
        }
        let recorder = WriteRecorder()
        recorder.device.change { $0.holding[10] = 500 }
        let server = recorder.server()
        defer { server.stop() }
        let gateway = try await gateway(
            server.port, [.setpoint("plc.sp", at: 10)], journal: FullDisk())
        let report = await gateway.write(.init(tag: "plc.sp", value: 51), requester: .command)
        #expect(report.outcome == .refused)
        #expect(report.reason == "W13: no record, no write: disk full")
        await gateway.stop()
        #expect(recorder.all.isEmpty)
    }

    @Test(
        "W16: no address beyond the table reaches the wire",
        arguments: [65_536, 65_636, 65_546, 131_082, -1])
    func w16NoAddressBeyondTheTableReachesTheWire(address: Int) async throws {
        let recorder = WriteRecorder()
        recorder.device.change { $0.holding = Array(repeating: 500, count: 200) }
        let server = recorder.server()
        defer { server.stop() }
        let tags: [TagProfile] = [
            .setpoint("plc.sp", at: address), .setpoint("plc.good", at: 10),
        ]
        let gateway = try await gateway(server.port, tags)
        let report = await gateway.write(.init(tag: "plc.sp", value: 51), requester: .command)
        #expect(report.outcome == .refused && report.reason.hasPrefix("W16: "))
        #expect(server.requests.isEmpty, "not even read")
        let good = await gateway.write(.init(tag: "plc.good", value: 51), requester: .command)
        #expect(good.outcome == .applied)
        await gateway.stop()
        #expect(throws: GatewayError.address("plc.sp", start: address, count: 1)) {
            _ = try DeviceGateway(testing: [.test(port: 1, tags: tags)])
        }
    }

    @Test func writesToOneDeviceWaitForEachOther() async throws {
        let recorder = WriteRecorder()
        recorder.device.change { $0.holding[10...13] = [500, 500, 500, 500] }
        let server = recorder.server()
        defer { server.stop() }
        let names: [TagName] = ["plc.a", "plc.b", "plc.c", "plc.d"]
        let tags = names.enumerated().map { TagProfile.setpoint($0.element, at: 10 + $0.offset) }
        let gateway = try await gateway(server.port, tags)
        let outcomes = await withTaskGroup(of: WriteOutcome.self) { group in
            for name in names {
                group.addTask {
                    await gateway.write(.init(tag: name, value: 52), requester: .page).outcome
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == [.applied, .applied, .applied, .applied])
        let order = server.requests.map { $0.pdu.isWrite }
        #expect(order == (0..<4).flatMap { _ in [false, true, false] })
        await gateway.stop()
    }
}
