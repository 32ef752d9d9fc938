import ModbusWire
import Testing

struct ADUReaderTests {
    /// Transaction | protocol | length | unit | function and data.
    static let readTwoRegisters = hex("00 2A | 00 00 | 00 06 | 07 | 03 00 28 00 02")

    private func cut(_ bytes: [UInt8]) -> ADUReader.Cut { bytes.withUnsafeBytes(ADUReader.cut) }

    @Test(arguments: 0..<12)
    func waitsForEveryByteOfAnADU(count: Int) {
        #expect(cut(Array(Self.readTwoRegisters[..<count])) == .incomplete)
    }

    @Test
    func cutsTheFirstOfSeveralADUs() {
        #expect(cut(Self.readTwoRegisters) == .adu(length: 12))
        #expect(cut(Self.readTwoRegisters + [0]) == .adu(length: 12))
        #expect(cut(Self.readTwoRegisters + Self.readTwoRegisters) == .adu(length: 12))
    }

    @Test
    func cutsTheShortestAndTheLongestADU() {
        #expect(cut(hex("00 01 00 00 00 02 FF 07")) == .adu(length: 8))
        let longest = hex("00 01 00 00 00 FE FF") + [UInt8](repeating: 7, count: 253)
        #expect(longest.count == WireLimits.maximumADU)
        #expect(cut(longest) == .adu(length: 260))
        #expect(cut(Array(longest.dropLast())) == .incomplete)
    }

    @Test(arguments: [
        ("00 2A 01", WireError.protocolId(0x100)),
        ("00 2A 01 02", .protocolId(0x102)),
        ("00 2A 00 07", .protocolId(7)),
        ("00 2A 80 00 00 06", .protocolId(0x8000)),
        ("00 2A 00 01 00 06 07 03", .protocolId(1)),
        ("00 2A 00 00 01", .length(0x100)),
        ("00 2A 00 00 00 00", .length(0)),
        ("00 2A 00 00 00 01", .length(1)),
        ("00 2A 00 00 00 FF", .length(255)),
        ("00 2A 00 00 01 06 07", .length(0x106)),
        ("00 2A 00 00 FF FF 07", .length(0xFFFF)),
        ("48 54 54 50 2F 31 2E 31", .protocolId(0x5450)),
    ])
    func callsAnImpossibleHeaderMalformed(bytes: String, error: WireError) {
        #expect(cut(hex(bytes)) == .malformed(error))
    }

    @Test(arguments: ["00 2A 00", "00 2A 00 00", "00 2A 00 00 00", "FF FF 00 00 00 02"])
    func believesABeginningUntilItIsWrong(bytes: String) {
        #expect(cut(hex(bytes)) == .incomplete)
    }

    @Test
    func headersSurviveARoundTrip() {
        let header = MBAPHeader(transactionId: 0xBEEF, length: 6, unit: 247)
        var bytes = [UInt8](repeating: 0xAA, count: 8)
        bytes.withUnsafeMutableBytes { header.write(to: $0) }
        #expect(bytes == hex("BE EF 00 00 00 06 F7 AA"))
        #expect(bytes.withUnsafeBytes(MBAPHeader.init(parsing:)) == header)
    }
}

struct ADUDecoderTests {
    static let stream =
        ADUReaderTests.readTwoRegisters + hex("00 2B 00 00 00 03 07 83 02")
        + hex("00 2C 00 00 00 02 07 07")

    private func drain(_ decoder: inout ADUDecoder) throws -> [ADU] {
        var found: [ADU] = []
        while let adu = try decoder.next() { found.append(adu) }
        return found
    }

    private static let adus = [
        ADU(transactionId: 0x2A, unit: 7, pdu: [0x03, 0x00, 0x28, 0x00, 0x02]),
        ADU(transactionId: 0x2B, unit: 7, pdu: [0x83, 0x02]),
        ADU(transactionId: 0x2C, unit: 7, pdu: [0x07]),
    ]

    @Test(arguments: 0...stream.count)
    func decodesAStreamSplitAnywhere(at split: Int) throws {
        var decoder = ADUDecoder()
        decoder.append(Self.stream[..<split])
        var found = try drain(&decoder)
        decoder.append(Self.stream[split...])
        found += try drain(&decoder)
        #expect(found == Self.adus)
        #expect(decoder.waitingBytes == 0)
    }

    @Test
    func decodesAStreamByteByByte() throws {
        var decoder = ADUDecoder()
        var found: [ADU] = []
        for byte in Self.stream {
            decoder.append([byte])
            found += try drain(&decoder)
        }
        #expect(found == Self.adus)
    }

    @Test
    func encodesWhatItDecoded() {
        #expect(Self.adus.flatMap(\.bytes) == Self.stream)
    }

    @Test
    func aLostStreamStaysLost() throws {
        var decoder = ADUDecoder()
        decoder.append(ADUReaderTests.readTwoRegisters + hex("00 2B 00 01"))
        #expect(try decoder.next() == Self.adus[0])
        for _ in 0..<2 {
            #expect(throws: WireError.protocolId(1)) { try decoder.next() }
            decoder.append(ADUReaderTests.readTwoRegisters)
        }
    }
}
