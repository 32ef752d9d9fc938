import ModbusWire
import Profiles
import Testing

@testable import Fleet

struct LimitTests {
    private static let read = RequestPDU.read(.holdingRegisters, range(40, 2))

    private func settings(_ change: (inout FleetSettings) -> Void) -> FleetSettings {
        var settings = FleetSettings()
        change(&settings)
        return settings
    }

    @Test
    func aNewConnectionIsRefusedWhileAllAreInUse() async throws {
        let settings = settings {
            $0.connectionLimit = 2
            $0.unusedAfter = .seconds(3600)
        }
        try await withFleet(settings: settings) { fleet, bound in
            let clients = try (0..<2).map { _ in try Client(bound[0]) }
            for client in clients { #expect(try client.ask(Self.read) != nil) }
            #expect(try Client(bound[0]).isCut())
            for client in clients { #expect(try client.ask(Self.read) != nil) }
            #expect(await fleet.counters().crowdedOut == 1)
        }
    }

    @Test
    func theConnectionSilentForLongestGivesWay() async throws {
        let settings = settings {
            $0.connectionLimit = 2
            $0.unusedAfter = .zero
        }
        try await withFleet(settings: settings) { fleet, bound in
            let silent = try Client(bound[0])
            #expect(try silent.ask(Self.read) != nil)
            let busy = try Client(bound[0])
            #expect(try busy.ask(Self.read) != nil)
            let third = try Client(bound[0])
            #expect(try third.ask(Self.read) != nil)
            #expect(silent.isCut())
            #expect(try busy.ask(Self.read) != nil)
            #expect(await fleet.counters().crowdedOut == 1)
            #expect(await fleet.counters().devices["plain"]?.connections == 2)
        }
    }

    @Test
    func theLimitIsEachListenersOwn() async throws {
        let settings = settings {
            $0.connectionLimit = 1
            $0.unusedAfter = .seconds(3600)
        }
        var other = plainProfile
        other.name = "other"
        try await withFleet([plainProfile, other], settings: settings) { _, bound in
            let clients = try bound.map { try Client($0) }
            for client in clients { #expect(try client.ask(Self.read) != nil) }
        }
    }

    @Test
    func aSilentConnectionIsClosed() async throws {
        let settings = settings { $0.idleLimit = .milliseconds(40) }
        try await withFleet(settings: settings) { fleet, bound in
            let client = try Client(bound[0])
            #expect(try client.ask(Self.read) != nil)
            #expect(client.isCut())
            #expect(await fleet.counters().idle == 1)
        }
    }

    @Test
    func aHalfADUIsClosedThoughItsBytesGoOnDripping() async throws {
        let settings = settings { $0.partialRequestLimit = .milliseconds(20) }
        try await withFleet(settings: settings) { fleet, bound in
            let dripping = try Client(bound[0])
            let other = try Client(bound[0])
            let request = RequestPDU.writeRegisters(start: 0, .init(repeating: 1, count: 123))
            let bytes = ADU(transactionId: 1, unit: 1, pdu: request.encoded).bytes
            var sent = 0
            for byte in bytes.dropLast() where await fleet.counters().unfinished == 0 {
                dripping.send([byte])
                sent += 1
                for _ in 0..<20 { #expect(try other.ask(Self.read) != nil) }
            }
            #expect(sent < bytes.count - 1)
            #expect(dripping.isCut())
            #expect(await fleet.counters().unfinished == 1)
            #expect(await fleet.counters().devices["plain"]?.writes == 0)
        }
    }

    @Test
    func aClientThatTakesNoAnswersIsCutAtABoundedBacklog() async throws {
        let settings = settings { $0.maximumBacklog = 20_000 }
        try await withFleet(settings: settings) { fleet, bound in
            let client = try Client(bound[0], receiveBuffer: 2048)
            let request = ADU(
                transactionId: 1, unit: 1,
                pdu: RequestPDU.read(.holdingRegisters, range(0, 125)).encoded)
            let burst = Array(repeating: request.bytes, count: 50).flatMap { $0 }
            var sent = 0
            while client.send(burst), sent < 5_000_000 { sent += 50 }
            #expect(sent < 5_000_000)
            #expect(await fleet.counters().stalled == 1)
            #expect(await fleet.counters().devices["plain"]?.connections == 0)
            #expect(try Client(bound[0]).ask(Self.read) != nil)
        }
    }

    @Test
    func aBacklogThatDoesNotShrinkIsCut() async throws {
        let settings = settings {
            $0.maximumBacklog = 100_000_000
            $0.stallLimit = .milliseconds(40)
        }
        try await withFleet(settings: settings) { fleet, bound in
            let client = try Client(bound[0], receiveBuffer: 2048)
            let request = ADU(
                transactionId: 1, unit: 1,
                pdu: RequestPDU.read(.holdingRegisters, range(0, 125)).encoded)
            let burst = Array(repeating: request.bytes, count: 200).flatMap { $0 }
            // Sends until the server, cut off from sending, has reset the connection.
            var bursts = 0
            while client.send(burst), bursts < 5_000 { bursts += 1 }
            #expect(client.isCut())
            #expect(await fleet.counters().stalled == 1)
        }
    }

    @Test
    func aSlowClientGetsEveryAnswer() async throws {
        try await withFleet(settings: settings { $0.maximumBacklog = 10_000_000 }) { _, bound in
            let client = try Client(bound[0], receiveBuffer: 2048)
            let count = UInt16(20_000)
            let request = RequestPDU.read(.holdingRegisters, range(0, 125)).encoded
            client.send((1...count).flatMap { ADU(transactionId: $0, unit: 1, pdu: request).bytes })
            var wrong = 0
            for id in 1...count where try client.nextADU()?.transactionId != id { wrong += 1 }
            #expect(wrong == 0)
        }
    }
}
