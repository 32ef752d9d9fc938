/// The first line of a record of traffic: what it is and where it comes from.
package struct TrafficHeader: Hashable, Sendable, Codable {
    /// Which clock the times are of.
    package enum Clock: String, Hashable, Sendable, Codable {
        /// The plant's: two runs with one seed and the same requests have the same times.
        case plant
        /// The machine's.
        case machine
    }

    /// Version of the format.
    package static let version = 1

    /// ``version`` of the writer.
    package var trimtabTraffic = Self.version
    /// Which clock the times are of.
    package var clock: Clock
    /// Name of the profile that was served or polled; nil for a capture.
    package var profile: String?
    /// Digest of that profile's files.
    package var digest: String?
    /// Seed of the run.
    package var seed: UInt64?

    package init(
        clock: Clock, profile: String? = nil, digest: String? = nil, seed: UInt64? = nil
    ) {
        self.clock = clock
        self.profile = profile
        self.digest = digest
        self.seed = seed
    }
}
