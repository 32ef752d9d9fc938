import ModbusWire
import Profiles
import Reactor

/// One listening socket and the devices behind it.
struct Listener {
    /// Where it is to listen; after the first start, with the port it really has.
    var address: SocketAddress
    /// Numbers of its devices.
    let devices: [Int]
    /// Its devices by unit id, 256 entries; nil where nobody answers.
    let units: UnsafeMutablePointer<Unmanaged<SimulatedDevice>?>
    /// What its devices count together.
    let line: DeviceLine
    /// What other unit ids get; nil for what the fleet's settings say.
    let unknownUnit: DeviceServerSettings.UnknownUnit?
    /// -1 while it does not listen.
    var descriptor: Int32 = -1
    /// Keeps the port while all its devices are suspended; -1 otherwise.
    var reservation: Int32 = -1
    var connections = 0
    var accepted = 0
}

/// Which devices share a listener, and where it is to be.
struct ListenerPlan {
    var address: SocketAddress
    var devices: [Int]
    /// What other unit ids get; nil for what the fleet's settings say.
    var unknownUnit: DeviceServerSettings.UnknownUnit?

    /// Groups devices that name the same endpoint, or the same host and port other than 0.
    static func plans(for profiles: [DeviceProfile]) throws(FleetError) -> [ListenerPlan] {
        var plans: [ListenerPlan] = []
        var byEndpoint: [String: Int] = [:]
        var byAddress: [SocketAddress: Int] = [:]
        for (number, profile) in profiles.enumerated() {
            let host = profile.host == "localhost" ? "127.0.0.1" : profile.host
            guard let address = SocketAddress(host: host, port: profile.port) else {
                throw .hostNotNumeric(device: profile.name, host: profile.host)
            }
            var shared = profile.endpoint.flatMap { byEndpoint[$0] }
            if shared == nil, address.port != 0 { shared = byAddress[address] }
            let plan = shared ?? plans.count
            if shared == nil {
                plans.append(
                    ListenerPlan(
                        address: address, devices: [number],
                        unknownUnit: profile.server.unknownUnit))
            } else {
                try check(profile, address, against: plans[plan], profiles)
                plans[plan].devices.append(number)
            }
            if let endpoint = profile.endpoint { byEndpoint[endpoint] = plan }
            if address.port != 0 { byAddress[address] = plan }
        }
        return plans
    }

    private static func check(
        _ profile: DeviceProfile, _ address: SocketAddress, against plan: ListenerPlan,
        _ profiles: [DeviceProfile]
    ) throws(FleetError) {
        let first = profiles[plan.devices[0]]
        guard address == plan.address else {
            throw .endpointDisagrees(
                endpoint: profile.endpoint ?? "", devices: [first.name, profile.name])
        }
        guard plan.unknownUnit == profile.server.unknownUnit, plan.unknownUnit != .served else {
            throw .unknownUnitDisagrees(devices: [first.name, profile.name])
        }
        for other in plan.devices where profiles[other].unit == profile.unit {
            throw .duplicateUnit(profile.unit, devices: [profiles[other].name, profile.name])
        }
    }
}
