import Logging
import ModbusWire
import Profiles
import Tags

@testable import Gateway

extension DeviceProfile {
    /// A device on the port of a test's server, quick to give up.
    static func test(
        _ name: String = "plc", port: Int, unit: UnitId = 1, timeout: Duration = .seconds(5),
        tags: [TagProfile], change: (inout LinkSettings) -> Void = { _ in }
    ) -> DeviceProfile {
        var link = LinkSettings()
        link.answerTimeout = timeout
        change(&link)
        return DeviceProfile(
            name: name, isSimulated: false, port: port, unit: unit, link: link, tags: tags)
    }
}

extension TagProfile {
    /// A tag in an input register.
    static func input(_ name: TagName, at address: Int, as type: RegisterType = .uint16)
        -> TagProfile
    {
        TagProfile(
            name: name,
            mapping: RegisterMapping(table: .inputRegisters, address: address, type: type))
    }

    /// A manipulated tag in a holding register, in tenths.
    static func setpoint(
        _ name: TagName, at address: Int, type: RegisterType = .uint16, scale: Double = 0.1,
        range: ClosedRange<Double> = 10...100, step: Double = 5,
        interval: Duration = .zero, perHour: Int = 1_000, travel: Double = .infinity,
        function: WriteFunction = .automatic, table: PrimaryTable = .holdingRegisters
    ) -> TagProfile {
        TagProfile(
            name: name,
            mapping: RegisterMapping(
                table: table, address: address, type: type, scale: scale, writeFunction: function),
            role: .manipulated,
            limits: SetpointLimits(
                range: range, maximumStep: step, minimumInterval: interval,
                maximumWritesPerHour: perHour, maximumTravelPerHour: travel))
    }
}

extension DeviceGateway {
    /// A gateway in lockstep whose groups are scanned every second.
    convenience init(
        testing devices: [DeviceProfile], groups: [[TagName]]? = nil,
        journal: any WriteJournal = MemoryWriteJournal(), clock: GatewayClock = .lockstep,
        change: (inout GatewaySettings) -> Void = { _ in }
    ) throws {
        var settings = GatewaySettings(seed: 7, clock: clock)
        change(&settings)
        let tags = groups ?? [devices.flatMap { $0.tags.map(\.name) }]
        let scanGroups = tags.enumerated().map {
            ScanGroup(name: "group\($0.offset)", interval: .seconds(1), tags: $0.element)
        }
        try self.init(
            devices: devices, scanGroups: scanGroups, settings: settings, journal: journal,
            logger: .silent)
    }

    /// The single scan due at `second`.
    func scan(at second: Double) async -> Scan? {
        await advance(to: PlantTime(seconds: second)).last
    }
}

extension Scan {
    /// Values in the layout's order; nil for bad samples.
    var values: [Double?] { samples.map { $0.status.isGood ? $0.value : nil } }

    /// Why samples are not good, in the layout's order.
    var reasons: [StatusReason?] { samples.map(\.status.reason) }
}

/// Bytes from text such as `00 2A | 03`; anything that is no hexadecimal digit parts bytes.
func hex(_ text: String) -> [UInt8] {
    text.split { !$0.isHexDigit }.compactMap { UInt8($0, radix: 16) }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
