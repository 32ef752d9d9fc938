import ModbusWire
import Tags

/// The text of a profile whose simulated devices show again what a record's clients saw.
package struct ReplayProfile: Sendable {
    /// The profile's YAML.
    package let text: String
    /// One device for each server and unit id that answered, in order of first request.
    package let deviceCount: Int

    /// One device of the record.
    private struct Device {
        var name: String
        var server: String
        var unit: UnitId
        var history: RegisterHistory
    }

    /// Drafts a profile.
    ///
    /// - Parameters:
    ///   - exchanges: The record's, in order of time.
    ///   - name: The profile's name, a word.
    ///   - traffic: The record's path as the profile will name it.
    ///   - namesTags: Whether each register and bit becomes a tag, so that a gateway can poll it.
    package init(
        _ exchanges: [RecordedExchange], name: String, traffic: String, namesTags: Bool = false
    ) {
        let devices = Self.devices(of: exchanges)
        deviceCount = devices.count
        let endpoints = Dictionary(grouping: devices, by: \.server)
        var lines = [
            "# Made from \(traffic): what its clients saw of \(devices.count) "
                + "device\(devices.count == 1 ? "" : "s"). Addresses that nobody read or wrote are",
            "# absent here. Each register holds what it was last seen to hold at that time.",
            "profile: \(name)",
            "summary: Replays \(traffic).",
            "devices:",
        ]
        if devices.isEmpty { lines[lines.count - 1] = "devices: {}" }
        for device in devices {
            lines.append("  \(device.name):")
            lines.append("    simulated: true")
            if let shared = endpoints[device.server], shared.count > 1 {
                lines.append("    endpoint: \(Self.word(device.server))")
            }
            lines.append("    unit: \(device.unit.rawValue)")
            lines.append(
                "    replay: {traffic: \(quoted(traffic)), server: \(quoted(device.server))}")
            lines += Self.tables(of: device.history)
            lines += Self.identification(of: device.history)
            if namesTags { lines += Self.tags(of: device.history) }
        }
        if namesTags { lines += ["scans:", "  all: {interval: 1 s}"] }
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func devices(of exchanges: [RecordedExchange]) -> [Device] {
        struct Key: Hashable {
            var server: String
            var unit: UnitId
        }
        var order: [Key] = []
        var byKey: [Key: [RecordedExchange]] = [:]
        for exchange in exchanges where exchange.answer != nil {
            let key = Key(server: exchange.server, unit: exchange.unit)
            if byKey[key] == nil { order.append(key) }
            byKey[key, default: []].append(exchange)
        }
        let units = Dictionary(grouping: order, by: \.server)
        var taken: Set<String> = []
        return order.compactMap { key in
            let history = RegisterHistory(byKey[key] ?? [])
            guard !history.served.isEmpty || !history.identification.isEmpty else { return nil }
            var name = word(key.server)
            if (units[key.server]?.count ?? 1) > 1 { name += "-\(key.unit.rawValue)" }
            while !taken.insert(name).inserted { name += "-2" }
            return Device(name: name, server: key.server, unit: key.unit, history: history)
        }
    }

    /// A word that a profile takes as a name, as near to the text as can be.
    package static func word(_ text: String) -> String {
        var word = ""
        for character in text {
            let isPart = character.isASCII && (character.isLetter || character.isNumber)
            word.append(isPart ? character : "-")
        }
        while word.hasSuffix("-") { word.removeLast() }
        return word.first?.isLetter == true ? word : "device-" + word
    }

    private static func tables(of history: RegisterHistory) -> [String] {
        var lines: [String] = []
        for table in PrimaryTable.allCases {
            for range in history.served[table] ?? [] {
                lines.append(
                    "      - {table: \(table.rawValue), start: \(range.start), "
                        + "count: \(range.count)}")
            }
        }
        return lines.isEmpty ? [] : ["    tables:"] + lines
    }

    private static let identificationKeys = [
        "vendor", "product", "revision", "url", "productName", "model", "application",
    ]

    private static func identification(of history: RegisterHistory) -> [String] {
        let texts = identificationKeys.enumerated().compactMap { object, key in
            history.identification[UInt8(object)].map { "\(key): \(quoted($0))" }
        }
        return texts.isEmpty ? [] : ["    identification: {\(texts.joined(separator: ", "))}"]
    }

    private static func tags(of history: RegisterHistory) -> [String] {
        var lines: [String] = []
        for table in PrimaryTable.allCases {
            for range in history.served[table] ?? [] {
                for address in range.start..<range.end {
                    let isWritten = (history.written[table] ?? []).contains {
                        $0.start <= address && address < $0.end
                    }
                    let type = table.isBits ? "" : ", type: uint16"
                    let access = isWritten ? ", access: write" : ""
                    lines.append(
                        "      \(table.singleWord)\(address): {table: \(table.rawValue), "
                            + "address: \(address)\(type)\(access)}")
                }
            }
        }
        return lines.isEmpty ? [] : ["    tags:"] + lines
    }
}

/// Text in double quotes as YAML reads it.
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": result += "\\\(scalar)"
        case _ where scalar.value < 0x20 || scalar.value == 0x7F:
            let digits = String(scalar.value, radix: 16)
            result += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

extension PrimaryTable {
    /// What the names of its tags begin with.
    fileprivate var singleWord: String {
        switch self {
        case .coils: "coil"
        case .discreteInputs: "discrete"
        case .inputRegisters: "input"
        case .holdingRegisters: "holding"
        }
    }
}
