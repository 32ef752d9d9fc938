import Foundation
import ModbusWire
import Profiles
import Tags
import Testing

/// The profiles in `profiles/`, as far as they can be checked without a plant catalogue.
struct ShippedProfileTests {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "profiles")

    private func load(_ name: String) -> ProfileResult {
        ProfileLoader().load(Self.folder.appending(path: name).path)
    }

    @Test(
        arguments: [
            "osprey.yaml", "plain-device.yaml", "devices/osprey-d2.yaml",
            "devices/evaporator-feed.yaml", "devices/evaporator-steam.yaml",
            "devices/evaporator-separator.yaml", "devices/evaporator-condenser.yaml",
        ])
    func hasNoFault(file: String) {
        #expect(load(file).diagnostics.isEmpty)
    }

    @Test(
        arguments: ["evaporator.yaml", "evaporator-one-port.yaml", "evaporator-quiet.yaml"])
    func hasNoFaultButItsPlant(file: String) {
        #expect(
            load(file).diagnostics.map(\.message)
                == ["'model' of the plant is 'evaporator'. There is none to choose from."])
    }

    @Test func servesThePlainTables() throws {
        let device = try #require(load("plain-device.yaml").profile?.devices.first)
        #expect(device.port == 1502 && device.unit == 1 && device.tags.isEmpty)
        let counts = device.blocks.map {
            "\($0.table.rawValue) \($0.range.start) \($0.range.count)"
        }
        #expect(
            counts == [
                "coils 0 2000", "discreteInputs 0 2000", "inputRegisters 0 200",
                "holdingRegisters 0 200",
            ])
    }

    @Test func readsTheExampleDevice() throws {
        let profile = try #require(load("osprey.yaml").profile)
        let air = try #require(profile.tag("dryer.air.temperature"))
        #expect(air.mapping.decode([0x8000, 0x4321]) == .value(.number(161.5)))
        let moisture = try #require(profile.tag("dryer.product.moisture"))
        #expect(moisture.mapping.decode([0x8000]) == .notAvailable)
        #expect(profile.tag("dryer.air.setpoint")?.limits?.range == 60...180)
        #expect(profile.tag("dryer.belt.running")?.limits == nil)
    }
}
