package import Tags

/// Why a scan gave no feature vector, in words an operator can act on.
package enum WithheldReason: Error, Hashable, Sendable {
    /// The tag's present sample is not good.
    case notGood(TagName, SampleStatus)
    /// The tag's present sample is good and yet no finite number: text, or infinity.
    case notANumber(TagName)
    /// The scan group does not read the tag.
    case notRead(TagName, group: String)
    /// No good samples lie near enough around the time that a lag asks for.
    case noValue(TagName, ago: Duration)
    /// Good samples cover too little of a window.
    case thinWindow(TagName, window: Duration, held: Int, expected: Int)
    /// The feature's number is beyond what a `Double` holds.
    case overflow(feature: String)
    /// The scan is not later than the one before it.
    case outOfOrder(PlantTime, after: PlantTime)
}

extension WithheldReason {
    /// The tag at fault; nil where none is.
    package var tag: TagName? {
        switch self {
        case .notGood(let tag, _), .notANumber(let tag), .notRead(let tag, _),
            .noValue(let tag, _), .thinWindow(let tag, _, _, _):
            tag
        case .overflow, .outOfOrder: nil
        }
    }

    /// The reason without the numbers that change from scan to scan, for counting.
    package var kind: Kind {
        switch self {
        case .notGood(let tag, let status): .notGood(tag, status)
        case .notANumber(let tag): .notANumber(tag)
        case .notRead(let tag, _): .notRead(tag)
        case .noValue(let tag, _), .thinWindow(let tag, _, _, _): .shortHistory(tag)
        case .overflow(let feature): .overflow(feature: feature)
        case .outOfOrder: .outOfOrder
        }
    }

    /// What reasons are counted by.
    package enum Kind: Hashable, Sendable {
        /// The tag's sample had this status.
        case notGood(TagName, SampleStatus)
        /// The tag's sample was text or infinite.
        case notANumber(TagName)
        /// The scan group does not read the tag.
        case notRead(TagName)
        /// Too few good samples of the tag lay behind the scan.
        case shortHistory(TagName)
        /// The feature's number was beyond what a `Double` holds.
        case overflow(feature: String)
        /// The scan was not later than the one before it.
        case outOfOrder
    }
}

extension WithheldReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notGood(let tag, let status): "\(tag) is \(status)"
        case .notANumber(let tag): "\(tag) is not a number"
        case .notRead(let tag, let group): "\(tag) is not read by scan group \(group)"
        case .noValue(let tag, let ago): "\(tag) has no good value \(ago.inWords) ago"
        case .thinWindow(let tag, let window, let held, let expected):
            "\(tag): window of \(window.inWords) holds \(held) of \(expected) samples"
        case .overflow(let feature): "feature '\(feature)' is beyond any number"
        case .outOfOrder(let time, let last):
            "the scan of \(time.seconds) s came after that of \(last.seconds) s"
        }
    }
}

extension WithheldReason.Kind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notGood(let tag, let status): "\(tag) is \(status)"
        case .notANumber(let tag): "\(tag) is not a number"
        case .notRead(let tag): "\(tag) is not read by the scan group"
        case .shortHistory(let tag): "\(tag) has too few good samples behind it"
        case .overflow(let feature): "feature '\(feature)' is beyond any number"
        case .outOfOrder: "scans came out of order"
        }
    }
}
