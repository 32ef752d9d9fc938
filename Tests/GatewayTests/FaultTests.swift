import ModbusWire
import Profiles
import Tags
import Testing

@testable import Gateway

/// What a device does wrong, and what must not become of it. Each moves by requests that come in,
/// and by deadlines of a quarter second.
struct FaultTests {
    private static let short = Duration.milliseconds(250)
    private static let tags: [TagProfile] = [.input("plc.a", at: 5), .input("plc.b", at: 6)]
    private static let good: [UInt8] = [4, 4, 0, 5, 0, 6]

    /// Scans once a second of plant time, from 0, and returns reasons or values.
    private func scans(
        _ server: RawServer, seconds: [Double], timeout: Duration = short,
        change: (inout LinkSettings) -> Void = { _ in }
    ) async throws -> (scans: [Scan], health: DeviceHealth) {
        defer { server.stop() }
        let gateway = try DeviceGateway(
            testing: [.test(port: server.port, timeout: timeout, tags: Self.tags, change: change)])
        try await gateway.start()
        var scans: [Scan] = []
        for second in seconds {
            scans.append(try #require(await gateway.scan(at: second)))
        }
        let health = try #require(await gateway.health().first)
        await gateway.stop()
        return (scans, health)
    }

    @Test func aLateAnswerIsDroppedAndNeverTakenForTheNext() async throws {
        let server = RawServer { request in
            // The first answer comes when the second request is there, with other values.
            switch request.number {
            case 0: []
            case 1:
                [
                    .send(request.answer([4, 4, 0, 99, 0, 99], id: [0, 1])),
                    .send(request.answer(Self.good)),
                ]
            default: [.send(request.answer(Self.good))]
            }
        }
        let (scans, health) = try await scans(server, seconds: [0, 1, 2])
        #expect(scans[0].reasons == [.timedOut, .timedOut])
        #expect(scans[1].values == [5, 6])
        #expect(scans[2].values == [5, 6])
        #expect(health.faults.late == 1 && health.faults.timeouts == 1)
        #expect(server.connections == 1, "the connection is kept")
    }

    /// Alterations of a good answer that make it malformed, each named after what is altered.
    static let alterations: [(String, @Sendable (RawServer.Request) -> [UInt8])] = [
        ("transaction id", { $0.answer(good, id: [0x12, 0x34]) }),
        ("unit id", { $0.answer(good, unit: 9) }),
        ("protocol id, low", { altered($0.answer(good), 3, 1) }),
        ("protocol id, high", { altered($0.answer(good), 2, 1) }),
        ("function code", { $0.answer([3, 4, 0, 5, 0, 6]) }),
        ("exception for another function", { $0.answer([0x83, 2]) }),
        ("byte count too small", { $0.answer([4, 2, 0, 5, 0, 6]) }),
        ("byte count too large", { $0.answer([4, 6, 0, 5, 0, 6]) }),
        ("one register too few", { $0.answer([4, 2, 0, 5]) }),
        ("one register too many", { $0.answer([4, 6, 0, 5, 0, 6, 0, 7]) }),
        ("length field too small", { altered($0.answer(good), 5, 5) }),
        ("length field too large for any ADU", { altered($0.answer(good), 4, 9) }),
        ("garbage before", { hex("DE AD BE EF") + $0.answer(good) }),
        ("exception without a code", { $0.answer([0x84]) }),
    ]

    private static func altered(_ adu: [UInt8], _ offset: Int, _ value: UInt8) -> [UInt8] {
        var adu = adu
        adu[offset] = value
        return adu
    }

    @Test(arguments: 0..<alterations.count)
    func aMalformedAnswerClosesTheConnectionAndBringsNoValue(index: Int) async throws {
        let (name, alter) = Self.alterations[index]
        let server = RawServer { request in
            [.send(request.number == 0 ? alter(request) : request.answer(Self.good))]
        }
        let (scans, health) = try await scans(server, seconds: [0, 2], timeout: .seconds(5))
        #expect(scans[0].reasons == [.malformedAnswer, .malformedAnswer], "\(name)")
        #expect(scans[1].values == [5, 6], "\(name)")
        #expect(health.faults.malformed == 1)
        #expect(server.connections == 2)
    }

    @Test func garbageAfterAnAnswerIsNeverTheNextAnswer() async throws {
        let server = RawServer { request in
            guard request.number == 0 else { return [.send(request.answer(Self.good))] }
            // A forged answer to the request that comes next.
            return [
                .send(
                    request.answer(Self.good) + request.answer([4, 4, 0, 99, 0, 99], id: [0, 2]))
            ]
        }
        let (scans, health) = try await scans(server, seconds: [0, 2], timeout: .seconds(5))
        #expect(scans[0].values == [5, 6])
        #expect(scans[1].values == [5, 6])
        #expect(health.faults.malformed == 1)
        #expect(server.connections == 2)
    }

    @Test func anAnswerSentTwiceIsTakenOnce() async throws {
        let server = RawServer { request in
            [.send(request.answer(Self.good) + request.answer(Self.good))]
        }
        let (scans, health) = try await scans(server, seconds: [0, 1, 2], timeout: .seconds(5))
        #expect(scans.allSatisfy { $0.values == [5, 6] })
        #expect(health.faults.late >= 2 && health.faults.total == 0)
        #expect(server.connections == 1)
    }

    @Test func oneDeadlineHoldsForAWholeAnswerHoweverItTrickles() async throws {
        let server = RawServer { request in
            request.connection == 0
                ? [.drip(request.answer(Self.good), 100)] : [.send(request.answer(Self.good))]
        }
        let (scans, _) = try await scans(server, seconds: [0, 2])
        #expect(scans[0].reasons == [.timedOut, .timedOut])
        #expect(scans[1].values == [5, 6])
        #expect(server.connections == 2, "a part of an answer cannot be trusted")
    }

    @Test func anAnswerInManyPartsIsJoined() async throws {
        let server = RawServer { request in [.drip(request.answer(Self.good), 1)] }
        let (scans, health) = try await scans(server, seconds: [0, 1], timeout: .seconds(5))
        #expect(scans.allSatisfy { $0.values == [5, 6] })
        #expect(health.faults.total == 0)
    }

    @Test(arguments: [0, 3, 12])
    func aResetInTheMiddleOfAnAnswerBringsNoValue(after count: Int) async throws {
        let server = RawServer { request in
            let answer = request.answer(Self.good)
            return request.connection == 0
                ? [.send(Array(answer[..<count])), .reset] : [.send(answer)]
        }
        let (scans, health) = try await scans(server, seconds: [0, 2], timeout: .seconds(5))
        #expect(scans[0].reasons == [.notConnected, .notConnected])
        #expect(scans[1].values == [5, 6])
        #expect(health.faults.connection == 1)
    }

    @Test func aReadWithATryLeftIsSentAgainOnANewConnection() async throws {
        let server = RawServer { request in
            request.number == 1 ? [.close] : [.send(request.answer(Self.good))]
        }
        let (scans, _) = try await scans(server, seconds: [0, 1], timeout: .seconds(5)) {
            $0.tries = 2
        }
        #expect(scans.allSatisfy { $0.values == [5, 6] })
        #expect(server.connections == 2)
    }

    @Test func aSilentDeviceIsReconnectedAfterThreeTimeOuts() async throws {
        let server = RawServer { request in
            request.connection == 0 ? [] : [.send(request.answer(Self.good))]
        }
        let (scans, health) = try await scans(server, seconds: [0, 1, 2, 3, 4, 5])
        #expect(scans[0].reasons[0] == .timedOut && scans[2].reasons[0] == .timedOut)
        #expect(scans.last?.values == [5, 6])
        #expect(health.state == .connected)
        #expect(server.connections == 2)
    }

    @Test func closingBetweenScansIsNoFault() async throws {
        let server = RawServer { request in [.send(request.answer(Self.good)), .close] }
        let (scans, health) = try await scans(server, seconds: [0, 1, 2, 3], timeout: .seconds(5)) {
            $0.tries = 2
        }
        #expect(scans.allSatisfy { $0.values == [5, 6] })
        #expect(health.faults.timeouts == 0 && health.faults.malformed == 0)
        #expect(server.connections >= 4)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 99, 255] as [UInt8])
    func everyExceptionKeepsItsNumberAndTheConnection(code: UInt8) async throws {
        let server = RawServer { request in
            [.send(request.answer(request.number == 0 ? [0x84, code] : Self.good))]
        }
        let (scans, health) = try await scans(server, seconds: [0, 1], timeout: .seconds(5))
        #expect(scans[0].reasons == [.exception(code), .exception(code)])
        #expect(scans[1].values == [5, 6])
        #expect(health.faults.exceptions == 1)
        #expect(server.connections == 1)
        #expect(
            health.lastFault?.hasPrefix(
                "plc (127.0.0.1:\(server.port), unit 1): input registers 5–6: ") == true)
    }

    @Test func aDeviceThatRefusesFailsAtOnceAndIsTriedAgainWhenItsWaitIsOver() async throws {
        // A port that was free a moment ago.
        let closed = RawServer { _ in [] }
        let port = closed.port
        closed.stop()
        let gateway = try DeviceGateway(testing: [.test(port: port, tags: Self.tags)])
        try await gateway.start()
        #expect(await gateway.scan(at: 0)?.reasons == [.notConnected, .notConnected])
        let waiting = try #require(await gateway.health().first)
        guard case .waiting(let rest) = waiting.state else {
            Issue.record("\(waiting.state)")
            return
        }
        #expect(rest > .zero && rest <= .seconds(1))
        let server = RawServer(port: port) { [.send($0.answer(Self.good))] }
        defer { server.stop() }
        #expect(await gateway.scan(at: 1)?.values == [5, 6])
        await gateway.stop()
    }

    @Test func twoRunsOverTheSameFaultsGiveTheSameScans() async throws {
        func run() async throws -> [[SampleStatus]] {
            let server = RawServer { request in
                switch request.number % 4 {
                case 1: [.send(request.answer([0x84, 6]))]
                case 2: [.send(hex("FF FF FF FF FF FF"))]
                default: [.send(request.answer(Self.good))]
                }
            }
            return try await scans(
                server, seconds: (0..<40).map(Double.init), timeout: .seconds(5)
            ).scans.map { $0.samples.map(\.status) }
        }
        let (first, second) = (try await run(), try await run())
        #expect(first == second)
        #expect(first.contains([.bad(.malformedAnswer), .bad(.malformedAnswer)]))
    }
}
