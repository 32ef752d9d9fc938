import Yams

/// Reads one YAML file into ``YAMLNode``s; finds all that makes it no usable YAML.
///
/// Yams never sees an alias: it hashes whole keys, and an alias in a key can stand for more values
/// than there is memory. Every `*name` goes in as a plain word marked by a private-use character,
/// and is resolved here under a budget.
struct YAMLReader {
    /// Most values that all aliases of a file together may stand for.
    static let maximumExpansion = 10_000
    /// Deepest nesting.
    static let maximumDepth = 32

    let file: String
    let findings: Findings
    private var source: YAMLSource

    /// A fault that leaves nothing to check behind it.
    struct Fault: Error {
        let message: String
        let line: Int
        let column: Int
    }

    init(bytes: [UInt8], file: String, findings: Findings) throws(Fault) {
        self.file = file
        self.findings = findings
        source = try YAMLSource(bytes: bytes)
    }

    /// The file's value; nil, and told to the findings, if there is none.
    static func read(_ bytes: [UInt8], file: String, findings: Findings) -> YAMLNode? {
        do throws(Fault) {
            var reader = try YAMLReader(bytes: bytes, file: file, findings: findings)
            return try reader.read()
        } catch {
            let place = SourcePlace(file: file, line: error.line, column: error.column)
            findings.error(error.message, at: place)
            return nil
        }
    }

    private mutating func read() throws(Fault) -> YAMLNode {
        // Yams stops at the first mapping with a doubled key, so each is renamed and read again.
        while true {
            do {
                let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
                guard let root = try parser.singleRoot() else { throw Self.empty }
                var converter = YAMLConverter(file: file, source: source, findings: findings)
                // Nodes hold their anchors weakly; the parser owns them.
                return try withExtendedLifetime(parser) { try converter.convert(root) }
            } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
                let key = duplicates.first ?? ""
                let isRenamed = source.renameKey(key, at: context.mark)
                guard isRenamed else {
                    throw Fault(
                        message: "key '\(source.restored(key))' stands twice in one mapping.",
                        line: context.mark.line, column: context.mark.column)
                }
            } catch let fault as Fault {
                throw fault
            } catch let error as YamlError {
                throw Fault(error)
            } catch {
                throw Fault(message: "not valid YAML: \(error)", line: 1, column: 1)
            }
        }
    }

    static let empty = Fault(message: "the file is empty.", line: 1, column: 1)

    static let tooDeep = "nested deeper than \(maximumDepth) levels; no profile needs that."
}

extension YAMLReader.Fault {
    fileprivate init(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            self.init(context, problem, mark)
        case .memory:
            // libyaml's word for too many levels of indentation.
            self.init(message: YAMLReader.tooDeep, line: 1, column: 1)
        case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem),
            .representer(let problem):
            self.init(message: "not valid YAML: \(problem).", line: 1, column: 1)
        default:
            self.init(message: "not valid YAML.", line: 1, column: 1)
        }
    }

    private init(_ context: YamlError.Context?, _ problem: String, _ mark: Mark) {
        let message: String
        if problem.hasPrefix("Maximum nesting level") {
            message = YAMLReader.tooDeep
        } else if problem == "but found another document" {
            message = "a second document starts here; a profile is one YAML document."
        } else if let context {
            message = "not valid YAML: \(problem) (\(context.text) at line \(context.mark.line))."
        } else {
            message = "not valid YAML: \(problem)."
        }
        self.init(message: message, line: mark.line, column: mark.column)
    }
}
