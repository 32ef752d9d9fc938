package import Tags

/// A prediction with its tag, the time it was issued and the time it is due.
package struct Forecast: Hashable, Sendable {
    /// The quality it is about.
    package let tag: TagName
    /// The value expected when it is due, in the tag's unit.
    package let value: Double
    /// One standard deviation, from the errors of forecasts issued before and settled since;
    /// infinite until three are.
    package let deviation: Double
    /// One standard deviation of the expected value, the outcome's own noise left out, by the
    /// regressor's account; infinite while it cannot tell.
    package let knowledgeDeviation: Double
    /// The time of the features it was made from.
    package let issuedAt: PlantTime
    /// The time it is about: issue and horizon.
    package let dueAt: PlantTime

    package init(
        tag: TagName, value: Double, deviation: Double, knowledgeDeviation: Double = .infinity,
        issuedAt: PlantTime, dueAt: PlantTime
    ) {
        self.tag = tag
        self.value = value
        self.deviation = deviation
        self.knowledgeDeviation = knowledgeDeviation
        self.issuedAt = issuedAt
        self.dueAt = dueAt
    }
}

/// A laboratory's or analyser's result.
package struct Outcome: Hashable, Sendable {
    /// The measured quality, in its tag's unit.
    package let value: Double
    /// When the sample was taken from the process.
    package let sampledAt: PlantTime
    /// When the result became known.
    package let arrivedAt: PlantTime

    package init(value: Double, sampledAt: PlantTime, arrivedAt: PlantTime) {
        self.value = value
        self.sampledAt = sampledAt
        self.arrivedAt = arrivedAt
    }
}
