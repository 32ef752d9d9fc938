package import Tags

/// Who asked for a write.
package enum WriteRequester: String, Hashable, Sendable, Codable {
    /// The control loop, in automatic mode.
    case controlLoop
    /// A person at the command line.
    case command
    /// A person at the live page.
    case page
}

/// How a write ended (W8). Anything but ``applied`` is a reason to hold.
package enum WriteOutcome: String, Hashable, Sendable, Codable {
    /// The register shows the value asked for.
    case applied
    /// The register shows a third value: neither the one asked for nor the one before.
    case clamped
    /// The device or the guard said no; the report's reason says which rule.
    case refused
    /// Nobody can say: the answer did not come, and the register could not be read back.
    case unknown
}

/// What became of one setpoint.
package struct WriteReport: Hashable, Sendable {
    /// What was asked for.
    package var setpoint: Setpoint
    /// What the register showed just before, in the tag's unit; nil if it could not be read.
    package var before: Double?
    /// What was to be held, in the tag's unit, before rounding to the register's steps.
    package var wanted: Double
    /// What the register showed at the end; nil if it could not be read.
    package var readBack: Double?
    /// How it ended.
    package var outcome: WriteOutcome
    /// Why, in words; starts with the rule's id where a rule refused.
    package var reason: String
    /// When the write was asked for.
    package var at: PlantTime
    /// When its outcome was known; what a request before then showed may still be the value before.
    package var settledAt: PlantTime

    package init(
        setpoint: Setpoint, before: Double? = nil, readBack: Double? = nil, outcome: WriteOutcome,
        reason: String, at: PlantTime, settledAt: PlantTime? = nil
    ) {
        self.setpoint = setpoint
        self.before = before
        self.wanted = setpoint.value
        self.readBack = readBack
        self.outcome = outcome
        self.reason = reason
        self.at = at
        self.settledAt = settledAt ?? at
    }
}
