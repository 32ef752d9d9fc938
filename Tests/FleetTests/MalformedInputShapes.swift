import ModbusWire

/// PDUs cut short and drawn out, and ADUs that arrive in pieces or in heaps.
extension MalformedInput {
    /// A sound request of each function served, that would write where it can.
    private static let sound: [[UInt8]] = [
        [1, 0, 3, 0, 10], [2, 0, 3, 0, 10], [3, 0, 40, 0, 2], [4, 0, 40, 0, 2],
        [5, 0, 3, 0xFF, 0], [6, 0, 40, 0x12, 0x34], [7], [8, 0, 2, 0, 0],
        [15, 0, 3, 0, 10, 2, 0xFF, 3], [16, 0, 40, 0, 2, 4, 0x12, 0x34, 0x56, 0x78], [17],
        [22, 0, 40, 0, 0, 0xFF, 0xFF], [23, 0, 40, 0, 2, 0, 50, 0, 1, 2, 0x12, 0x34],
        [43, 0x0E, 1, 0],
    ]

    static let lengthsOfPDUs: [MalformedInput] = sound.flatMap {
        (pdu: [UInt8]) -> [MalformedInput] in
        let code = pdu[0]
        let short = (1..<pdu.count).map { (count: Int) -> MalformedInput in
            refused("FC \(code) cut to \(count) bytes", Array(pdu.prefix(count)), 3)
        }
        let long = [1, 2, 100, 253 - pdu.count].map { (more: Int) -> MalformedInput in
            refused("FC \(code) with \(more) bytes more", pdu + zeros(more), 3)
        }
        return short + long
    }

    private static let read: [UInt8] = [3, 0, 40, 0, 2]
    private static let answers = adu(Witness.readAnswer)

    static let segments: [MalformedInput] = {
        var all = (1..<adu(read).count).map { (place: Int) -> MalformedInput in
            cutAt(place, "a read", adu(read), answers)
        }
        let two = adu([6, 0x30, 0, 0x12, 0x34]) + adu(read)
        let refusalAndAnswer = adu([0x86, 2]) + answers
        all += (7..<18).map { (place: Int) -> MalformedInput in
            cutAt(place, "a refused write and a read", two, refusalAndAnswer)
        }
        all.append(
            MalformedInput(
                name: "a read a byte at a time", parts: adu(read).map { [$0] }, answer: answers))
        all.append(
            MalformedInput(
                name: "a refused write a byte at a time",
                parts: adu([16, 0x30, 0, 0, 1, 2, 0x12, 0x34]).map { [$0] },
                answer: adu([0x90, 2])))
        all.append(
            MalformedInput(
                name: "an impossible header a byte at a time",
                parts: [[9], [0], [0], [0], [1]], answer: [], ending: .closed))
        return all
    }()

    private static func cutAt(
        _ place: Int, _ what: String, _ bytes: [UInt8], _ answer: [UInt8]
    ) -> MalformedInput {
        MalformedInput(
            name: "\(what) in two segments, cut at byte \(place)",
            parts: [Array(bytes[..<place]), Array(bytes[place...])], answer: answer)
    }

    static let pipelines: [MalformedInput] = [16, 200].flatMap { (count: Int) -> [MalformedInput] in
        let reads = times(count, adu(read))
        let halfWrite = Array(adu([6, 0, 40, 0x12, 0x34]).dropLast())
        return [
            heap("\(count) reads at once", (0..<count).map { _ in mixed[0] }),
            heap("\(count) refused writes at once", (0..<count).map { _ in mixed[7] }),
            heap("\(count) good and bad at once", (0..<count).map { mixed[$0 % mixed.count] }),
            MalformedInput(
                name: "\(count) reads, then a lost stream", parts: [reads + [0, 1, 0, 9]],
                answer: times(count, answers), ending: .closed),
            MalformedInput(
                name: "\(count) reads and half a write, then the end",
                parts: [reads + halfWrite], answer: times(count, answers), ending: .ended),
        ]
    }

    private static let mixed: [([UInt8], [UInt8])] = [
        (read, Witness.readAnswer), ([3, 0, 0, 0, 0], [0x83, 3]), ([99], [0xE3, 1]),
        ([16, 0, 40, 0, 2, 3, 1, 2, 3, 4], [0x90, 3]), ([1, 0, 0, 0, 8], [1, 1, 0]),
        ([3, 0x30, 0, 0, 1], [0x83, 2]), ([5, 0, 3, 1, 0], [0x85, 3]),
        ([22, 0x30, 0, 0, 0, 0, 0], [0x96, 2]), ([7], [7, 0]),
        ([23, 0, 0, 0, 1, 0, 0, 0, 1, 3, 0, 0], [0x97, 3]),
    ]

    private static func heap(_ name: String, _ asked: [([UInt8], [UInt8])]) -> MalformedInput {
        var input = MalformedInput(name: name, parts: [[]], answer: [])
        for (index, (request, answer)) in asked.enumerated() {
            input.parts[0] += adu(request, id: UInt16(index))
            input.answer += adu(answer, id: UInt16(index))
        }
        return input
    }

    static let endings: [MalformedInput] = {
        let write = adu([6, 0, 40, 0x12, 0x34])
        var all = (0..<12).map { (count: Int) -> MalformedInput in
            MalformedInput(
                name: "the client ends after \(count) bytes of a write",
                parts: [Array(write.prefix(count))], answer: [], ending: .ended)
        }
        all += [1, 7, 11].map { (count: Int) -> MalformedInput in
            MalformedInput(
                name: "the client resets after \(count) bytes of a write",
                parts: [Array(write.prefix(count))], answer: [], ending: .reset)
        }
        all.append(
            MalformedInput(
                name: "the client ends after a read", parts: [adu(read)], answer: answers,
                ending: .ended))
        all.append(
            MalformedInput(
                name: "the client resets with answers on the way",
                parts: [times(200, adu(read))], answer: [], ending: .reset))
        all.append(
            MalformedInput(
                name: "the client resets without a byte", parts: [], answer: [], ending: .reset))
        return all
    }()
}
