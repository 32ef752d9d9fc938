import ModbusWire

/// Quantities, addresses, values and byte counts at and beyond their limits.
extension MalformedInput {
    static let requests: [MalformedInput] = [
        readQuantities, writeQuantities, readAddresses, writeAddresses, byteCounts, coilValues,
        subFunctions, values, functions,
    ].flatMap { $0 }

    private static let readQuantities: [MalformedInput] = [
        (UInt8(1), 2000), (2, 2000), (3, 125), (4, 125),
    ].flatMap { (code: UInt8, limit: Int) -> [MalformedInput] in
        let content = code < 3 ? zeros(250) : times(125, [0, 7])
        return [
            refused("FC \(code), quantity 0", [code, 0, 0, 0, 0], 3),
            asking(
                "FC \(code), the largest quantity", joined([code, 0, 0], word(limit)),
                joined([code, 250], content)),
            refused(
                "FC \(code), one more than the limit", joined([code, 0, 0], word(limit + 1)), 3),
            refused("FC \(code), quantity 65535", [code, 0, 0, 0xFF, 0xFF], 3),
            refused("FC \(code), quantity 0 where nothing is", [code, 0x30, 0, 0, 0], 3),
            refused(
                "FC \(code), too many where nothing is", joined([code, 0x30, 0], word(limit + 1)), 3
            ),
        ]
    }

    private static let writeQuantities: [MalformedInput] = [
        refused("FC 15, quantity 0", [15, 0, 0, 0, 0, 0], 3),
        refused("FC 15, quantity 0 with a byte", [15, 0, 0, 0, 0, 1, 0xFF], 3),
        // The largest writes go where nothing is, so that the quantity alone is judged.
        refused("FC 15, the largest quantity, no such address", write(15, 0x3000, 1968, 246), 2),
        refused("FC 15, one more than the limit", write(15, 0, 1969, 247), 3),
        refused("FC 15, quantity 65535", write(15, 0, 65535, 246), 3),
        refused("FC 16, quantity 0", [16, 0, 0, 0, 0, 0], 3),
        refused("FC 16, quantity 0 with a word", [16, 0, 0, 0, 0, 2, 0xFF, 0xFF], 3),
        refused("FC 16, the largest quantity, no such address", write(16, 0x3000, 123, 246), 2),
        refused("FC 16, one more than the limit", write(16, 0, 124, 246), 3),
        refused("FC 16, quantity 65535", write(16, 0, 65535, 246), 3),
        refused("FC 23, nothing read", readWrite(0, 0, 0, 1, 2), 3),
        refused("FC 23, nothing written", readWrite(0, 1, 0, 0, 0), 3),
        refused("FC 23, largest read, no such address", readWrite(0x3000, 125, 0, 1, 2), 2),
        refused("FC 23, one read too many", readWrite(0, 126, 0, 1, 2), 3),
        refused("FC 23, largest write, no such address", readWrite(0, 1, 0x3000, 121, 242), 2),
        refused("FC 23, one written too many", readWrite(0, 1, 0, 122, 242), 3),
        refused("FC 23, 65535 read", readWrite(0, 65535, 0, 1, 2), 3),
        refused("FC 23, 65535 written", readWrite(0, 1, 0, 65535, 242), 3),
    ]

    private static let readCodes: [UInt8] = [1, 2, 3, 4]

    private static let readAddresses: [MalformedInput] = readCodes.flatMap {
        (code: UInt8) -> [MalformedInput] in
        let alone: [UInt8] = code < 3 ? [code, 1, 0] : [code, 2, 0, 7]
        return [
            refused("FC \(code), 65535 and one beyond", [code, 0xFF, 0xFF, 0, 2], 2),
            refused("FC \(code), the limit from 65535", [code, 0xFF, 0xFF, 0, 125], 2),
            refused("FC \(code), across the end of what is there", [code, 7, 0xCF, 0, 2], 2),
            asking("FC \(code), 65535 alone", [code, 0xFF, 0xFF, 0, 1], alone),
        ]
    }

    private static let writeAddresses: [MalformedInput] = [
        refused("FC 5, no such coil", [5, 0x30, 0, 0xFF, 0], 2),
        refused("FC 6, no such register", [6, 0x30, 0, 0x12, 0x34], 2),
        refused("FC 6, the first after the block", [6, 0, 200, 0x12, 0x34], 2),
        refused("FC 15, 65535 and one beyond", write(15, 65535, 2, 1), 2),
        refused("FC 15, across the end of what is there", write(15, 1999, 2, 1), 2),
        refused("FC 16, 65535 and one beyond", write(16, 65535, 2, 4), 2),
        refused("FC 16, across the end of what is there", write(16, 199, 2, 4), 2),
        refused("FC 16, the largest write over the last address", write(16, 65500, 123, 246), 2),
        refused("FC 22, no such register", [22, 0x30, 0, 0, 0, 0xFF, 0xFF], 2),
        refused("FC 23, read past 65535", readWrite(65535, 2, 0, 1, 2), 2),
        refused("FC 23, write past 65535", readWrite(0, 1, 65535, 2, 4), 2),
        refused("FC 23, read good, write into a hole", readWrite(0, 1, 199, 2, 4), 2),
        refused("FC 23, write good, read from a hole", readWrite(199, 2, 0, 1, 2), 2),
    ]

    private static let byteCounts: [MalformedInput] = [
        refused("FC 15, byte count one too small", count(15, 16, says: 1, has: 2), 3),
        refused("FC 15, byte count one too large", count(15, 16, says: 3, has: 2), 3),
        refused("FC 15, byte count 0", count(15, 16, says: 0, has: 2), 3),
        refused("FC 15, byte count 255", count(15, 16, says: 255, has: 2), 3),
        refused("FC 15, a byte missing", count(15, 16, says: 2, has: 1), 3),
        refused("FC 15, a byte too many", count(15, 16, says: 2, has: 3), 3),
        refused("FC 15, byte count agrees with the data, not the quantity", write(15, 0, 16, 3), 3),
        refused("FC 15, all data missing", count(15, 16, says: 2, has: 0), 3),
        refused("FC 16, byte count one too small", count(16, 2, says: 3, has: 4), 3),
        refused("FC 16, byte count one too large", count(16, 2, says: 5, has: 4), 3),
        refused("FC 16, byte count of registers, not bytes", count(16, 2, says: 2, has: 4), 3),
        refused("FC 16, byte count 0", count(16, 2, says: 0, has: 4), 3),
        refused("FC 16, byte count 255", count(16, 2, says: 255, has: 4), 3),
        refused("FC 16, a byte missing", count(16, 2, says: 4, has: 3), 3),
        refused("FC 16, a word missing", count(16, 2, says: 4, has: 2), 3),
        refused("FC 16, a byte too many", count(16, 2, says: 4, has: 5), 3),
        refused("FC 16, byte count agrees with the data, not the quantity", write(16, 0, 2, 6), 3),
        refused("FC 16, byte count wraps: 128 registers say 0", write(16, 0, 128, 0), 3),
        refused("FC 23, byte count one too small", readWrite(0, 1, 0, 2, 4, says: 3), 3),
        refused("FC 23, byte count one too large", readWrite(0, 1, 0, 2, 4, says: 5), 3),
        refused("FC 23, byte count of registers", readWrite(0, 1, 0, 2, 4, says: 2), 3),
        refused("FC 23, byte count 0", readWrite(0, 1, 0, 2, 4, says: 0), 3),
        refused("FC 23, byte count 255", readWrite(0, 1, 0, 2, 4, says: 255), 3),
        refused("FC 23, a byte missing", readWrite(0, 1, 0, 2, 3, says: 4), 3),
        refused("FC 23, a byte too many", readWrite(0, 1, 0, 2, 5, says: 4), 3),
        refused("FC 23, byte count agrees with the data alone", readWrite(0, 1, 0, 2, 6), 3),
    ]

    private static let coilValues: [MalformedInput] = [
        0x0001, 0x00FF, 0x0100, 0xFF01, 0xFFFF, 0xFE00,
    ].map { (value: Int) -> MalformedInput in
        refused("FC 5, value \(value)", joined([5, 0, 3], word(value)), 3)
    }

    private static let subFunctions: [MalformedInput] = [5, 9, 19, 21, 255, 65535].map {
        (code: Int) -> MalformedInput in
        refused("FC 8, sub-function \(code)", joined([8], word(code), [0, 0]), 1)
    }

    private static let values: [MalformedInput] = [
        refused("FC 8/1 with other data", [8, 0, 1, 0, 1], 3),
        refused("FC 8/2 with data", [8, 0, 2, 0, 1], 3),
        refused("FC 8/3 with a low byte", [8, 0, 3, 0x0D, 1], 3),
        refused("FC 8/4 with data", [8, 0, 4, 0xFF, 0], 3),
        refused("FC 8/10 with data", [8, 0, 10, 0xFF, 0], 3),
        refused("FC 43, another interface", [43, 0x0D, 1, 0], 1),
        refused("FC 43/14, read code 0", [43, 0x0E, 0, 0], 3),
        refused("FC 43/14, read code 5", [43, 0x0E, 5, 0], 3),
        refused("FC 43/14, unknown object alone", [43, 0x0E, 4, 0x55], 2),
    ]

    private static let functions: [MalformedInput] = [
        0, 9, 10, 11, 12, 13, 14, 18, 19, 20, 21, 24, 41, 42, 44, 65, 72, 90, 100, 110, 127, 128,
        131, 144, 255,
    ].map { (code: UInt8) -> MalformedInput in
        refused("function code \(code)", [code, 0, 40, 0, 1], 1)
    }

    /// A write of `bytes` bytes that says so.
    private static func write(
        _ code: UInt8, _ start: Int, _ quantity: Int, _ bytes: Int
    ) -> [UInt8] {
        joined([code], word(start), word(quantity), [UInt8(bytes)], ones(bytes))
    }

    private static func count(
        _ code: UInt8, _ quantity: Int, says: UInt8, has: Int
    ) -> [UInt8] {
        joined([code, 0, 8], word(quantity), [says], ones(has))
    }

    private static func readWrite(
        _ start: Int, _ quantity: Int, _ writeStart: Int, _ writeQuantity: Int, _ bytes: Int,
        says: UInt8? = nil
    ) -> [UInt8] {
        joined(
            [23], word(start), word(quantity), word(writeStart), word(writeQuantity),
            [says ?? UInt8(bytes)], ones(bytes))
    }
}
