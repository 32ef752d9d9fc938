import Glibc
import ModbusWire
import Tags

/// A device as read, with the places its faults are told at.
struct DeviceReading {
    var profile: DeviceProfile
    var tags: [TagReading]
    var unitPlace: SourcePlace
}

extension ProfileReading {
    /// Reads `devices:`.
    func readDevices(_ top: inout Section) {
        guard let entries = top.named("devices") else { return }
        if entries.isEmpty {
            top.error("'devices' of the profile must name at least one device.", at: "devices")
        }
        for entry in entries {
            guard Section.isWord(entry.key) else {
                findings.error(
                    "'\(entry.key)' is no name of a device: it must be a word of letters, digits, "
                        + "'-' and '_' that starts with a letter.", at: entry.place)
                continue
            }
            let subject = "device '\(entry.key)'"
            guard
                var section = Section(
                    entry.value, subject: subject, place: entry.place, findings: findings)
            else {
                incompleteDevices.insert(entry.key)
                continue
            }
            devices += readDevices(named: entry.key, &section)
        }
        checkEndpoints()
    }

    func readDevice(_ name: String, _ section: inout Section) -> DeviceReading {
        let isSimulated = section.flag("simulated") ?? false
        var device = DeviceProfile(name: name, isSimulated: isSimulated, place: section.place)
        device.host = readHost(&section, isSimulated: isSimulated) ?? device.host
        device.port = section.integer("port", in: 0...65_535) ?? (isSimulated ? 0 : 502)
        device.endpoint = section.word("endpoint")
        device.unit = readUnit(&section) ?? device.unit
        let mapEntry = section.entry("map")
        device.link = readLink(&section)
        let tags = readTags(&section, of: device, map: mapEntry)
        device.tags = tags.map(\.profile)
        device.blocks = readBlocks(&section)
        device.identification = readIdentification(&section)
        device.server = readServer(&section)
        device.replay = readReplay(&section)
        if !isSimulated { checkReal(section, port: device.port) }
        if tags.isEmpty, device.blocks.isEmpty, !section.has("map"), !section.has("tags"),
            !section.has("tables")
        {
            findings.error(
                "\(section.subject) has neither a map nor tags nor tables.", at: section.place)
        }
        section.finish()
        return DeviceReading(profile: device, tags: tags, unitPlace: section.place(of: "unit"))
    }

    private func readHost(_ section: inout Section, isSimulated: Bool) -> String? {
        guard let host = section.text("host", upTo: 253) else {
            if !isSimulated, !section.has("host") {
                findings.error(
                    "\(section.subject) is not simulated and has no 'host'.", at: section.place)
            }
            return nil
        }
        if host.isEmpty || host.contains(where: \.isWhitespace) {
            section.error(
                "'host' of \(section.subject) is no name or address: '\(host)'.", at: "host")
        } else if isSimulated && !isNumericAddress(host) {
            section.error(
                "'host' of \(section.subject) must be a numeric address of this machine, "
                    + "not '\(host)': the device is simulated.", at: "host")
        }
        return host
    }

    private func isNumericAddress(_ host: String) -> Bool {
        var storage = in6_addr()
        return inet_pton(AF_INET, host, &storage) == 1 || inet_pton(AF_INET6, host, &storage) == 1
    }

    private func readUnit(_ section: inout Section) -> UnitId? {
        guard let number = section.integer("unit", in: 0...255) else { return nil }
        if (248...254).contains(number) {
            section.error(
                "'unit' of \(section.subject) is \(number), which libmodbus cannot send to. "
                    + "Allowed: 0…247 and 255.", at: "unit")
        }
        return UnitId(rawValue: UInt8(number))
    }

    private func readLink(_ device: inout Section) -> LinkSettings {
        var link = LinkSettings()
        guard var section = device.section("link") else { return link }
        let wait = Duration.milliseconds(1)...Duration.seconds(60)
        let pause = Duration.zero...Duration.seconds(60)
        section.duration("answerTimeout", in: wait, into: &link.answerTimeout)
        section.duration("connectTimeout", in: wait, into: &link.connectTimeout)
        section.integer("tries", in: 1...5, into: &link.tries)
        section.integer("maximumRegisters", in: 1...125, into: &link.maximumRegisters)
        section.integer("maximumBits", in: 1...2000, into: &link.maximumBits)
        section.duration("pauseAfterConnect", in: pause, into: &link.pauseAfterConnect)
        section.duration("pauseBetweenRequests", in: pause, into: &link.pauseBetweenRequests)
        section.duration(
            "maximumBackoff", in: .milliseconds(10)...(.seconds(3600)), into: &link.maximumBackoff)
        section.duration("settleTime", in: pause, into: &link.settleTime)
        section.finish()
        return link
    }

    private func checkReal(_ section: Section, port: Int) {
        if port == 0 {
            section.error(
                "'port' of \(section.subject) is 0; only a simulated device may take any free "
                    + "port.",
                at: "port")
        }
        for key in ["tables", "identification", "replay"] + Self.serverKeys where section.has(key) {
            section.error(
                "'\(key)' of \(section.subject) has no meaning: the device is not simulated.",
                at: key)
        }
    }
}

extension ProfileReading {
    private func readBlocks(_ device: inout Section) -> [RegisterBlock] {
        var blocks: [RegisterBlock] = []
        var places: [SourcePlace] = []
        for node in device.list("tables") ?? [] {
            let subject = "a table of \(device.subject)"
            guard var section = Section(node, subject: subject, findings: findings) else {
                continue
            }
            let table = section.choice("table", of: PrimaryTable.self)
            let start = section.integer("start", in: 0...65_535) ?? 0
            let count = section.integer("count", in: 1...65_536)
            let highest = table?.isBits == true ? 1 : 65_535
            let value = section.integer("value", in: 0...highest) ?? 0
            section.require("table", "count")
            section.finish()
            guard let table, let count else { continue }
            guard let range = AddressRange(start: start, count: count) else {
                section.error(
                    "\(subject) ends at \(start + count - 1); the last address is 65535.",
                    at: "count")
                continue
            }
            blocks.append(RegisterBlock(table: table, range: range, value: UInt16(value)))
            places.append(node.place)
        }
        checkOverlaps(blocks, places, device)
        return blocks
    }

    private func checkOverlaps(
        _ blocks: [RegisterBlock], _ places: [SourcePlace], _ device: Section
    ) {
        for table in PrimaryTable.allCases {
            let sorted = zip(blocks, places).filter { $0.0.table == table }
                .sorted { $0.0.range.start < $1.0.range.start }
            var end = 0
            for (block, place) in sorted {
                if block.range.start < end {
                    findings.error(
                        "two tables of \(device.subject) hold \(table.singular) "
                            + "\(block.range.start).", at: place)
                }
                end = max(end, block.range.end)
            }
        }
    }

    private func readIdentification(_ device: inout Section) -> [UInt8: String] {
        guard var section = device.section("identification") else { return [:] }
        var texts: [UInt8: String] = [:]
        let keys = ["vendor", "product", "revision", "url", "productName", "model", "application"]
        for (object, key) in keys.enumerated() {
            if let text = section.text(key, upTo: 200) { texts[UInt8(object)] = text }
        }
        texts.merge(readPrivateObjects(&section)) { named, _ in named }
        section.finish()
        return texts
    }
}
