import ModbusWire
import Profiles
import Tags

/// The fewest reads that bring all tags of a scan group.
///
/// Tags of one table that touch or overlap share a read, up to the device's limits. A value is
/// never split over two reads, and a register nobody asked for is never read.
struct PollPlan {
    /// One request.
    struct Read: Equatable {
        /// Which device, by index.
        let device: Int
        let table: PrimaryTable
        let range: AddressRange
        /// The tags it brings.
        var items: [Item]
    }

    /// One tag of a read.
    struct Item: Equatable {
        /// Where its sample stands in the scan.
        let position: Int
        /// Its first register (or bit), counted from the start of the read.
        let offset: Int
        let mapping: RegisterMapping
    }

    /// In the order in which devices are first named; within a device by table, then address.
    private(set) var reads: [Read] = []

    private struct Place {
        let position: Int
        let name: TagName
        let mapping: RegisterMapping
        let range: AddressRange
    }

    /// Plans the reads of one group.
    ///
    /// - Parameters:
    ///   - tags: Device index and profile of each tag, in the scan's order.
    ///   - limits: Link settings by device index.
    /// - Throws: ``GatewayError/address(_:start:count:)`` or ``GatewayError/tooLong(_:registers:allowed:)``.
    init(tags: [(device: Int, tag: TagProfile)], limits: [LinkSettings]) throws(GatewayError) {
        var places: [Int: [PrimaryTable: [Place]]] = [:]
        var order: [Int] = []
        for (position, entry) in tags.enumerated() {
            let mapping = entry.tag.mapping
            guard let range = AddressRange(start: mapping.address, count: mapping.count) else {
                throw .address(entry.tag.name, start: mapping.address, count: mapping.count)
            }
            let place = Place(
                position: position, name: entry.tag.name, mapping: mapping, range: range)
            if places[entry.device] == nil { order.append(entry.device) }
            places[entry.device, default: [:]][mapping.table, default: []].append(place)
        }
        for device in order {
            for table in PrimaryTable.allCases {
                guard let found = places[device]?[table] else { continue }
                let settings = limits[device]
                let allowed = min(
                    table.isBits ? settings.maximumBits : settings.maximumRegisters,
                    table.maximumRead)
                try append(found, of: table, device: device, allowed: allowed)
            }
        }
    }

    private mutating func append(
        _ places: [Place], of table: PrimaryTable, device: Int, allowed: Int
    ) throws(GatewayError) {
        var open: [Place] = []
        var end = 0
        func closed() -> Read? {
            guard let start = open.first?.range.start,
                let range = AddressRange(start: start, count: end - start)
            else { return nil }
            let items = open.map {
                Item(position: $0.position, offset: $0.range.start - start, mapping: $0.mapping)
            }
            return Read(device: device, table: table, range: range, items: items)
        }
        let sorted = places.sorted {
            ($0.range.start, $0.range.end, $0.position)
                < ($1.range.start, $1.range.end, $1.position)
        }
        for place in sorted {
            guard place.range.count <= allowed else {
                throw .tooLong(place.name, registers: place.range.count, allowed: allowed)
            }
            let start = open.first?.range.start ?? place.range.start
            let joined = max(end, place.range.end) - start
            if !open.isEmpty, place.range.start > end || joined > allowed {
                if let read = closed() { reads.append(read) }
                open = []
                end = 0
            }
            open.append(place)
            end = max(end, place.range.end)
        }
        if let read = closed() { reads.append(read) }
    }
}
