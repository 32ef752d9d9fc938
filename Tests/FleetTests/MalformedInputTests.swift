import ModbusWire
import Reactor
import Tags
import Testing

@testable import Fleet

/// One after the other: each has a fleet of its own, and hundreds of threads at once are more than
/// the thread sanitizer takes.
@Suite(.serialized)
struct MalformedInputTests {
    @Test(arguments: MalformedInput.headers)
    func headersAreAnsweredOrCut(input: MalformedInput) async throws { try await input.play() }

    @Test(arguments: MalformedInput.requests)
    func requestsMeetTheirFirstFault(input: MalformedInput) async throws { try await input.play() }

    @Test(arguments: MalformedInput.lengthsOfPDUs)
    func aPDUOfTheWrongLengthIsRefused(input: MalformedInput) async throws {
        try await input.play()
    }

    @Test(arguments: MalformedInput.segments)
    func segmentsMakeNoDifference(input: MalformedInput) async throws { try await input.play() }

    @Test(arguments: MalformedInput.pipelines)
    func heapsAreAnsweredInOrder(input: MalformedInput) async throws { try await input.play() }

    @Test(arguments: MalformedInput.endings)
    func anEndIsAnEnd(input: MalformedInput) async throws { try await input.play() }

    @Test
    func thereAreManyCasesAndEachHasItsName() {
        let all: [MalformedInput] = [
            MalformedInput.headers, MalformedInput.requests, MalformedInput.lengthsOfPDUs,
            MalformedInput.segments, MalformedInput.pipelines, MalformedInput.endings,
        ].flatMap { $0 }
        #expect(all.count >= 150)
        #expect(Set(all.map(\.name)).count == all.count)
    }
}

/// What only many bytes or many clients show.
struct FloodTests {
    private static let ask = MalformedInput.adu(Witness.read.encoded)
    private static let answer = MalformedInput.adu(Witness.readAnswer)

    @Test
    func halfARequestIsGivenUpAndNothingIsWritten() async throws {
        var settings = FleetSettings()
        settings.partialRequestLimit = .milliseconds(20)
        let write = MalformedInput.adu([16, 0, 40, 0, 2, 4, 0x12, 0x34, 0x56, 0x78])
        try await MalformedInput(
            name: "half a write", parts: [Array(write.dropLast())], answer: [], ending: .closed
        ).play(settings)
    }

    @Test
    func twoThousandLostStreamsLeaveNothingBehind() async throws {
        try await withFleet([MalformedInput.device]) { fleet, bound in
            let witness = try Witness(bound[0])
            let image = try witness.image()
            for round in 0..<20 {
                let clients = try (0..<100).map { _ in try Client(bound[0]) }
                for (index, client) in clients.enumerated() {
                    client.send([UInt8(round), UInt8(index), 0, 1, 0, 6, 1, 6, 0, 40, 1, 1])
                }
                for client in clients { #expect(client.isCut()) }
                #expect(try witness.isServed())
            }
            #expect(try witness.image() == image)
            let counters = await fleet.counters()
            #expect(counters.malformed == 2000)
            #expect(counters.devices["target"]?.connections == 1)
        }
    }

    @Test
    func aMegabyteOfNoiseHarmsNobody() async throws {
        try await withFleet([MalformedInput.device]) { fleet, bound in
            let witness = try Witness(bound[0])
            let image = try witness.image()
            var random = SeededGenerator(seed: 1, purpose: "noise")
            var malformed = 0
            for _ in 0..<64 {
                // Four bytes of which the third and fourth are no protocol id, then anything.
                let noise = (0..<16_384).map { index -> UInt8 in
                    let byte = UInt8.random(in: 0...255, using: &random)
                    return index == 2 || index == 3 ? byte | 1 : byte
                }
                let client = try Client(bound[0])
                client.send(noise)
                #expect(client.isCut())
                malformed += 1
                #expect(try witness.isServed())
            }
            #expect(try witness.image() == image)
            #expect(await fleet.counters().malformed == malformed)
        }
    }

    @Test
    func aFloodOfRequestsDoesNotKeepAnotherFromItsAnswer() async throws {
        try await withFleet([MalformedInput.device]) { fleet, bound in
            let witness = try Witness(bound[0])
            let image = try witness.image()
            // Eight clients that send and never take an answer, as much as they can.
            let flooding = try (0..<8).map { _ in try Client(bound[0], receiveBuffer: 2048) }
            let burst = Array(repeating: Self.ask, count: 1000).flatMap { $0 }
            for _ in 0..<10 {
                for client in flooding { client.sendWithoutWaiting(burst) }
                for _ in 0..<10 { #expect(try witness.isServed()) }
            }
            #expect(try witness.image() == image)
            #expect(await fleet.counters().devices["target"]?.writes == 0)
        }
    }

    @Test
    func fiveThousandConnectionsAreAllServed() async throws {
        ProcessResources.raiseDescriptorLimit()
        var settings = FleetSettings()
        settings.connectionLimit = 6000
        try await withFleet([MalformedInput.device], settings: settings) { fleet, bound in
            let witness = try Witness(bound[0])
            let clients = try (0..<5000).map { _ in try Client(bound[0]) }
            for client in clients { client.send(Self.ask) }
            var served = 0
            for client in clients where client.receive() == Self.answer { served += 1 }
            #expect(served == 5000)
            // A third ends, a third is lost, a third stays.
            for (index, client) in clients.enumerated() {
                if index % 3 == 0 { client.endSending() }
                if index % 3 == 1 { client.send([0, 0, 0, 1]) }
            }
            var cut = 0
            for (index, client) in clients.enumerated() where index % 3 != 2 && client.isCut() {
                cut += 1
            }
            #expect(cut == 3334)
            #expect(try witness.isServed())
            let counters = await fleet.counters()
            #expect(counters.devices["target"]?.accepted == 5001)
            #expect(counters.devices["target"]?.connections == 1667)
            #expect(counters.malformed == 1667)
        }
    }
}
