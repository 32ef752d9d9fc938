import Reactor
import Tags
import Testing

@testable import Gateway

struct MeasurementTests {
    @Test func pollsEveryConnectionFlatOut() async throws {
        let servers = (0..<3).map { _ in RawServer(RegisterDevice()) }
        defer { for server in servers { server.stop() } }
        let poller = try BlockPoller(
            endpoints: servers.map { ("127.0.0.1", $0.port) }, registers: 100, logger: .silent)
        let result = await poller.run(warmUp: .milliseconds(20), duration: .milliseconds(200))
        #expect(result.polls > 10 && result.errors == 0)
        #expect(result.latency.count == UInt64(result.polls))
        #expect(result.elapsed >= .milliseconds(200))
        #expect(servers.allSatisfy { $0.connections == 1 && $0.requests.count > 2 })
    }

    @Test func healthTellsMissedScansAndRoundTrips() async throws {
        let server = RawServer(RegisterDevice())
        defer { server.stop() }
        let gateway = try DeviceGateway(
            testing: [.test(port: server.port, tags: [.input("plc.a", at: 1)])],
            clock: .running(speed: 100_000))
        try await gateway.start()
        var health: DeviceHealth?
        // A scan every 10 µs is more than anybody can make.
        repeat { health = await gateway.health().first } while (health?.missedScans ?? 0) < 100
        #expect(health?.address == "127.0.0.1:\(server.port), unit 1")
        #expect(health?.state == .connected || health?.state == .connecting)
        while (await gateway.health().first?.polls ?? 0) == 0 {}
        let last = try #require(await gateway.health().first)
        #expect((last.roundTripMean ?? .zero) > .zero)
        #expect(last.roundTripMaximum ?? .zero >= last.roundTripMean ?? .zero)
        #expect(LinkState.waiting(.milliseconds(1_240)).description == "waiting 1.3 s")
        await gateway.stop()
    }
}
