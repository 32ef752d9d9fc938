import ModbusWire

/// Many devices from one description.
extension ProfileReading {
    /// The most devices one description may stand for.
    static let mostCopies = 10_000

    /// Reads a device, or with `count` so many: `pump` becomes `pump-1`, `pump-2` and so on.
    ///
    /// A port other than 0 counts up from copy to copy, at an endpoint the unit id.
    func readDevices(named name: String, _ section: inout Section) -> [DeviceReading] {
        guard let count = section.integer("count", in: 1...Self.mostCopies) else {
            return section.has("count") ? [] : [readDevice(name, &section)]
        }
        let known = Set(devices.map(\.profile.name))
        var copies: [DeviceReading] = []
        let errors = findings.errorCount
        for number in 1...count {
            let own = "\(name)-\(number)"
            if known.contains(own) {
                section.error(
                    "'count' of \(section.subject) makes a device '\(own)', but there is one.",
                    at: "count")
            }
            // What is wrong with one is wrong with all, and told once.
            if number == 2, findings.errorCount > errors {
                incompleteDevices.formUnion((2...count).map { "\(name)-\($0)" })
                break
            }
            var copy = section
            var device = readDevice(own, &copy)
            if !tell(apart: &device.profile, by: number - 1, section) { break }
            copies.append(device)
        }
        return copies
    }

    /// Gives a copy its own port or unit id; false, and told, if there are no more.
    private func tell(
        apart device: inout DeviceProfile, by offset: Int, _ section: Section
    ) -> Bool {
        if device.endpoint != nil {
            let unit = Int(device.unit.rawValue) + offset
            guard unit <= 247 else {
                section.error(
                    "'count' of \(section.subject) needs unit ids up to \(unit) and more at one "
                        + "endpoint; the highest is 247.", at: "count")
                return false
            }
            device.unit = UnitId(rawValue: UInt8(unit))
        } else if device.port != 0 {
            device.port += offset
            guard device.port <= 65_535 else {
                section.error(
                    "'count' of \(section.subject) needs ports beyond 65535.", at: "count")
                return false
            }
        }
        return true
    }
}
