import ModbusWire
import Tags

extension ProfileReading {
    /// Tells every tag that takes an address another one has taken.
    func checkOverlaps(_ tags: [TagReading]) {
        for table in PrimaryTable.allCases {
            let sorted = tags.enumerated().filter { $0.element.profile.mapping.table == table }
                .sorted {
                    ($0.element.profile.mapping.address, $0.offset)
                        < ($1.element.profile.mapping.address, $1.offset)
                }.map(\.element)
            // Only tags that reach on from before can overlap.
            var reaching: [TagReading] = []
            for tag in sorted {
                let start = tag.profile.mapping.address
                reaching.removeAll { $0.profile.mapping.end <= start }
                if let other = reaching.first(where: {
                    $0.profile.mapping.collides(tag.profile.mapping)
                }) {
                    let what = tag.profile.mapping.sharedPlace(with: other.profile.mapping)
                    findings.error(
                        "'\(tag.profile.name)' overlaps '\(other.profile.name)': both take "
                            + "\(what).",
                        at: tag.addressPlace)
                }
                reaching.append(tag)
                // Thousands of tags at one address are all told against the first few.
                if reaching.count > 64 { reaching.removeLast() }
            }
        }
    }
}

extension RegisterMapping {
    fileprivate var end: Int { address + count }

    /// Whether two mappings of one table, which touch, may not both be.
    fileprivate func collides(_ other: RegisterMapping) -> Bool {
        if case (.bit(let own), .bit(let others)) = (type, other.type) { return own == others }
        return true
    }

    fileprivate func sharedPlace(with other: RegisterMapping) -> String {
        let register = "\(table.singular) \(max(address, other.address))"
        if case .bit(let number) = type, case .bit = other.type {
            return "bit \(number) of \(register)"
        }
        return register
    }
}
