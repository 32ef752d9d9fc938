import ModbusWire
import Testing

struct RequestPDUTests {
    private func parse(_ bytes: [UInt8]) -> Result<RequestPDU, ExceptionCode> {
        bytes.withUnsafeBytes { pdu in
            do throws(ExceptionCode) {
                return .success(try RequestPDU(parsing: pdu))
            } catch {
                return .failure(error)
            }
        }
    }

    static func range(_ start: Int, _ count: Int) -> AddressRange {
        guard let range = AddressRange(start: start, count: count) else {
            preconditionFailure("no range")
        }
        return range
    }

    @Test(arguments: [
        ("01 00 03 00 0A", RequestPDU.read(.coils, range(3, 10))),
        ("02 00 00 07 D0", .read(.discreteInputs, range(0, 2000))),
        ("03 00 28 00 02", .read(.holdingRegisters, range(40, 2))),
        ("03 FF FF 00 01", .read(.holdingRegisters, range(65535, 1))),
        ("04 FF 83 00 7D", .read(.inputRegisters, range(65411, 125))),
        ("05 00 03 FF 00", .writeCoil(address: 3, true)),
        ("05 FF FF 00 00", .writeCoil(address: 65535, false)),
        ("06 00 28 06 40", .writeRegister(address: 40, value: 0x640)),
        (
            "0F 00 03 00 0A 02 01 02",
            .writeCoils(
                start: 3,
                [true, false, false, false, false, false, false, false, false, true])
        ),
        ("10 00 28 00 02 04 06 40 00 01", .writeRegisters(start: 40, [0x640, 1])),
        ("16 00 29 FF 0F 00 50", .maskWriteRegister(address: 41, and: 0xFF0F, or: 0x50)),
        (
            "17 00 2C 00 02 00 28 00 01 02 06 40",
            .readWriteRegisters(read: range(44, 2), writeStart: 40, [0x640])
        ),
        ("2B 0E 01 00", .readDeviceIdentification(code: 1, object: 0)),
        ("07", .readExceptionStatus), ("11", .reportServerId),
        ("08 00 00 12 34 56 78", .diagnostics(subFunction: 0, data: [0x12, 0x34, 0x56, 0x78])),
        ("08 00 01 FF 00", .diagnostics(subFunction: 1, data: [0xFF, 0])),
        ("08 00 14 00 00", .diagnostics(subFunction: 20, data: [0, 0])),
    ])
    func aRequestSurvivesARoundTrip(bytes: String, request: RequestPDU) {
        #expect(parse(hex(bytes)) == .success(request))
        #expect(request.encoded == hex(bytes))
        #expect(request.function.rawValue == hex(bytes)[0])
    }

    @Test(arguments: [
        // quantity before address, edges of both
        ("03 00 00 00 00", 3), ("03 00 00 00 7E", 3), ("03 FF FF 00 7E", 3),
        ("03 FF FF 00 02", 2), ("03 FF 84 00 7D", 2), ("04 FF FF 00 00", 3),
        ("04 00 00 FF FF", 3), ("01 00 00 07 D1", 3), ("01 FF FF 07 D0", 2),
        ("02 00 00 00 00", 3), ("02 FF FF 00 02", 2),
        // structure
        ("03", 3), ("03 00", 3), ("03 00 00 00", 3), ("03 00 00 00 01 00", 3), ("01 00 00", 3),
        // single writes: value before address
        ("05 00 03 00 01", 3), ("05 00 03 FF 01", 3), ("05 00 03 01 00", 3), ("05 00 03", 3),
        ("05 00 03 FF 00 00", 3), ("06 00 28", 3), ("06 00 28 06 40 00", 3),
        // several coils and registers: quantity and byte count before address
        ("0F 00 00 00 00 00", 3), ("0F 00 00 07 B1 F7", 3), ("0F 00 03 00 0A 01 01", 3),
        ("0F 00 03 00 0A 03 01 02 03", 3), ("0F 00 03 00 0A 02 01", 3), ("0F 00 03", 3),
        ("0F FF FF 00 02 01 03", 2), ("0F FF FF 00 02 02 03 00", 3),
        ("10 00 28 00 00 00", 3), ("10 00 28 00 01 04 06 40", 3), ("10 00 28 00 01 02 06", 3),
        ("10 00 28 00 01 02 06 40 00", 3), ("10 FF FF 00 02 04 00 01 00 02", 2),
        ("10 FF FF 00 02 03 00 01 00", 3),
        // mask write
        ("16 00 29 FF 0F 00", 3), ("16 00 29 FF 0F 00 50 00", 3),
        // write and read: both quantities and byte count before both ranges
        ("17 00 2C 00 00 00 28 00 01 02 06 40", 3), ("17 00 2C 00 7E 00 28 00 01 02 06 40", 3),
        ("17 00 2C 00 02 00 28 00 00 00", 3), ("17 00 2C 00 02 00 28 00 01 04 06 40", 3),
        ("17 FF FF 00 02 00 28 00 01 02 06 40", 2), ("17 00 2C 00 02 FF FF 00 02 04 0 0 0 0", 2),
        ("17 FF FF 00 02 FF FF 00 00 00", 3), ("17 00 2C", 3),
        // encapsulated interface
        ("2B", 3), ("2B 0D 01 00", 1), ("2B 0D", 1), ("2B 0E 01", 3), ("2B 0E 01 00 00", 3),
        // nobody's function, whatever follows
        ("00", 1), ("0B", 1), ("14 07", 1),
        // status, diagnostics, id
        ("07 00", 3), ("11 00", 3), ("08", 3), ("08 00", 3), ("08 00 00", 3), ("08 00 00 12", 3),
        ("08 00 05 00 00", 1), ("08 00 09", 1), ("08 00 13 00 00", 1), ("08 01 00 00 00", 1),
        ("08 00 01 FF 01", 3), ("08 00 0A 00 01", 3), ("08 00 02 00 00 00 00", 3),
        ("18 04 00", 1), ("64", 1), ("80", 1), ("83 02", 1), ("FF", 1),
    ])
    func aFaultyRequestMeetsTheExceptionOfItsFirstFault(bytes: String, code: UInt8) {
        #expect(parse(hex(bytes)) == .failure(ExceptionCode(rawValue: code)))
    }

    @Test(arguments: [(125, 0x7D), (126, 0)])
    func theLargestReadIs125Registers(count: Int, accepted: Int) {
        let result = parse([3, 0, 0, 0, UInt8(count)])
        #expect(
            result
                == (accepted == count
                    ? .success(.read(.holdingRegisters, Self.range(0, count)))
                    : .failure(.illegalDataValue)))
    }

    @Test
    func theLargestWritesFitThePDU() {
        let registers = RequestPDU.writeRegisters(start: 0, .init(repeating: 7, count: 123))
        #expect(registers.encoded.count == 252)
        #expect(parse(registers.encoded) == .success(registers))
        let coils = RequestPDU.writeCoils(start: 0, .init(repeating: true, count: 1968))
        #expect(coils.encoded.count == 252)
        #expect(parse(coils.encoded) == .success(coils))
        let both = RequestPDU.readWriteRegisters(
            read: Self.range(0, 125), writeStart: 0, .init(repeating: 7, count: 121))
        #expect(both.encoded.count == 252)
        #expect(parse(both.encoded) == .success(both))
        let tooMany = RequestPDU.writeRegisters(start: 0, .init(repeating: 7, count: 124))
        #expect(parse(tooMany.encoded) == .failure(.illegalDataValue))
    }

    @Test
    func noBytesAreAFaultOfStructure() {
        #expect(parse([]) == .failure(.illegalDataValue))
    }

    @Test(arguments: UInt64(1)...8)
    func whatIsAcceptedIsEncodedAsItCame(seed: UInt64) {
        var random = ReplayableGenerator(state: seed)
        for function in UInt8.min...UInt8.max {
            for length in 0..<40 {
                let bytes =
                    [function] + (0..<length).map { _ in UInt8.random(in: 0...9, using: &random) }
                guard case .success(let request) = parse(bytes) else { continue }
                #expect(request.encoded == bytes.withoutSpareBits)
            }
        }
    }
}

extension [UInt8] {
    /// The request with the spare bits of a coil write cleared, as the encoder writes them.
    fileprivate var withoutSpareBits: [UInt8] {
        guard self[0] == 15 else { return self }
        let count = Int(self[3]) << 8 | Int(self[4])
        guard count % 8 != 0 else { return self }
        var bytes = self
        bytes[bytes.count - 1] &= 1 << UInt8(count % 8) - 1
        return bytes
    }
}
