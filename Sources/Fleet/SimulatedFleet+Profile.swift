package import Logging
import Plants
package import Profiles

extension SimulatedFleet {
    /// The simulated devices of a profile, with their plant; nil if there are none.
    package convenience init?(
        simulating profile: Profile, seed: UInt64, logger: Logger
    ) throws {
        let devices = profile.devices.filter(\.isSimulated)
        guard !devices.isEmpty else { return nil }
        var settings = FleetSettings()
        settings.writeLogCapacity = 65_536
        guard let section = profile.plant else {
            try self.init(
                devices: devices, settings: settings, faults: profile.faults, seed: seed,
                digest: profile.digest, logger: logger)
            return
        }
        try self.init(
            devices: devices,
            plant: try section.makePlant(seed: seed),
            bindings: section.bindings, settings: settings, faults: profile.faults,
            seed: seed, digest: profile.digest, logger: logger)
    }
}

extension [DeviceProfile] {
    /// The devices with the hosts and ports that simulated ones really have.
    package func located(by bound: [BoundDevice]) -> [DeviceProfile] {
        map { device in
            guard let place = bound.first(where: { $0.name == device.name }) else { return device }
            var device = device
            device.host = place.host
            device.port = place.port
            return device
        }
    }
}
