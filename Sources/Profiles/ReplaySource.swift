/// Where a simulated device's registers come from when it shows again what a record's clients saw.
package struct ReplaySource: Hashable, Sendable {
    /// The record of traffic, as it can be opened from here.
    package var path: String
    /// Whose exchanges of the record count: a name or `host:port` as the record has it.
    package var server: String
    /// Which unit id's exchanges count; nil for the device's own.
    package var unit: UInt8?
    /// What follows the record's last change.
    package var atEnd: End
    /// Where it is declared.
    package var place: SourcePlace

    /// What follows a record's last change.
    package enum End: String, Hashable, Sendable, CaseIterable {
        /// The registers stay as they are.
        case hold
        /// The record begins again.
        case `repeat`
    }

    package init(
        path: String, server: String, unit: UInt8? = nil, atEnd: End = .hold,
        place: SourcePlace = .none
    ) {
        self.path = path
        self.server = server
        self.unit = unit
        self.atEnd = atEnd
        self.place = place
    }
}

extension ProfileReading {
    /// Reads `replay:` of a device; the record itself is read when the device is built.
    func readReplay(_ device: inout Section) -> ReplaySource? {
        guard var section = device.section("replay") else { return nil }
        let name = section.text("traffic", upTo: 4096)
        let server = section.text("server", upTo: 300)
        let unit = section.integer("unit", in: 0...255)
        let atEnd = section.choice("atEnd", of: ReplaySource.End.self)
        section.require("traffic", "server")
        section.finish()
        guard let name, let server else { return nil }
        return ReplaySource(
            path: name.hasPrefix("/") ? name : folder + name, server: server,
            unit: unit.map { UInt8($0) }, atEnd: atEnd ?? .hold, place: section.place)
    }
}
