package import Tags

/// Which numbers a feature vector holds, in order.
///
/// ```swift
/// let schema = try FeatureSchema(features: [
///     Feature(name: "level", term: .value("separator.L2")),
///     Feature(name: "warming", term: .slope("steam.T2", over: .seconds(120))),
///     Feature(name: "both", term: .product("level", "warming")),
/// ])
/// schema.position(of: "warming")   // 1
/// ```
package struct FeatureSchema: Hashable, Sendable {
    /// The features, in the order of a vector's values; at least one.
    package let features: [Feature]
    /// The tags they are made from, each once, in the order of first use.
    package let tags: [TagName]
    /// FNV-1a over names and terms, 64 bits: equal for vectors that mean the same.
    package let digest: UInt64

    /// Takes the features in order, or names the first that cannot be built.
    package init(features: [Feature]) throws(FeatureSchemaError) {
        guard !features.isEmpty else { throw .empty }
        var names: Set<String> = []
        var tags: [TagName] = []
        for feature in features {
            if case .product(let first, let second) = feature.term {
                for factor in [first, second] where !names.contains(factor) {
                    throw .unknownFactor(feature: feature.name, factor: factor)
                }
            }
            guard names.insert(feature.name).inserted else { throw .duplicateName(feature.name) }
            guard feature.term.isMadeNow || feature.term.span > .zero else {
                throw .spanNotPositive(feature: feature.name)
            }
            if let tag = feature.term.tag, !tags.contains(tag) { tags.append(tag) }
        }
        self.features = features
        self.tags = tags
        self.digest = Self.digest(of: features)
    }

    /// How many numbers a vector holds.
    package var count: Int { features.count }

    /// Where a feature stands in a vector; nil if there is none of that name.
    package func position(of name: String) -> Int? {
        features.firstIndex { $0.name == name }
    }

    private static func digest(of features: [Feature]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3  // 0xFF never occurs in UTF-8
        }
        for feature in features {
            add(feature.name)
            add(feature.term.signature)
        }
        return hash
    }
}

/// Why a list of features is not a schema.
package enum FeatureSchemaError: Error, Hashable, Sendable {
    /// No feature is declared.
    case empty
    /// Two features bear this name.
    case duplicateName(String)
    /// A product names a feature that does not stand before it.
    case unknownFactor(feature: String, factor: String)
    /// A lag or a window is not longer than zero.
    case spanNotPositive(feature: String)
    /// A window is too short to hold the scans it needs.
    case windowTooShort(feature: String, window: Duration, shortest: Duration)
    /// A lag or a window reaches over more scans than a builder keeps.
    case spanTooLong(feature: String, span: Duration, longest: Duration)
}

extension FeatureSchemaError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "no features are declared; a forecast needs at least one"
        case .duplicateName(let name): "two features are named '\(name)'"
        case .unknownFactor(let feature, let factor):
            "'\(feature)' is a product of '\(factor)', which is not declared before it"
        case .spanNotPositive(let feature):
            "'\(feature)' looks back over no time; its lag or window must be longer than zero"
        case .windowTooShort(let feature, let window, let shortest):
            "'\(feature)' has a window of \(window.inWords); at this scan interval the shortest "
                + "is \(shortest.inWords)"
        case .spanTooLong(let feature, let span, let longest):
            "'\(feature)' looks back over \(span.inWords); at this scan interval the longest is "
                + "\(longest.inWords)"
        }
    }
}

extension Feature.Term {
    /// Whether the scan alone decides it.
    fileprivate var isMadeNow: Bool {
        switch self {
        case .value, .product: true
        case .lag, .difference, .mean, .slope: false
        }
    }

    /// The term in a form that no change of wording touches.
    fileprivate var signature: String {
        switch self {
        case .value(let tag): "value \(tag)"
        case .lag(let tag, let span): "lag \(tag) \(span.nanoseconds)"
        case .difference(let tag, let span): "difference \(tag) \(span.nanoseconds)"
        case .mean(let tag, let span): "mean \(tag) \(span.nanoseconds)"
        case .slope(let tag, let span): "slope \(tag) \(span.nanoseconds)"
        case .product(let first, let second): "product \(first)\u{1F}\(second)"
        }
    }
}
