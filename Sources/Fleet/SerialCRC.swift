/// The check of serial ADUs (MODBUS over Serial Line V1.02, 6.2.2): CRC-16, low byte first.
enum SerialCRC {
    static func bytes(of adu: some Sequence<UInt8>) -> [UInt8] {
        var crc: UInt16 = 0xFFFF
        for byte in adu {
            crc ^= UInt16(byte)
            for _ in 0..<8 {
                crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xA001
            }
        }
        return [UInt8(crc & 0xFF), UInt8(crc >> 8)]
    }

    /// The length of the serial request at the front of some bytes; nil until it can be told. What
    /// has an unknown function reaches to the end.
    static func requestLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count >= 2 else { return nil }
        let length: Int
        switch bytes[1] {
        case 1...6, 8: length = 8
        case 7, 11, 12, 17: length = 4
        case 15, 16:
            guard bytes.count >= 7 else { return nil }
            length = 9 + Int(bytes[6])
        case 22: length = 10
        case 23:
            guard bytes.count >= 11 else { return nil }
            length = 13 + Int(bytes[10])
        case 43: length = 7
        default: length = max(bytes.count, 4)
        }
        return bytes.count >= length ? length : nil
    }
}
