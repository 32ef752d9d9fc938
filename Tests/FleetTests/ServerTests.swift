import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

struct ServerTests {
    private static let read = RequestPDU.read(.holdingRegisters, range(40, 2))

    private func ask(_ id: UInt16, _ request: RequestPDU = read, unit: UnitId = 1) -> [UInt8] {
        ADU(transactionId: id, unit: unit, pdu: request.encoded).bytes
    }

    @Test
    func portZeroIsReportedAndServed() async throws {
        try await withFleet { _, bound in
            #expect(bound.map(\.name) == ["plain"])
            #expect(bound[0].host == "127.0.0.1" && bound[0].port > 0 && bound[0].unit == 1)
            let client = try Client(bound[0])
            #expect(try client.ask(Self.read) == hex("03 04 00 00 00 00"))
        }
    }

    @Test
    func answersCarryTheRequestsIds() async throws {
        try await withFleet { _, bound in
            let client = try Client(bound[0])
            client.send(hex("BE EF 00 00 00 06 01 06 00 28 06 40"))
            #expect(client.receive() == hex("BE EF 00 00 00 06 01 06 00 28 06 40"))
            client.send(hex("00 00 00 00 00 06 01 03 00 28 00 02"))
            #expect(client.receive() == hex("00 00 00 00 00 07 01 03 04 06 40 00 00"))
        }
    }

    @Test
    func anADUSplitAtAnyByteIsAnswered() async throws {
        try await withFleet { _, bound in
            let request = ask(7)
            for split in 1..<request.count {
                let client = try Client(bound[0])
                client.send(Array(request[..<split]))
                // A second client's answer shows that the first part has been looked at.
                #expect(try Client(bound[0]).ask(Self.read) != nil)
                client.send(Array(request[split...]))
                #expect(client.receive() == hex("00 07 00 00 00 07 01 03 04 00 00 00 00"))
            }
        }
    }

    @Test
    func aByteAtATimeIsAnswered() async throws {
        try await withFleet { _, bound in
            let client = try Client(bound[0])
            for byte in ask(1) + ask(2) { client.send([byte]) }
            #expect(try client.nextADU()?.transactionId == 1)
            #expect(try client.nextADU()?.transactionId == 2)
        }
    }

    @Test
    func answersToRequestsOfOneSegmentLeaveTogether() async throws {
        try await withFleet { _, bound in
            let client = try Client(bound[0])
            client.send((1...16).flatMap { ask(UInt16($0)) })
            // One receive brings all sixteen, in order.
            let bytes = try #require(client.receive())
            #expect(bytes.count == 16 * 13)
            var decoder = ADUDecoder()
            decoder.append(bytes)
            for id in UInt16(1)...16 { #expect(try decoder.next()?.transactionId == id) }
        }
    }

    @Test
    func aLongPipelineIsAnsweredInOrder() async throws {
        try await withFleet { _, bound in
            let client = try Client(bound[0])
            let count = UInt16(3000)
            client.send((1...count).flatMap { ask($0) })
            for id in 1...count { #expect(try client.nextADU()?.transactionId == id) }
        }
    }

    @Test(arguments: [
        "00 01 00 01 00 06 01 03 00 28 00 02", "00 01 00 00 00 01 01", "00 01 00 00 00 00",
        "00 01 00 00 00 FF 01 03", "00 01 00 00 01 06 01 03", "47 45 54 20 2F 20 48 54 54 50",
        "00 01 FF",
    ])
    func bytesThatAreNoModbusCloseTheConnection(bytes: String) async throws {
        try await withFleet { fleet, bound in
            let client = try Client(bound[0])
            client.send(hex(bytes))
            #expect(client.receiveAll().bytes.isEmpty)
            #expect(await fleet.counters().malformed == 1)
            #expect(await fleet.counters().devices["plain"]?.connections == 0)
            // Others are served on.
            #expect(try Client(bound[0]).ask(Self.read) != nil)
        }
    }

    @Test
    func whatCameBeforeMalformedBytesIsAnswered() async throws {
        try await withFleet { _, bound in
            let client = try Client(bound[0])
            client.send(ask(1) + ask(2) + hex("00 03 00 09"))
            #expect(client.receiveAll().bytes.count == 26)
        }
    }

    @Test
    func aClientThatEndsItsSideGetsItsAnswersFirst() async throws {
        try await withFleet { _, bound in
            let client = try Client(bound[0])
            client.send((1...500).flatMap { ask($0, .read(.holdingRegisters, range(0, 125))) })
            client.endSending()
            #expect(client.receiveAll().bytes.count == 500 * 259)
        }
    }

    @Test
    func unitsOfOneEndpointAreApart() async throws {
        let profiles = [3, 4, 9].map { unit in
            DeviceProfile(
                name: "d\(unit)", endpoint: "line", unit: UnitId(rawValue: unit),
                blocks: [block(.holdingRegisters, 0, 10, value: UInt16(unit))])
        }
        try await withFleet(profiles) { fleet, bound in
            #expect(Set(bound.map(\.port)).count == 1)
            let client = try Client(bound[0])
            let request = RequestPDU.read(.holdingRegisters, range(5, 1))
            #expect(try client.ask(request, unit: 4) == [3, 2, 0, 4])
            #expect(try client.ask(.writeRegister(address: 5, value: 77), unit: 9)?[0] == 6)
            #expect(try client.ask(request, unit: 9) == [3, 2, 0, 77])
            #expect(try client.ask(request, unit: 3) == [3, 2, 0, 3])
            let counters = await fleet.counters()
            #expect(["d3", "d4", "d9"].map { counters.devices[$0]?.requests } == [1, 1, 2])
            #expect(counters.devices["d3"]?.accepted == 1)
        }
    }

    @Test(arguments: [UnitId(rawValue: 0), 2, 255])
    func anUnknownUnitGetsException11(unit: UnitId) async throws {
        try await withFleet { fleet, bound in
            let client = try Client(bound[0])
            #expect(try client.ask(Self.read, unit: unit) == [0x83, 0x0B])
            #expect(try client.ask(Self.read, unit: 1) == hex("03 04 00 00 00 00"))
            #expect(await fleet.counters().unknownUnits == 1)
        }
    }

    @Test
    func anUnknownUnitMayMeetSilence() async throws {
        var settings = FleetSettings()
        settings.unknownUnit = .silence
        try await withFleet(settings: settings) { _, bound in
            let client = try Client(bound[0])
            client.send(ask(1, unit: 9) + ask(2))
            #expect(try client.nextADU()?.transactionId == 2)
        }
    }

    @Test
    func severalClientsSeeOneDevice() async throws {
        try await withFleet { fleet, bound in
            let clients = try (0..<20).map { _ in try Client(bound[0]) }
            for (index, client) in clients.enumerated() {
                let value = UInt16(index)
                #expect(try client.ask(.writeRegister(address: 40, value: value)) != nil)
                for other in clients {
                    #expect(try other.ask(Self.read) == [3, 4] + value.wireBytes + [0, 0])
                }
            }
            let counters = try #require(await fleet.counters().devices["plain"])
            #expect(counters.connections == 20 && counters.accepted == 20)
            #expect(counters.requests == 20 + 400 && counters.writes == 20)
            #expect(counters.exceptions == 0)
        }
    }

    @Test
    func everyAnswerPassesTheStrictClient() async throws {
        try await withFleet { _, bound in
            let client = try Client(bound[0])
            let requests: [RequestPDU] = [
                .read(.coils, range(3, 10)), .read(.discreteInputs, range(0, 1)), Self.read,
                .read(.inputRegisters, range(0, 125)), .writeCoil(address: 3, true),
                .writeRegister(address: 40, value: 0x640),
                .writeCoils(start: 3, [true, false, true]),
                .writeRegisters(start: 40, [1, 2, 3]),
                .maskWriteRegister(address: 41, and: 0xFF0F, or: 0x50),
                .readWriteRegisters(read: range(44, 2), writeStart: 40, [0x640]),
                .readDeviceIdentification(code: 3, object: 0),
            ]
            for (index, request) in requests.enumerated() {
                let bytes = ask(UInt16(index), request)
                let pending = bytes.withUnsafeBytes {
                    PendingRequest(transactionId: UInt16(index), request: $0)
                }
                client.send(bytes)
                let answer = try #require(try client.nextADU()).bytes
                #expect(answer.withUnsafeBytes { pending.check($0) } == .matches)
            }
        }
    }

    @Test
    func theWriteLogTellsWhatTheDeviceReceived() async throws {
        try await withFleet { fleet, bound in
            let client = try Client(bound[0])
            _ = try client.ask(.writeRegisters(start: 40, [7, 8]))
            _ = try client.ask(.writeRegister(address: 500, value: 9))
            let log = try await fleet.writeLog(of: "plain")
            #expect(
                log == [
                    ReceivedWrite(
                        time: .start, function: .writeMultipleRegisters,
                        table: .holdingRegisters, address: 40, words: [7, 8], refusal: nil),
                    ReceivedWrite(
                        time: .start, function: .writeSingleRegister, table: .holdingRegisters,
                        address: 500, words: [9], refusal: .illegalDataAddress),
                ])
            await #expect(throws: FleetError.unknownDevice("other", known: ["plain"])) {
                try await fleet.writeLog(of: "other")
            }
        }
    }

    @Test(arguments: UInt64(1)...20)
    func randomBytesHarmNobodyElse(seed: UInt64) async throws {
        try await withFleet { _, bound in
            var random = SeededGenerator(seed: seed, purpose: "bytes")
            let witness = try Client(bound[0])
            for _ in 0..<20 {
                let hostile = try Client(bound[0])
                // Often a sound header before the noise, so that it reaches the devices.
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    let size = Int.random(in: 1...40, using: &random)
                    let noise = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
                    let header = hex("00 01 00 00 00") + [UInt8(size + 1), 1]
                    hostile.send((Bool.random(using: &random) ? header : []) + noise)
                }
                #expect(try witness.ask(Self.read)?.prefix(2) == [3, 4])
            }
        }
    }
}
