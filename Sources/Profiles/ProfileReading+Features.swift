import Tags

/// A feature as read, with what must still be checked against the forecast's scan group.
struct FeatureReading {
    var declaration: FeatureDeclaration
    var place: SourcePlace
    /// The tag it is made from; nil for a product.
    var tag: TagName?
    /// How far it looks back.
    var reach: Duration
}

extension ProfileReading {
    /// Reads `features:`.
    func readFeatures(_ top: inout Section) -> [FeatureReading] {
        guard let entries = top.named("features") else { return [] }
        if entries.isEmpty {
            top.error("'features' of the profile must not be empty.", at: "features")
        }
        var readings: [FeatureReading] = []
        var declared: Set<String> = []
        let allNames = entries.map(\.key)
        for entry in entries {
            guard TagName(entry.key) != nil else {
                findings.error(
                    "'\(entry.key)' is no name of a feature: words of letters, digits, '-' and '_' "
                        + "joined by dots, each starting with a letter.", at: entry.place)
                continue
            }
            let subject = "feature '\(entry.key)'"
            if var section = Section(
                entry.value, subject: subject, place: entry.place, findings: findings),
                let reading = readFeature(
                    entry.key, &section, declared: declared, allNames: allNames)
            {
                readings.append(reading)
            }
            // A faulty feature is told once, not again by every product of it.
            declared.insert(entry.key)
        }
        return readings
    }

    private func readFeature(
        _ name: String, _ section: inout Section, declared: Set<String>, allNames: [String]
    ) -> FeatureReading? {
        let value = numericTag(&section, "value")
        let lag = numericTag(&section, "lag")
        let difference = numericTag(&section, "difference")
        let mean = numericTag(&section, "mean")
        let slope = numericTag(&section, "slope")
        let product = readProduct(&section, declared: declared, allNames: allNames)
        let reach = Duration.milliseconds(1)...DurationText.longest
        let delay = section.duration("by", in: reach)
        let window = section.duration("over", in: reach)
        section.finish()
        let kinds = ["value", "lag", "difference", "mean", "slope", "product"]
        let given = kinds.filter(section.has)
        guard given.count == 1 else {
            findings.error(
                "\(section.subject) must have exactly one of \(kinds.joined(separator: ", ")); "
                    + "it has "
                    + "\(given.isEmpty ? "none" : given.joined(separator: " and ")).",
                at: section.place)
            return nil
        }
        let timeKey = ["lag": "by", "difference": "over", "mean": "over", "slope": "over"][given[0]]
        for key in ["by", "over"] where section.has(key) && key != timeKey {
            section.error(
                "'\(key)' of \(section.subject) has no meaning for '\(given[0])'.", at: key)
        }
        if let timeKey { section.require(timeKey) }
        let term: FeatureDeclaration.Term
        switch (value, lag, difference, mean, slope, product, delay, window) {
        case (let tag?, _, _, _, _, _, _, _): term = .value(tag)
        case (_, let tag?, _, _, _, _, let time?, _): term = .lag(tag, by: time)
        case (_, _, let tag?, _, _, _, _, let time?): term = .difference(tag, over: time)
        case (_, _, _, let tag?, _, _, _, let time?): term = .mean(tag, over: time)
        case (_, _, _, _, let tag?, _, _, let time?): term = .slope(tag, over: time)
        case (_, _, _, _, _, let pair?, _, _): term = .product(pair.0, pair.1)
        default: return nil
        }
        return FeatureReading(
            declaration: FeatureDeclaration(name: name, term: term), place: section.place,
            tag: value ?? lag ?? difference ?? mean ?? slope, reach: delay ?? window ?? .zero)
    }

    private func numericTag(_ section: inout Section, _ key: String) -> TagName? {
        guard let tag = tag(&section, key) else { return nil }
        guard !tag.mapping.type.isText else {
            section.error(
                "'\(key)' of \(section.subject) is '\(tag.name)', which is text.", at: key)
            return nil
        }
        return tag.name
    }

    private func readProduct(
        _ section: inout Section, declared: Set<String>, allNames: [String]
    ) -> (String, String)? {
        guard let nodes = section.list("product") else { return nil }
        let names = nodes.compactMap(\.text)
        guard nodes.count == 2, names.count == 2 else {
            section.error(
                "'product' of \(section.subject) must name two features, such as [T2, F1].",
                at: "product")
            return nil
        }
        var isKnown = true
        for (node, name) in zip(nodes, names) where !declared.contains(name) {
            isKnown = false
            if allNames.contains(name) {
                findings.error(
                    "'product' of \(section.subject) names '\(name)', which must be declared "
                        + "before it.",
                    at: node.place)
            } else {
                let suggestion = findings.suggestion(for: name, among: declared)
                findings.error(
                    "'product' of \(section.subject) names '\(name)', which is no "
                        + "feature.\(suggestion)",
                    at: node.place)
            }
        }
        return isKnown ? (names[0], names[1]) : nil
    }
}
