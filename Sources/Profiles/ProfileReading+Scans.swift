import ModbusWire
import Tags

/// A scan group as read.
struct ScanGroupReading {
    var group: ScanGroup
    var members: Set<TagName>
    /// Whether all its tags are known; if not, a tag it does not read is not told.
    var isComplete: Bool
}

extension ProfileReading {
    /// Most scan groups of one profile.
    static let maximumScanGroups = 64

    /// Reads `scans:`.
    func readScanGroups(_ top: inout Section) {
        guard let entries = top.named("scans") else { return }
        if entries.count > Self.maximumScanGroups {
            top.error(
                "'scans' of the profile has \(entries.count) groups; at most "
                    + "\(Self.maximumScanGroups).", at: "scans")
            return
        }
        for entry in entries {
            let subject = "scan group '\(entry.key)'"
            guard Section.isWord(entry.key) else {
                findings.error(
                    "'\(entry.key)' is no name of a scan group: it must be a word of letters, "
                        + "digits, "
                        + "'-' and '_' that starts with a letter.", at: entry.place)
                continue
            }
            guard
                var section = Section(
                    entry.value, subject: subject, place: entry.place, findings: findings)
            else { continue }
            readScanGroup(entry.key, &section)
        }
    }

    private func readScanGroup(_ name: String, _ section: inout Section) {
        let interval = section.duration("interval", in: .milliseconds(1)...(.seconds(86_400)))
        section.require("interval")
        let (names, isComplete) = members(&section)
        section.finish()
        if names.isEmpty && isComplete {
            findings.error("\(section.subject) reads no tags.", at: section.place)
        }
        if let interval {
            checkInterval(interval, of: names, section)
        }
        let group = ScanGroup(name: name, interval: interval ?? .seconds(1), tags: names)
        scanGroups.append(
            ScanGroupReading(
                group: group, members: Set(names), isComplete: isComplete && interval != nil))
    }

    /// The tags of a group, each once, and whether all that was named is known.
    private func members(_ section: inout Section) -> (tags: [TagName], isComplete: Bool) {
        let deviceNodes = section.list("devices")
        let tagNodes = section.list("tags")
        var isComplete = incompleteDevices.isEmpty && faultyTags.isEmpty
        var names: [TagName] = []
        var known: Set<TagName> = []
        func add(_ name: TagName) {
            if known.insert(name).inserted { names.append(name) }
        }
        if deviceNodes == nil && tagNodes == nil {
            if section.has("devices") || section.has("tags") { isComplete = false }
            for device in devices where isComplete || !section.has("tags") {
                device.tags.forEach { add($0.profile.name) }
            }
        }
        let deviceNames = devices.map(\.profile.name)
        let positions = Dictionary(
            zip(deviceNames, devices.indices), uniquingKeysWith: { first, _ in first })
        for node in deviceNodes ?? [] {
            guard let index = node.text.flatMap({ positions[$0] }) else {
                isComplete = false
                if let text = node.text, incompleteDevices.contains(text) { continue }
                let suggestion = findings.suggestion(for: node.text ?? "", among: deviceNames)
                findings.error(
                    "\(section.subject) names \(node.kind), which is no device.\(suggestion)",
                    at: node.place)
                continue
            }
            devices[index].tags.forEach { add($0.profile.name) }
        }
        for node in tagNodes ?? [] {
            guard let tag = tag(node, namedBy: section.subject) else {
                isComplete = false
                continue
            }
            if known.contains(tag.name) {
                findings.warning("\(section.subject) names '\(tag.name)' twice.", at: node.place)
            }
            add(tag.name)
        }
        return (names, isComplete)
    }

    private func checkInterval(_ interval: Duration, of names: [TagName], _ section: Section) {
        let members = Set(names)
        for device in devices {
            let mappings = device.tags.filter { members.contains($0.profile.name) }
                .map(\.profile.mapping)
            if mappings.isEmpty { continue }
            let link = device.profile.link
            let once = link.answerTimeout * link.tries
            let requests = RequestCount.requests(for: mappings, link: link)
            let whole = (once + link.pauseBetweenRequests) * requests
            let name = device.profile.name
            if interval < once {
                section.error(
                    "'interval' of \(section.subject) is \(DurationText.text(interval)), but "
                        + "device "
                        + "'\(name)' may take \(DurationText.text(once)) for one request "
                        + "(answerTimeout \(DurationText.text(link.answerTimeout)) × tries "
                        + "\(link.tries)). Lengthen the interval or shorten the time-out.",
                    at: "interval")
            } else if interval < whole {
                findings.warning(
                    "'interval' of \(section.subject) is \(DurationText.text(interval)), but "
                        + "device "
                        + "'\(name)' may take \(DurationText.text(whole)) for its \(requests) "
                        + "requests; "
                        + "when it is slow, scans are missed.", at: section.place(of: "interval"))
            }
        }
    }
}

extension ProfileReading {
    /// The tag a node names; nil, and told unless the tag is there but faulty, if there is none.
    func tag(_ node: YAMLNode, namedBy subject: String) -> TagProfile? {
        guard let text = node.text else {
            findings.error("\(subject) must name a tag, not be \(node.kind).", at: node.place)
            return nil
        }
        if let known = tags[text] { return known.profile }
        let device = String(text.prefix { $0 != "." })
        if faultyTags.contains(text) || incompleteDevices.contains(device) { return nil }
        let suggestion = findings.suggestion(for: text, among: tagNames)
        findings.error(
            "\(subject) names the tag '\(text)', which no device has.\(suggestion)", at: node.place)
        return nil
    }

    /// The tag a key names.
    func tag(_ section: inout Section, _ key: String) -> TagProfile? {
        guard let node = section.entry(key)?.value else { return nil }
        return tag(node, namedBy: "'\(key)' of \(section.subject)")
    }
}

/// How many requests one scan of a device takes.
enum RequestCount {
    /// Joins what touches up to the limits of one read, as the gateway does.
    static func requests(for mappings: [RegisterMapping], link: LinkSettings) -> Int {
        var count = 0
        for table in PrimaryTable.allCases {
            let limit = table.isBits ? link.maximumBits : link.maximumRegisters
            let sorted = mappings.filter { $0.table == table }.sorted { $0.address < $1.address }
            var start = 0
            var end = -1
            for mapping in sorted {
                let newEnd = max(end, mapping.address + mapping.count)
                if end < 0 || mapping.address > end || newEnd - start > limit {
                    count += 1
                    start = mapping.address
                    end = mapping.address + mapping.count
                } else {
                    end = newEnd
                }
            }
        }
        return count
    }
}
