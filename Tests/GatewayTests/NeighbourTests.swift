import ModbusWire
import Profiles
import Reactor
import Tags
import Testing

@testable import Gateway

/// What devices owe each other, and what the gateway owes them: room, silence and an end.
struct NeighbourTests {
    private static let short = Duration.milliseconds(250)
    private static let tags: [TagProfile] = [.input("plc.a", at: 5), .input("plc.b", at: 6)]
    private static let good: [UInt8] = [4, 4, 0, 5, 0, 6]

    @Test func aGoodDeviceBesideABadOneKeepsItsPolls() async throws {
        let bad = RawServer { _ in [] }
        let good = RawServer { [.send($0.answer(Self.good))] }
        defer {
            bad.stop()
            good.stop()
        }
        let devices = [
            DeviceProfile.test("bad", port: bad.port, tags: [.input("bad.a", at: 1)]),
            DeviceProfile.test("plc", port: good.port, tags: Self.tags),
        ]
        let gateway = try DeviceGateway(
            testing: devices, groups: [["bad.a"], ["plc.a", "plc.b"]], clock: .running(speed: 200))
        try await gateway.start()
        var polls = 0
        for await scan in gateway.scans where scan.layout.group == "group1" {
            #expect(scan.values == [5, 6])
            polls += 1
            if polls == 100 { break }
        }
        // The silent device had its time-out over and over, and cost the good one no scan.
        #expect(bad.requests.count < polls / 2)
        await gateway.stop()
    }

    @Test func aSilentUnitIsLeftAloneSoThatItsNeighbourIsNot() async throws {
        let server = RawServer { request in
            request.unit == 9 ? [] : [.send(request.answer(Self.good))]
        }
        defer { server.stop() }
        let silent = DeviceProfile.test(
            "away", port: server.port, unit: 9, timeout: Self.short,
            tags: [.input("away.a", at: 1), .input("away.b", at: 50)])
        let device = DeviceProfile.test(port: server.port, tags: Self.tags)
        let gateway = try DeviceGateway(testing: [silent, device])
        try await gateway.start()
        for second in 0..<100 {
            let scan = try #require(await gateway.scan(at: Double(second)))
            #expect(scan.values == [nil, nil, 5, 6])
            #expect(scan.reasons == [.timedOut, .timedOut, nil, nil])
        }
        let asked = server.requests.filter { $0.unit == 9 }.count
        #expect(asked >= 4 && asked <= 10, "once a scan, then as back-off allows: \(asked)")
        #expect(server.connections == 1)
        await gateway.stop()
    }

    @Test func silenceIsKeptAfterConnectingAndBetweenRequests() async throws {
        let times = Locked<[MonotonicTime]>([])
        let server = RawServer { request in
            times.withLock { $0.append(.now) }
            return [.send(request.answer([request.pdu[0], 2, 0, 1]))]
        }
        defer { server.stop() }
        let tags: [TagProfile] = [.input("plc.a", at: 1), .input("plc.b", at: 10)]
        let device = DeviceProfile.test(port: server.port, tags: tags) {
            $0.pauseAfterConnect = .milliseconds(40)
            $0.pauseBetweenRequests = .milliseconds(30)
        }
        let gateway = try DeviceGateway(testing: [device])
        try await gateway.start()
        let start = MonotonicTime.now
        #expect(await gateway.scan(at: 0)?.values == [1, 1])
        let received = times.withLock { $0 }
        #expect(received[0] - start >= .milliseconds(40))
        #expect(received[1] - received[0] >= .milliseconds(30))
        await gateway.stop()
    }

    @Test func stoppingBeforeStartingReturns() async throws {
        let gateway = try DeviceGateway(testing: [.test(port: 1, tags: Self.tags)])
        await gateway.stop()
    }

    @Test func stoppingWithARequestOpenEndsTheScan() async throws {
        let server = RawServer { _ in [] }
        defer { server.stop() }
        let gateway = try DeviceGateway(testing: [.test(port: server.port, tags: Self.tags)])
        try await gateway.start()
        async let scans = gateway.advance(to: .start)
        while server.requests.isEmpty { await Task.yield() }
        await gateway.stop()
        #expect(await scans.first?.reasons == [.notConnected, .notConnected])
    }
}
