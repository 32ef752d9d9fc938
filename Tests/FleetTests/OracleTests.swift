import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

/// What a device must answer, written from the specification's tables with dictionaries and
/// arrays, apart from everything the device is made of.
private struct Oracle {
    var coils: [Int: Bool] = [:]
    var discreteInputs: [Int: Bool] = [:]
    var inputs: [Int: Int] = [:]
    var holding: [Int: Int] = [:]

    init(_ addresses: [Int]) {
        for address in addresses {
            coils[address] = false
            discreteInputs[address] = false
            inputs[address] = 0
            holding[address] = 0
        }
    }

    mutating func answer(_ pdu: [UInt8]) -> [UInt8] {
        func number(_ offset: Int) -> Int { Int(pdu[offset]) * 256 + Int(pdu[offset + 1]) }
        func exception(_ code: UInt8) -> [UInt8] { [pdu[0] | 0x80, code] }
        func bytes(_ value: Int) -> [UInt8] { [UInt8(value / 256), UInt8(value % 256)] }
        switch pdu[0] {
        case 1, 2:
            guard pdu.count == 5, (1...2000).contains(number(3)) else { return exception(3) }
            let table = pdu[0] == 1 ? coils : discreteInputs
            var bits: [Bool] = []
            for address in number(1)..<number(1) + number(3) {
                guard let bit = table[address] else { return exception(2) }
                bits.append(bit)
            }
            var packed: [UInt8] = []
            for (index, bit) in bits.enumerated() {
                if index % 8 == 0 { packed.append(0) }
                if bit {
                    packed[packed.count - 1] += UInt8([1, 2, 4, 8, 16, 32, 64, 128][index % 8])
                }
            }
            return [pdu[0], UInt8(packed.count)] + packed
        case 3, 4:
            guard pdu.count == 5, (1...125).contains(number(3)) else { return exception(3) }
            let table = pdu[0] == 3 ? holding : inputs
            var words: [UInt8] = []
            for address in number(1)..<number(1) + number(3) {
                guard let word = table[address] else { return exception(2) }
                words += bytes(word)
            }
            return [pdu[0], UInt8(words.count)] + words
        case 5:
            guard pdu.count == 5, pdu[4] == 0, pdu[3] == 0 || pdu[3] == 255 else {
                return exception(3)
            }
            guard coils[number(1)] != nil else { return exception(2) }
            coils[number(1)] = pdu[3] == 255
            return pdu
        case 6:
            guard pdu.count == 5 else { return exception(3) }
            guard holding[number(1)] != nil else { return exception(2) }
            holding[number(1)] = number(3)
            return pdu
        case 15:
            guard pdu.count > 6, (1...1968).contains(number(3)),
                Int(pdu[5]) == (number(3) + 7) / 8, pdu.count == 6 + Int(pdu[5])
            else { return exception(3) }
            let addresses = number(1)..<number(1) + number(3)
            guard addresses.allSatisfy({ coils[$0] != nil }) else { return exception(2) }
            for (index, address) in addresses.enumerated() {
                coils[address] = (Int(pdu[6 + index / 8]) >> (index % 8)) % 2 == 1
            }
            return Array(pdu[0..<5])
        case 16:
            guard pdu.count > 6, (1...123).contains(number(3)), Int(pdu[5]) == number(3) * 2,
                pdu.count == 6 + Int(pdu[5])
            else { return exception(3) }
            let addresses = number(1)..<number(1) + number(3)
            guard addresses.allSatisfy({ holding[$0] != nil }) else { return exception(2) }
            for (index, address) in addresses.enumerated() {
                holding[address] = number(6 + 2 * index)
            }
            return Array(pdu[0..<5])
        case 22:
            guard pdu.count == 7 else { return exception(3) }
            guard let old = holding[number(1)] else { return exception(2) }
            holding[number(1)] = (old & number(3)) | (number(5) & (0xFFFF - number(3)))
            return pdu
        case 23:
            guard pdu.count > 10, (1...125).contains(number(3)), (1...121).contains(number(7)),
                Int(pdu[9]) == number(7) * 2, pdu.count == 10 + Int(pdu[9])
            else { return exception(3) }
            let written = number(5)..<number(5) + number(7)
            let read = number(1)..<number(1) + number(3)
            guard written.allSatisfy({ holding[$0] != nil }),
                read.allSatisfy({ holding[$0] != nil })
            else { return exception(2) }
            for (index, address) in written.enumerated() {
                holding[address] = number(10 + 2 * index)
            }
            return [23, UInt8(2 * read.count)] + read.flatMap { bytes(holding[$0] ?? 0) }
        default: return exception(1)
        }
    }
}

struct OracleTests {
    private static let addresses = Array(0..<200) + Array(1000..<1010) + [65535]

    /// A request near the edges: mostly right, sometimes with a byte changed, added or missing.
    private func request(_ random: inout SeededGenerator) -> [UInt8] {
        let starts = [0, 1, 3, 7, 8, 100, 190, 199, 200, 999, 1000, 1005, 1009, 65534, 65535]
        let start = (starts.randomElement(using: &random) ?? 0)
        let small = Int.random(in: 0...12, using: &random)
        let counts = [small, small, small, 100, 121, 123, 124, 125, 126, 200, 1968, 2000, 2001]
        let count = counts.randomElement(using: &random) ?? 1
        let codes: [UInt8] = [1, 2, 3, 4, 5, 6, 15, 16, 22, 23, 23, 16, 15, 9, 0, 99]
        let code = codes.randomElement(using: &random) ?? 3
        func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }
        func noise(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        var pdu: [UInt8] = [code] + word(start)
        switch code {
        case 1...4: pdu += word(count)
        case 5:
            pdu += [0xFF, 0xFF, 0, 0, 1].randomElement(using: &random) == 1 ? noise(2) : [0xFF, 0]
        case 6: pdu += noise(2)
        case 15: pdu += word(count) + [UInt8(min(255, (count + 7) / 8))] + noise((count + 7) / 8)
        case 16:
            pdu += word(count) + [UInt8(min(255, count * 2))] + noise(min(count, 124) * 2)
        case 22: pdu += noise(4)
        case 23:
            let writes = Int.random(in: 0...3, using: &random)
            pdu += word(count) + word(starts.randomElement(using: &random) ?? 0) + word(writes)
            pdu += [UInt8(writes * 2)] + noise(writes * 2)
        default: pdu += noise(small)
        }
        switch Int.random(in: 0..<20, using: &random) {
        case 0: pdu[Int.random(in: 1..<pdu.count, using: &random)] ^= 1
        case 1: pdu.removeLast()
        case 2: pdu.append(0)
        default: break
        }
        return Array(pdu.prefix(253))
    }

    @Test(arguments: UInt64(1)...10)
    func aDeviceAnswersAsTheSpecificationSays(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed, purpose: "requests")
        let device = try SimulatedDevice.make()
        var oracle = Oracle(Self.addresses)
        var exceptions = 0
        for _ in 0..<3000 {
            let pdu = request(&random)
            let expected = oracle.answer(pdu)
            let answer = device.answer(pdu)
            #expect(answer == expected, "request \(pdu)")
            if answer != expected { return }
            if answer[0] > 0x7F { exceptions += 1 }
        }
        #expect(exceptions > 500 && exceptions < 2500)
        #expect(device.counters.exceptions == exceptions)
    }
}
