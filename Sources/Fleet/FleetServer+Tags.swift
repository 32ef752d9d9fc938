import Profiles
import Tags

/// Where a tag is: the numbers of its device and of the tag there.
struct TagPlace {
    let device: Int
    let tag: Int
}

extension FleetServer {
    /// Every tag in the profile's order.
    func readings(onlyForced: Bool = false) -> [TagReading] {
        devices.flatMap { device in
            device.tags.indices
                .filter { number in
                    !onlyForced || device.forced.contains { $0.tag == number }
                }
                .map { device.reading(of: $0) }
        }
    }

    /// What the registers say of some tags.
    func readings(of names: [TagName]) throws(FleetError) -> [TagReading] {
        try places(of: names).map { devices[$0.device].reading(of: $0.tag) }
    }

    /// Sets or forces tags at once, all or none.
    func change(_ values: [TagName: TagValue], isForce: Bool) throws(FleetError) {
        let names = values.keys.sorted()
        let places = try places(of: names)
        var faults: [TagFault] = []
        for (name, place) in zip(names, places) {
            guard let value = values[name] else { continue }
            do throws(TagFault) {
                _ = try devices[place.device].words(of: place.tag, for: value, order: .read)
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else { throw .tags(faults) }
        for (name, place) in zip(names, places) {
            guard let value = values[name] else { continue }
            do throws(TagFault) {
                if isForce {
                    try devices[place.device].force(place.tag, to: value)
                } else {
                    try devices[place.device].set(place.tag, to: value)
                }
            } catch {
                throw .tags([error])
            }
        }
    }

    func release(_ names: [TagName]) throws(FleetError) {
        for place in try places(of: names) { devices[place.device].release(place.tag) }
    }

    func releaseAll() {
        for device in devices {
            for tag in device.forced.map(\.tag) { device.release(tag) }
        }
    }

    private func places(of names: [TagName]) throws(FleetError) -> [TagPlace] {
        var places: [TagPlace] = []
        var unknown: [TagFault] = []
        for name in names {
            if let place = tagPlaces[name] {
                places.append(place)
            } else {
                let known = tagPlaces.keys.map(\.text).sorted()
                unknown.append(
                    TagFault(
                        tag: name.text, value: nil,
                        reason: .unknown(suggestion: Suggestion.text(for: name.text, among: known)),
                        limits: nil, unit: .none))
            }
        }
        guard unknown.isEmpty else { throw .tags(unknown) }
        return places
    }

    /// Every tag's place by name.
    static func places(in devices: [SimulatedDevice]) -> [TagName: TagPlace] {
        var places: [TagName: TagPlace] = [:]
        for (number, device) in devices.enumerated() {
            for (tag, profile) in device.tags.enumerated() {
                places[profile.name] = TagPlace(device: number, tag: tag)
            }
        }
        return places
    }
}
