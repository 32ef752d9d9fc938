package import Tags

/// The quality to hold, and how its measurement arrives.
package struct QualityTarget: Hashable, Sendable {
    /// Tag with the latest result of the analyser or laboratory.
    package var tag: TagName
    /// Tag that changes with each new result; nil if a result is new whenever its value changes.
    package var counter: TagName?
    /// Tag with the seconds since the sample of the latest result was taken; nil if ``delay`` holds.
    package var age: TagName?
    /// Time from sample to result where no tag tells it.
    package var delay: Duration
    /// The value to hold, in the quality's unit.
    package var value: Double
    /// Half the width of the band around the target that counts as in tolerance.
    package var tolerance: Double

    package init(
        tag: TagName, counter: TagName? = nil, age: TagName? = nil, delay: Duration,
        value: Double, tolerance: Double
    ) {
        self.tag = tag
        self.counter = counter
        self.age = age
        self.delay = delay
        self.value = value
        self.tolerance = tolerance
    }
}
