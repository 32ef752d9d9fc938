import Tags

/// What a rule may name: the devices, tags and parts of the plant that there are.
package struct FaultFacts: Sendable {
    struct Tag: Sendable {
        let device: String
        let mapping: RegisterMapping
    }

    /// Names of all devices, real ones too.
    var devices: [String] = []
    /// Those that are simulated.
    var simulated: [String] = []
    var tags: [String: Tag] = [:]
    var plant: PlantFacts?
    /// Names that stand in the profile but could not be read: rules that name them are not blamed.
    var faultyTags: Set<String> = []
    var incompleteDevices: Set<String> = []

    /// Takes what there is in a checked profile.
    package init(devices: [DeviceProfile], plant: PlantFacts? = nil) {
        self.devices = devices.map(\.name)
        simulated = devices.filter(\.isSimulated).map(\.name)
        for device in devices {
            for tag in device.tags {
                tags[tag.name.text] = Tag(device: device.name, mapping: tag.mapping)
            }
        }
        self.plant = plant
    }

    func tags(of device: String) -> [String] {
        tags.filter { $0.value.device == device }.keys.sorted()
    }

    var simulatedTags: [String] {
        tags.filter { simulated.contains($0.value.device) }.keys.sorted()
    }
}
