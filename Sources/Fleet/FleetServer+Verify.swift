import ModbusWire
import Tags

extension FleetServer {
    /// Holds the number of matching requests against what is expected.
    func verify(_ query: JournalQuery, count expected: JournalCount) -> JournalVerdict {
        let found = answer(query)
        let isKnown = found.isExact || expected.isMetByMore(than: found.count)
        let isMet = expected.allows(found.count) && isKnown
        var lines = ["expected \(expected) requests with \(query.inWords), found \(found.count)"]
        if !found.isExact {
            lines[0] += " among those remembered; older ones are forgotten"
        }
        lines[0] += "."
        if !isMet {
            lines += nearMisses(of: query, found: found.count)
            lines += found.entries.suffix(5).map { "  matches: \($0.line)" }
        }
        return JournalVerdict(
            isMet: isMet, count: found.count, message: lines.joined(separator: "\n"))
    }

    /// What would match if one of the query's conditions were not there, with an example each.
    private func nearMisses(of query: JournalQuery, found: Int) -> [String] {
        query.relaxed.compactMap { condition, relaxed in
            let wider = answer(relaxed)
            guard wider.count > found else { return nil }
            let matching = Set(answer(query).entries.map(\.sequence))
            let example = wider.entries.last { !matching.contains($0.sequence) }
            let text = "  \(wider.count - found) more without '\(condition)'"
            return example.map { "\(text), such as \($0.line)" } ?? text
        }
    }
}

extension JournalCount {
    /// Whether requests that are forgotten could not break it.
    fileprivate func isMetByMore(than count: Int) -> Bool {
        if case .atLeast(let least) = self { count >= least } else { false }
    }
}

extension JournalQuery {
    /// Each condition in words.
    private var conditions: [(name: String, without: (inout JournalQuery) -> Void)] {
        var all: [(String, (inout JournalQuery) -> Void)] = []
        if let device { all.append(("device \(device)", { $0.device = nil })) }
        if let unit { all.append(("unit id \(unit)", { $0.unit = nil })) }
        if !functions.isEmpty {
            let codes = functions.map(\.rawValue).sorted().map { "\($0)" }
            all.append(
                ("function code \(codes.joined(separator: ", "))", { $0.functions = [] }))
        }
        if let table { all.append((table.name, { $0.table = nil })) }
        if let addresses { all.append(("addresses \(addresses)", { $0.addresses = nil })) }
        if let from { all.append(("from \(from.seconds) s", { $0.from = nil })) }
        if let to { all.append(("before \(to.seconds) s", { $0.to = nil })) }
        if !outcomes.isEmpty {
            let words = outcomes.map(\.rawValue).sorted()
            all.append(
                ("outcome \(words.joined(separator: " or "))", { $0.outcomes = [] }))
        }
        if let client { all.append(("client \(client)", { $0.client = nil })) }
        if let connection {
            all.append(("connection \(connection)", { $0.connection = nil }))
        }
        return all
    }

    /// The query for people: `device steam, function code 3`.
    var inWords: String {
        let words = conditions.map(\.name)
        return words.isEmpty ? "any contents" : words.joined(separator: ", ")
    }

    /// The query without one of its conditions, in turn.
    fileprivate var relaxed: [(condition: String, query: JournalQuery)] {
        conditions.map { condition in
            var query = self
            condition.without(&query)
            return (condition.name, query)
        }
    }
}

extension JournalEntry {
    /// The entry on one line: `#12 at 6.0 s, steam unit 7, function code 3, 40–41, exception 2`.
    package var line: String {
        var parts = ["#\(sequence) at \(time.seconds) s", "\(device ?? "nobody's") unit \(unit)"]
        parts.append("\(function)")
        if let address, let quantity {
            let range = AddressRange(start: address, count: quantity)
            parts.append(range.map { "\($0)" } ?? "\(quantity) from \(address)")
        }
        if let writeAddress, let writeQuantity {
            parts.append("writing \(writeQuantity) from \(writeAddress)")
        }
        if let words { parts.append("words \(words.prefix(8))\(words.count > 8 ? "…" : "")") }
        switch outcome {
        case .normal: parts.append("answered")
        case .exception: parts.append(exception.map { "exception \($0.rawValue)" } ?? "exception")
        case .silence: parts.append("not answered")
        case .fault: parts.append("fault \(fault ?? 0)")
        }
        return parts.joined(separator: ", ")
    }
}
