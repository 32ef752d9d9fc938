/// One tag's value, time and status.
///
/// Small and free of references, so that a scan of thousands is one allocation.
package struct Sample: Hashable, Sendable {
    /// The value in engineering units; 1 or 0 for a flag; NaN where there is none, and for text.
    /// ``Scan/value(at:)`` gives text and 64-bit whole numbers exactly.
    package let value: Double
    /// How far the value may be trusted.
    package let status: SampleStatus
    /// When the request that brought it left.
    package let requestedAt: PlantTime
    /// When the answer was whole.
    package let answeredAt: PlantTime

    package init(
        value: Double, status: SampleStatus, requestedAt: PlantTime, answeredAt: PlantTime
    ) {
        self.value = value
        self.status = status
        self.requestedAt = requestedAt
        self.answeredAt = answeredAt
    }

    /// A sample without a value.
    package static func bad(_ reason: StatusReason, at time: PlantTime) -> Sample {
        Sample(value: .nan, status: .bad(reason), requestedAt: time, answeredAt: time)
    }
}
