import ModbusWire
import Profiles
import Tags

/// What one lane serves, in flat tables that refer to each other by index.
struct LanePlan: Sendable {
    /// One host and port, and the one connection there.
    struct Endpoint: Sendable {
        let host: String
        let port: Int
        let connectTimeout: Duration
        let pauseAfterConnect: Duration
        let pauseBetweenRequests: Duration
        let maximumBackoff: Duration

        /// `127.0.0.1:1502`.
        var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    /// One unit id at an endpoint.
    struct Device: Sendable {
        let name: String
        let endpoint: Int
        let unit: UnitId
        let answerTimeout: Duration
        let tries: Int
        let maximumBackoff: Duration
    }

    /// One scan group.
    struct Group: Sendable {
        /// Its place in the profile: the order of scans of one time.
        let index: Int
        let layout: ScanLayout
        let interval: Duration
        let phase: Duration
        /// `device` counts this lane's devices.
        let reads: [PollPlan.Read]
    }

    var endpoints: [Endpoint] = []
    var devices: [Device] = []
    var groups: [Group] = []
}

/// Where every device and group of a gateway went.
struct LanePlans: Sendable {
    /// A device's lane, and its index there.
    struct Place: Hashable, Sendable {
        let lane: Int
        let device: Int
    }

    private(set) var lanes: [LanePlan] = []
    private(set) var places: [String: Place] = [:]
    private(set) var layouts: [ScanLayout] = []

    /// Spreads devices over lanes: what shares an endpoint or a scan group shares a lane.
    ///
    /// - Throws: Every fault of the profile that would show only on the wire.
    init(
        devices: [DeviceProfile], scanGroups: [ScanGroup], settings: GatewaySettings
    ) throws(GatewayError) {
        try Self.check(devices, scanGroups)
        let owners = Self.owners(of: devices)
        let plans = try Self.plans(scanGroups, devices: devices, owners: owners)
        layouts = plans.map(\.layout)

        var sets = DisjointSets(count: devices.count)
        var first: [String: Int] = [:]
        for (index, device) in devices.enumerated() {
            let key = "\(device.host) \(device.port)"
            if let other = first[key] { sets.join(index, other) } else { first[key] = index }
        }
        for plan in plans {
            for read in plan.reads { sets.join(read.device, plan.reads[0].device) }
        }
        let laneOfRoot = Self.lanes(of: sets, count: devices.count, most: settings.maximumLanes)
        let laneCount = max(1, (laneOfRoot.values.max() ?? 0) + 1)
        lanes = Array(repeating: LanePlan(), count: laneCount)
        var endpoints: [String: Int] = [:]
        for (index, device) in devices.enumerated() {
            let lane = laneOfRoot[sets.root(of: index)] ?? 0
            place(device, in: lane, endpoints: &endpoints)
        }
        for (index, plan) in plans.enumerated() {
            let lane = plan.reads.first.flatMap { laneOfRoot[sets.root(of: $0.device)] } ?? 0
            let reads = plan.reads.map { read in
                PollPlan.Read(
                    device: places[devices[read.device].name]?.device ?? 0, table: read.table,
                    range: read.range, items: read.items)
            }
            let interval = scanGroups[index].interval
            let phase = settings.spreadsScans ? interval * index / max(1, plans.count) : .zero
            lanes[lane].groups.append(
                LanePlan.Group(
                    index: index, layout: plan.layout, interval: interval, phase: phase,
                    reads: reads))
        }
    }

    private mutating func place(
        _ device: DeviceProfile, in lane: Int, endpoints: inout [String: Int]
    ) {
        let key = "\(device.host) \(device.port)"
        let endpoint = endpoints[key] ?? lanes[lane].endpoints.count
        if endpoints[key] == nil {
            endpoints[key] = endpoint
            lanes[lane].endpoints.append(
                LanePlan.Endpoint(
                    host: device.host, port: device.port,
                    connectTimeout: device.link.connectTimeout,
                    pauseAfterConnect: device.link.pauseAfterConnect,
                    pauseBetweenRequests: device.link.pauseBetweenRequests,
                    maximumBackoff: device.link.maximumBackoff))
        }
        places[device.name] = Place(lane: lane, device: lanes[lane].devices.count)
        lanes[lane].devices.append(
            LanePlan.Device(
                name: device.name, endpoint: endpoint, unit: device.unit,
                answerTimeout: device.link.answerTimeout, tries: device.link.tries,
                maximumBackoff: device.link.maximumBackoff))
    }
}

extension LanePlans {
    private struct GroupPlan {
        let layout: ScanLayout
        let reads: [PollPlan.Read]
    }

    private static func check(
        _ devices: [DeviceProfile], _ groups: [ScanGroup]
    ) throws(GatewayError) {
        var seen: Set<String> = []
        for device in devices {
            // libmodbus's modbus_set_slave takes no others.
            guard device.unit.rawValue <= 247 || device.unit.rawValue == 255 else {
                throw .unit(device: device.name, device.unit)
            }
            let address = "\(device.host):\(device.port), unit \(device.unit)"
            for name in ["device \(device.name)", address] + device.tags.map({ "tag \($0.name)" }) {
                guard seen.insert(name).inserted else { throw .duplicate(name) }
            }
        }
        for group in groups {
            guard seen.insert("scan group \(group.name)").inserted else {
                throw .duplicate("scan group \(group.name)")
            }
            for tag in Dictionary(grouping: group.tags, by: \.self) where tag.value.count > 1 {
                throw .duplicate("\(tag.key) in scan group \(group.name)")
            }
        }
    }

    private static func owners(of devices: [DeviceProfile]) -> [TagName: (Int, TagProfile)] {
        var owners: [TagName: (Int, TagProfile)] = [:]
        for (index, device) in devices.enumerated() {
            for tag in device.tags { owners[tag.name] = (index, tag) }
        }
        return owners
    }

    private static func plans(
        _ groups: [ScanGroup], devices: [DeviceProfile], owners: [TagName: (Int, TagProfile)]
    ) throws(GatewayError) -> [GroupPlan] {
        let limits = devices.map(\.link)
        var plans: [GroupPlan] = []
        for group in groups {
            var tags: [(device: Int, tag: TagProfile)] = []
            for name in group.tags {
                guard let (device, tag) = owners[name] else {
                    throw .unknownTag(name, group: group.name)
                }
                tags.append((device, tag))
            }
            let plan = try PollPlan(tags: tags, limits: limits)
            plans.append(
                GroupPlan(
                    layout: ScanLayout(group: group.name, tags: group.tags), reads: plan.reads))
        }
        return plans
    }

    /// Gives each set of devices the lane with the fewest so far.
    private static func lanes(
        of sets: DisjointSets, count: Int, most: Int
    ) -> [Int: Int] {
        var sizes: [Int: Int] = [:]
        for index in 0..<count { sizes[sets.root(of: index), default: 0] += 1 }
        var loads = [Int](repeating: 0, count: max(1, min(most, sizes.count)))
        var lanes: [Int: Int] = [:]
        let largestFirst = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        for (root, size) in largestFirst {
            let lane = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            lanes[root] = lane
            loads[lane] += size
        }
        return lanes
    }
}

/// Sets of indices that can be joined.
private struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    func root(of index: Int) -> Int {
        var index = index
        while parents[index] != index { index = parents[index] }
        return index
    }

    /// The smaller root stays, so that paths stay short enough here and results repeatable.
    mutating func join(_ left: Int, _ right: Int) {
        let (left, right) = (root(of: left), root(of: right))
        parents[max(left, right)] = min(left, right)
    }
}
