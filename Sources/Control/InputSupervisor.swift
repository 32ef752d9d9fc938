package import Tags

/// Watches everything a decision rests on, scan by scan, and says whether moves are allowed.
///
/// W5 (good, moving, of one scan), W6 (permissives), W7 (nobody else moved the setpoint) and W10
/// (three good scans first). Pure: it sees scans and nothing else.
package struct InputSupervisor: Sendable {
    /// What is watched, and how patiently.
    package struct Configuration: Hashable, Sendable {
        /// Tags that must be good in the scan itself.
        package var inputs: [TagName]
        /// Tags that must be true.
        package var permissives: [TagName]
        /// Tags that must keep changing.
        package var heartbeats: [TagName]
        /// The setpoint that may be moved.
        package var setpoint: TagName
        /// Half a step of the setpoint's register: values closer than this are the same.
        package var setpointResolution: Double
        /// Time between two scans.
        package var scanInterval: Duration
        /// Good scans in a row that must come before the first move (W10).
        package var settlingScans: Int = 3
        /// Scans a heartbeat may stand still.
        package var heartbeatScans: Int = 2

        package init(
            inputs: [TagName], permissives: [TagName], heartbeats: [TagName], setpoint: TagName,
            setpointResolution: Double, scanInterval: Duration
        ) {
            self.inputs = inputs
            self.permissives = permissives
            self.heartbeats = heartbeats
            self.setpoint = setpoint
            self.setpointResolution = setpointResolution
            self.scanInterval = scanInterval
        }
    }

    /// What one scan says about moving.
    package enum Verdict: Hashable, Sendable {
        /// Moves are allowed; the setpoint stands at this value.
        case clear(setpoint: Double)
        /// They are not.
        case hold(HoldReason)
    }

    private struct Pulse: Sendable {
        var value: Double?
        var stillScans = 0
    }

    private let configuration: Configuration
    private let watched: [TagName]
    private var goodScans = 0
    private var lastTime: PlantTime?
    private var expectedSetpoints: [Double] = []
    /// What samples may show too that were asked for before ``passingUntil``.
    private var passingSetpoints: [Double] = []
    private var passingUntil = PlantTime.start
    private var pulses: [Pulse]

    /// Watches what `configuration` names; no scan has been seen yet.
    package init(_ configuration: Configuration) {
        self.configuration = configuration
        watched =
            configuration.inputs + configuration.permissives + configuration.heartbeats
            + [configuration.setpoint]
        pulses = Array(repeating: Pulse(), count: configuration.heartbeats.count)
    }

    /// Notes the values a write of ours may leave in the register, so that none of them is taken
    /// for someone else's; the one most likely last.
    ///
    /// - Parameters:
    ///   - values: What may stand there.
    ///   - passing: What a sample may show too that was asked for before `time`: scans go on while a
    ///     write is under way, and come in after it.
    ///   - time: When the write's outcome was known.
    package mutating func expectSetpoint(
        among values: [Double], passing: [Double] = [], until time: PlantTime = .start
    ) {
        expectedSetpoints = values
        passingSetpoints = passing
        passingUntil = time
    }

    /// Counts the good scans anew (W10).
    package mutating func settleAgain() { goodScans = 0 }

    /// Counts the good scans anew and takes the setpoint as it is found.
    package mutating func startOver() {
        goodScans = 0
        expectSetpoint(among: [])
    }

    /// Judges one scan.
    ///
    /// What the setpoint was last seen to be is remembered through every interruption. It counts
    /// against the scan only if `ownsSetpoint`: if nobody but us may move it.
    package mutating func judge(_ scan: Scan, ownsSetpoint: Bool) -> Verdict {
        if let lastTime, scan.time <= lastTime {
            goodScans = 0
            return .hold(.clock(scan.time, after: lastTime))
        }
        if let lastTime, scan.time - lastTime > configuration.scanInterval * 2 { goodScans = 0 }
        lastTime = scan.time
        // Someone else's hand is seen even where something else is in doubt.
        let fault =
            foreignWrite(in: scan, ownsSetpoint: ownsSetpoint) ?? faultOfSamples(in: scan)
            ?? faultOfHeartbeats(in: scan) ?? faultOfPermissives(in: scan)
        if let fault {
            goodScans = 0
            return .hold(fault)
        }
        goodScans += 1
        guard goodScans > configuration.settlingScans,
            let setpoint = scan[configuration.setpoint]?.value
        else {
            return .hold(.settling(scans: goodScans, needed: configuration.settlingScans))
        }
        return .clear(setpoint: setpoint)
    }

    private func faultOfSamples(in scan: Scan) -> HoldReason? {
        for tag in watched {
            if let fault = fault(of: scan[tag], at: scan.time) { return .input(tag, fault) }
        }
        return nil
    }

    private func fault(of sample: Sample?, at time: PlantTime) -> SampleStatus? {
        guard let sample else { return .bad(.notYetRead) }
        guard sample.status.isGood else { return sample.status }
        guard sample.value.isFinite else { return .bad(.undecodable) }
        return time - sample.answeredAt > configuration.scanInterval * 2 ? .uncertain(.stale) : nil
    }

    private mutating func faultOfHeartbeats(in scan: Scan) -> HoldReason? {
        var fault: HoldReason?
        for (index, tag) in configuration.heartbeats.enumerated() {
            let value = scan[tag]?.value
            if pulses[index].value == value {
                pulses[index].stillScans += 1
            } else {
                pulses[index] = Pulse(value: value)
            }
            if pulses[index].stillScans > configuration.heartbeatScans {
                fault = fault ?? .heartbeat(tag, scans: pulses[index].stillScans)
            }
        }
        return fault
    }

    private mutating func foreignWrite(in scan: Scan, ownsSetpoint: Bool) -> HoldReason? {
        let tag = configuration.setpoint
        guard let sample = scan[tag], fault(of: sample, at: scan.time) == nil else { return nil }
        let isPassing = sample.requestedAt < passingUntil
        let expected = (isPassing ? passingSetpoints : []) + expectedSetpoints
        if !isPassing { expectedSetpoints = [sample.value] }
        guard ownsSetpoint, let likeliest = expected.last,
            !expected.contains(where: {
                abs(sample.value - $0) <= configuration.setpointResolution
            })
        else { return nil }
        return .foreignWrite(tag, expected: likeliest, found: sample.value)
    }

    private func faultOfPermissives(in scan: Scan) -> HoldReason? {
        configuration.permissives.first { scan[$0]?.value == 0 }.map { .permissive($0) }
    }
}
