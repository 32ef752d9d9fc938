import ModbusWire
import Tags

/// A tag as read, with the place of its address.
struct TagReading {
    var profile: TagProfile
    var addressPlace: SourcePlace
    var isSimulated: Bool
}

/// A tag as it stands in a map, a profile or both.
struct TagSource {
    let name: String
    /// Where it is declared; in the profile, if it stands in both.
    let place: SourcePlace
    /// Its keys; nil if it is no mapping.
    let entries: [YAMLNode.Entry]?
    /// What it is if it is no mapping.
    let kind: String

    init(_ entry: YAMLNode.Entry) {
        name = entry.key
        place = entry.place
        kind = entry.value.kind
        if case .mapping(let entries) = entry.value.content {
            self.entries = entries
        } else {
            entries = nil
        }
    }

    /// The tag with single keys replaced or added.
    func overridden(by own: TagSource) -> TagSource {
        guard let entries, let ownEntries = own.entries else { return own }
        let ownKeys = Set(ownEntries.map(\.key))
        let kept = entries.filter { !ownKeys.contains($0.key) }
        return TagSource(
            name: name, place: own.place, entries: kept + ownEntries, kind: kind)
    }

    private init(name: String, place: SourcePlace, entries: [YAMLNode.Entry], kind: String) {
        self.name = name
        self.place = place
        self.entries = entries
        self.kind = kind
    }
}

extension ProfileReading {
    /// Most tags of one profile, so that many devices with one large map cannot fill the memory.
    static let maximumTags = 50_000

    /// Reads the tags of a device: its map's, with its own keys over them, then its own.
    func readTags(
        _ section: inout Section, of device: DeviceProfile, map mapEntry: YAMLNode.Entry?
    ) -> [TagReading] {
        let mapped = mapTags(mapEntry, section, of: device)
        let own = section.named("tags") ?? []
        guard tagNames.count + mapped.count + own.count <= Self.maximumTags else {
            if !hasTooManyTags {
                findings.error(
                    "with \(section.subject) the profile has more than \(Self.maximumTags) tags.",
                    at: section.place)
            }
            hasTooManyTags = true
            incompleteDevices.insert(device.name)
            return []
        }
        let sources = tagSources(mapped, own)
        var readings: [TagReading] = []
        for source in sources {
            let name = "\(device.name).\(source.name)"
            tagNames.append(name)
            let reading = readTag(
                source, ofDevice: device.name, isSimulated: device.isSimulated)
            guard let reading else {
                faultyTags.insert(name)
                continue
            }
            if reading.profile.role == .manipulated && device.unit == 0 {
                findings.error(
                    "'\(name)' is manipulated, but unit id 0 means every device on the line. "
                        + "Give \(section.subject) its own unit id.", at: source.place)
            }
            tags[name] = reading
            readings.append(reading)
        }
        checkOverlaps(readings)
        return readings
    }

    private func tagSources(
        _ mapped: [YAMLNode.Entry], _ own: [YAMLNode.Entry]
    ) -> [TagSource] {
        var sources = mapped.map(TagSource.init)
        var positions: [String: Int] = [:]
        for (index, source) in sources.enumerated() { positions[source.name] = index }
        for own in own.map(TagSource.init) {
            if let index = positions[own.name] {
                sources[index] = sources[index].overridden(by: own)
            } else {
                sources.append(own)
            }
        }
        return sources
    }

    private func mapTags(
        _ entry: YAMLNode.Entry?, _ section: Section, of device: DeviceProfile
    ) -> [YAMLNode.Entry] {
        guard let entry else { return [] }
        if let name = entry.value.text {
            if let tags = map(name, at: entry.value.place) { return tags }
        } else {
            section.refuse("map", entry.value, must: "the path of a file")
        }
        incompleteDevices.insert(device.name)
        return []
    }

    /// Reads one tag; nil, and told, if it has no address or type one could use.
    func readTag(_ source: TagSource, ofDevice device: String?, isSimulated: Bool) -> TagReading? {
        let fullName = device.map { "\($0).\(source.name)" } ?? source.name
        let subject = "tag '\(fullName)'"
        guard let name = TagName(fullName) else {
            findings.error(
                "'\(source.name)' is no name of a tag: words of letters, digits, '-' and '_' "
                    + "joined "
                    + "by dots, each starting with a letter, at most 100 characters in all.",
                at: source.place)
            return nil
        }
        guard let entries = source.entries else {
            findings.error("\(subject) must be a mapping, not \(source.kind).", at: source.place)
            return nil
        }
        var section = Section(
            entries: entries, subject: subject, place: source.place, findings: findings)
        let mapping = readMapping(&section, of: name)
        let unit = EngineeringUnit(symbol: section.text("unit", upTo: 40) ?? "")
        let summary = section.text("summary") ?? ""
        let role = section.choice("role", of: TagRole.self)
        let access = section.choice("access", of: TagAccess.self)
        let initial = readInitial(&section, mapping)
        let limits = readLimits(&section, role: role, mapping: mapping, unit: unit)
        section.finish()
        guard let mapping else { return nil }
        let tag = TagProfile(
            name: name, mapping: mapping, summary: summary, unit: unit, role: role, limits: limits,
            isWritable: role == .manipulated || access == .write, initialValue: initial,
            place: source.place)
        checkAccess(tag, section, access: access)
        return TagReading(
            profile: tag, addressPlace: section.place(of: "address"), isSimulated: isSimulated)
    }

    private func checkAccess(_ tag: TagProfile, _ section: Section, access: TagAccess?) {
        let singular = tag.mapping.table.singularWithArticle
        if tag.role == .manipulated {
            if access == .read {
                section.error("'\(tag.name)' is manipulated but has access: read.", at: "access")
            }
            if !tag.mapping.table.isWritable {
                section.error(
                    "'\(tag.name)' is manipulated but lies in \(singular), which nobody can write. "
                        + "Allowed: coils, holdingRegisters.", at: "table")
            }
            if tag.mapping.type.isText {
                section.error("'\(tag.name)' is manipulated but is text.", at: "type")
            }
            if case .bit = tag.mapping.type {
                section.error(
                    "'\(tag.name)' is manipulated but is one bit of a register; writing it would "
                        + "write the other fifteen.", at: "type")
            }
        } else if access == .write && !tag.mapping.table.isWritable {
            section.error(
                "'\(tag.name)' has access: write but lies in \(singular), which nobody can write. "
                    + "Allowed: coils, holdingRegisters.", at: "table")
        }
    }
}

/// Whether a client may write a tag of a simulated device.
enum TagAccess: String, CaseIterable {
    case read, write
}
