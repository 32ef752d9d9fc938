import Tags

/// Reads one scenario: what is known so far, and all that was found wrong.
///
/// Where the profile cannot be read, names of tags, devices and truths are taken as they stand.
final class ScenarioReading {
    let path: String
    let profiles: ProfileLoader
    let findings = Findings()

    /// The scenario, its profile and the profile's maps.
    private(set) var files: [String]
    var profile: Profile?
    var duration = DurationText.longest
    var system = ScenarioSystem.gateway(mode: .manual)
    /// Names of the profile's faults and the timeline's.
    var faultNames: Set<String> = []

    /// The longest scenario: 30 days of plant time.
    static let longest = Duration.seconds(30 * 86_400)

    init(path: String, profiles: ProfileLoader) {
        self.path = path
        self.profiles = profiles
        files = [path]
    }

    /// The facts of the profile's plant; nil if there is none, or none is known.
    var facts: PlantFacts? { profile.flatMap(profiles.facts) }

    /// What faults may name; nil where the profile is unknown.
    var faultFacts: FaultFacts? {
        profile.map { FaultFacts(devices: $0.devices, plant: facts) }
    }

    func read() -> Scenario? {
        guard let root = open(),
            var top = Section(root, subject: "the scenario", findings: findings)
        else { return nil }
        if top.has("devices") && !top.has("scenario") {
            findings.error(
                "this is a profile, not a scenario; a scenario names one with 'profile:'.",
                at: top.place)
            return nil
        }
        let name = top.word("scenario")
        let summary = top.text("summary") ?? ""
        readProfile(&top)
        let seed = top.unsigned("seed") ?? profile?.seed ?? 1
        duration = top.duration("duration", in: .milliseconds(1)...Self.longest) ?? Self.longest
        let sampling = top.duration("sampling", in: .milliseconds(100)...(.seconds(3600)))
        readParameters(&top)
        system = readSystem(&top)
        let timeline = readTimeline(&top)
        let expectations = readExpectations(&top)
        top.require("scenario", "profile", "duration", "expect")
        top.finish()
        checkSystem(at: top.place(of: "system"))
        guard let profile else { return nil }
        let interval = profile.scanGroups.map(\.interval).min() ?? .seconds(1)
        return Scenario(
            name: name ?? "", summary: summary, path: path, profile: profile, seed: seed,
            duration: duration, sampling: sampling ?? interval, system: system,
            timeline: timeline, expectations: expectations)
    }

    private func open() -> YAMLNode? {
        do throws(ProfileFile.Refusal) {
            return YAMLReader.read(try ProfileFile.read(path), file: path, findings: findings)
        } catch {
            findings.error(
                "cannot read '\(path)': \(error.reason).",
                at: SourcePlace(file: path, line: 1, column: 1))
            return nil
        }
    }

    /// Reads the profile; its errors are ours.
    private func readProfile(_ top: inout Section) {
        guard let name = top.text("profile") else { return }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let profilePath = name.hasPrefix("/") ? name : folder + name
        let result = profiles.load(profilePath)
        profile = result.profile
        for diagnostic in result.diagnostics where diagnostic.severity == .error {
            // What cannot be opened at all is a fault of the line that names it.
            let isOpening = diagnostic.message.hasPrefix("cannot read '\(profilePath)'")
            let place = isOpening ? top.place(of: "profile") : diagnostic.place
            findings.error(diagnostic.message, at: place)
            if !files.contains(place.file) { files.append(place.file) }
        }
        if result.profile == nil && !result.hasErrors {
            top.error("'\(profilePath)' is a device map, not a profile.", at: "profile")
        }
        faultNames = Set(profile?.faults.map(\.name) ?? [])
    }

    /// Reads `parameters:` over those of the profile's plant.
    private func readParameters(_ top: inout Section) {
        guard let node = top.entry("parameters")?.value else { return }
        guard profile == nil || profile?.plant != nil else {
            top.error(
                "the profile has no plant, so there are no parameters to set.", at: "parameters")
            return
        }
        guard let facts else { return }
        let subject = "'parameters' of the scenario"
        guard var section = Section(node, subject: subject, findings: findings) else { return }
        let values = section.numbers(of: facts.parameters)
        section.finish()
        profile?.plant?.parameters.merge(values) { _, new in new }
    }

    private func checkSystem(at place: SourcePlace) {
        guard let profile else { return }
        guard profile.devices.contains(where: \.isSimulated) else {
            findings.error("the profile has no simulated device to test with.", at: place)
            return
        }
        guard case .gateway(let mode) = system else { return }
        if let real = profile.devices.first(where: { !$0.isSimulated }) {
            findings.error(
                "'\(real.name)' is a real device, and plant time cannot be stepped with it. Mark it "
                    + "simulated, or take it out of the profile.", at: place)
        }
        if profile.scanGroups.isEmpty {
            findings.error(
                "the gateway has nothing to poll: the profile has no 'scans'. Add them, or use "
                    + "'system: none'.", at: place)
        }
        if mode != .manual, profile.control == nil {
            findings.error(
                "mode \(mode.rawValue) needs a 'control' section in the profile.", at: place)
        }
    }
}

extension Section {
    /// Numbers and times by name, each within its bounds; times in seconds.
    mutating func numbers(of parameters: [PlantFacts.Parameter]) -> [String: Double] {
        var values: [String: Double] = [:]
        for parameter in parameters {
            let bounds = parameter.bounds
            if parameter.isDuration {
                let times =
                    Duration.seconds(bounds.lowerBound)...Duration.seconds(bounds.upperBound)
                values[parameter.name] = duration(parameter.name, in: times)?.inSeconds
            } else {
                values[parameter.name] = number(
                    parameter.name, "a number in \(bounds.plain)", where: bounds.contains)
            }
        }
        return values
    }
}
