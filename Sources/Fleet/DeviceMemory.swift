import ModbusWire
import Profiles
import Tags

/// What a snapshot keeps of one device.
struct DeviceMemory: Hashable, Sendable, Codable {
    /// A forced tag by name.
    struct Force: Hashable, Sendable, Codable {
        let tag: String
        let words: [UInt16]
        let underneath: [UInt16]
    }

    let name: String
    /// The memory of each table as hexadecimal digits, in the order of the tables; only the
    /// holding registers' if all share it.
    let tables: [String]
    let forces: [Force]
    let shownStep: Int
    let requests: Int
    let exceptions: Int
    let writes: Int
    let isSuspended: Bool
    let diagnostics: DeviceDiagnostics
    let strays: Int
    let errors: Int
    let replay: ReplayTrack.Position?
}

extension SimulatedDevice {
    /// What a snapshot keeps of it.
    var memory: DeviceMemory {
        DeviceMemory(
            name: name, tables: bank.memories.map(\.digits),
            forces: forced.map {
                .init(
                    tag: tags[$0.tag].name.text, words: $0.words, underneath: $0.underneath)
            },
            shownStep: shownStep, requests: counters.requests, exceptions: counters.exceptions,
            writes: counters.writes, isSuspended: counters.isSuspended,
            diagnostics: diagnostics, strays: line?.strays ?? 0, errors: line?.errors ?? 0,
            replay: replay?.position)
    }

    /// Why a memory is not this device's; nil if it is.
    func objection(to memory: DeviceMemory) -> String? {
        let sizes = bank.memories.map { 2 * $0.count }
        guard memory.name == name, memory.tables.map(\.utf8.count) == sizes else {
            return "device '\(memory.name)' has other registers than '\(name)' here"
        }
        for force in memory.forces {
            guard let tag = tags.first(where: { $0.name.text == force.tag }),
                tag.mapping.count == force.words.count,
                tag.mapping.count == force.underneath.count
            else { return "device '\(name)' has no tag '\(force.tag)' of that size" }
        }
        return nil
    }

    /// Takes over what ``objection(to:)`` has nothing against, but for the listener's state.
    func restore(_ memory: DeviceMemory) {
        for (table, digits) in zip(bank.memories, memory.tables) { table.fill(from: digits) }
        forced = memory.forces.compactMap { force in
            guard let number = tags.firstIndex(where: { $0.name.text == force.tag }),
                let range = tags[number].mapping.range
            else { return nil }
            return ForcedTag(
                tag: number, table: tags[number].mapping.table, range: range,
                mask: tags[number].mapping.mask(inWrittenOrder: false), words: force.words,
                underneath: force.underneath)
        }
        shownStep = memory.shownStep
        counters.requests = memory.requests
        counters.exceptions = memory.exceptions
        counters.writes = memory.writes
        diagnostics = memory.diagnostics
        isPlain = access.isOpen && !diagnostics.isListenOnly
        line?.strays = memory.strays
        line?.errors = memory.errors
        if let position = memory.replay { replay?.position = position }
    }
}

/// The bytes of one table.
struct TableMemory {
    let start: UnsafeMutableRawPointer
    let count: Int

    /// Two hexadecimal digits a byte.
    var digits: String {
        let symbols = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * count)
        for index in 0..<count {
            let byte = start.load(fromByteOffset: index, as: UInt8.self)
            text.append(symbols[Int(byte >> 4)])
            text.append(symbols[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Takes twice as many digits as it has bytes; what is no digit counts as 0.
    func fill(from digits: String) {
        let text = Array(digits.utf8)
        func value(_ digit: UInt8) -> UInt8 {
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x57
            default: 0
            }
        }
        for index in 0..<min(count, text.count / 2) {
            let byte = value(text[2 * index]) << 4 | value(text[2 * index + 1])
            start.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        }
    }
}

extension RegisterBank {
    /// The memory of each table, or the one that all share.
    var memories: [TableMemory] {
        let tables: [PrimaryTable] = isShared ? [.holdingRegisters] : PrimaryTable.allCases
        return tables.map { name in
            let table = self[name]
            return TableMemory(
                start: table.memory, count: name.isBits ? (table.size + 7) / 8 : 2 * table.size)
        }
    }
}
