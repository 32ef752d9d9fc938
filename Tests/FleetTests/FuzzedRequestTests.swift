import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

/// Requests near the edges of what is allowed, made by the rules and then damaged.
struct RequestFuzzer {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed, purpose: "fuzzed requests") }

    /// A PDU of 1 to 253 bytes.
    mutating func next() -> [UInt8] {
        var pdu = sound()
        let damages = [0, 0, 1, 1, 1, 2, 3].randomElement(using: &random) ?? 0
        for _ in 0..<damages { damage(&pdu) }
        if pdu.isEmpty { pdu = [0] }
        // A device told to listen only would answer nothing more.
        if pdu == [8, 0, 4, 0, 0] { pdu[2] = 5 }
        return Array(pdu.prefix(253))
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private mutating func address() -> [UInt8] {
        let near = [0, 1, 7, 8, 100, 190, 198, 199, 200, 1990, 1999, 2000, 65533, 65534, 65535]
        return MalformedInput.word(
            Bool.random(using: &random) ? pick(near) : Int.random(in: 0...210, using: &random))
    }

    private mutating func sound() -> [UInt8] {
        let codes: [UInt8] = [
            1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 15, 15, 16, 16, 16, 17, 22, 22, 23, 23, 23, 43,
        ]
        let code = pick(codes)
        let small = Int.random(in: 1...12, using: &random)
        switch code {
        case 1, 2:
            let count = pick([small, small, 100, 1968, 2000, 2001, 0])
            return MalformedInput.joined([code], address(), MalformedInput.word(count))
        case 3, 4:
            let count = pick([small, small, 100, 123, 125, 126, 0])
            return MalformedInput.joined([code], address(), MalformedInput.word(count))
        case 5: return MalformedInput.joined([code], address(), [pick([0, 0xFF, 0xFF]), 0])
        case 6: return MalformedInput.joined([code], address(), noise(2))
        case 8:
            let sub = pick([0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21])
            return MalformedInput.joined([code], MalformedInput.word(sub), [0, 0])
        case 15:
            let count = pick([small, small, small * 9, 1968, 1969])
            let bytes = min(247, (count + 7) / 8)
            return MalformedInput.joined(
                [code], address(), MalformedInput.word(count), [UInt8(bytes)], noise(bytes))
        case 16:
            let count = pick([small, small, 100, 123, 124])
            return MalformedInput.joined(
                [code], address(), MalformedInput.word(count), [UInt8(2 * count)],
                noise(2 * count))
        case 22: return MalformedInput.joined([code], address(), noise(4))
        case 23:
            let (read, write) = (pick([small, 100, 125, 126]), pick([small, small, 121, 122]))
            return MalformedInput.joined(
                [code], address(), MalformedInput.word(read), address(),
                MalformedInput.word(write), [UInt8(2 * write)], noise(2 * write))
        case 43:
            return [43, 14, pick([1, 2, 3, 4, 0, 5]), pick([0, 1, 2, 4, 5, 0x80, 0x81, 0xFF])]
        default: return [code]
        }
    }

    private mutating func damage(_ pdu: inout [UInt8]) {
        guard !pdu.isEmpty else { return }
        let place = Int.random(in: 0..<pdu.count, using: &random)
        switch Int.random(in: 0..<9, using: &random) {
        case 0: pdu[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: pdu[place] = pick([0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF])
        case 2: pdu.removeLast(Int.random(in: 1...min(4, pdu.count), using: &random))
        case 3: pdu += noise(Int.random(in: 1...4, using: &random))
        case 4: pdu.remove(at: place)
        case 5: pdu.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 6: pdu[0] = UInt8.random(in: 0...50, using: &random)
        case 7: pdu = Array(pdu[..<place]) + sound()
        default: if pdu.count > 5 { pdu[5] &+= pick([1, 2, 0xFF, 0xFE]) }
        }
    }
}

struct FuzzedRequestTests {
    private static let device: DeviceProfile = {
        var device = MalformedInput.device
        device.identification = [
            0: "Osprey", 1: "D2", 2: "1.4", 4: "a name", 0x80: String(repeating: "x", count: 200),
            0xFF: String(repeating: "y", count: 100),
        ]
        return device
    }()

    private func oracle() -> SpecificationOracle {
        var texts: [Int: String] = [:]
        for (id, text) in Self.device.identification { texts[Int(id)] = text }
        return SpecificationOracle(
            bits: Array(0..<2000) + [65535], registers: Array(0..<200) + [65535], value: 7,
            texts: texts, id: Array("target".utf8) + [0xFF])
    }

    /// 10 × 10,000 requests, 25 at a time, over a socket; between them a good client reads all
    /// that the device holds.
    @Test(arguments: UInt64(1)...10)
    func noneIsAnsweredOrWrittenWrongly(seed: UInt64) async throws {
        try await withFleet([Self.device]) { fleet, bound in
            var (oracle, fuzzer) = (oracle(), RequestFuzzer(seed: seed))
            let (client, witness) = (try Client(bound[0]), try Client(bound[0]))
            var exceptions = 0
            for batch in 0..<400 {
                let requests = (0..<25).map { _ in fuzzer.next() }
                let answers = requests.map { oracle.answer($0) }
                exceptions += answers.count { $0[0] >= 0x80 }
                guard try exchange(client, requests, answers) else { return }
                guard batch % 8 == 7 else { continue }
                let reads = Self.everything
                guard try exchange(witness, reads, reads.map { oracle.answer($0) }) else { return }
            }
            // Neither side of the rules is left out.
            #expect((3000...8000).contains(exceptions))
            #expect(await fleet.counters().devices["target"]?.exceptions == exceptions)
        }
    }

    /// Reads of all four tables.
    private static let everything: [[UInt8]] = [
        [1, 0, 0, 7, 0xD0], [2, 0, 0, 7, 0xD0], [3, 0, 0, 0, 100], [3, 0, 100, 0, 100],
        [4, 0, 0, 0, 100], [4, 0, 100, 0, 100], [1, 0xFF, 0xFF, 0, 1], [3, 0xFF, 0xFF, 0, 1],
    ]

    /// Sends all and compares what comes back, byte for byte; false if it differs.
    private func exchange(
        _ client: Client, _ requests: [[UInt8]], _ answers: [[UInt8]]
    ) throws -> Bool {
        let ids = requests.indices.map { UInt16($0) }
        client.send(zip(requests, ids).flatMap { MalformedInput.adu($0, id: $1) })
        for (index, expected) in answers.enumerated() {
            let answer = try client.nextADU()
            #expect(
                answer?.pdu == expected && answer?.transactionId == ids[index],
                "request \(requests[index]), answer \(answer?.pdu ?? []), expected \(expected)")
            guard answer?.pdu == expected else { return false }
        }
        return true
    }
}
