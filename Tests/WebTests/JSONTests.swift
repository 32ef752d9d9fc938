import Testing

@testable import Web

struct JSONTests {
    @Test(arguments: [
        #"{"a":[1,-2.5,true,false,null,"x"],"b":{}}"#, "0", #""""#, "[]",
        #"{"é":"\"\\\n"}"#, "18446744073709551615", "-9223372036854775808", "1e-07",
    ])
    func whatIsReadIsWrittenTheSame(text: String) throws {
        let value = try JSONReader.read(Array(text.utf8))
        #expect(try JSONReader.read(value.bytes) == value)
        if !text.contains("\\") { #expect(String(decoding: value.bytes, as: UTF8.self) == text) }
    }

    @Test
    func escapesAndPairsAreRead() throws {
        let value = try JSONReader.read(Array(#""\u00e9\ud83d\ude00\t\/""#.utf8))
        #expect(value == .text("é😀\t/"))
    }

    @Test(arguments: [
        ("", "the text ends where a value should be, at byte 0"),
        (#"{"a":1,"a":2}"#, "'a' stands there twice, at byte 10"),
        ("[1,]", "no value begins like this, at byte 3"), ("01", "this is no number, at byte 2"),
        ("1 2", "there is more behind the value, at byte 2"),
        (#""\ud800x""#, "half of a pair, at byte 7"), ("nul", "'null' was expected, at byte 3"),
        ("1e999", "1e999 is beyond what a number can be, at byte 5"),
        ("\"a\nb\"", "a control character stands in a text, at byte 3"),
        (#""abc"#, "the text has no end, at byte 4"),
    ])
    func whatIsNoJSONIsRefusedWithItsPlace(text: String, reason: String) {
        do throws(JSONError) {
            _ = try JSONReader.read(Array(text.utf8))
            Issue.record("it was read")
        } catch {
            #expect("\(error)" == reason)
        }
    }

    @Test
    func depthIsBounded() {
        let deep = Array(repeating: UInt8(0x5B), count: 100_000)
        #expect(throws: JSONError.self) { try JSONReader.read(deep) }
    }

    @Test(arguments: UInt64(0)..<200)
    func anyBytesAreReadOrRefused(seed: UInt64) {
        var random = SystemLike(state: seed)
        let symbols = Array(#"{}[]",:0123456789.eE-+tfnu\ "#.utf8) + [0xC3, 0x00, 0x0A]
        let bytes = (0..<60).map { _ in symbols[Int(random.next() % UInt64(symbols.count))] }
        if let value = try? JSONReader.read(bytes) {
            #expect((try? JSONReader.read(value.bytes)) != nil)
        }
    }
}

/// A repeatable source of test bytes.
private struct SystemLike {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}

struct SchemaTests {
    private let schema = Schema.object(
        [
            .init("count", .integer(1...5)), .init("word", .text(words: ["a", "b"])),
            .init("value", .oneOf([.anyNumber, .flag]), isRequired: false),
        ])

    @Test(arguments: [
        (#"{"count":1,"word":"a"}"#, [String]()),
        (#"{"count":9,"word":"c"}"#, ["count is 9; it takes 1…5.", "word is 'c'; it takes a, b."]),
        (
            #"{"count":1.5,"word":"a","more":1}"#,
            [
                "count takes a whole number, not 1.5.",
                "more is unknown; known are count, word, value.",
            ]
        ),
        (#"{"count":1}"#, ["word is missing; it takes a, b."]),
        (
            #"{"count":1,"word":"a","value":"x"}"#,
            ["value takes a number, or true or false, not text."]
        ),
        ("[]", [" takes an object, not a list."]),
    ])
    func everyFieldAtFaultIsNamed(text: String, faults: [String]) throws {
        let json = try JSONReader.read(Array(text.utf8))
        let found = schema.faults(in: json, at: "", components: [:])
        #expect(found.map { "\($0.field) \($0.detail)" } == faults)
    }
}
