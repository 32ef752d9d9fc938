package import Tags

/// The numbers a forecast is made from, all good and finite, under one time stamp.
package struct FeatureVector: Hashable, Sendable {
    /// The time of the scan that completed it.
    package let time: PlantTime
    /// One number a feature, in the schema's order.
    package let values: [Double]
    /// The digest of the schema it was built to.
    package let schemaDigest: UInt64

    package init(time: PlantTime, values: [Double], schemaDigest: UInt64) {
        self.time = time
        self.values = values
        self.schemaDigest = schemaDigest
    }
}

/// What a scan brought: a vector, or every reason why there is none.
package enum FeatureOutcome: Hashable, Sendable {
    /// All inputs are good.
    case vector(FeatureVector)
    /// At least one input is not; never empty.
    case withheld([WithheldReason])
}
