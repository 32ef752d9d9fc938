/// Reads one mapping of a profile key by key; each call tells what is wrong with its key.
///
/// What has not been asked for when ``finish()`` is called is an unknown key. So a key is known by
/// the one line that reads it.
struct Section {
    /// What the section describes, for messages: `device 'steam'`.
    private(set) var subject: String
    /// Where it stands.
    let place: SourcePlace
    let findings: Findings
    let entries: [YAMLNode.Entry]
    private var asked: [String] = []

    init(
        entries: [YAMLNode.Entry], subject: String, place: SourcePlace, findings: Findings
    ) {
        self.entries = entries
        self.subject = subject
        self.place = place
        self.findings = findings
    }

    /// Opens a section; nil, and told, if the node is no mapping.
    init?(_ node: YAMLNode, subject: String, place: SourcePlace? = nil, findings: Findings) {
        guard case .mapping(let entries) = node.content else {
            if node.isLost { return nil }
            findings.error("\(subject) must be a mapping, not \(node.kind).", at: node.place)
            return nil
        }
        self.init(
            entries: entries, subject: subject, place: place ?? node.place, findings: findings)
    }

    /// The same section under a shorter name for messages.
    func called(_ subject: String) -> Section {
        var section = self
        section.subject = subject
        return section
    }

    /// The entry of a key, which is thereby known; nil if it is absent or has nothing behind it.
    mutating func entry(_ key: String) -> YAMLNode.Entry? {
        asked.append(key)
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        guard entry.value.isNull else { return entry }
        if !entry.value.isLost {
            findings.error("'\(key)' of \(subject) has no value.", at: entry.place)
        }
        return nil
    }

    /// Whether a key stands there, with or without a value.
    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    /// Whether a key has been asked for.
    func isAsked(_ key: String) -> Bool { asked.contains(key) }

    /// Where a key's value stands; the section's place if there is none.
    func place(of key: String) -> SourcePlace {
        entries.first { $0.key == key }?.value.place ?? place
    }

    /// Tells each of these keys that is absent.
    func require(_ keys: String...) {
        for key in keys where !has(key) {
            findings.error("\(subject) has no '\(key)'.", at: place)
        }
    }

    /// Tells every key that was never asked for.
    func finish() {
        for entry in entries where !asked.contains(entry.key) {
            let suggestion = findings.suggestion(for: entry.key, among: asked)
            findings.error(
                "\(subject) has no key '\(entry.key)'.\(suggestion) "
                    + "Allowed: \(asked.joined(separator: ", ")).", at: entry.place)
        }
    }

    /// Tells that a key's value is not what it must be.
    func refuse(_ key: String, _ node: YAMLNode, must rule: String) {
        findings.error(
            "'\(key)' of \(subject) must be \(rule), not \(node.kind).", at: node.place)
    }

    /// Tells a fault at a key's value.
    func error(_ message: String, at key: String) {
        findings.error(message, at: place(of: key))
    }
}
