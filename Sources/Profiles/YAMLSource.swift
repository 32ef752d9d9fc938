import Yams

/// The text of a YAML file as Yams is given it: aliases and doubled keys under marks of our own.
struct YAMLSource {
    /// Stands for the `*` of what may be an alias.
    static let aliasMark: Unicode.Scalar = "\u{E000}"
    /// Most doubled keys that are told apart, each at the cost of reading the file again.
    private var maximumRenames: Int { min(50, 3 * ProfileFile.maximumSize / max(1, scalars.count)) }
    private static let firstRename: UInt32 = 0xE100

    private var scalars: [Unicode.Scalar]
    private var lineStarts: [Int]
    private var renamed: [String] = []

    /// Takes UTF-8 without control characters; a byte-order mark is skipped.
    init(bytes: [UInt8]) throws(YAMLReader.Fault) {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        scalars = []
        scalars.reserveCapacity(bytes.count)
        lineStarts = [0]
        var iterator = bytes.dropFirst(hasMark ? 3 : 0).makeIterator()
        var decoder = UTF8()
        decoding: while true {
            switch decoder.decode(&iterator) {
            case .emptyInput: break decoding
            case .error: throw fault("not UTF-8: this is not a character.")
            case .scalarValue(let scalar): try take(scalar)
            }
        }
        markAliases()
    }

    /// What Yams is to read.
    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Renames the key at a mark, so that its double can be read as well; false if it cannot be
    /// found there or too many have been renamed.
    mutating func renameKey(_ key: String, at mark: Mark) -> Bool {
        guard renamed.count < maximumRenames, !key.isEmpty,
            lineStarts.indices.contains(mark.line - 1),
            let name = Unicode.Scalar(Self.firstRename + UInt32(renamed.count))
        else { return false }
        var start = lineStarts[mark.line - 1] + mark.column - 1
        guard scalars.indices.contains(start) else { return false }
        if scalars[start] == "\"" || scalars[start] == "'" { start += 1 }
        let letters = Array(key.unicodeScalars)
        let end = start + letters.count
        guard end <= scalars.count, Array(scalars[start..<end]) == letters else { return false }
        for index in start..<end { scalars[index] = name }
        renamed.append(restored(key))
        return true
    }

    /// The key that was renamed to `text`; nil if `text` is a key as written.
    func renamedKey(_ text: String) -> String? {
        guard let first = text.unicodeScalars.first, first.value >= Self.firstRename,
            renamed.indices.contains(Int(first.value - Self.firstRename))
        else { return nil }
        return renamed[Int(first.value - Self.firstRename)]
    }

    /// The text as it stands in the file.
    func restored(_ text: String) -> String {
        guard text.unicodeScalars.contains(Self.aliasMark) else { return text }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text.unicodeScalars.map { $0 == Self.aliasMark ? "*" : $0 })
        return String(view)
    }
}

extension YAMLSource {
    private mutating func take(_ scalar: Unicode.Scalar) throws(YAMLReader.Fault) {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xF900...0xFEFE, 0xFF00...0xFFFD,
            0x10000...:
            break
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            throw fault("character U+\(padded) may not stand in a profile.")
        }
        let isSecondOfBreak = scalar == "\n" && scalars.last == "\r"
        scalars.append(scalar)
        switch scalar {
        case "\n" where isSecondOfBreak: lineStarts[lineStarts.count - 1] = scalars.count
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lineStarts.append(scalars.count)
        default: break
        }
    }

    private func fault(_ message: String) -> YAMLReader.Fault {
        YAMLReader.Fault(
            message: message, line: lineStarts.count,
            column: scalars.count - (lineStarts.last ?? 0) + 1)
    }

    /// Marks every `*` that may begin an alias; those in text and comments are found out later.
    private mutating func markAliases() {
        for index in scalars.indices where scalars[index] == "*" {
            let before: Unicode.Scalar = index > 0 ? scalars[index - 1] : "\n"
            let after: Unicode.Scalar = index + 1 < scalars.count ? scalars[index + 1] : "\n"
            if " \t\n\r[{,:".unicodeScalars.contains(before), after.isAnchorCharacter {
                scalars[index] = Self.aliasMark
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether libyaml takes it in the name of an anchor.
    var isAnchorCharacter: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
