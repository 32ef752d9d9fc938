package import Profiles
package import Tags

/// What a device's registers say of one tag at one instant, whatever faults do on the wire.
package struct TagReading: Hashable, Sendable {
    /// The tag's full name.
    package let name: TagName
    /// The device that holds it.
    package let device: String
    /// Its value in ``unit``; nil if the registers hold none.
    package let value: TagValue?
    /// Good, or bad with the reason there is no value.
    package let status: SampleStatus
    /// Its engineering unit.
    package let unit: EngineeringUnit
    /// Whether it is forced.
    package let isForced: Bool
    /// Whether clients may write it.
    package let isWritable: Bool
    /// What the plant takes, for a setpoint of the plant; else what the registers can hold, nil
    /// for text.
    package let limits: ClosedRange<Double>?
    /// Where and how its value is held.
    package let mapping: RegisterMapping

    /// The value as a number; nil if there is none, and for text.
    package var number: Double? { value?.number }
}

/// Why a tag cannot be read, set or forced as asked.
package struct TagFault: Error, Hashable, Sendable {
    /// The name as it was given.
    package let tag: String
    /// The value given; nil if none was.
    package let value: TagValue?
    /// What is wrong.
    package let reason: Reason
    /// What the tag's registers can hold, in ``unit``; nil for text or an unknown tag.
    package let limits: ClosedRange<Double>?
    /// The tag's engineering unit.
    package let unit: EngineeringUnit

    /// What is wrong.
    package enum Reason: Hashable, Sendable {
        /// No simulated device has it; with a suggestion, if a name is close.
        case unknown(suggestion: String)
        /// The registers cannot hold the value.
        case value(CodecError)
    }
}

extension TagFault: CustomStringConvertible {
    package var description: String {
        switch reason {
        case .unknown(let suggestion):
            return "'\(tag)': no simulated device has this tag.\(suggestion)"
        case .value(let error):
            guard let limits else { return "'\(tag)': \(error)." }
            let unit = unit.symbol.isEmpty ? "" : " \(unit.symbol)"
            return "'\(tag)': \(error); it takes \(limits.lowerBound)…\(limits.upperBound)\(unit)."
        }
    }
}
