/// Collects the faults of one profile, so that all are reported in one run.
final class Findings {
    private var found: [ProfileDiagnostic] = []
    private var known: Set<ProfileDiagnostic> = []
    private var comparisonsLeft = 100_000

    /// Notes what makes the profile unusable.
    func error(_ message: String, at place: SourcePlace) {
        add(ProfileDiagnostic(severity: .error, place: place, message: message))
    }

    /// Notes what is probably not meant.
    func warning(_ message: String, at place: SourcePlace) {
        add(ProfileDiagnostic(severity: .warning, place: place, message: message))
    }

    /// How much was found so far.
    var count: Int { found.count }

    /// How many things found so far forbid the profile's use.
    var errorCount: Int { found.count { $0.severity == .error } }

    /// Whether anything found forbids the profile's use.
    var hasErrors: Bool { found.contains { $0.severity == .error } }

    /// ` Did you mean 'x'?`, or nothing; nothing too once the words compared have become so many
    /// that a file made for it could stall us.
    func suggestion(for word: String, among words: some Collection<String>) -> String {
        guard words.count <= comparisonsLeft else { return "" }
        comparisonsLeft -= words.count
        return Suggestion.text(for: word, among: Array(words))
    }

    /// All findings: the profile's first, then those of its maps in the order of their first use;
    /// within a file from top to bottom.
    func sorted(files: [String]) -> [ProfileDiagnostic] {
        let ranks = Dictionary(
            files.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: min)
        return found.enumerated().sorted { left, right in
            let (first, second) = (left.element.place, right.element.place)
            return (ranks[first.file] ?? .max, first.line, first.column, left.offset)
                < (ranks[second.file] ?? .max, second.line, second.column, right.offset)
        }.map(\.element)
    }

    /// A map shared by several devices would otherwise tell the same fault once for each.
    private func add(_ diagnostic: ProfileDiagnostic) {
        if known.insert(diagnostic).inserted { found.append(diagnostic) }
    }
}
