import ModbusWire
import Tags
import Testing

@testable import Gateway

struct LibmodbusCodecTests {
    private func adu(_ pdu: [UInt8], unit: UInt8 = 7) -> [UInt8] {
        [0, 0, 0, 0, UInt8((pdu.count + 1) >> 8), UInt8((pdu.count + 1) & 255), unit] + pdu
    }

    private func range(_ start: Int, _ count: Int) throws -> AddressRange {
        try #require(AddressRange(start: start, count: count))
    }

    @Test func buildsEveryRequestAsTheSpecificationHasIt() throws {
        let codec = try LibmodbusCodec()
        let words = (0..<121).map { UInt16($0 * 500) }
        let requests: [RequestPDU] = [
            .read(.coils, try range(0, 2_000)), .read(.discreteInputs, try range(3, 10)),
            .read(.holdingRegisters, try range(65_411, 125)),
            .read(.inputRegisters, try range(65_535, 1)),
            .writeCoil(address: 65_535, true), .writeCoil(address: 0, false),
            .writeRegister(address: 40, value: 0xABCD),
            .writeCoils(start: 3, [true] + Array(repeating: false, count: 8) + [true]),
            .writeCoils(start: 0, Array(repeating: true, count: 1_968)),
            .writeRegisters(start: 65_413, words + [1, 2]),
            .maskWriteRegister(address: 41, and: 0xFF0F, or: 0x0050),
            .readWriteRegisters(read: try range(44, 2), writeStart: 40, words),
        ]
        for request in requests {
            let call = try #require(ModbusCall(request, unit: 7))
            #expect(try codec.request(for: call) == adu(request.encoded), "\(request)")
        }
    }

    @Test func decodesRegistersAndBits() throws {
        let codec = try LibmodbusCodec()
        let read = try #require(ModbusCall(.read(.holdingRegisters, try range(40, 2)), unit: 7))
        #expect(take(codec, hex("03 04 06 72 00 04"), read) == .items(2))
        #expect(codec.registers[0] == 0x0672 && codec.registers[1] == 4)
        let bits = try #require(ModbusCall(.read(.coils, try range(3, 10)), unit: 7))
        #expect(take(codec, hex("01 02 01 02"), bits) == .items(10))
        #expect((0..<10).map { codec.bits[$0] } == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        let both = try #require(
            ModbusCall(
                .readWriteRegisters(read: try range(44, 2), writeStart: 40, [0x0640]), unit: 7))
        #expect(take(codec, hex("17 04 00 01 11 70"), both) == .items(2))
        #expect(codec.registers[1] == 0x1170)
    }

    @Test func takesTheEchoOfEveryWrite() throws {
        let codec = try LibmodbusCodec()
        let writes: [(RequestPDU, [UInt8])] = [
            (.writeCoil(address: 3, true), hex("05 00 03 FF 00")),
            (.writeRegister(address: 40, value: 0x0640), hex("06 00 28 06 40")),
            (.writeCoils(start: 3, [true, false]), hex("0F 00 03 00 02")),
            (.writeRegisters(start: 40, [1, 2]), hex("10 00 28 00 02")),
            (.maskWriteRegister(address: 41, and: 0xFF0F, or: 0x50), hex("16 00 29 FF 0F 00 50")),
        ]
        for (request, echo) in writes {
            let call = try #require(ModbusCall(request, unit: 7))
            guard case .items = take(codec, echo, call) else {
                Issue.record("\(request) was not taken")
                continue
            }
        }
    }

    @Test func exceptionsComeByLibmodbussErrno() throws {
        let codec = try LibmodbusCodec()
        let call = try #require(ModbusCall(.read(.holdingRegisters, try range(0, 2)), unit: 7))
        for code in [1, 2, 3, 4, 5, 6, 7, 8, 10, 11] as [UInt8] {
            #expect(
                take(codec, [0x83, code], call) == .exception(ExceptionCode(rawValue: code)))
        }
        guard case .refused = take(codec, [0x83, 99], call) else {
            Issue.record("libmodbus has no number for exception 99")
            return
        }
    }

    @Test func whatLibmodbusDoesNotExpectIsRefused() throws {
        let codec = try LibmodbusCodec()
        let call = try #require(ModbusCall(.read(.holdingRegisters, try range(0, 2)), unit: 7))
        for pdu in ["03 02 00 01", "04 04 00 01 00 02", "03 04 00 01", "03 04 00 01 00 02 00"] {
            guard case .refused = take(codec, hex(pdu), call) else {
                Issue.record("\(pdu) was taken")
                continue
            }
        }
        // What was left over does not disturb the next answer.
        #expect(take(codec, hex("03 04 00 01 00 02"), call) == .items(2))
    }

    @Test("W16: no address wraps")
    func w16NoAddressWraps() {
        let beyond: [RequestPDU] = [
            .writeRegister(address: 65_636, value: 1), .writeRegister(address: -1, value: 1),
            .writeCoil(address: 65_536, true), .writeRegisters(start: 65_535, [1, 2]),
            .writeCoils(start: 65_536, [true]),
            .maskWriteRegister(address: 131_172, and: 0, or: 0),
            .writeRegisters(start: 0, Array(repeating: 0, count: 124)),
            .writeRegisters(start: 0, []),
        ]
        for request in beyond { #expect(ModbusCall(request, unit: 1) == nil, "\(request)") }
    }

    private func take(
        _ codec: borrowing LibmodbusCodec, _ pdu: [UInt8], _ call: ModbusCall
    ) -> LibmodbusCodec.Taken {
        adu(pdu).withUnsafeBytes { codec.take($0, of: call) }
    }
}
