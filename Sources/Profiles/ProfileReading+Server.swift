import ModbusWire

/// How a simulated device serves: the keys of a device that say so.
extension ProfileReading {
    static let serverKeys = [
        "memory", "unknownUnit", "functions", "halfValues", "exceptionStatus", "serverId",
        "access",
    ]

    func readServer(_ device: inout Section) -> DeviceServerSettings {
        var server = DeviceServerSettings()
        server.memory = device.choice("memory") ?? server.memory
        server.unknownUnit = readUnknownUnit(&device)
        server.functions = readFunctions(&device) ?? server.functions
        server.halfValues = readHalfValues(&device)
        server.exceptionStatus = UInt8(device.integer("exceptionStatus", in: 0...255) ?? 0)
        server.serverId = readServerId(&device)
        server.access = readAccess(&device)
        return server
    }

    private func readUnknownUnit(_ device: inout Section) -> DeviceServerSettings.UnknownUnit? {
        guard let node = device.entry("unknownUnit")?.value else { return nil }
        switch (node.text, node.whole?.signed) {
        case ("silence", _): return .silence
        case ("served", _): return .served
        case (_, let code?) where [4, 0x0A, 0x0B].contains(code):
            return .exception(ExceptionCode(rawValue: UInt8(code)))
        default:
            device.refuse("unknownUnit", node, must: "silence, served, 4, 0x0A or 0x0B")
            return nil
        }
    }

    private func readFunctions(_ device: inout Section) -> Set<FunctionCode>? {
        guard let nodes = device.list("functions") else { return nil }
        let known = DeviceServerSettings.servedFunctions
        var functions: Set<FunctionCode> = []
        for node in nodes {
            let code = node.whole?.signed.flatMap(UInt8.init(exactly:)).map(FunctionCode.init)
            guard let code, known.contains(code) else {
                let codes = known.map(\.rawValue).sorted().map { "\($0)" }
                device.refuse(
                    "functions", node,
                    must: "a list of function codes out of \(codes.joined(separator: ", "))")
                continue
            }
            functions.insert(code)
        }
        return functions
    }

    private func readHalfValues(_ device: inout Section) -> ExceptionCode? {
        guard let node = device.entry("halfValues")?.value, node.text != "allow" else { return nil }
        let code = node.whole?.signed.flatMap(UInt8.init(exactly:))
        if code == nil || code == 0 {
            device.refuse("halfValues", node, must: "allow or an exception code in 1…255")
        }
        return code.map(ExceptionCode.init)
    }

    private func readServerId(_ device: inout Section) -> [UInt8]? {
        guard let node = device.entry("serverId")?.value else { return nil }
        var bytes: [UInt8]
        if case .mapping = node.content {
            guard
                var section = Section(
                    node, subject: "'serverId' of \(device.subject)", findings: findings)
            else { return nil }
            let id = readBytes("id", &section)
            section.require("id")
            let isRunning = section.flag("running") ?? true
            bytes = (id ?? []) + [isRunning ? 0xFF : 0] + (readBytes("extra", &section) ?? [])
            section.finish()
        } else {
            bytes = readBytes("serverId", &device) ?? []
        }
        let limit = DeviceServerSettings.maximumServerId
        if bytes.count > limit {
            device.error(
                "'serverId' of \(device.subject) has \(bytes.count) bytes; an answer holds "
                    + "\(limit).", at: "serverId")
            bytes = []
        }
        return bytes
    }

    /// Reads bytes: a text as UTF-8, or a list of numbers.
    private func readBytes(_ key: String, _ section: inout Section) -> [UInt8]? {
        guard let node = section.entry(key)?.value else { return nil }
        if case .scalar(let text, _) = node.content { return Array(text.utf8) }
        guard case .sequence(let items) = node.content else {
            section.refuse(key, node, must: "text or a list of bytes")
            return nil
        }
        return items.compactMap { item in
            let byte = item.whole?.signed.flatMap(UInt8.init(exactly:))
            if byte == nil { section.refuse(key, item, must: "text or a list of bytes, 0…255") }
            return byte
        }
    }

    private func readAccess(_ device: inout Section) -> [DeviceServerSettings.AccessRule] {
        (device.list("access") ?? []).compactMap { node in
            let subject = "an access rule of \(device.subject)"
            guard var section = Section(node, subject: subject, findings: findings) else {
                return nil
            }
            let table = section.choice("table", of: PrimaryTable.self)
            let start = section.integer("start", in: 0...65_535)
            let count = section.integer("count", in: 1...65_536) ?? 1
            let allowed = section.choice(
                "allow", of: DeviceServerSettings.AccessRule.Allowed.self)
            let code = section.integer("exception", in: 1...255) ?? 2
            section.require("table", "start", "allow")
            section.finish()
            guard let table, let start, let allowed else { return nil }
            guard let range = AddressRange(start: start, count: count) else {
                section.error(
                    "\(subject) ends at \(start + count - 1); the last address is 65535.",
                    at: "count")
                return nil
            }
            return DeviceServerSettings.AccessRule(
                table: table, range: range, allowed: allowed,
                exception: ExceptionCode(rawValue: UInt8(code)))
        }
    }

    /// Reads `objects` of an identification: the maker's own, 0x80…0xFF.
    func readPrivateObjects(_ section: inout Section) -> [UInt8: String] {
        guard var objects = section.section("objects") else { return [:] }
        var texts: [UInt8: String] = [:]
        for entry in objects.entries {
            let number = NumberText.whole(entry.key)?.signed.flatMap(UInt8.init(exactly:))
            let text = objects.text(entry.key, upTo: 200)
            guard let number, number >= 0x80 else {
                findings.error(
                    "'\(entry.key)' of \(objects.subject) is no object of the maker's own; those "
                        + "are 0x80…0xFF.", at: entry.place)
                continue
            }
            if texts[number] != nil {
                findings.error(
                    "\(objects.subject) gives object \(number) twice.", at: entry.place)
            }
            texts[number] = text
        }
        return texts
    }
}
