import Tags

/// The forecast as read, with its scan group if that could be read.
struct ForecastReading {
    var section: ForecastSection
    var group: ScanGroupReading?
}

extension ProfileReading {
    /// Reads `forecast:` and checks the features against its scan group.
    func readForecast(_ top: inout Section, features: [FeatureReading]) -> ForecastReading? {
        guard var section = top.section("forecast").map({ $0.called("the forecast") }) else {
            if top.has("features") && !top.has("forecast") {
                findings.warning(
                    "the profile has features but no 'forecast'; nothing will use them.",
                    at: top.place(of: "features"))
            }
            return nil
        }
        let group = readScanGroupName(&section)
        let horizon = section.duration("horizon") ?? .zero
        let regressor = readRegressor(&section)
        section.require("scans", "regressor")
        section.finish()
        for key in ["features", "quality"] where !top.has(key) {
            findings.error("the profile has a forecast but no '\(key)'.", at: section.place)
        }
        if let group { check(features, against: group) }
        let forecast = ForecastSection(
            scanGroup: group?.group.name ?? "", horizon: horizon,
            regressor: regressor ?? .normalizedGradient(rate: 0.1))
        return ForecastReading(section: forecast, group: group)
    }

    private func readScanGroupName(_ section: inout Section) -> ScanGroupReading? {
        guard let node = section.entry("scans")?.value else { return nil }
        if let group = scanGroups.first(where: { $0.group.name == node.text }) { return group }
        section.refuse("scans", node, allowed: scanGroups.map(\.group.name))
        return nil
    }

    private func readRegressor(_ section: inout Section) -> RegressorSection? {
        guard var choice = section.section("regressor").map({ $0.called("the regressor") }) else {
            return nil
        }
        var leastSquares = choice.section("recursiveLeastSquares")
        let forgetting = leastSquares?.number("forgetting", "a number in 0.9…1") {
            (0.9...1).contains($0)
        }
        let prior = leastSquares?.number("prior", "a number above 0") { $0 > 0 }
        let walk = leastSquares?.number("walk", "a number in 0…100") { (0...100).contains($0) }
        leastSquares?.finish()
        var gradient = choice.section("normalizedGradient")
        let rate = gradient?.number("rate", "a number above 0 and below 2") { $0 > 0 && $0 < 2 }
        gradient?.finish()
        choice.finish()
        let kinds = ["recursiveLeastSquares", "normalizedGradient"]
        guard kinds.filter(choice.has).count == 1 else {
            findings.error(
                "the regressor must be exactly one of \(kinds.joined(separator: ", ")).",
                at: choice.place)
            return nil
        }
        leastSquares?.require("forgetting")
        gradient?.require("rate")
        if let forgetting {
            return .recursiveLeastSquares(
                forgetting: forgetting, prior: prior ?? 0.1, walk: walk ?? 0)
        }
        return rate.map { .normalizedGradient(rate: $0) }
    }

    private func check(_ features: [FeatureReading], against group: ScanGroupReading) {
        let name = group.group.name
        for feature in features {
            if let tag = feature.tag, group.isComplete, !group.members.contains(tag) {
                findings.error(
                    "feature '\(feature.declaration.name)' is made from '\(tag)', which scan group "
                        + "'\(name)' does not read.", at: feature.place)
            }
            if feature.reach != .zero && feature.reach < group.group.interval {
                findings.error(
                    "feature '\(feature.declaration.name)' looks back "
                        + "\(DurationText.text(feature.reach)), less than one scan of '\(name)', "
                        + "\(DurationText.text(group.group.interval)).", at: feature.place)
            }
        }
    }
}

extension ProfileReading {
    /// Reads `quality:`.
    func readQuality(_ top: inout Section, forecast: ForecastReading?) -> QualitySection? {
        guard var section = top.section("quality").map({ $0.called("the quality") }) else {
            return nil
        }
        let tag = loopTag(&section, "tag", forecast)
        let counter = loopTag(&section, "counter", forecast)
        let age = loopTag(&section, "age", forecast)
        let delay = section.duration("delay")
        let target = section.number("target")
        let tolerance = section.number("tolerance", "a number above 0") { $0 > 0 }
        let truth = readTruth(&section, plant: top)
        section.require("tag", "target", "tolerance")
        if !section.has("delay") && !section.has("age") {
            findings.error(
                "the quality has neither 'age' nor 'delay': nobody can tell when a result's "
                    + "sample was "
                    + "taken.", at: section.place)
        }
        section.finish()
        guard let tag, let target, let tolerance else { return nil }
        return QualitySection(
            tag: tag.name, counter: counter?.name, age: age?.name, delay: delay ?? .zero,
            target: target, tolerance: tolerance, truth: truth)
    }

    /// A tag the loop lives on: a number, read by the forecast's scan group.
    private func loopTag(
        _ section: inout Section, _ key: String, _ forecast: ForecastReading?
    ) -> TagProfile? {
        guard let tag = tag(&section, key) else { return nil }
        if tag.mapping.type.isText {
            section.error(
                "'\(key)' of \(section.subject) is '\(tag.name)', which is text.", at: key)
        }
        if let group = forecast?.group, group.isComplete, !group.members.contains(tag.name) {
            section.error(
                "'\(key)' of \(section.subject) is '\(tag.name)', which scan group "
                    + "'\(group.group.name)' of the forecast does not read.", at: key)
        }
        return tag
    }

    private func readTruth(_ section: inout Section, plant top: Section) -> String? {
        guard let node = section.entry("truth")?.value else { return nil }
        guard let plant = top.entries.first(where: { $0.key == "plant" })?.value,
            case .mapping(let entries) = plant.content
        else {
            section.error(
                "'truth' of \(section.subject) needs a plant to take it from.", at: "truth")
            return nil
        }
        let model = entries.first { $0.key == "model" }?.value.text
        guard let facts = plants.first(where: { $0.model == model }) else { return nil }
        guard let text = node.text, facts.truths.contains(text) else {
            section.refuse("truth", node, allowed: facts.truths)
            return nil
        }
        return text
    }

    /// Reads `control:`.
    func readControl(_ top: inout Section, forecast: ForecastReading?) -> ControlSection? {
        guard var section = top.section("control").map({ $0.called("the control") }) else {
            return nil
        }
        let setpoint = loopTag(&section, "setpoint", forecast)
        let gain = section.range("gain")
        let time = Duration.milliseconds(1)...DurationText.longest
        let integralTime = section.duration("integralTime", in: time)
        let maximumResultAge = section.duration("maximumResultAge", in: time)
        var control = ControlSection(
            setpoint: setpoint?.name ?? "none", gain: gain ?? 1...1,
            integralTime: integralTime ?? .seconds(1),
            maximumResultAge: maximumResultAge ?? .seconds(1))
        section.duration("gainLag", in: .zero...DurationText.longest, into: &control.gainLag)
        section.number("response", 0.nextUp...10, "above 0 and at most 10", into: &control.response)
        section.number("deadBand", 0...1e9, "in 0…1000000000", into: &control.deadBand)
        section.number("confidence", 0...10, "in 0…10", into: &control.confidence)
        section.number("minimumMove", 0...1e9, "in 0…1000000000", into: &control.minimumMove)
        section.duration("interval", in: time, into: &control.interval)
        section.integer("minimumOutcomes", in: 1...1_000_000, into: &control.minimumOutcomes)
        section.require("setpoint", "gain", "integralTime", "maximumResultAge")
        section.finish()
        if !top.has("forecast") {
            findings.error("the profile has a control but no 'forecast'.", at: section.place)
        }
        if let gain, gain.contains(0) {
            section.error(
                "'gain' of the control is [\(gain.lowerBound.plain), \(gain.upperBound.plain)]; "
                    + "both bounds must have the same sign and none may be 0.", at: "gain")
        }
        if let setpoint, setpoint.role != .manipulated {
            section.error(
                "'setpoint' of the control is '\(setpoint.name)', which is not manipulated. Give "
                    + "the tag role: manipulated.", at: "setpoint")
        }
        if let limits = setpoint?.limits, control.minimumMove > limits.maximumStep {
            section.error(
                "'minimumMove' of the control is \(control.minimumMove.plain), more than the "
                    + "maximumStep of its setpoint, \(limits.maximumStep.plain): it could never move.",
                at: "minimumMove")
        }
        checkGuards(section)
        return control
    }

    /// A permissive or heartbeat nobody reads can never allow a move.
    private func checkGuards(_ section: Section) {
        guard scanGroups.allSatisfy(\.isComplete) else { return }
        for device in devices {
            for tag in device.tags.map(\.profile)
            where tag.role == .permissive || tag.role == .heartbeat {
                if scanGroups.contains(where: { $0.members.contains(tag.name) }) { continue }
                findings.error(
                    "'\(tag.name)' is a \(tag.role?.rawValue ?? ""), but no scan group reads it: "
                        + "the "
                        + "loop could never move.", at: tag.place)
            }
        }
    }
}
