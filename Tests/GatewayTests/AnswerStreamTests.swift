import ModbusWire
import Testing

@testable import Gateway

struct AnswerStreamTests {
    static let request = hex("00 00 | 00 00 | 00 06 | 07 | 03 00 28 00 02")
    static let answer = hex("00 01 | 00 00 | 00 07 | 07 | 03 04 06 72 00 04")

    private func opened() -> AnswerStream {
        var stream = AnswerStream()
        stream.connectionOpened()
        open(&stream)
        return stream
    }

    private func open(_ stream: inout AnswerStream, hasRest: Bool = false) {
        var request = Self.request
        request.withUnsafeMutableBytes { stream.open($0, hasRest: hasRest) }
    }

    private func judge(_ stream: inout AnswerStream, _ bytes: [UInt8]) -> AnswerStream.Judgement {
        bytes.withUnsafeBytes { stream.judge($0) }
    }

    @Test func idsCountUpAndAreWrittenIntoTheRequest() {
        var stream = AnswerStream()
        stream.connectionOpened()
        var request = Self.request
        for id in 1...3 {
            request.withUnsafeMutableBytes { stream.open($0, hasRest: false) }
            #expect(request[0...1] == [0, UInt8(id)])
        }
    }

    @Test(arguments: 0..<answer.count)
    func aPartOfAnAnswerIsIncomplete(length: Int) {
        var stream = opened()
        #expect(judge(&stream, Array(Self.answer[..<length])) == .incomplete)
    }

    @Test func theWholeAnswerIsTakenWhateverFollows() {
        var stream = opened()
        #expect(judge(&stream, Self.answer + [9, 9]) == .answer(length: 13))
    }

    @Test func anAnswerToARequestGivenUpIsLate() {
        var stream = opened()
        stream.close()
        open(&stream)
        #expect(judge(&stream, Self.answer) == .late(length: 13))
    }

    @Test func aSecondAnswerToTheSameRequestIsLate() {
        var stream = opened()
        #expect(judge(&stream, Self.answer) == .answer(length: 13))
        stream.close()
        #expect(judge(&stream, Self.answer) == .late(length: 13))
    }

    @Test func anIdFromBeforeTheConnectionIsMalformed() {
        var stream = opened()
        stream.close()
        stream.connectionOpened()
        open(&stream)
        #expect(judge(&stream, Self.answer) == .malformed(.surplus(bytes: 13)))
    }

    @Test func anAnswerBegunBeforeItsRequestIsMalformed() {
        var stream = opened()
        stream.close()
        open(&stream, hasRest: true)
        var early = Self.answer
        early[1] = 2
        #expect(judge(&stream, early) == .malformed(.surplus(bytes: 13)))
    }

    @Test func aLateAnswerInTwoPartsDoesNotHurtTheNextRequest() {
        var stream = opened()
        stream.close()
        open(&stream, hasRest: true)
        #expect(judge(&stream, Self.answer) == .late(length: 13))
        var next = Self.answer
        next[1] = 2
        #expect(judge(&stream, next) == .answer(length: 13))
    }

    @Test func bytesNobodyAskedForAreMalformed() {
        var stream = AnswerStream()
        stream.connectionOpened()
        #expect(judge(&stream, Self.answer) == .malformed(.surplus(bytes: 13)))
    }

    /// What is altered in the answer, and what is said of it.
    @Test(
        arguments: [
            (1, 2, .transactionId(expected: 1, found: 2)),
            (2, 1, .protocolId(0x0100)),
            (3, 1, .protocolId(1)),
            (4, 1, .length(0x0107)),
            (5, 6, .byteCount(expected: 4, found: 4)),
            (6, 9, .unit(expected: 7, found: 9)),
            (7, 4, .function(expected: .readHoldingRegisters, found: 4)),
            (8, 2, .byteCount(expected: 4, found: 2)),
        ] as [(Int, UInt8, WireError)])
    func anAlteredAnswerIsMalformed(offset: Int, value: UInt8, error: WireError) {
        var stream = opened()
        var bytes = Self.answer
        bytes[offset] = value
        let judgement = judge(&stream, bytes)
        guard offset != 5 else {
            // A shorter length: the PDU no longer fits its byte count.
            return #expect(judgement == .malformed(.pduLength(expected: 6, found: 5)))
        }
        #expect(judgement == .malformed(error))
    }

    @Test func knownAndUnknownExceptionsKeepTheirNumber() {
        for code in [UInt8(2), 0x0B, 0x63] {
            var stream = opened()
            let bytes = hex("00 01 | 00 00 | 00 03 | 07 | 83") + [code]
            #expect(
                judge(&stream, bytes) == .exception(ExceptionCode(rawValue: code), length: 9))
        }
    }
}
