/// The value we ask a device to hold for one manipulated tag.
package struct Setpoint: Hashable, Sendable {
    /// The manipulated tag.
    package let tag: TagName
    /// The value to hold, in the tag's unit.
    package let value: Double

    package init(tag: TagName, value: Double) {
        self.tag = tag
        self.value = value
    }
}
