package import ModbusWire
package import Tags

/// One plant as its file describes it, checked and with every default filled in.
package struct Profile: Sendable {
    /// Short name: `evaporator`.
    package var name: String
    /// One sentence for people; may be empty.
    package var summary: String
    /// Seed of everything random in a run.
    package var seed: UInt64
    /// Simulated and real devices, in the file's order.
    package var devices: [DeviceProfile]
    /// What is read together and how often, in the file's order.
    package var scanGroups: [ScanGroup]
    /// The simulated process behind the simulated devices, if there is one.
    package var plant: PlantSection?
    /// What the forecast is made from, in the order of the feature vector.
    package var features: [FeatureDeclaration]
    /// How the forecast learns; nil in a profile that only polls.
    package var forecast: ForecastSection?
    /// The quality to hold; nil in a profile that only polls.
    package var quality: QualitySection?
    /// How setpoints follow the forecast; nil in a profile that moves nothing.
    package var control: ControlSection?
    /// Faults that simulated devices play in every run.
    package var faults: [FaultRule] = []
    /// The file it was read from.
    package var path: String
    /// Fingerprint of the bytes of the file and its maps: FNV-1a, 64 bits, 16 hexadecimal digits.
    package var digest: String

    package init(
        name: String, summary: String = "", seed: UInt64 = 1, devices: [DeviceProfile],
        scanGroups: [ScanGroup] = [], plant: PlantSection? = nil,
        features: [FeatureDeclaration] = [], forecast: ForecastSection? = nil,
        quality: QualitySection? = nil, control: ControlSection? = nil, path: String = "",
        digest: String = ""
    ) {
        self.name = name
        self.summary = summary
        self.seed = seed
        self.devices = devices
        self.scanGroups = scanGroups
        self.plant = plant
        self.features = features
        self.forecast = forecast
        self.quality = quality
        self.control = control
        self.path = path
        self.digest = digest
    }

    /// All tags of all devices, in the file's order.
    package var tags: [TagProfile] { devices.flatMap(\.tags) }

    /// The tag of that name.
    package func tag(_ name: TagName) -> TagProfile? {
        tags.first { $0.name == name }
    }
}

/// One Modbus server: where it is and what it holds.
package struct DeviceProfile: Sendable {
    /// Name in the profile; first word of its tags' names.
    package var name: String
    /// Whether Trimtab plays this device itself.
    package var isSimulated: Bool
    /// Host name or numeric address.
    package var host: String
    /// TCP port; 0 lets a simulated device take any free one.
    package var port: Int
    /// Devices that name the same endpoint share one listener; nil for one of its own unless host
    /// and port (not 0) agree.
    package var endpoint: String?
    /// Unit id on that endpoint.
    package var unit: UnitId
    /// How to talk to it.
    package var link: LinkSettings
    /// Its tags.
    package var tags: [TagProfile]
    /// Plain registers and bits without names, served by a simulated device.
    package var blocks: [RegisterBlock]
    /// Texts of function code 43/14 by object id; served by a simulated device.
    package var identification: [UInt8: String]
    /// How it serves, if simulated.
    package var server = DeviceServerSettings()
    /// The record it shows again, if it replays one.
    package var replay: ReplaySource?
    /// Where it is declared.
    package var place: SourcePlace

    package init(
        name: String, isSimulated: Bool = true, host: String = "127.0.0.1", port: Int = 0,
        endpoint: String? = nil, unit: UnitId = 1, link: LinkSettings = LinkSettings(),
        tags: [TagProfile] = [], blocks: [RegisterBlock] = [],
        identification: [UInt8: String] = [:], place: SourcePlace = .none
    ) {
        self.name = name
        self.isSimulated = isSimulated
        self.host = host
        self.port = port
        self.endpoint = endpoint
        self.unit = unit
        self.link = link
        self.tags = tags
        self.blocks = blocks
        self.identification = identification
        self.place = place
    }
}

/// How one device wants to be talked to.
package struct LinkSettings: Hashable, Sendable {
    /// Longest wait for one whole answer.
    package var answerTimeout: Duration = .seconds(1)
    /// Longest wait for a connection to stand.
    package var connectTimeout: Duration = .seconds(3)
    /// How often one read is tried within a scan, 1…5.
    package var tries: Int = 1
    /// Most registers in one read, 1…125.
    package var maximumRegisters: Int = 125
    /// Most coils or discrete inputs in one read, 1…2000.
    package var maximumBits: Int = 2000
    /// Silence kept after the connection stands.
    package var pauseAfterConnect: Duration = .zero
    /// Silence kept between an answer and the next request.
    package var pauseBetweenRequests: Duration = .zero
    /// Longest wait before another attempt to connect; the first is 1 s (or this, if shorter).
    package var maximumBackoff: Duration = .seconds(60)
    /// How long after a write its read-back may take to show the new value.
    package var settleTime: Duration = .seconds(2)

    package init() {}
}

/// One tag and where it lives.
package struct TagProfile: Sendable {
    /// Full name: the device's name, a dot, the name in the map.
    package var name: TagName
    /// What the tag is, for people; may be empty.
    package var summary: String
    /// Its engineering unit.
    package var unit: EngineeringUnit
    /// What it is to forecasting and control, if anything.
    package var role: TagRole?
    /// Where and how its value is held.
    package var mapping: RegisterMapping
    /// What may be written; not nil if and only if the role is manipulated.
    package var limits: SetpointLimits?
    /// Whether a simulated device takes writes to it; always true if the role is manipulated. The
    /// gateway writes manipulated tags only.
    package var isWritable: Bool
    /// What a simulated device without a plant shows at first.
    package var initialValue: TagValue?
    /// Where it is declared.
    package var place: SourcePlace

    package init(
        name: TagName, mapping: RegisterMapping, summary: String = "",
        unit: EngineeringUnit = .none, role: TagRole? = nil, limits: SetpointLimits? = nil,
        isWritable: Bool? = nil, initialValue: TagValue? = nil, place: SourcePlace = .none
    ) {
        self.name = name
        self.mapping = mapping
        self.summary = summary
        self.unit = unit
        self.role = role
        self.limits = limits
        self.isWritable = isWritable ?? (role == .manipulated)
        self.initialValue = initialValue
        self.place = place
    }
}

/// A run of equal plain registers or bits.
package struct RegisterBlock: Hashable, Sendable {
    /// The table it lies in.
    package var table: PrimaryTable
    /// The addresses it covers.
    package var range: AddressRange
    /// What each holds at first; 0 or 1 for bits.
    package var value: UInt16

    package init(table: PrimaryTable, range: AddressRange, value: UInt16 = 0) {
        self.table = table
        self.range = range
        self.value = value
    }
}

/// What is read together, under one time stamp.
package struct ScanGroup: Hashable, Sendable {
    /// Name in the profile.
    package var name: String
    /// Time between two scans.
    package var interval: Duration
    /// What is read, in the file's order.
    package var tags: [TagName]

    package init(name: String, interval: Duration, tags: [TagName]) {
        self.name = name
        self.interval = interval
        self.tags = tags
    }
}

/// A line and column of a file, both counted from 1.
package struct SourcePlace: Hashable, Sendable {
    /// The file as it was named on the command line or in the profile.
    package var file: String
    /// Line, from 1.
    package var line: Int
    /// Column, from 1.
    package var column: Int

    /// The place of what was made in code, not read from a file.
    package static let none = SourcePlace(file: "", line: 0, column: 0)

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}
