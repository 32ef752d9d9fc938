package import Tags

/// One number of a feature vector: a name, and how it is made from scans.
package struct Feature: Hashable, Sendable {
    /// Its name, unique in the schema.
    package let name: String
    /// How it is made.
    package let term: Term

    package init(name: String, term: Term) {
        self.name = name
        self.term = term
    }

    /// How a feature is made. Every duration is longer than zero.
    package enum Term: Hashable, Sendable {
        /// The present value.
        case value(TagName)
        /// The value a time ago, interpolated between the scans around it.
        case lag(TagName, by: Duration)
        /// The present value less the value a time ago.
        case difference(TagName, over: Duration)
        /// The mean by time over a window that ends now.
        case mean(TagName, over: Duration)
        /// The least-squares slope over a window that ends now, in the tag's unit a minute.
        case slope(TagName, over: Duration)
        /// The product of two features that stand before this one.
        case product(String, String)
    }
}

extension Feature.Term {
    /// The tag it is made from; nil for a product.
    package var tag: TagName? {
        switch self {
        case .value(let tag), .lag(let tag, _), .difference(let tag, _), .mean(let tag, _),
            .slope(let tag, _):
            tag
        case .product: nil
        }
    }

    /// How far back it looks; zero for a value or a product.
    package var span: Duration {
        switch self {
        case .value, .product: .zero
        case .lag(_, let span), .difference(_, let span), .mean(_, let span), .slope(_, let span):
            span
        }
    }
}

extension Feature.Term: CustomStringConvertible {
    /// `mean of steam.T2 over 2 min`.
    package var description: String {
        switch self {
        case .value(let tag): "\(tag)"
        case .lag(let tag, let span): "\(tag) \(span.inWords) ago"
        case .difference(let tag, let span): "change of \(tag) over \(span.inWords)"
        case .mean(let tag, let span): "mean of \(tag) over \(span.inWords)"
        case .slope(let tag, let span): "slope of \(tag) over \(span.inWords)"
        case .product(let first, let second): "\(first) × \(second)"
        }
    }
}
