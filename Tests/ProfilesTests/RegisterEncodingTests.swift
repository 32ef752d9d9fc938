import ModbusWire
import Profiles
import Tags
import Testing

struct RegisterEncodingTests {
    private static func mapping(
        _ type: RegisterType, scale: Double = 1, offset: Double = 0
    ) -> RegisterMapping {
        RegisterMapping(
            table: .holdingRegisters, address: 0, type: type, scale: scale, offset: offset)
    }

    private func message(_ value: TagValue, _ mapping: RegisterMapping) -> String {
        do throws(CodecError) {
            return "\(try mapping.encode(value))"
        } catch {
            return "\(error)"
        }
    }

    @Test func roundsToTheNearestCount() throws {
        let tenths = Self.mapping(.int16, scale: 0.1)
        #expect(try tenths.encode(.number(165.04)) == [1650])
        #expect(try tenths.encode(.number(165.06)) == [1651])
        #expect(try tenths.encode(.number(-0.26)) == [UInt16(bitPattern: -3)])
        #expect(try Self.mapping(.uint16).encode(.number(65535.4)) == [65535])
        #expect(try Self.mapping(.uint16, scale: -2, offset: 10).encode(.number(4)) == [3])
    }

    @Test func refusesWhatTheRegistersCannotHold() {
        #expect(
            message(.number(3276.8), Self.mapping(.int16, scale: 0.1))
                == "3276.8 is outside -3276.8…3276.7, all that its int16 can hold")
        #expect(
            message(.integer(-1), Self.mapping(.uint16))
                == "-1 is outside 0…65535, all that its uint16 can hold")
        #expect(
            message(.integer(65536), Self.mapping(.uint16))
                == "65536 is outside 0…65535, all that its uint16 can hold")
        #expect(
            message(.number(5e9), Self.mapping(.uint32))
                == "5000000000 is outside 0…4294967295, all that its uint32 can hold")
        #expect(
            message(.number(1e39), Self.mapping(.float32))
                == "1e+39 is outside -3.4028234663852886e+38…3.4028234663852886e+38, "
                + "all that its float32 can hold")
        #expect(
            message(.integer(2), Self.mapping(.bool))
                == "2 is outside 0…1, all that its bool can hold")
        #expect(
            message(.number(.nan), Self.mapping(.float64)) == "nan is no value to write")
        #expect(
            message(.number(-.infinity), Self.mapping(.float32)) == "-inf is no value to write")
    }

    @Test func refusesValuesOfAnotherKind() {
        #expect(message(.flag(true), Self.mapping(.int16)) == "'true' does not fit an int16")
        #expect(
            message(.number(1), Self.mapping(.string(bytes: 4))) == "'1.0' does not fit a string 4")
        #expect(
            message(.text("on"), Self.mapping(.int16))
                == "'on' is text, and the tag is a number without named values")
        var state = Self.mapping(.uint16)
        state.enumeration = [0: "stopped", 1: "running"]
        #expect(message(.text("on"), state) == "'on' is none of the tag's values: stopped, running")
        #expect(message(.text("running"), state) == "[1]")
        #expect(
            message(.text("kettle"), Self.mapping(.string(bytes: 4)))
                == "'kettle' takes 6 bytes; the tag holds 4")
    }

    @Test func refusesWhatWouldReadAsNotAvailable() {
        var mapping = Self.mapping(.int16, scale: 0.1)
        mapping.notAvailable = [0x8000]
        #expect(
            message(.number(-3276.8), mapping)
                == "-3276.8 becomes 0x8000, which means 'not available'")
    }

    @Test func keeps64BitNumbersExact() throws {
        let top: UInt64 = 0xFFFF_FFFF_FFFF_FFFE
        #expect(
            try Self.mapping(.uint64).encode(.unsigned(top)) == [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFE])
        #expect(
            try Self.mapping(.int64).encode(.integer(.max)) == [0x7FFF, 0xFFFF, 0xFFFF, 0xFFFF])
        #expect(throws: CodecError.self) { try Self.mapping(.int64).encode(.unsigned(top)) }
        #expect(throws: CodecError.self) { try Self.mapping(.int64).encode(.number(0x1p63)) }
        #expect(throws: CodecError.self) { try Self.mapping(.uint64).encode(.number(0x1p64)) }
    }

    @Test func leavesTheOtherBitsOfARegister() throws {
        #expect(try Self.mapping(.bit(2)).encode(.flag(true), into: 0xF0F0) == [0xF0F4])
        #expect(try Self.mapping(.bit(15)).encode(.flag(false), into: 0xF0F0) == [0x70F0])
    }

    @Test(arguments: [RegisterType.int16, .uint16])
    func bringsBackEveryPatternOf16Bits(type: RegisterType) throws {
        for scale in [1, 0.1, 0.01, 20 / 65_535.0] {
            let mapping = Self.mapping(type, scale: scale)
            for pattern in stride(from: UInt16.min, through: .max, by: 7) {
                guard case .value(let value) = mapping.decode([pattern]) else {
                    Issue.record("\(pattern) is no value")
                    return
                }
                #expect(try mapping.encode(value) == [pattern])
            }
        }
    }

    @Test(arguments: UInt64(0)..<50)
    func bringsBackWhatItWrote(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let types: [RegisterType] = [
            .int16, .uint16, .int32, .uint32, .int64, .uint64, .float32, .float64,
        ]
        for type in types {
            for order in WordOrder.allCases {
                var mapping = Self.mapping(type)
                mapping.wordOrder = order
                let words = (0..<type.registerCount).map { _ in
                    UInt16(truncatingIfNeeded: random.next())
                }
                guard case .value(let value) = mapping.decode(words) else { continue }
                #expect(try mapping.encode(value, order: .read) == words)
            }
        }
    }

    @Test func holdsAnInstrumentToItsRange() {
        let cases: [(RegisterMapping, Double, [UInt16])] = [
            (Self.mapping(.int16, scale: 0.1), 1e9, [0x7FFF]),
            (Self.mapping(.int16, scale: 0.1), -.infinity, [0x8000]),
            (Self.mapping(.uint16), -3, [0]),
            (Self.mapping(.uint16), .nan, [0]),
            (Self.mapping(.float32), .nan, [0x7FC0, 0]),
            (Self.mapping(.float32), 161.5, [0x4321, 0x8000]),
            (Self.mapping(.float32), 1e300, [0x7F7F, 0xFFFF]),
            (Self.mapping(.uint64), 1e30, [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF]),
            (Self.mapping(.int64), -1e30, [0x8000, 0, 0, 0]),
            (Self.mapping(.bit(1)), 1, [2]),
        ]
        for (mapping, value, expected) in cases {
            var words = [UInt16](repeating: 0, count: mapping.count)
            words.withUnsafeMutableBufferPointer { mapping.encodeSaturating(value, into: $0) }
            #expect(words == expected, "\(value) in \(mapping.type)")
        }
        var moisture = Self.mapping(.int16)
        moisture.notAvailable = [0x8000]
        var words: [UInt16] = [0]
        words.withUnsafeMutableBufferPointer { moisture.encodeSaturating(.nan, into: $0) }
        #expect(words == [0x8000])
    }

    @Test func tellsWhatTheRegistersCanHold() {
        #expect(Self.mapping(.int16, scale: 0.1).valueLimits == -3276.8...3276.7)
        #expect(Self.mapping(.uint16, scale: -1, offset: 5).valueLimits == -65530...5)
        #expect(Self.mapping(.string(bytes: 2)).valueLimits == nil)
    }
}
