import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

struct AnswerTests {
    @Test(arguments: [
        // start + count at the edges of runs and of the table
        ("03 00 00 00 02", "03 04 00 00 00 00"), ("03 FF FF 00 01", "03 02 00 00"),
        ("03 00 C7 00 01", "03 02 00 00"), ("03 00 C8 00 01", "83 02"),
        ("03 00 C7 00 02", "83 02"), ("03 03 E8 00 0B", "83 02"), ("03 FF FE 00 02", "83 02"),
        ("03 FF FF 00 02", "83 02"), ("04 FF FF 00 01", "04 02 00 00"),
        ("01 00 C0 00 08", "01 01 00"), ("01 00 C0 00 09", "81 02"),
        ("02 FF FF 00 01", "02 01 00"), ("02 FF FE 00 01", "82 02"),
        // count before address
        ("03 FF FF 00 7E", "83 03"), ("03 30 00 00 00", "83 03"), ("04 30 00 00 7E", "84 03"),
        ("01 30 00 07 D1", "81 03"), ("02 30 00 00 00", "82 03"),
        // value before address
        ("05 30 00 12 34", "85 03"), ("05 30 00 FF 00", "85 02"),
        ("05 FF FF FF 00", "05 FF FF FF 00"),
        ("06 30 00 12 34", "86 02"), ("06 FF FF 12 34", "06 FF FF 12 34"),
        // quantity and byte count before address
        ("0F 30 00 00 08 02 FF 00", "8F 03"), ("0F 30 00 00 08 01 FF", "8F 02"),
        ("0F 00 C0 00 09 02 FF 01", "8F 02"), ("10 30 00 00 01 04 00 00", "90 03"),
        ("10 30 00 00 00 00", "90 03"), ("10 30 00 00 01 02 00 00", "90 02"),
        ("10 00 C7 00 02 04 00 01 00 02", "90 02"),
        // mask write: address, and structure before it
        ("16 30 00 00 00 00 00", "96 02"), ("16 30 00 00 00 00", "96 03"),
        // both ranges of 23, counts first
        ("17 00 00 00 01 30 00 00 01 02 00 01", "97 02"),
        ("17 30 00 00 01 00 00 00 01 02 00 01", "97 02"),
        ("17 30 00 00 00 30 00 00 01 02 00 01", "97 03"),
        ("17 30 00 00 01 30 00 00 01 03 00 01", "97 03"),
        // functions nobody serves, whatever follows
        ("09", "89 01"), ("0B 00 00 12 34", "8B 01"), ("15", "95 01"), ("14 00", "94 01"),
        ("18 00 00", "98 01"), ("2B 0D 00 00", "AB 01"), ("41 01", "C1 01"), ("00", "80 01"),
        ("83 02", "83 01"), ("FF", "FF 01"),
        // structure
        ("03 00 00 00", "83 03"), ("03 00 00 00 01 00", "83 03"), ("06 00 00", "86 03"),
    ])
    func requestsMeetTheirFirstFault(request: String, answer: String) throws {
        #expect(try SimulatedDevice.make().answer(request) == hex(answer))
    }

    @Test(arguments: ["03", "04", "01", "02", "05", "06", "0F", "10", "16", "17", "2B"])
    func everyLengthButTheRightOneIsAFaultOfStructure(code: String) throws {
        let device = try SimulatedDevice.make()
        let whole: [String: Int] = [
            "03": 5, "04": 5, "01": 5, "02": 5, "05": 5, "06": 5, "0F": 7, "10": 8, "16": 7,
            "17": 12, "2B": 4,
        ]
        let complete: [String: String] = [
            "0F": "0F 00 00 00 01 01 01", "10": "10 00 00 00 01 02 00 01",
            "17": "17 00 00 00 01 00 00 00 01 02 00 01", "2B": "2B 0E 01 00",
            "05": "05 00 00 FF 00",
        ]
        let request = complete[code].map(hex) ?? hex(code + " 00 00 00 01 00 00")
        for length in 1...14 {
            let pdu = Array((request + [0, 0, 0, 0, 0, 0, 0, 0, 0]).prefix(length))
            let answer = device.answer(pdu)
            let isException = answer == [request[0] | 0x80, 3]
            #expect(isException == (length != whole[code]), "\(code), \(length) bytes")
        }
    }

    @Test
    func writtenRegistersAreRead() throws {
        let device = try SimulatedDevice.make()
        #expect(device.answer("06 00 28 06 40") == hex("06 00 28 06 40"))
        #expect(device.answer("10 00 29 00 02 04 12 34 FF FF") == hex("10 00 29 00 02"))
        #expect(device.answer("03 00 27 00 05") == hex("03 0A 00 00 06 40 12 34 FF FF 00 00"))
        #expect(device.answer("04 00 28 00 01") == hex("04 02 00 00"))
    }

    @Test
    func writtenCoilsAreReadPackedFromTheLowest() throws {
        let device = try SimulatedDevice.make()
        #expect(device.answer("0F 00 03 00 0A 02 01 02") == hex("0F 00 03 00 0A"))
        #expect(device.answer("01 00 03 00 0A") == hex("01 02 01 02"))
        #expect(device.answer("01 00 00 00 10") == hex("01 02 08 10"))
        #expect(device.answer("05 00 04 FF 00") == hex("05 00 04 FF 00"))
        #expect(device.answer("01 00 03 00 03") == hex("01 01 03"))
        #expect(device.answer("05 00 03 00 00") == hex("05 00 03 00 00"))
        #expect(device.answer("01 00 03 00 03") == hex("01 01 02"))
        #expect(device.answer("02 00 03 00 03") == hex("02 01 00"))
    }

    @Test
    func spareBitsOfAWriteTouchNothing() throws {
        let device = try SimulatedDevice.make()
        #expect(device.answer("0F 00 00 00 02 01 FF") == hex("0F 00 00 00 02"))
        #expect(device.answer("01 00 00 00 08") == hex("01 01 03"))
    }

    @Test(
        arguments: [
            (0x00F0, 0xFF0F, 0x0050, 0x0050), (0x1234, 0x0000, 0xABCD, 0xABCD),
            (0x1234, 0xFFFF, 0xABCD, 0x1234), (0x0012, 0x00F2, 0x0025, 0x0017),
            (0xFFFF, 0x0F0F, 0x0000, 0x0F0F), (0x1234, 0x00FF, 0x0000, 0x0034),
        ] as [(UInt16, UInt16, UInt16, UInt16)])
    func aMaskWriteKeepsAndSetsBits(
        before: UInt16, and: UInt16, or: UInt16, after: UInt16
    ) throws {
        let device = try SimulatedDevice.make()
        _ = device.answer(.writeRegister(address: 41, value: before))
        let request = RequestPDU.maskWriteRegister(address: 41, and: and, or: or)
        #expect(device.answer(request) == request.encoded)
        #expect(
            device.answer(.read(.holdingRegisters, range(41, 1))) == [3, 2] + after.wireBytes)
    }

    @Test
    func functionCode23WritesBeforeItReads() throws {
        let device = try SimulatedDevice.make()
        _ = device.answer(.writeRegisters(start: 40, [1, 2, 3]))
        #expect(
            device.answer(
                .readWriteRegisters(read: range(40, 3), writeStart: 41, [0xBEEF]))
                == hex("17 06 00 01 BE EF 00 03"))
    }

    @Test
    func aRefusedFunctionCode23WritesNothing() throws {
        let device = try SimulatedDevice.make()
        #expect(
            device.answer(
                .readWriteRegisters(read: range(300, 1), writeStart: 40, [0xBEEF]))
                == [0x97, 2])
        #expect(device.answer("03 00 28 00 01") == hex("03 02 00 00"))
    }

    @Test
    func theLargestReadsFitAndHoldEveryItem() throws {
        let values = (0..<123).map { UInt16($0 * 257) }
        let device = try SimulatedDevice.make(
            DeviceProfile(
                name: "large",
                blocks: [block(.holdingRegisters, 0, 125), block(.coils, 0, 2000, value: 1)]))
        #expect(device.answer(.writeRegisters(start: 2, values)) == hex("10 00 02 00 7B"))
        let words = device.answer(.read(.holdingRegisters, range(0, 125)))
        #expect(words == [3, 250, 0, 0, 0, 0] + values.flatMap(\.wireBytes))
        let bits = device.answer(.read(.coils, range(0, 2000)))
        #expect(bits == [1, 250] + [UInt8](repeating: 0xFF, count: 250))
        #expect(
            device.answer(.read(.coils, range(1993, 7))) == [1, 1, 0x7F])
        #expect(
            device.answer(.writeCoils(start: 16, .init(repeating: false, count: 1968)))
                == hex("0F 00 10 07 B0"))
        #expect(device.answer(.read(.coils, range(8, 16))) == [1, 2, 0xFF, 0])
    }

    @Test
    func onlyWritablePlacesAreWritten() throws {
        let tags = [
            TagProfile(
                name: "d.shown",
                mapping: RegisterMapping(table: .holdingRegisters, address: 0, type: .uint16),
                initialValue: .integer(7)),
            TagProfile(
                name: "d.set",
                mapping: RegisterMapping(table: .holdingRegisters, address: 1, type: .uint16),
                role: .manipulated),
            TagProfile(
                name: "d.free",
                mapping: RegisterMapping(table: .coils, address: 0, type: .bool),
                isWritable: true),
            TagProfile(
                name: "d.fixed",
                mapping: RegisterMapping(table: .coils, address: 1, type: .bool),
                initialValue: .flag(true)),
        ]
        let device = try SimulatedDevice.make(DeviceProfile(name: "d", tags: tags))
        #expect(device.answer("06 00 00 00 01") == hex("86 02"))
        #expect(device.answer("06 00 01 00 01") == hex("06 00 01 00 01"))
        #expect(device.answer("10 00 00 00 02 04 00 05 00 06") == hex("90 02"))
        #expect(device.answer("16 00 00 00 00 00 01") == hex("96 02"))
        #expect(device.answer("17 00 00 00 02 00 00 00 01 02 00 05") == hex("97 02"))
        #expect(device.answer("17 00 00 00 02 00 01 00 01 02 00 05") == hex("17 04 00 07 00 05"))
        #expect(device.answer("05 00 01 00 00") == hex("85 02"))
        #expect(device.answer("05 00 00 FF 00") == hex("05 00 00 FF 00"))
        #expect(device.answer("01 00 00 00 02") == hex("01 01 03"))
    }

    @Test
    func tagsShowTheirFirstValues() throws {
        let device = try SimulatedDevice.make(
            DeviceProfile(
                name: "d",
                tags: [
                    TagProfile(
                        name: "d.air",
                        mapping: RegisterMapping(
                            table: .inputRegisters, address: 4, type: .float32, wordOrder: .cdab),
                        initialValue: .number(161.5)),
                    TagProfile(
                        name: "d.low",
                        mapping: RegisterMapping(
                            table: .inputRegisters, address: 6, type: .bit(1)),
                        initialValue: .flag(true)),
                    TagProfile(
                        name: "d.high",
                        mapping: RegisterMapping(
                            table: .inputRegisters, address: 6, type: .bit(15)),
                        initialValue: .flag(true)),
                ]))
        #expect(device.answer("04 00 04 00 03") == hex("04 06 80 00 43 21 80 02"))
    }

    @Test
    func aValueWithItsOwnWriteOrderIsShownInReadOrder() throws {
        let device = try SimulatedDevice.make(
            DeviceProfile(
                name: "d",
                tags: [
                    TagProfile(
                        name: "d.limit",
                        mapping: RegisterMapping(
                            table: .holdingRegisters, address: 0, type: .uint32,
                            wordOrder: .cdab, writeOrder: .abcd),
                        isWritable: true)
                ]))
        #expect(device.answer("10 00 00 00 02 04 12 34 56 78") == hex("10 00 00 00 02"))
        #expect(device.answer("03 00 00 00 02") == hex("03 04 56 78 12 34"))
    }

    @Test
    func aDeviceCountsAndRemembersWhatItReceived() throws {
        let device = try SimulatedDevice.make(logCapacity: 3)
        for request in [
            "03 00 00 00 01", "06 00 01 00 05", "06 30 00 00 06", "0F 00 03 00 03 01 05",
            "16 00 01 00 FF 12 00", "63",
        ] { _ = device.answer(request) }
        #expect(device.counters.requests == 6)
        #expect(device.counters.exceptions == 2)
        #expect(device.counters.writes == 3)
        let log = device.log.all
        #expect(log.map(\.function.rawValue) == [6, 15, 22])
        #expect(log.map(\.address) == [0x3000, 3, 1])
        #expect(log.map(\.words) == [[6], [1, 0, 1], [0x1205]])
        #expect(log.map(\.table) == [.holdingRegisters, .coils, .holdingRegisters])
        #expect(log.map(\.refusal) == [.illegalDataAddress, nil, nil])
    }

    @Test
    func readingChangesNothing() throws {
        let device = try SimulatedDevice.make()
        _ = device.answer(.writeRegisters(start: 0, (0..<100).map(UInt16.init)))
        let first = device.answer(.read(.holdingRegisters, range(0, 100)))
        for _ in 0..<3 {
            for request in ["01 00 00 00 64", "02 00 00 00 64", "04 00 00 00 64", "2B 0E 01 00"] {
                _ = device.answer(request)
            }
            #expect(device.answer(.read(.holdingRegisters, range(0, 100))) == first)
        }
        #expect(device.log.all.count == 1)
    }

    @Test
    func aDeviceWithoutRegistersKnowsNoAddress() throws {
        let device = try SimulatedDevice.make(DeviceProfile(name: "empty"))
        for code in ["01", "02", "03", "04"] {
            #expect(device.answer(code + " 00 00 00 01") == [hex(code)[0] | 0x80, 2])
        }
    }
}
