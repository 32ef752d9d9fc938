import ModbusWire
import Testing

struct AddressRangeTests {
    @Test(arguments: [(-1, 1), (0, 0), (0, 65537), (65535, 2), (65536, 1), (0, -1), (1, .max)])
    func noRangeLeavesTheTable(start: Int, count: Int) {
        #expect(AddressRange(start: start, count: count) == nil)
    }

    @Test(arguments: [(0, 1, 1), (65535, 1, 65536), (0, 65536, 65536), (40, 2, 42)])
    func aRangeEndsBehindItsLastAddress(start: Int, count: Int, end: Int) throws {
        #expect(try #require(AddressRange(start: start, count: count)).end == end)
    }

    @Test
    func rangesOverlapWhenTheyShareAnAddress() throws {
        let range = try #require(AddressRange(start: 10, count: 5))
        for (start, count, overlaps, inside) in [
            (5, 5, false, false), (5, 6, true, false), (12, 1, true, true), (10, 5, true, true),
            (14, 2, true, false), (15, 1, false, false), (0, 100, true, false),
        ] {
            let other = try #require(AddressRange(start: start, count: count))
            #expect(range.overlaps(other) == overlaps)
            #expect(other.overlaps(range) == overlaps)
            #expect(range.contains(other) == inside)
        }
        #expect(range.contains(10) && range.contains(14))
        #expect(!range.contains(9) && !range.contains(15))
        #expect("\(range)" == "10–14")
    }
}

struct DescriptionTests {
    @Test(arguments: [
        (ExceptionCode.illegalDataAddress, "illegal data address (exception 2)"),
        (.gatewayTargetFailedToRespond, "gateway target failed to respond (exception 11)"),
        (ExceptionCode(rawValue: 99), "unknown exception (exception 99)"),
    ])
    func exceptionsNameThemselves(code: ExceptionCode, text: String) {
        #expect("\(code)" == text)
    }

    @Test(arguments: [
        (WireError.protocolId(7), "protocol id 7 instead of 0: these are not Modbus/TCP bytes"),
        (.length(300), "length field 300: impossible here"),
        (.transactionId(expected: 4, found: 5), "transaction id 5 instead of 4"),
        (.unit(expected: 1, found: 2), "unit id 2 answered instead of 1"),
        (
            .function(expected: .readHoldingRegisters, found: 4),
            "answer for function code 4 instead of 3"
        ),
        (
            .function(expected: .readHoldingRegisters, found: 0x84),
            "exception for function code 4 instead of 3"
        ),
        (.byteCount(expected: 4, found: 2), "byte count 2 instead of 4"),
        (.pduLength(expected: 5, found: 7), "PDU of 7 bytes instead of 5"),
        (.echo(expected: 1, found: 2, field: .andMask), "answer repeats AND mask 2 instead of 1"),
        (.identification, "device identification whose objects do not fit its length"),
        (.surplus(bytes: 3), "3 bytes that no request asked for"),
    ])
    func wireErrorsSayWhatWasExpectedAndFound(error: WireError, text: String) {
        #expect("\(error)" == text)
    }

    @Test
    func tablesKnowTheirFunctionsAndLimits() {
        #expect(PrimaryTable.allCases.map(\.readFunction.rawValue) == [1, 2, 4, 3])
        #expect(PrimaryTable.allCases.filter(\.isBits) == [.coils, .discreteInputs])
        #expect(PrimaryTable.allCases.filter(\.isWritable) == [.coils, .holdingRegisters])
        #expect(PrimaryTable.coils.maximumRead == 2000)
        #expect(PrimaryTable.inputRegisters.maximumRead == 125)
        #expect(PrimaryTable.inputRegisters.name == "input registers")
    }

    @Test
    func bitsArePackedFromTheLowestUpward() {
        #expect([Bool]().packedBits == [])
        #expect([true].packedBits == [1])
        #expect(([Bool](repeating: false, count: 8) + [true, true]).packedBits == [0, 3])
    }
}
