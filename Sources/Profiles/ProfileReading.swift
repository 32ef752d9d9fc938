import Tags

/// Reads one profile: what is known so far, and all that was found wrong.
///
/// Each section is read as far as it can be, and a fault in one is not told again by another: a
/// reference to a tag that could not be read is silent.
final class ProfileReading {
    let path: String
    let plants: [PlantFacts]
    let declared: DeclaredSettings
    /// What the profile's plant is, once it has been read.
    var plantFacts: PlantFacts?
    let findings = Findings()

    /// All files read, in the order of their first use.
    private(set) var files: [String] = []
    private var fingerprint = Fingerprint()
    private var maps: [String: [YAMLNode.Entry]?] = [:]

    var devices: [DeviceReading] = []
    /// Tags that could be read.
    var tags: [String: TagReading] = [:]
    /// Their names, in the file's order.
    var tagNames: [String] = []
    /// Names of tags that stand there but could not be read.
    var faultyTags: Set<String> = []
    /// Names of devices of which some tags are unknown.
    var incompleteDevices: Set<String> = []
    /// Whether there were more tags than are read.
    var hasTooManyTags = false
    var scanGroups: [ScanGroupReading] = []

    init(
        path: String, plants: [PlantFacts], declared: DeclaredSettings = DeclaredSettings()
    ) {
        self.path = path
        self.plants = plants
        self.declared = declared
    }

    func read() -> Profile? {
        guard let root = open(path, blaming: SourcePlace(file: path, line: 1, column: 1)),
            var top = Section(root, subject: "the profile", findings: findings)
        else { return nil }
        if top.has("map") && !top.has("profile") {
            checkMapAlone(root)
            return nil
        }
        return readProfile(&top)
    }

    private func readProfile(_ top: inout Section) -> Profile? {
        let name = top.word("profile")
        let summary = top.text("summary") ?? ""
        let seed = top.unsigned("seed") ?? 1
        readDevices(&top)
        readScanGroups(&top)
        let plant = readPlant(&top)
        let features = readFeatures(&top)
        let forecast = readForecast(&top, features: features)
        let quality = readQuality(&top, forecast: forecast)
        let control = readControl(&top, forecast: forecast)
        let faults = readFaults(&top)
        top.require("profile", "devices")
        top.finish()
        var profile = Profile(
            name: name ?? "", summary: summary, seed: seed, devices: devices.map(\.profile),
            scanGroups: scanGroups.map(\.group), plant: plant,
            features: features.map(\.declaration),
            forecast: forecast?.section, quality: quality, control: control, path: path,
            digest: fingerprint.text)
        profile.faults = faults
        return profile
    }

    /// Reads a file's YAML; a file that cannot be opened is blamed on the place that names it.
    private func open(_ path: String, blaming place: SourcePlace) -> YAMLNode? {
        if !files.contains(path) { files.append(path) }
        do throws(ProfileFile.Refusal) {
            let bytes = try ProfileFile.read(path)
            fingerprint.take(bytes)
            return YAMLReader.read(bytes, file: path, findings: findings)
        } catch {
            findings.error("cannot read '\(path)': \(error.reason).", at: place)
            return nil
        }
    }
}

extension ProfileReading {
    /// The tags of a map named in the profile, read once; nil, and told, if they cannot be had.
    func map(_ name: String, at place: SourcePlace) -> [YAMLNode.Entry]? {
        let mapPath = name.hasPrefix("/") ? name : folder + name
        if let known = maps[mapPath] { return known }
        var tags: [YAMLNode.Entry]?
        if let root = open(mapPath, blaming: place),
            var section = Section(root, subject: "the map", findings: findings)
        {
            tags = readMap(&section)
        }
        maps[mapPath] = .some(tags)
        return tags
    }

    /// The bytes of a file of columns named in the profile; nil, and told, if they cannot be had.
    func bytes(of name: String, blaming place: SourcePlace) -> (path: String, bytes: [UInt8])? {
        let path = name.hasPrefix("/") ? name : folder + name
        if !files.contains(path) { files.append(path) }
        do throws(ProfileFile.Refusal) {
            let bytes = try ProfileFile.read(path, atMost: ColumnFile.maximumSize)
            fingerprint.take(bytes)
            return (path, bytes)
        } catch {
            findings.error("cannot read '\(path)': \(error.reason).", at: place)
            return nil
        }
    }

    /// Where the profile stands, with its last slash; empty for the present folder.
    var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[...slash])
    }

    private func readMap(_ section: inout Section) -> [YAMLNode.Entry]? {
        _ = section.word("map")
        _ = section.text("summary")
        _ = section.text("source")
        let tags = section.named("tags")
        section.require("map", "tags")
        section.finish()
        return tags
    }

    /// Checks a register map that no profile stands before.
    private func checkMapAlone(_ root: YAMLNode) {
        guard var section = Section(root, subject: "the map", findings: findings) else { return }
        let entries = readMap(&section) ?? []
        let tags = entries.compactMap { entry in
            readTag(TagSource(entry), ofDevice: nil, isSimulated: true)
        }
        checkOverlaps(tags)
    }
}

extension Section {
    /// Reads a name of one word.
    mutating func word(_ key: String) -> String? {
        guard let node = entry(key)?.value else { return nil }
        guard let text = node.text, Self.isWord(text) else {
            refuse(
                key, node, must: "a word of letters, digits, '-' and '_' that starts with a letter")
            return nil
        }
        return text
    }

    static func isWord(_ text: String) -> Bool {
        TagName(text) != nil && !text.contains(".")
    }
}
