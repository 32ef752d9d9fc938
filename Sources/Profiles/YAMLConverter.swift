import Yams

/// Turns what Yams read into ``YAMLNode``s: resolves aliases and merge keys, finds doubled keys.
struct YAMLConverter {
    let file: String
    let source: YAMLSource
    let findings: Findings
    private var anchors: [String: YAMLNode] = [:]
    private var expansion = 0

    init(file: String, source: YAMLSource, findings: Findings) {
        self.file = file
        self.source = source
        self.findings = findings
    }

    /// Converts a document's root.
    mutating func convert(_ root: Node) throws(YAMLReader.Fault) -> YAMLNode {
        let node = try convert(root, depth: 1)
        if node.isNull { throw YAMLReader.empty }
        return node
    }

    private mutating func convert(_ node: Node, depth: Int) throws(YAMLReader.Fault) -> YAMLNode {
        let place = place(of: node)
        guard depth <= YAMLReader.maximumDepth else {
            throw YAMLReader.Fault(
                message: YAMLReader.tooDeep, line: place.line, column: place.column)
        }
        let result: YAMLNode
        switch node {
        case .scalar(let scalar):
            result = try convert(scalar, at: place)
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence { items.append(try convert(item, depth: depth + 1)) }
            result = YAMLNode(.sequence(items), at: place)
        case .mapping(let mapping):
            result = YAMLNode(.mapping(try entries(of: mapping, depth: depth)), at: place)
        case .alias:
            // Only an emitter makes these.
            result = YAMLNode(.scalar("", isQuoted: false), at: place)
        }
        if let anchor = node.anchor?.rawValue { anchors[anchor] = result }
        return result
    }

    private mutating func convert(
        _ scalar: Node.Scalar, at place: SourcePlace
    ) throws(YAMLReader.Fault) -> YAMLNode {
        let isQuoted = scalar.style != .plain && scalar.style != .any
        if !isQuoted, scalar.string.unicodeScalars.first == YAMLSource.aliasMark {
            return try target(of: String(scalar.string.unicodeScalars.dropFirst()), at: place)
        }
        return YAMLNode(.scalar(source.restored(scalar.string), isQuoted: isQuoted), at: place)
    }

    private mutating func target(
        of alias: String, at place: SourcePlace
    ) throws(YAMLReader.Fault) -> YAMLNode {
        guard let node = anchors[alias] else {
            let suggestion = findings.suggestion(for: alias, among: anchors.keys)
            findings.error("no anchor '&\(alias)' stands above this alias.\(suggestion)", at: place)
            return YAMLNode(.scalar("", isQuoted: false), at: place, isLost: true)
        }
        expansion += node.size
        guard expansion <= YAMLReader.maximumExpansion else {
            throw YAMLReader.Fault(
                message: "the aliases of this file stand for more than "
                    + "\(YAMLReader.maximumExpansion) values; write them out or use fewer.",
                line: place.line, column: place.column)
        }
        return node
    }

    private func place(of node: Node) -> SourcePlace {
        SourcePlace(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}

extension YAMLConverter {
    private mutating func entries(
        of mapping: Node.Mapping, depth: Int
    ) throws(YAMLReader.Fault) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var merged: [YAMLNode.Entry] = []
        var lines: [String: Int] = [:]
        for (keyNode, valueNode) in mapping {
            let keyPlace = place(of: keyNode)
            let value = try convert(valueNode, depth: depth + 1)
            guard let key = key(from: keyNode, at: keyPlace) else { continue }
            if key == "<<" {
                merged += mergedEntries(value)
                continue
            }
            if let line = lines[key] {
                findings.error(
                    "key '\(key)' stands twice in one mapping; first on line \(line).",
                    at: keyPlace)
                continue
            }
            lines[key] = keyPlace.line
            entries.append(YAMLNode.Entry(key: key, place: keyPlace, value: value))
        }
        for entry in merged where lines[entry.key] == nil {
            lines[entry.key] = entry.place.line
            entries.append(entry)
        }
        return entries
    }

    private func key(from node: Node, at place: SourcePlace) -> String? {
        guard case .scalar(let scalar) = node else {
            findings.error("a key must be a word, not a list or a mapping.", at: place)
            return nil
        }
        if scalar.style == .plain, scalar.string.unicodeScalars.first == YAMLSource.aliasMark {
            let alias = source.restored(scalar.string)
            findings.error("a key must be a word, not the alias '\(alias)'.", at: place)
            return nil
        }
        return source.renamedKey(scalar.string) ?? source.restored(scalar.string)
    }

    private func mergedEntries(_ value: YAMLNode) -> [YAMLNode.Entry] {
        switch value.content {
        case .mapping(let entries):
            return entries
        case .sequence(let items):
            return items.flatMap(mergedEntries)
        case .scalar where value.isLost:
            return []
        case .scalar:
            findings.error("'<<' must be followed by an alias of a mapping.", at: value.place)
            return []
        }
    }
}
