import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

struct BankTests {
    private func device(_ blocks: [RegisterBlock]) throws -> SimulatedDevice {
        try .make(DeviceProfile(name: "d", blocks: blocks))
    }

    @Test
    func touchingAndOverlappingBlocksAreOneRun() throws {
        let device = try device([
            block(.holdingRegisters, 10, 10, value: 2), block(.holdingRegisters, 0, 10, value: 1),
            block(.holdingRegisters, 18, 4, value: 3),
        ])
        #expect(device.bank.holdingRegisters.runCount == 1)
        #expect(device.answer(.read(.holdingRegisters, range(9, 2))) == hex("03 04 00 01 00 02"))
        #expect(device.answer(.read(.holdingRegisters, range(17, 2))) == hex("03 04 00 02 00 03"))
        #expect(device.answer(.read(.holdingRegisters, range(0, 22)))[0] == 3)
        #expect(device.answer(.read(.holdingRegisters, range(0, 23))) == [0x83, 2])
    }

    @Test
    func memoryFollowsWhatIsDeclaredNotTheHighestAddress() throws {
        let device = try device([block(.coils, 3, 3), block(.coils, 65535, 1, value: 1)])
        let coils = device.bank.coils
        #expect(coils.place(of: 3, 3) == 0)
        #expect(coils.place(of: 65535, 1) == 8)
        #expect(coils.place(of: 2, 1) == -1 && coils.place(of: 6, 1) == -1)
        #expect(coils.place(of: 3, 4) == -1 && coils.place(of: 40000, 1) == -1)
        #expect(device.answer(.read(.coils, range(65535, 1))) == [1, 1, 1])
    }

    @Test
    func aThousandRunsAreAllFound() throws {
        let device = try device(
            (0..<1000).map {
                block(.inputRegisters, $0 * 60, 2, value: UInt16($0))
            })
        for number in 0..<1000 {
            let word = UInt16(number).wireBytes
            #expect(
                device.answer(.read(.inputRegisters, range(number * 60, 2))) == [4, 4] + word + word
            )
            #expect(device.answer(.read(.inputRegisters, range(number * 60 + 1, 2))) == [0x84, 2])
        }
    }

    @Test(arguments: UInt64(1)...5)
    func bitsSurviveAnyAlignment(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let device = try device([block(.coils, 100, 500)])
        var expected = [Bool](repeating: false, count: 500)
        for _ in 0..<300 {
            let start = Int.random(in: 0..<500, using: &random)
            let count = Int.random(in: 1...(500 - start), using: &random)
            let bits = (0..<count).map { _ in Bool.random(using: &random) }
            expected.replaceSubrange(start..<start + count, with: bits)
            #expect(device.answer(.writeCoils(start: 100 + start, bits))[0] == 15)
            let from = Int.random(in: 0..<500, using: &random)
            let size = Int.random(in: 1...(500 - from), using: &random)
            let packed = Array(expected[from..<from + size]).packedBits
            #expect(
                device.answer(.read(.coils, range(100 + from, size)))
                    == [1, UInt8(packed.count)] + packed)
        }
    }

    @Test
    func theWriteLogForgetsTheOldestFirst() {
        var log = WriteLog(capacity: 3)
        func write(_ address: Int) -> ReceivedWrite {
            ReceivedWrite(
                time: .start, function: .writeSingleRegister, table: .holdingRegisters,
                address: address, words: [0], refusal: nil)
        }
        for address in 0..<5 { log.append(write(address)) }
        #expect(log.all.map(\.address) == [2, 3, 4])
        var none = WriteLog(capacity: 0)
        none.append(write(1))
        #expect(none.all.isEmpty)
    }
}
