/// One value of a YAML file, with its place. What aliases name is shared, not copied.
final class YAMLNode {
    enum Content {
        /// Text as written; `isQuoted` tells `"1"` from `1`.
        case scalar(String, isQuoted: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    struct Entry {
        let key: String
        let place: SourcePlace
        let value: YAMLNode
    }

    let place: SourcePlace
    let content: Content
    /// Whether it stands for an alias of nothing, which has been told: it is not told again.
    let isLost: Bool
    /// Values in it, itself and all that its aliases stand for included.
    let size: Int

    init(_ content: Content, at place: SourcePlace, isLost: Bool = false) {
        self.content = content
        self.isLost = isLost
        self.place = place
        let parts: [YAMLNode] =
            switch content {
            case .scalar: []
            case .sequence(let items): items
            case .mapping(let entries): entries.map(\.value)
            }
        // Aliases of aliases double it at each step; it stops long before it could overflow.
        size = parts.reduce(1) { min($0 + $1.size, 1 << 40) }
    }

    /// Whether nothing stands there: `key:` alone, `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let text, isQuoted: false) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }

    /// What the node is, for messages: `text 'abc'`, `a list`.
    var kind: String {
        switch content {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .scalar(let text, let isQuoted):
            if isNull { return "nothing" }
            let shown = text.unicodeScalars.count > 40 ? "\(text.prefix(40))…" : text
            return isQuoted ? "text \"\(shown)\"" : "'\(shown)'"
        }
    }
}
