import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

struct SharedMemoryTests {
    private func device(
        _ blocks: [RegisterBlock], tags: [TagProfile] = []
    ) throws -> SimulatedDevice {
        var profile = DeviceProfile(name: "d", tags: tags, blocks: blocks)
        profile.server.memory = .shared
        return try .make(profile)
    }

    @Test
    func aHoldingRegisterIsAnInputRegister() throws {
        let device = try device([block(.holdingRegisters, 0, 10)])
        #expect(device.answer("06 00 05 12 34") == hex("06 00 05 12 34"))
        #expect(device.answer("04 00 05 00 01") == hex("04 02 12 34"))
        #expect(device.answer("04 00 0A 00 01") == hex("84 02"))
    }

    @Test
    func aBitIsOneOfItsRegisterCountedFromTheLowest() throws {
        let device = try device([block(.holdingRegisters, 0, 4)])
        _ = device.answer("06 00 01 80 05")
        // Register 1 is bits 16…31: 16, 18 and 31 are set.
        #expect(device.answer("01 00 10 00 10") == hex("01 02 05 80"))
        #expect(device.answer("02 00 12 00 01") == hex("02 01 01"))
        #expect(device.answer("02 00 0F 00 12") == hex("02 03 0A 00 01"))
        #expect(device.answer("05 00 11 FF 00") == hex("05 00 11 FF 00"))
        #expect(device.answer("03 00 01 00 01") == hex("03 02 80 07"))
        #expect(device.answer("0F 00 18 00 08 01 FF") == hex("0F 00 18 00 08"))
        #expect(device.answer("03 00 00 00 04") == hex("03 08 00 00 FF 07 00 00 00 00"))
        #expect(device.answer("01 00 3F 00 01") == hex("01 01 00"))
        #expect(device.answer("01 00 3F 00 02") == hex("81 02"))
        #expect(device.answer("01 00 40 00 01") == hex("81 02"))
    }

    @Test
    func everyBitReadIsTheBitOfItsRegister() throws {
        let device = try device([block(.holdingRegisters, 3, 60)])
        var random = SeededGenerator(seed: 3, purpose: "registers")
        var words: [Int: UInt16] = [:]
        for address in 3..<63 {
            let word = UInt16.random(in: 0...65535, using: &random)
            words[address] = word
            _ = device.answer([6] + UInt16(address).wireBytes + word.wireBytes)
        }
        for _ in 0..<300 {
            let start = Int.random(in: 48..<1000, using: &random)
            let count = Int.random(in: 1...(1008 - start), using: &random)
            let expected = (start..<start + count).map { bit in
                (words[bit / 16] ?? 0) >> UInt16(bit % 16) & 1 == 1
            }
            let answer = device.answer(.read(.coils, range(start, count)))
            #expect(Array(answer.dropFirst(2)) == expected.packedBits)
        }
    }

    @Test
    func coilsThatAreDeclaredMakeTheirRegister() throws {
        let device = try device([block(.coils, 20, 4, value: 1)])
        #expect(device.answer("03 00 01 00 01") == hex("03 02 00 F0"))
        #expect(device.answer("03 00 00 00 01") == hex("83 02"))
        #expect(device.answer("06 00 01 00 00") == hex("06 00 01 00 00"))
        #expect(device.answer("01 00 10 00 10") == hex("01 02 00 00"))
    }

    @Test
    func aRegisterDeclaredReadOnlyIsNotWrittenAsACoil() throws {
        let device = try device([block(.inputRegisters, 0, 2, value: 3)])
        #expect(device.answer("05 00 00 00 00") == hex("85 02"))
        #expect(device.answer("06 00 00 00 00") == hex("86 02"))
        #expect(device.answer("01 00 00 00 02") == hex("01 01 03"))
    }

    @Test
    func separateTablesStayApart() throws {
        let device = try SimulatedDevice.make()
        _ = device.answer("06 00 05 12 34")
        #expect(device.answer("04 00 05 00 01") == hex("04 02 00 00"))
        #expect(device.answer("01 00 50 00 10") == hex("01 02 00 00"))
    }
}
