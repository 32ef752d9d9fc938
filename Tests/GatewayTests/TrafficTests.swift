import ModbusWire
import Reactor
import Tags
import Testing
import Traffic

@testable import Gateway

/// Keeps what it is given.
final class TrafficKeeper: TrafficSink {
    private let kept = Locked<[RecordedExchange]>([])

    var exchanges: [RecordedExchange] { kept.withLock { $0 } }

    func put(_ exchange: RecordedExchange) { kept.withLock { $0.append(exchange) } }
}

struct TrafficPlayerTests {
    static func recorded(_ pdu: [UInt8], connection: Int = 1) -> RecordedExchange {
        RecordedExchange(
            time: .start, server: "plc", connection: connection, transactionId: 77, unit: 3,
            request: pdu, answer: nil)
    }

    static func address(of server: RawServer) throws -> SocketAddress {
        try #require(SocketAddress(host: "127.0.0.1", port: server.port))
    }

    @Test func asksByteForByteWhatWasRecorded() async throws {
        let server = RawServer { [.send($0.answer([3, 2, 0, UInt8($0.number)]))] }
        defer { server.stop() }
        let player = try TrafficPlayer()
        let address = try Self.address(of: server)
        // Function code 99 and no more: no proper request, and asked all the same.
        for pdu in [[3, 0, 0, 0, 1], [99]] as [[UInt8]] {
            _ = await player.ask(Self.recorded(pdu), at: address, timeout: .seconds(10))
        }
        #expect(
            server.requests.map(\.adu) == [
                [0, 77, 0, 0, 0, 6, 3, 3, 0, 0, 0, 1], [0, 77, 0, 0, 0, 2, 3, 99],
            ])
        await player.stop()
    }

    @Test func takesOnlyTheAnswerWithTheRequestsId() async throws {
        let server = RawServer {
            [.send($0.answer([3, 2, 9, 9], id: [1, 1])), .send($0.answer([3, 2, 0, 5]))]
        }
        defer { server.stop() }
        let player = try TrafficPlayer()
        let answer = await player.ask(
            Self.recorded([3, 0, 0, 0, 1]), at: try Self.address(of: server),
            timeout: .seconds(10))
        #expect(answer == [3, 2, 0, 5])
        await player.stop()
    }

    @Test(arguments: [RawServer.Act.close, .reset, .send([1, 2, 3, 4, 5, 6, 7, 8])])
    func aBrokenConnectionIsNoAnswerAndTheNextRequestConnectsAgain(act: RawServer.Act) async throws
    {
        let server = RawServer { $0.number == 0 ? [act] : [.send($0.answer([3, 2, 0, 5]))] }
        defer { server.stop() }
        let player = try TrafficPlayer()
        let address = try Self.address(of: server)
        let request = Self.recorded([3, 0, 0, 0, 1])
        #expect(await player.ask(request, at: address, timeout: .seconds(10)) == nil)
        #expect(await player.ask(request, at: address, timeout: .seconds(10)) == [3, 2, 0, 5])
        #expect(server.requests.map(\.connection) == [0, 1])
        await player.stop()
    }

    @Test func aPortNobodyListensOnIsNoAnswer() async throws {
        let server = RawServer { _ in [] }
        let address = try Self.address(of: server)
        server.stop()
        let player = try TrafficPlayer()
        let answer = await player.ask(
            Self.recorded([3, 0, 0, 0, 1]), at: address, timeout: .seconds(10))
        #expect(answer == nil)
        await player.stop()
    }

    @Test func aSilentServerIsNoAnswerAfterTheTimeout() async throws {
        let server = RawServer { _ in [] }
        defer { server.stop() }
        let player = try TrafficPlayer()
        let answer = await player.ask(
            Self.recorded([3, 0, 0, 0, 1]), at: try Self.address(of: server),
            timeout: .milliseconds(50))
        #expect(answer == nil)
        await player.stop()
    }
}

struct TrafficRecordTests {
    @Test func everyRequestThatLeftIsRecordedWithItsAnswer() async throws {
        // Answers, refuses, says nothing, hangs up.
        let server = RawServer { request in
            switch request.number {
            case 0: [.send(request.answer([4, 2, 0, 9]))]
            case 1: [.send(request.answer([0x84, 2]))]
            case 2: []
            default: [.close]
            }
        }
        defer { server.stop() }
        let keeper = TrafficKeeper()
        let gateway = try DeviceGateway(
            testing: [
                .test(
                    port: server.port, unit: 3, timeout: .milliseconds(100),
                    tags: [.input("plc.level", at: 8)])
            ], change: { $0.traffic = keeper })
        try await gateway.start()
        for second in 0..<4 {
            _ = await gateway.advance(to: PlantTime(seconds: Double(second * 100)))
        }
        await gateway.stop()
        let exchanges = keeper.exchanges
        #expect(exchanges.count >= 4)
        #expect(exchanges.allSatisfy { $0.request == [4, 0, 8, 0, 1] })
        #expect(exchanges.prefix(2).map(\.answer) == [[4, 2, 0, 9], [0x84, 2]])
        #expect(exchanges.dropFirst(2).allSatisfy { $0.answer == nil })
        #expect(exchanges.allSatisfy { $0.server == "plc" && $0.unit == 3 && $0.latency == nil })
        #expect(
            exchanges.map { [UInt8($0.transactionId >> 8), UInt8($0.transactionId & 255)] }
                == server.requests.map(\.id))
    }
}
