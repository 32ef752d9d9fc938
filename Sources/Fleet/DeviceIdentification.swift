import ModbusWire

/// The texts a device gives for function code 43/14 (MODBUS Application Protocol V1.1b3, 6.21).
struct DeviceIdentification {
    private struct Object {
        let id: UInt8
        let text: [UInt8]
    }

    /// The header: code, type, read code, conformity, more follows, next object, number of objects.
    private static let headerSize = 7
    /// The longest text that fits a PDU with its header, id and length.
    static let maximumText = WireLimits.maximumPDU - headerSize - 2

    private let objects: [Object]
    /// 1 basic, 2 regular, 3 extended.
    private let level: UInt8

    /// Takes texts by object id; those longer than ``maximumText`` bytes are cut. Objects 0 to 2
    /// must be there by the specification, so they get texts if the profile gives none.
    init(_ texts: [UInt8: String], device: String) {
        let standard: [UInt8: String] = [0: "Trimtab", 1: device, 2: "1.0"]
        objects = texts.merging(standard) { given, _ in given }
            .sorted { $0.key < $1.key }
            .map { Object(id: $0.key, text: Array($0.value.utf8.prefix(Self.maximumText))) }
        let highest = objects.last?.id ?? 2
        level = highest > 6 ? 3 : highest > 2 ? 2 : 1
    }

    /// Answers a request for `code` from `object` on.
    ///
    /// - Returns: The PDU, at most 253 bytes.
    /// - Throws: ``ExceptionCode/illegalDataAddress`` for an unknown object asked for alone, or with
    ///   an unknown code; ``ExceptionCode/illegalDataValue`` for an unknown code.
    func answer(code: UInt8, object: UInt8) throws(ExceptionCode) -> [UInt8] {
        let isStream = (1...3).contains(code)
        guard isStream || objects.contains(where: { $0.id == object }) else {
            throw .illegalDataAddress
        }
        guard isStream || code == 4 else { throw .illegalDataValue }
        let last: UInt8 = min(code, level) == 1 ? 2 : min(code, level) == 2 ? 6 : 255
        let asked = isStream ? objects.filter { $0.id <= last } : objects.filter { $0.id == object }
        let start = asked.firstIndex { $0.id == object } ?? 0
        return pdu(code: code, asked[start...])
    }

    private func pdu(code: UInt8, _ wanted: ArraySlice<Object>) -> [UInt8] {
        var body: [UInt8] = []
        var count: UInt8 = 0
        var next: UInt8?
        for object in wanted {
            let isTooLong =
                Self.headerSize + body.count + 2 + object.text.count > WireLimits.maximumPDU
            if isTooLong {
                next = object.id
                break
            }
            body += [object.id, UInt8(object.text.count)] + object.text
            count += 1
        }
        return [43, 0x0E, code, level | 0x80, next == nil ? 0 : 0xFF, next ?? 0, count] + body
    }
}
