/// What a device must answer, read off the table "order of checks" of the specification: a row a
/// function, its checks in their columns, then what it does. Nothing of the server is in it: bytes
/// are arrays, tables are dictionaries, numbers are `Int`.
struct SpecificationOracle {
    typealias Items = [Int: Int]

    private struct Row {
        /// Each gives the exception it finds, if any, in the order of the columns.
        let checks: [(SpecificationOracle, Request) -> UInt8?]
        let act: (inout SpecificationOracle, Request) -> [UInt8]
    }

    /// A request's bytes; a field that is not there is nil.
    struct Request {
        let bytes: [UInt8]

        func byte(_ offset: Int) -> Int? { offset < bytes.count ? Int(bytes[offset]) : nil }

        func number(_ offset: Int) -> Int? {
            guard let high = byte(offset), let low = byte(offset + 1) else { return nil }
            return high * 256 + low
        }

        /// Addresses named by a first one and a quantity; those past 65535 are in no table.
        func addresses(_ first: Int, _ quantity: Int) -> [Int] {
            guard let start = number(first), let count = number(quantity) else { return [] }
            return (0..<count).map { start + $0 }
        }
    }

    var coils: Items
    var discreteInputs: Items
    var inputRegisters: Items
    var holdingRegisters: Items
    let texts: [Int: [UInt8]]
    let id: [UInt8]
    private let rows = SpecificationOracle.rows()
    private var requests = 0
    private var exceptions = 0

    init(bits: [Int], registers: [Int], value: Int, texts: [Int: String], id: [UInt8]) {
        let off = Dictionary(uniqueKeysWithValues: bits.map { ($0, 0) })
        let words = Dictionary(uniqueKeysWithValues: registers.map { ($0, value) })
        (coils, discreteInputs, inputRegisters, holdingRegisters) = (off, off, words, words)
        self.texts = texts.mapValues { Array($0.utf8) }
        self.id = id
    }

    /// The answer's PDU.
    mutating func answer(_ bytes: [UInt8]) -> [UInt8] {
        requests += 1
        let request = Request(bytes: bytes)
        guard let row = rows[bytes[0]] else { return exception(bytes, 1) }
        for check in row.checks {
            if let code = check(self, request) { return exception(bytes, code) }
        }
        return row.act(&self, request)
    }

    private mutating func exception(_ bytes: [UInt8], _ code: UInt8) -> [UInt8] {
        exceptions += 1
        return [bytes[0] | 0x80, code]
    }
}

// MARK: rows

extension SpecificationOracle {
    private static func rows() -> [UInt8: Row] {
        [
            1: readBits(\.coils), 2: readBits(\.discreteInputs),
            3: readWords(\.holdingRegisters), 4: readWords(\.inputRegisters),
            5: Row(
                checks: [
                    size(5), { [0, 0xFF00].contains($1.number(3)) ? nil : 3 },
                    exist(\.coils) { [$0.number(1) ?? -1] },
                ],
                act: { oracle, request in
                    oracle.coils[request.number(1) ?? -1] = request.number(3) == 0 ? 0 : 1
                    return request.bytes
                }),
            6: Row(
                checks: [size(5), exist(\.holdingRegisters) { [$0.number(1) ?? -1] }],
                act: { oracle, request in
                    oracle.holdingRegisters[request.number(1) ?? -1] = request.number(3)
                    return request.bytes
                }),
            7: Row(checks: [size(1)], act: { _, _ in [7, 0] }),
            8: Row(checks: [subFunction, diagnosticData], act: { $0.diagnose($1) }),
            15: Row(
                checks: [
                    quantity(3, 1968),
                    counted(5) { ($0.number(3) ?? 0) / 8 + (($0.number(3) ?? 0) % 8 > 0 ? 1 : 0) },
                    exist(\.coils) { $0.addresses(1, 3) },
                ],
                act: { oracle, request in
                    for (index, address) in request.addresses(1, 3).enumerated() {
                        var byte = request.byte(6 + index / 8) ?? 0
                        for _ in 0..<index % 8 { byte /= 2 }
                        oracle.coils[address] = byte % 2
                    }
                    return Array(request.bytes[0...4])
                }),
            16: Row(
                checks: [
                    quantity(3, 123), counted(5) { ($0.number(3) ?? 0) * 2 },
                    exist(\.holdingRegisters) { $0.addresses(1, 3) },
                ],
                act: { oracle, request in
                    for (index, address) in request.addresses(1, 3).enumerated() {
                        oracle.holdingRegisters[address] = request.number(6 + 2 * index)
                    }
                    return Array(request.bytes[0...4])
                }),
            17: Row(
                checks: [size(1)], act: { oracle, _ in [17, UInt8(oracle.id.count)] + oracle.id }),
            22: Row(
                checks: [size(7), exist(\.holdingRegisters) { [$0.number(1) ?? -1] }],
                act: { oracle, request in
                    let address = request.number(1) ?? -1
                    let (and, or) = (request.number(3) ?? 0, request.number(5) ?? 0)
                    let current = oracle.holdingRegisters[address] ?? 0
                    oracle.holdingRegisters[address] = (current & and) + (or & (0xFFFF - and))
                    return request.bytes
                }),
            23: Row(
                checks: [
                    quantity(3, 125), quantity(7, 121), counted(9) { ($0.number(7) ?? 0) * 2 },
                    exist(\.holdingRegisters) { $0.addresses(1, 3) + $0.addresses(5, 7) },
                ],
                act: { oracle, request in
                    for (index, address) in request.addresses(5, 7).enumerated() {
                        oracle.holdingRegisters[address] = request.number(10 + 2 * index)
                    }
                    return oracle.words(23, request.addresses(1, 3), oracle.holdingRegisters)
                }),
            43: Row(checks: [interface, identification], act: { $0.identify($1) }),
        ]
    }

    private static func readBits(_ table: KeyPath<SpecificationOracle, Items>) -> Row {
        Row(
            checks: [size(5), quantity(3, 2000), exist(table) { $0.addresses(1, 3) }],
            act: { oracle, request in
                var packed: [UInt8] = []
                for (index, address) in request.addresses(1, 3).enumerated() {
                    if index % 8 == 0 { packed.append(0) }
                    if oracle[keyPath: table][address] == 1 {
                        packed[index / 8] += [1, 2, 4, 8, 16, 32, 64, 128][index % 8]
                    }
                }
                return [request.bytes[0], UInt8(packed.count)] + packed
            })
    }

    private static func readWords(_ table: KeyPath<SpecificationOracle, Items>) -> Row {
        Row(
            checks: [size(5), quantity(3, 125), exist(table) { $0.addresses(1, 3) }],
            act: { oracle, request in
                oracle.words(
                    request.bytes[0], request.addresses(1, 3), oracle[keyPath: table])
            })
    }

    private func words(_ code: UInt8, _ addresses: [Int], _ table: Items) -> [UInt8] {
        let words = addresses.map { table[$0] ?? 0 }
        return [code, UInt8(2 * words.count)]
            + words.flatMap { [UInt8($0 / 256), UInt8($0 % 256)] }
    }
}

// MARK: checks

extension SpecificationOracle {
    typealias Check = (SpecificationOracle, Request) -> UInt8?

    private static func size(_ count: Int) -> Check { { $1.bytes.count == count ? nil : 3 } }

    /// A quantity that is there and lies in 1…limit.
    private static func quantity(_ offset: Int, _ limit: Int) -> Check {
        { _, request in (1...limit).contains(request.number(offset) ?? 0) ? nil : 3 }
    }

    /// A byte count that says what the quantity needs, and as many bytes behind it.
    private static func counted(_ offset: Int, _ needed: @escaping (Request) -> Int) -> Check {
        { _, request in
            request.byte(offset) == needed(request)
                && request.bytes.count == offset + 1 + needed(request) ? nil : 3
        }
    }

    private static func exist(
        _ table: KeyPath<SpecificationOracle, Items>, _ addresses: @escaping (Request) -> [Int]
    ) -> Check {
        { oracle, request in
            addresses(request).contains { oracle[keyPath: table][$0] == nil } ? 2 : nil
        }
    }

    private static func subFunction(_ oracle: SpecificationOracle, _ request: Request) -> UInt8? {
        guard let number = request.number(1) else { return 3 }
        return [0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20].contains(number) ? nil : 1
    }

    private static func diagnosticData(_ oracle: SpecificationOracle, _ request: Request) -> UInt8?
    {
        let data = Array(request.bytes.dropFirst(3))
        switch request.number(1) {
        case 0: return data.count >= 2 && data.count.isMultiple(of: 2) ? nil : 3
        case 1: return data == [0, 0] || data == [0xFF, 0] ? nil : 3
        case 3: return data.count == 2 && data[1] == 0 ? nil : 3
        default: return data == [0, 0] ? nil : 3
        }
    }

    private static func interface(_ oracle: SpecificationOracle, _ request: Request) -> UInt8? {
        guard let type = request.byte(1) else { return 3 }
        return type == 14 ? nil : 1
    }

    private static func identification(_ oracle: SpecificationOracle, _ request: Request) -> UInt8?
    {
        guard request.bytes.count == 4, let code = request.byte(2), let object = request.byte(3)
        else { return 3 }
        if !(1...3).contains(code), oracle.texts[object] == nil { return 2 }
        return (1...4).contains(code) ? nil : 3
    }
}

// MARK: actions

extension SpecificationOracle {
    private mutating func diagnose(_ request: Request) -> [UInt8] {
        func counter(_ count: Int) -> [UInt8] {
            [8, request.bytes[1], request.bytes[2], UInt8(count / 256 % 256), UInt8(count % 256)]
        }
        switch request.number(1) {
        case 1, 10: (requests, exceptions) = (0, 0)
        case 11, 14: return counter(requests)
        case 13: return counter(exceptions)
        case 2, 12, 15, 16, 17, 18: return counter(0)
        default: break
        }
        return request.bytes
    }

    /// Objects from the one asked for on; an unknown one in a stream is the first.
    private func identify(_ request: Request) -> [UInt8] {
        let code = request.byte(2) ?? 0
        let object = request.byte(3) ?? 0
        let known = texts.keys.sorted()
        let level = known.contains { $0 >= 0x80 } ? 3 : known.contains { $0 > 2 } ? 2 : 1
        let wanted: [Int]
        if code == 4 {
            wanted = [object]
        } else {
            let last = [2, 6, 255][min(code, level) - 1]
            let stream = known.filter { $0 <= last }
            wanted = stream.contains(object) ? stream.filter { $0 >= object } : stream
        }
        var answer: [UInt8] = [43, 14, UInt8(code), UInt8(0x80 + level), 0, 0, 0]
        for id in wanted {
            let text = texts[id] ?? []
            guard answer.count + 2 + text.count <= 253 else {
                answer[4] = 0xFF
                answer[5] = UInt8(id)
                break
            }
            answer += [UInt8(id), UInt8(text.count)] + text
            answer[6] += 1
        }
        return answer
    }
}
