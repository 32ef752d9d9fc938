/// Which tags a scan group reads, in which order. One for all scans of the group.
package final class ScanLayout: Sendable {
    /// The scan group's name.
    package let group: String
    /// The tags, in the order of a scan's samples.
    package let tags: [TagName]
    private let positions: [TagName: Int]

    /// Lays out a group; no tag may stand twice.
    package init(group: String, tags: [TagName]) {
        self.group = group
        self.tags = tags
        self.positions = Dictionary(
            uniqueKeysWithValues: tags.enumerated().map { ($0.element, $0.offset) })
    }

    /// Where a tag's sample stands; nil if the group does not read it.
    package func position(of tag: TagName) -> Int? { positions[tag] }
}

/// All samples of one poll cycle of a scan group, under one time stamp.
package struct Scan: Sendable {
    /// Names the tags of ``samples``.
    package let layout: ScanLayout
    /// Counts the group's scans from 0, those that were missed included.
    package let sequence: Int
    /// When the schedule started this scan.
    package let time: PlantTime
    /// One sample a tag, in the layout's order.
    package var samples: [Sample]
    /// Values a `Double` cannot carry (text, long whole numbers), by position.
    package var exactValues: [Int: TagValue]

    package init(
        layout: ScanLayout, sequence: Int, time: PlantTime, samples: [Sample],
        exactValues: [Int: TagValue] = [:]
    ) {
        precondition(samples.count == layout.tags.count, "one sample a tag")
        self.layout = layout
        self.sequence = sequence
        self.time = time
        self.samples = samples
        self.exactValues = exactValues
    }

    /// The sample of a tag; nil if this group does not read it.
    package subscript(tag: TagName) -> Sample? {
        layout.position(of: tag).map { samples[$0] }
    }

    /// The exact value at a position; nil where the sample has none.
    package func value(at position: Int) -> TagValue? {
        if let exact = exactValues[position] { return exact }
        let value = samples[position].value
        return value.isNaN ? nil : .number(value)
    }
}
