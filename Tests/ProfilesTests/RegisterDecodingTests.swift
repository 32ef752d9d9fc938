import ModbusWire
import Profiles
import Tags
import Testing

struct RegisterDecodingTests {
    private static func mapping(
        _ type: RegisterType, _ order: WordOrder = .abcd, scale: Double = 1, offset: Double = 0
    ) -> RegisterMapping {
        RegisterMapping(
            table: .inputRegisters, address: 0, type: type, wordOrder: order, scale: scale,
            offset: offset)
    }

    @Test func decodesTheExampleOfItsDocumentation() {
        let air = RegisterMapping(
            table: .inputRegisters, address: 8, type: .float32, wordOrder: .cdab)
        #expect(air.decode([0x8000, 0x4321]) == .value(.number(161.5)))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let type: RegisterType
        let order: WordOrder
        let words: [UInt16]
        let value: TagValue

        init(_ type: RegisterType, _ order: WordOrder, _ words: [UInt16], _ value: TagValue) {
            self.type = type
            self.order = order
            self.words = words
            self.value = value
        }

        var testDescription: String { "\(type) \(order.rawValue) \(words)" }
    }

    /// Each row's words and value were worked out by hand from IEEE 754 and two's complement.
    static let golden: [Row] = [
        Row(.bool, .abcd, [0], .flag(false)),
        Row(.bool, .abcd, [1], .flag(true)),
        Row(.bit(0), .abcd, [0x0001], .flag(true)),
        Row(.bit(2), .abcd, [0x0004], .flag(true)),
        Row(.bit(2), .abcd, [0xFFFB], .flag(false)),
        Row(.bit(15), .abcd, [0x8000], .flag(true)),
        Row(.bit(15), .badc, [0x0080], .flag(true)),
        Row(.int16, .abcd, [0xFFFE], .integer(-2)),
        Row(.int16, .badc, [0xFEFF], .integer(-2)),
        Row(.int16, .abcd, [0x8000], .integer(-32768)),
        Row(.uint16, .abcd, [0xFFFE], .integer(65534)),
        Row(.uint16, .badc, [0x3412], .integer(0x1234)),
        Row(.int32, .abcd, [0xFFFF, 0xFFFE], .integer(-2)),
        Row(.uint32, .abcd, [0x1234, 0x5678], .integer(0x1234_5678)),
        Row(.uint32, .cdab, [0x5678, 0x1234], .integer(0x1234_5678)),
        Row(.uint32, .badc, [0x3412, 0x7856], .integer(0x1234_5678)),
        Row(.uint32, .dcba, [0x7856, 0x3412], .integer(0x1234_5678)),
        Row(.uint32, .abcd, [0xFFFF, 0xFFFF], .integer(4_294_967_295)),
        Row(.float32, .abcd, [0x4321, 0x8000], .number(161.5)),
        Row(.float32, .cdab, [0x8000, 0x4321], .number(161.5)),
        Row(.float32, .badc, [0x2143, 0x0080], .number(161.5)),
        Row(.float32, .dcba, [0x0080, 0x2143], .number(161.5)),
        Row(.int64, .abcd, [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFE], .integer(-2)),
        Row(.int64, .abcd, [0x0020, 0, 0, 1], .integer(9_007_199_254_740_993)),
        Row(.uint64, .abcd, [0x0123, 0x4567, 0x89AB, 0xCDEF], .integer(0x0123_4567_89AB_CDEF)),
        Row(.uint64, .cdab, [0xCDEF, 0x89AB, 0x4567, 0x0123], .integer(0x0123_4567_89AB_CDEF)),
        Row(.uint64, .badc, [0x2301, 0x6745, 0xAB89, 0xEFCD], .integer(0x0123_4567_89AB_CDEF)),
        Row(.uint64, .dcba, [0xEFCD, 0xAB89, 0x6745, 0x2301], .integer(0x0123_4567_89AB_CDEF)),
        Row(.uint64, .abcd, [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF], .unsigned(.max)),
        Row(.float64, .abcd, [0x4064, 0x3000, 0, 0], .number(161.5)),
        Row(.float64, .cdab, [0, 0, 0x3000, 0x4064], .number(161.5)),
        Row(.string(bytes: 4), .abcd, [0x4432, 0x2D37], .text("D2-7")),
        Row(.string(bytes: 4), .badc, [0x3244, 0x372D], .text("D2-7")),
        Row(.string(bytes: 3), .abcd, [0x4432, 0x2D00], .text("D2-")),
        Row(.string(bytes: 6), .abcd, [0x4432, 0, 0], .text("D2")),
        Row(.string(bytes: 4), .abcd, [0x42C2, 0xB000], .text("B°")),
    ]

    @Test(arguments: golden)
    func decodes(row: Row) {
        #expect(Self.mapping(row.type, row.order).decode(row.words) == .value(row.value))
    }

    @Test(arguments: golden)
    func encodes(row: Row) throws {
        var mapping = Self.mapping(row.type)
        mapping.writeOrder = row.order
        let others: UInt16 = if case .bit = row.type { row.words[0] } else { 0 }
        #expect(try mapping.encode(row.value, into: others) == row.words)
    }

    @Test(arguments: golden)
    func givesTheSameNumberOnTheFastPath(row: Row) {
        let mapping = Self.mapping(row.type, row.order)
        let decoded = row.words.withUnsafeBufferPointer { mapping.decodeNumber($0) }
        #expect(decoded.status == .good)
        #expect(row.value.number.map { $0 == decoded.value } ?? decoded.value.isNaN)
    }

    @Test func cutsTextAtTheFirstZeroAndTheBlanksBehindIt() {
        let mapping = Self.mapping(.string(bytes: 6))
        #expect(mapping.decode([0x4432, 0x2020, 0x2020]) == .value(.text("D2")))
        #expect(mapping.decode([0x4400, 0x4545, 0x4545]) == .value(.text("D")))
        #expect(mapping.decode([0, 0, 0]) == .value(.text("")))
    }

    @Test func scalesWithoutTrailingDigits() {
        let tenths = Self.mapping(.int16, scale: 0.1)
        #expect(tenths.decode([3]) == .value(.number(0.3)))
        #expect(tenths.decode([1653]) == .value(.number(165.3)))
        #expect(Self.mapping(.int16, scale: 2, offset: -40).decode([10]) == .value(.number(-20)))
        #expect(
            Self.mapping(.float32, scale: 0.5).decode([0x4321, 0x8000]) == .value(.number(80.75)))
    }

    @Test func tellsWhatHoldsNoValue() {
        var moisture = Self.mapping(.int16, scale: 0.1)
        moisture.notAvailable = [0x8000]
        #expect(moisture.decode([0x8000]) == .notAvailable)
        #expect(moisture.decode([0x8001]) == .value(.number(-3276.7)))
        #expect(Self.mapping(.float32).decode([0x7FC0, 0]) == .undecodable)
        #expect(Self.mapping(.float32).decode([0x7F80, 0]) == .undecodable)
        #expect(Self.mapping(.string(bytes: 2)).decode([0xFFFE]) == .undecodable)
    }

    @Test func findsTheCodeForNoValueInTheTagsOwnWordOrder() {
        var mapping = Self.mapping(.int32, .cdab)
        mapping.notAvailable = [0x8000_0000]
        #expect(mapping.decode([0x0000, 0x8000]) == .notAvailable)
        #expect(mapping.decode([0x8000, 0x0000]) == .value(.integer(0x8000)))
    }

    @Test func givesReasonsOnTheFastPath() {
        var mapping = Self.mapping(.float32)
        mapping.notAvailable = [0x7FC0_0001]
        let cases: [([UInt16], SampleStatus)] = [
            ([0x7FC0, 1], .bad(.notAvailable)), ([0x7FC0, 0], .bad(.undecodable)),
            ([0xFF80, 0], .bad(.undecodable)),
        ]
        for (words, status) in cases {
            let decoded = words.withUnsafeBufferPointer { mapping.decodeNumber($0) }
            #expect(decoded.value.isNaN && decoded.status == status)
        }
    }

    @Test func namesCountedStates() {
        var state = Self.mapping(.uint16)
        state.enumeration = [0: "stopped", 1: "running"]
        #expect(state.word(for: .integer(1)) == "running")
        #expect(state.word(for: .integer(2)) == nil)
        #expect(state.word(for: .text("running")) == nil)
        var flag = Self.mapping(.bool)
        flag.enumeration = [0: "open", 1: "closed"]
        #expect(flag.word(for: .flag(false)) == "open")
    }

    @Test func readsAndWritesInOrdersOfTheirOwn() throws {
        let odd = RegisterMapping(
            table: .holdingRegisters, address: 0, type: .float32, wordOrder: .cdab,
            writeOrder: .abcd)
        #expect(odd.decode([0x8000, 0x4321]) == .value(.number(161.5)))
        #expect(try odd.encode(.number(161.5)) == [0x4321, 0x8000])
        #expect(try odd.encode(.number(161.5), order: .read) == [0x8000, 0x4321])
        #expect(odd.decode([0x4321, 0x8000], order: .write) == .value(.number(161.5)))
    }

    @Test func tellsWhichValuesADoubleCannotCarry() {
        #expect(Self.mapping(.int64).needsExactValue)
        #expect(Self.mapping(.string(bytes: 2)).needsExactValue)
        #expect(!Self.mapping(.int64, scale: 0.1).needsExactValue)
        #expect(!Self.mapping(.uint32).needsExactValue)
    }
}
