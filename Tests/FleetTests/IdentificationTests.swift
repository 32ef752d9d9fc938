import ModbusWire
import Profiles
import Testing

@testable import Fleet

struct IdentificationTests {
    private func device(_ texts: [UInt8: String]) throws -> SimulatedDevice {
        try .make(DeviceProfile(name: "kiln", identification: texts))
    }

    private static let basic: [UInt8: String] = [0: "Osprey", 1: "D2", 2: "1.4"]

    @Test(arguments: [
        (
            "2B 0E 01 00",
            "2B 0E 01 81 00 00 03 | 00 06 4F 73 70 72 65 79 | 01 02 44 32 | 02 03 31 2E 34"
        ),
        ("2B 0E 01 01", "2B 0E 01 81 00 00 02 | 01 02 44 32 | 02 03 31 2E 34"),
        ("2B 0E 01 02", "2B 0E 01 81 00 00 01 | 02 03 31 2E 34"),
        // unknown object in a stream: from the start
        (
            "2B 0E 02 55",
            "2B 0E 02 81 00 00 03 | 00 06 4F 73 70 72 65 79 | 01 02 44 32 | 02 03 31 2E 34"
        ),
        // more than there is: its own level
        ("2B 0E 03 02", "2B 0E 03 81 00 00 01 | 02 03 31 2E 34"),
        // one object
        ("2B 0E 04 01", "2B 0E 04 81 00 00 01 | 01 02 44 32"), ("2B 0E 04 03", "AB 02"),
        // object before read code
        ("2B 0E 00 00", "AB 03"), ("2B 0E 05 00", "AB 03"), ("2B 0E FF 02", "AB 03"),
        ("2B 0E 05 55", "AB 02"),
        // structure and interface type
        ("2B 0E 01", "AB 03"), ("2B 0E 01 00 00", "AB 03"), ("2B 0D 01 00", "AB 01"),
        ("2B", "AB 03"),
    ])
    func aBasicDeviceTellsWhoItIs(request: String, answer: String) throws {
        #expect(try device(Self.basic).answer(request) == hex(answer))
    }

    @Test(
        arguments: [
            (1, [0, 1, 2]), (2, [0, 1, 2, 4, 5]), (3, [0, 1, 2, 4, 5, 0x80, 0xFF]),
        ] as [(UInt8, [UInt8])])
    func eachLevelAddsItsObjects(code: UInt8, ids: [UInt8]) throws {
        let texts = Self.basic.merging([4: "n", 5: "m", 0x80: "x", 0xFF: "y"]) { a, _ in a }
        let answer = try device(texts).answer([0x2B, 0x0E, code, 0])
        #expect(answer[3] == 0x83)
        #expect(objects(of: answer).map(\.id) == ids)
    }

    @Test
    func aLongStreamIsContinuedWithoutSplittingAnObject() throws {
        var texts: [UInt8: String] = [:]
        for id in UInt8(0)...6 { texts[id] = String(repeating: "\(id)", count: 100) }
        let device = try device(texts)
        var next: UInt8 = 0
        var seen: [UInt8] = []
        repeat {
            let answer = device.answer([0x2B, 0x0E, 2, next])
            #expect(answer.count <= 253)
            let found = objects(of: answer)
            #expect(found.allSatisfy { $0.text == [UInt8](texts[$0.id, default: ""].utf8) })
            seen += found.map(\.id)
            #expect((answer[4] == 0xFF) == (seen.last != 6))
            next = answer[5]
            guard seen.count < 8 else { break }
        } while next != 0
        #expect(seen == [0, 1, 2, 3, 4, 5, 6])
    }

    @Test
    func aTextLongerThanThePDUIsCut() throws {
        let device = try device([0: String(repeating: "v", count: 300)])
        let answer = device.answer([0x2B, 0x0E, 4, 0])
        #expect(answer.count == 253)
        #expect(objects(of: answer).first?.text.count == 244)
        #expect(device.answer([0x2B, 0x0E, 1, 0])[4...5] == [0xFF, 1])
    }

    @Test
    func missingMandatoryTextsAreFilledIn() throws {
        let found = objects(of: try device([:]).answer("2B 0E 01 00"))
        #expect(
            found.map { String(decoding: $0.text, as: UTF8.self) } == ["Trimtab", "kiln", "1.0"])
    }

    @Test
    func everyAnswerPassesTheStrictClient() throws {
        let device = try device(Self.basic.merging([0x90: "own"]) { a, _ in a })
        for code in UInt8(1)...4 {
            for object in [0, 1, 2, 0x90] as [UInt8] {
                let request = ADU(transactionId: 1, unit: 1, pdu: [0x2B, 0x0E, code, object])
                let answer = ADU(transactionId: 1, unit: 1, pdu: device.answer(request.pdu))
                let pending = request.bytes.withUnsafeBytes {
                    PendingRequest(transactionId: 1, request: $0)
                }
                #expect(answer.bytes.withUnsafeBytes { pending.check($0) } == .matches)
            }
        }
    }

    private func objects(of pdu: [UInt8]) -> [(id: UInt8, text: [UInt8])] {
        var found: [(id: UInt8, text: [UInt8])] = []
        var offset = 7
        for _ in 0..<pdu[6] {
            let size = Int(pdu[offset + 1])
            found.append((pdu[offset], Array(pdu[offset + 2..<offset + 2 + size])))
            offset += 2 + size
        }
        #expect(offset == pdu.count)
        return found
    }
}
