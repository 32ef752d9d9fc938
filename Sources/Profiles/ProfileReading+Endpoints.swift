import ModbusWire
import Tags

extension ProfileReading {
    /// Tells devices that nobody could tell apart, and endpoints that are not one.
    func checkEndpoints() {
        var taken: [String: DeviceReading] = [:]
        var firstOfEndpoint: [String: DeviceProfile] = [:]
        for device in devices {
            let profile = device.profile
            let address = "\(profile.host):\(profile.port)"
            if let endpoint = profile.endpoint {
                if let first = firstOfEndpoint[endpoint] {
                    checkEndpoint(endpoint, first, profile)
                } else {
                    firstOfEndpoint[endpoint] = profile
                }
            }
            var lines: [String] = []
            if let endpoint = profile.endpoint { lines.append("endpoint '\(endpoint)'") }
            if profile.port != 0 { lines.append(address) }
            let line = lines.first { taken["\($0)#\(profile.unit.rawValue)"] != nil }
            if let line, let other = taken["\(line)#\(profile.unit.rawValue)"] {
                findings.error(
                    "device '\(profile.name)' has unit id \(profile.unit.rawValue) on \(line), "
                        + "and so "
                        + "has device '\(other.profile.name)'. Give each its own unit id.",
                    at: device.unitPlace)
            }
            for line in lines { taken["\(line)#\(profile.unit.rawValue)"] = device }
        }
    }

    private func checkEndpoint(_ name: String, _ first: DeviceProfile, _ other: DeviceProfile) {
        if first.host != other.host || first.port != other.port {
            findings.error(
                "endpoint '\(name)' is at \(first.host):\(first.port) for device "
                    + "'\(first.name)', but "
                    + "at \(other.host):\(other.port) for device '\(other.name)'.", at: other.place)
        }
        if first.server.unknownUnit != other.server.unknownUnit
            || first.server.unknownUnit == .served
        {
            findings.error(
                "endpoint '\(name)' is shared by '\(first.name)' and '\(other.name)', which must "
                    + "give the same 'unknownUnit', and not served.", at: other.place)
        }
        if first.isSimulated != other.isSimulated {
            findings.error(
                "endpoint '\(name)' is shared by '\(first.name)' and '\(other.name)', but only "
                    + "one of "
                    + "them is simulated.", at: other.place)
        }
    }
}
