import ModbusWire
import Testing

struct PendingRequestTests {
    static let read = "00 2A 00 00 00 06 07 03 00 28 00 02"

    /// Request, answer: both whole ADUs of transaction 0x002A and unit 7.
    @Test(arguments: [
        (read, "00 2A 00 00 00 07 07 03 04 06 72 00 04"),
        ("00 2A 00 00 00 06 07 04 00 28 00 01", "00 2A 00 00 00 05 07 04 02 06 72"),
        ("00 2A 00 00 00 06 07 01 00 03 00 0A", "00 2A 00 00 00 05 07 01 02 01 02"),
        ("00 2A 00 00 00 06 07 02 00 03 00 08", "00 2A 00 00 00 04 07 02 01 FF"),
        ("00 2A 00 00 00 06 07 05 00 03 FF 00", "00 2A 00 00 00 06 07 05 00 03 FF 00"),
        ("00 2A 00 00 00 06 07 06 00 28 06 40", "00 2A 00 00 00 06 07 06 00 28 06 40"),
        (
            "00 2A 00 00 00 09 07 0F 00 03 00 0A 02 01 02",
            "00 2A 00 00 00 06 07 0F 00 03 00 0A"
        ),
        (
            "00 2A 00 00 00 09 07 10 00 28 00 01 02 06 40",
            "00 2A 00 00 00 06 07 10 00 28 00 01"
        ),
        (
            "00 2A 00 00 00 08 07 16 00 29 FF 0F 00 50",
            "00 2A 00 00 00 08 07 16 00 29 FF 0F 00 50"
        ),
        (
            "00 2A 00 00 00 0D 07 17 00 2C 00 02 00 28 00 01 02 06 40",
            "00 2A 00 00 00 07 07 17 04 00 01 11 70"
        ),
        (
            "00 2A 00 00 00 05 07 2B 0E 04 01",
            "00 2A 00 00 00 0C 07 2B 0E 04 81 00 00 01 01 02 44 32"
        ),
    ])
    func anAnswerThatFitsMatches(request: String, answer: String) {
        #expect(pending(request).check(answer) == .matches)
    }

    @Test(arguments: [
        // header
        (read, "00 2A 00 01 00 07 07 03 04 06 72 00 04", WireError.protocolId(1)),
        (read, "00 2A 00 00 00 06 07 03 04 06 72 00 04", .length(6)),
        (read, "00 2A 00 00 00 08 07 03 04 06 72 00 04", .length(8)),
        (
            read, "00 2B 00 00 00 07 07 03 04 06 72 00 04",
            .transactionId(expected: 0x2A, found: 0x2B)
        ),
        (read, "00 2A 00 00 00 07 08 03 04 06 72 00 04", .unit(expected: 7, found: 8)),
        // function
        (
            read, "00 2A 00 00 00 07 07 04 04 06 72 00 04",
            .function(expected: .readHoldingRegisters, found: 4)
        ),
        (
            read, "00 2A 00 00 00 03 07 84 02",
            .function(expected: .readHoldingRegisters, found: 0x84)
        ),
        // byte counts, missing and surplus bytes
        (read, "00 2A 00 00 00 05 07 03 02 06 72", .byteCount(expected: 4, found: 2)),
        (
            read, "00 2A 00 00 00 09 07 03 06 06 72 00 04 00 00",
            .byteCount(expected: 4, found: 6)
        ),
        (read, "00 2A 00 00 00 05 07 03 04 06 72", .pduLength(expected: 6, found: 4)),
        (
            read, "00 2A 00 00 00 08 07 03 04 06 72 00 04 99",
            .pduLength(expected: 6, found: 7)
        ),
        (read, "00 2A 00 00 00 02 07 03", .pduLength(expected: 6, found: 1)),
        (
            "00 2A 00 00 00 06 07 01 00 03 00 0A", "00 2A 00 00 00 04 07 01 01 01",
            .byteCount(expected: 2, found: 1)
        ),
        (
            "00 2A 00 00 00 06 07 02 00 03 00 08", "00 2A 00 00 00 05 07 02 02 01 02",
            .byteCount(expected: 1, found: 2)
        ),
        (
            "00 2A 00 00 00 0D 07 17 00 2C 00 02 00 28 00 01 02 06 40",
            "00 2A 00 00 00 05 07 17 02 00 01", .byteCount(expected: 4, found: 2)
        ),
        // exceptions of the wrong size
        (read, "00 2A 00 00 00 02 07 83", .pduLength(expected: 2, found: 1)),
        (read, "00 2A 00 00 00 04 07 83 02 00", .pduLength(expected: 2, found: 3)),
    ])
    func anAnswerThatBreaksARuleIsMalformed(request: String, answer: String, error: WireError) {
        #expect(pending(request).check(answer) == .malformed(error))
    }

    @Test(arguments: [
        ("05 00 03 FF 00", "05 00 04 FF 00", WireError.EchoField.address, 3, 4),
        ("05 00 03 FF 00", "05 00 03 00 00", .value, 0xFF00, 0),
        ("06 00 28 06 40", "06 01 28 06 40", .address, 0x28, 0x128),
        ("06 00 28 06 40", "06 00 28 06 41", .value, 0x640, 0x641),
        ("0F 00 03 00 02 01 03", "0F 00 02 00 02", .address, 3, 2),
        ("0F 00 03 00 02 01 03", "0F 00 03 00 01", .quantity, 2, 1),
        ("10 00 28 00 01 02 06 40", "10 00 29 00 01", .address, 0x28, 0x29),
        ("10 00 28 00 01 02 06 40", "10 00 28 00 02", .quantity, 1, 2),
        ("16 00 29 FF 0F 00 50", "16 00 28 FF 0F 00 50", .address, 0x29, 0x28),
        ("16 00 29 FF 0F 00 50", "16 00 29 FF 0E 00 50", .andMask, 0xFF0F, 0xFF0E),
        ("16 00 29 FF 0F 00 50", "16 00 29 FF 0F 01 50", .orMask, 0x50, 0x150),
        ("2B 0E 01 00", "2B 0D 01 01 00 00 00", .interfaceType, 0x0E, 0x0D),
        ("2B 0E 01 00", "2B 0E 02 01 00 00 00", .readCode, 1, 2),
    ])
    func anEchoThatDiffersIsMalformed(
        request: String, answer: String, field: WireError.EchoField, expected: UInt16,
        found: UInt16
    ) {
        #expect(
            pending(adu(request)).check(adu(answer))
                == .malformed(.echo(expected: expected, found: found, field: field)))
    }

    @Test(arguments: [
        ("06 00 28 06 40", "06 00 28 06", 5, 4),
        ("06 00 28 06 40", "06 00 28 06 40 00", 5, 6),
        ("10 00 28 00 01 02 06 40", "10 00 28 00 01 02 06 40", 5, 8),
        ("16 00 29 FF 0F 00 50", "16 00 29 FF 0F", 7, 5),
        ("2B 0E 01 00", "2B 0E 01 01 00 00", 7, 6),
    ])
    func anEchoOfTheWrongSizeIsMalformed(
        request: String, answer: String, expected: Int, found: Int
    ) {
        #expect(
            pending(adu(request)).check(adu(answer))
                == .malformed(.pduLength(expected: expected, found: found)))
    }

    @Test(arguments: [
        "2B 0E 01 01 00 00 01", "2B 0E 01 01 00 00 01 00", "2B 0E 01 01 00 00 01 00 03 41 42",
        "2B 0E 01 01 00 00 01 00 01 41 42", "2B 0E 01 01 00 00 00 41",
    ])
    func identificationWhoseObjectsDoNotFillItIsMalformed(answer: String) {
        #expect(pending(adu("2B 0E 01 00")).check(adu(answer)) == .malformed(.identification))
    }

    @Test(arguments: 1...255)
    func anExceptionKeepsItsNumber(code: UInt8) {
        let answer = ADU(transactionId: 0x2A, unit: 7, pdu: [0x83, code]).bytes
        let verdict = answer.withUnsafeBytes { pending(Self.read).check($0) }
        #expect(verdict == .exception(ExceptionCode(rawValue: code)))
    }

    @Test(
        arguments: [
            (0x2A, 0x29, true), (0x2A, 0x00, true), (0x2A, 0xFFFF, true), (0x8000, 0x0000, true),
            (0x2A, 0x2B, false), (0x2A, 0x7000, false), (0xFFFF, 0x0000, false),
        ] as [(UInt16, UInt16, Bool)])
    func anIdBehindOursIsLateAndOneAheadIsMalformed(ours: UInt16, found: UInt16, isLate: Bool) {
        let request = hex(Self.read).withUnsafeBytes {
            PendingRequest(transactionId: ours, request: $0)
        }
        let answer = ADU(transactionId: found, unit: 9, pdu: [0x99]).bytes
        #expect(
            answer.withUnsafeBytes { request.check($0) }
                == (isLate
                    ? .late(transactionId: found)
                    : .malformed(.transactionId(expected: ours, found: found))))
    }

    @Test
    func noAlteredByteOfAnEchoPasses() {
        let echo = hex("00 2A 00 00 00 06 07 06 00 28 06 40")
        let request = echo.withUnsafeBytes { PendingRequest(transactionId: 0x2A, request: $0) }
        for index in echo.indices {
            for bit in 0..<8 {
                var altered = echo
                altered[index] ^= 1 << UInt8(bit)
                #expect(altered.withUnsafeBytes { request.check($0) } != .matches)
            }
        }
    }

    private func adu(_ pdu: String) -> String {
        ADU(transactionId: 0x2A, unit: 7, pdu: hex(pdu)).bytes
            .map { String($0, radix: 16) }.joined(separator: " ")
    }
}
