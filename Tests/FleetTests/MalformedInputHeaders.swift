import ModbusWire

/// Headers no server may trust, and PDUs of no function.
extension MalformedInput {
    private static let sound = adu([3, 0, 40, 0, 2])
    private static let soundAnswer = adu(Witness.readAnswer)

    static let headers: [MalformedInput] = [
        protocolIds, brokenIds, lengths, brokenLengths, strangers, units, mixtures,
    ].flatMap { $0 }

    private static let mixtures: [MalformedInput] = [
        MalformedInput(
            name: "sound requests, then a wrong protocol id",
            parts: [sound + sound + [0, 3, 0, 9]], answer: soundAnswer + soundAnswer,
            ending: .closed),
        MalformedInput(
            name: "sound request, then length 0", parts: [sound, [0, 3, 0, 0, 0, 0, 1]],
            answer: soundAnswer, ending: .closed),
        MalformedInput(
            name: "sound request after a wrong length is not answered",
            parts: [[0, 3, 0, 0, 0, 1, 1] + sound], answer: [], ending: .closed),
        refused("length 2: a function code alone", [3], 3),
        refused("length 2: no function at all", [0], 1),
        refused("length 254: the longest ADU, read", [3] + zeros(252), 3),
        refused("length 254: the longest ADU, write", [16] + ones(252), 3),
        refused("length 254: the longest ADU, unknown function", [99] + ones(252), 1),
        MalformedInput(
            name: "transaction ids 0 and 65535",
            parts: [
                adu([3, 0, 40, 0, 2], id: 0) + adu([3, 0, 40, 0, 2], id: 65535)
            ], answer: adu(Witness.readAnswer, id: 0) + adu(Witness.readAnswer, id: 65535)),
        MalformedInput(
            name: "one transaction id, used three times",
            parts: [sound, sound, sound], answer: soundAnswer + soundAnswer + soundAnswer),
    ]

    private static let protocolIds: [MalformedInput] = [
        0x0001, 0x0100, 0x00FF, 0xFF00, 0xFFFF, 0x4745,
    ].map { (id: Int) -> MalformedInput in
        let bytes = joined([9, 0], word(id), [0, 6, 1, 6, 0, 40, 0x12, 0x34])
        return cut("protocol id \(id) before a write", bytes)
    }

    private static let brokenIds: [MalformedInput] = [
        cut("protocol id wrong in its first byte, the rest never comes", [9, 0, 1]),
        cut("protocol id wrong in its second byte, the rest never comes", [9, 0, 0, 1]),
    ]

    private static let lengths: [MalformedInput] = [0, 1, 255, 256, 260, 1024, 32768, 65535].map {
        (length: Int) -> MalformedInput in
        let bytes = joined([9, 0, 0, 0], word(length), [1, 6, 0, 40, 0x12, 0x34])
        return cut("length \(length) before a write", bytes)
    }

    private static let brokenLengths: [MalformedInput] = [
        cut("length beyond 255, told by its first byte", [9, 0, 0, 0, 1]),
        MalformedInput(
            name: "length 254, and the client ends before it is there",
            parts: [[9, 0, 0, 0, 0, 254, 1, 16, 0, 40]], answer: [], ending: .ended),
        MalformedInput(
            name: "length one too short: the next byte begins a lost stream",
            parts: [[9, 0, 0, 0, 0, 5, 1, 3, 0, 40, 0, 2, 0, 1, 0, 0, 0, 6]],
            answer: adu([0x83, 3]), ending: .closed),
        MalformedInput(
            name: "length one too long takes a byte of the next request",
            parts: [[9, 0, 0, 0, 0, 7, 1, 3, 0, 40, 0, 2, 7, 7, 7, 7, 7]],
            answer: adu([0x83, 3]), ending: .closed),
    ]

    private static let strangers: [MalformedInput] = strangeBytes.map { cut($0.0, $0.1) }

    private static let strangeBytes: [(String, [UInt8])] = [
        ("an HTTP request", Array("GET / HTTP/1.1\r\nHost: plc\r\n\r\n".utf8)),
        ("an SSH banner", Array("SSH-2.0-OpenSSH_9.2p1\r\n".utf8)),
        ("a TLS hello", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3]),
        ("a serial ADU with its checksum", [1, 3, 0, 40, 0, 2, 0x44, 0x03]),
        ("bytes of 0xFF", ones(64)), ("zeros", zeros(64)),
        ("16 KiB of zeros", zeros(16_384)), ("a line of text", Array("hello, PLC\n".utf8)),
    ]

    private static let units: [MalformedInput] = [0, 2, 17, 18, 247, 248, 254, 255].map {
        (unit: UInt8) -> MalformedInput in
        MalformedInput(
            name: "unit id \(unit), which nobody has, asked to write",
            parts: [adu([6, 0, 40, 0x12, 0x34], unit: unit)],
            answer: adu([0x86, 0x0B], unit: unit))
    }
}
