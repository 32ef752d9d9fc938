import Foundation
import Testing

/// Files made to stall or exhaust whoever reads them.
struct HostileFileTests {
    private let folder: ProfileFolder

    init() throws { folder = try ProfileFolder() }

    /// `a` is ten words, each further letter ten times the one before.
    private static let bomb: String = {
        var text = "profile: kiln\na: &a [x, x, x, x, x, x, x, x, x, x]\n"
        var letter = "a"
        for next in "bcdefghijklmnopqrst" {
            let alias = "*" + letter
            let items = Array(repeating: alias, count: 10).joined(separator: ", ")
            text += "\(next): &\(next) [\(items)]\n"
            letter = String(next)
        }
        return text
    }()

    private static let tooMany = """
        error: the aliases of this file stand for more than 10000 values; write them out or use \
        fewer.
        """

    @Test(.timeLimit(.minutes(1)))
    func refusesAliasesThatStandForTooMuch() throws {
        try folder.write(Self.bomb, to: "bomb.yaml")
        #expect(folder.faults(of: "bomb.yaml") == "bomb.yaml:5:36: \(Self.tooMany)")
    }

    @Test(.timeLimit(.minutes(1)))
    func refusesAliasesThatStandForTooMuchAsKeys() throws {
        try folder.write(Self.bomb + "? *t\n: 1\n? [*t, *s]\n: 2\n", to: "bomb.yaml")
        #expect(folder.faults(of: "bomb.yaml") == "bomb.yaml:5:36: \(Self.tooMany)")
    }

    @Test(.timeLimit(.minutes(1)))
    func refusesAChainOfAliases() throws {
        let links = (1..<20_000).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
        try folder.write("a0: &a0 [x]\n" + links, to: "chain.yaml")
        #expect(folder.faults(of: "chain.yaml") == "chain.yaml:141:14: \(Self.tooMany)")
    }

    @Test(.timeLimit(.minutes(1)))
    func refusesAliasesThatAreKeysBeforeTheyAreHashed() throws {
        let keys = (1...24).map { "? [*k\($0 - 1), *k\($0 - 1)]\n: &k\($0) [x]\n" }.joined()
        try folder.write("k0: &k0 [x]\n" + keys, to: "keys.yaml")
        let first = "keys.yaml:2:3: error: a key must be a word, not a list or a mapping."
        #expect(folder.faults(of: "keys.yaml").contains(first))
    }

    @Test func refusesAFileOf100MebibytesWithoutReadingIt() throws {
        try folder.write("", to: "large.yaml")
        let file = try FileHandle(forWritingTo: URL(filePath: folder.path("large.yaml")))
        try file.truncate(atOffset: 100 << 20)
        try file.close()
        let expected = """
            large.yaml:1:1: error: cannot read 'large.yaml': it has 104857600 bytes; a profile or \
            map has at most 1048576.
            """
        #expect(folder.faults(of: "large.yaml") == expected)
    }

    @Test func takesAFileOfExactlyOneMebibyte() throws {
        let start =
            "profile: k\ndevices: {k: {simulated: true, tables: [{table: coils, count: 8}]}}\n#"
        try folder.write(
            start + String(repeating: "x", count: 1 << 20 - start.utf8.count), to: "full.yaml")
        #expect(folder.faults(of: "full.yaml").isEmpty)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func refusesDeepNesting(opening: String) throws {
        try folder.write("a:\n  " + String(repeating: opening, count: 20_000), to: "deep.yaml")
        let faults = folder.faults(of: "deep.yaml")
        #expect(
            faults.hasSuffix("error: nested deeper than 32 levels; no profile needs that."))
        #expect(!faults.contains("\n"))
    }

    @Test func takesNoMoreThan32Levels() throws {
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        try folder.write("a: " + deep, to: "deep.yaml")
        let expected =
            "deep.yaml:1:35: error: nested deeper than 32 levels; no profile needs that."
        #expect(folder.faults(of: "deep.yaml") == expected)
    }

    @Test func refusesBytesThatAreNoText() throws {
        try folder.write(Data([0x61, 0x3A, 0x0A, 0x62, 0xE9, 0x0A]), to: "latin.yaml")
        #expect(
            folder.faults(of: "latin.yaml")
                == "latin.yaml:2:2: error: not UTF-8: this is not a character.")
    }

    @Test(arguments: zip(["\0", "\u{7F}", "\u{E000}"], ["0000", "007F", "E000"]))
    func refusesControlAndPrivateCharacters(character: String, code: String) throws {
        try folder.write("profile: a\(character)", to: "control.yaml")
        #expect(
            folder.faults(of: "control.yaml")
                == "control.yaml:1:11: error: character U+\(code) may not stand in a profile.")
    }

    @Test func refusesFilesThatAreNoFiles() throws {
        let expected = "cannot read '/dev/zero': it is not a regular file."
        try folder.write("", to: "sub/inner.yaml")
        #expect(
            folder.faults(of: "sub") == "sub:1:1: error: cannot read 'sub': it is a directory.")
        #expect(
            folder.faults(of: "none.yaml")
                == "none.yaml:1:1: error: cannot read 'none.yaml': no such file or directory.")
        try folder.write(
            "profile: a\ndevices: {b: {simulated: true, map: /dev/zero}}", to: "zero.yaml")
        #expect(folder.faults(of: "zero.yaml") == "zero.yaml:2:37: error: \(expected)")
    }

    @Test(.timeLimit(.minutes(1)))
    func refusesManyDevicesWithALargeMap() throws {
        let tags = (0..<6_000).map { " t\($0): {table: coils, address: \($0)}\n" }.joined()
        try folder.write("map: m\ntags:\n" + tags, to: "map.yaml")
        let devices = (0..<5_000).map { " d\($0): {simulated: true, map: map.yaml}\n" }.joined()
        try folder.write("profile: many\ndevices:\n" + devices, to: "many.yaml")
        #expect(
            folder.faults(of: "many.yaml")
                == "many.yaml:11:2: error: with device 'd8' the profile has more than 50000 tags.")
    }
}
