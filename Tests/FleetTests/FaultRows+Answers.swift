/// Asks for register 0 of unit 1, and its true answer.
let ask0 = "03 00 00 00 01"
let told5 = "03 02 00 05"
/// The true answer on the wire, by transaction id.
func whole5(_ id: Int) -> String { "00 0\(id) 00 00 00 05 01 03 02 00 05" }

extension FaultRow {
    /// §1 of quirks.md, row by row.
    static let answers: [FaultRow] = [
        FaultRow(
            1, "answer later than the time-out", "delay: 3 s, on: {request: 1}",
            steps: [
                .send([ask0]), .silent(), .advance(2.9), .silent(), .advance(0.1),
                .hear(whole5(1)), .ask(ask0, told5), .struck(1),
            ]),
        FaultRow(
            1, "a late answer holds back those behind it", "delay: 3 s, on: {request: 1}",
            steps: [
                .send([ask0]), .send([ask0]), .silent(), .advance(3), .hear(whole5(1)),
                .hear(whole5(2)),
            ]),
        FaultRow(
            1, "a late answer is overtaken", "delay: {by: 3 s, overtaken: true}, on: {request: 1}",
            steps: [
                .send([ask0]), .ask(ask0, told5), .silent(), .advance(3), .hear(whole5(1)),
            ]),
        FaultRow(
            1, "answer never comes", "silence: request, on: {functions: 3}, count: 2",
            steps: [
                .send([ask0]), .send([ask0]), .silent(),
                .ask("03 00 00 00 01", "03 02 00 06", unit: 2), .ask(ask0, told5), .struck(2),
            ]),
        FaultRow(
            1, "answer never comes, the request was carried out", "silence: answer, for: 10 s",
            steps: [
                .send(["06 00 00 00 11"]), .silent(), .advance(10), .ask(ask0, "03 02 00 11"),
            ]),
        FaultRow(
            1, "transaction id plus one", "transactionId: {add: 1}",
            steps: [.send([ask0]), .hear(whole5(2))]),
        FaultRow(
            1, "transaction id constant", "transactionId: {fixed: 7}",
            steps: [.send([ask0, ask0]), .hear(whole5(7)), .hear(whole5(7))]),
        FaultRow(
            1, "transaction id plus one on each fresh connection",
            "transactionId: {add: 1}, on: {first: 1}",
            steps: [
                .connect(1), .send([ask0], on: 1), .hear(whole5(2), on: 1),
                .send([ask0], on: 1), .hear(whole5(2), on: 1), .connect(2),
                .send([ask0], on: 2), .hear(whole5(2), on: 2), .struck(2),
            ]),
        FaultRow(
            1, "answer carries another unit id", "unitId: 9",
            steps: [.send([ask0]), .hear("00 01 00 00 00 05 09 03 02 00 05")]),
        FaultRow(
            1, "answer carries unit id 0", "unitId: 0",
            steps: [.send([ask0]), .hear("00 01 00 00 00 05 00 03 02 00 05")]),
        FaultRow(
            1, "unit id 0 or 255 ignored", "silence: request, on: {unit: [0, 255]}",
            steps: [
                .send([ask0], unit: 255), .send([ask0], unit: 0), .silent(), .ask(ask0, told5),
                .struck(2),
            ]),
        FaultRow(
            1, "unit id 0 required", "answersTo: [0, 255]", "silence: request, on: {unit: 1}",
            steps: [
                .ask(ask0, told5, unit: 0), .ask(ask0, told5, unit: 255), .send([ask0]), .silent(),
                .clear, .ask(ask0, "83 0B", unit: 0),
            ]),
        FaultRow(
            1, "0 is a broadcast behind a bridge", "broadcast: writes",
            steps: [
                .send(["06 00 00 00 21"], unit: 0), .silent(), .ask(ask0, "03 02 00 21"),
                .ask(ask0, "03 02 00 21", unit: 2), .struck(1),
            ]),
        FaultRow(
            1, "absent unit: silence", "silence: request, on: {unit: 9}",
            steps: [.send([ask0], unit: 9), .silent(), .ask(ask0, told5)]),
        FaultRow(
            1, "absent unit: exception 4", "exception: 4, on: {unit: 9}",
            steps: [.ask(ask0, "83 04", unit: 9), .ask(ask0, told5)]),
        FaultRow(
            1, "absent unit: exception 0x0A", "exception: 0x0A, on: {unit: 9}",
            steps: [.ask(ask0, "83 0A", unit: 9), .ask(ask0, told5)]),
        FaultRow(
            1, "absent unit: exception 0x0B is the default", "exception: 4, on: {unit: 9}",
            steps: [.ask(ask0, "83 0B", unit: 10), .struck(0)]),
        FaultRow(
            1, "wrong function code", "function: 4",
            steps: [.send([ask0]), .hear("00 01 00 00 00 05 01 04 02 00 05")]),
        FaultRow(
            1, "wrong byte count", "byteCount: {add: 2}",
            steps: [.send([ask0]), .hear("00 01 00 00 00 05 01 03 04 00 05")]),
        FaultRow(
            1, "wrong protocol id, high byte", "protocolId: 0x0100",
            steps: [.send([ask0]), .hear("00 01 01 00 00 05 01 03 02 00 05")]),
        FaultRow(
            1, "wrong protocol id, low byte", "protocolId: 0x0001",
            steps: [.send([ask0]), .hear("00 01 00 01 00 05 01 03 02 00 05")]),
        FaultRow(
            1, "exception for another function", "exception: {code: 2, function: 4}",
            steps: [.ask(ask0, "84 02"), .struck(1)]),
        FaultRow(1, "unknown exception code", "exception: 0x55", steps: [.ask(ask0, "83 55")]),
        FaultRow(
            1, "several in flight are answered out of order", "inFlight: reverse",
            steps: [
                .send([ask0, ask0, "03 00 00 00 02"]),
                .hear("00 03 00 00 00 07 01 03 04 00 05 00 05"), .hear(whole5(2)),
                .hear(whole5(1)), .ask(ask0, told5),
            ]),
        FaultRow(
            1, "several in flight: all but the first are dropped", "inFlight: firstOnly",
            steps: [
                .send([ask0, ask0, ask0]), .hear(whole5(1)), .silent(), .ask(ask0, told5),
                .struck(2),
            ]),
        FaultRow(
            1, "several in flight: the second is lost", "inFlight: loseSecond",
            steps: [.send([ask0, ask0, ask0]), .hear(whole5(1)), .hear(whole5(3)), .silent()]),
        FaultRow(
            1, "several in flight while one waits", "delay: 1 s", "inFlight: firstOnly",
            steps: [
                .send([ask0]), .silent(), .send([ask0]), .advance(1), .hear(whole5(1)), .silent(),
            ]),
    ]

    /// §2 of quirks.md, row by row.
    static let connections: [FaultRow] = [
        FaultRow(
            2, "one client only: the second is refused", "connections: {limit: 1, others: refuse}",
            steps: [.ask(ask0, told5), .connect(1), .resets(on: 1), .ask(ask0, told5), .struck(1)]),
        FaultRow(
            2, "one client only: the first is thrown out",
            "connections: {limit: 1, others: dropOldest}",
            steps: [.ask(ask0, told5), .connect(1), .ask(ask0, told5, on: 1), .resets()]),
        FaultRow(
            2, "one client only: the second is never answered",
            "connections: {limit: 1, others: neverAnswer}",
            steps: [
                .ask(ask0, told5), .connect(1), .send([ask0], on: 1), .silent(on: 1),
                .ask(ask0, told5),
            ]),
        FaultRow(
            2, "deaf after connect", "deaf: 2 s",
            steps: [
                .connect(1), .send([ask0], on: 1), .advance(1.9), .send([ask0], on: 1),
                .silent(on: 1), .advance(0.1), .ask(ask0, told5, on: 1), .struck(2),
            ]),
        FaultRow(
            2, "deaf until reconnect", "deaf: {within: 2 s, whole: true}",
            steps: [
                .connect(1), .send([ask0], on: 1), .silent(on: 1), .advance(5),
                .send([ask0], on: 1), .silent(on: 1), .connect(2), .advance(2),
                .ask(ask0, told5, on: 2),
            ]),
        FaultRow(
            2, "needs a pause between requests: ignores", "pause: {least: 50 ms, else: silence}",
            steps: [
                .ask(ask0, told5), .advance(0.049), .send([ask0]), .silent(), .advance(0.001),
                .ask(ask0, told5), .struck(1),
            ]),
        FaultRow(
            2, "needs a pause between requests: exception 6", "pause: {least: 50 ms, else: 6}",
            steps: [.ask(ask0, told5), .ask(ask0, "83 06"), .advance(0.05), .ask(ask0, told5)]),
        FaultRow(
            2, "closes when idle, politely", "idle: 10 s",
            steps: [
                .ask(ask0, told5), .advance(9), .ask(ask0, told5), .advance(9.9), .silent(),
                .advance(0.1), .ends(), .struck(1),
            ]),
        FaultRow(
            2, "closes when idle, with a reset", "idle: {after: 10 s, close: reset}",
            steps: [.ask(ask0, told5), .advance(10), .resets()]),
        FaultRow(
            2, "half-open after power loss, back with a reset", "halfOpen: reset, for: 60 s",
            steps: [
                .send([ask0]), .silent(), .advance(60), .silent(), .send([ask0]), .resets(),
                .connect(1), .ask(ask0, told5, on: 1),
            ]),
        FaultRow(
            2, "half-open after power loss, back on a new connection only",
            "halfOpen: newConnection, for: 60 s",
            steps: [
                .send([ask0]), .silent(), .advance(60), .send([ask0]), .silent(), .connect(1),
                .ask(ask0, told5, on: 1), .ask(ask0, "03 02 00 06", unit: 2),
            ]),
        FaultRow(
            2, "power loss of one unit behind a bridge", "power: off, for: 60 s",
            steps: [.ask(ask0, "83 0B"), .advance(60), .ask(ask0, told5)]),
        FaultRow(
            2, "power loss: nobody listens", "name: dark, device: aside, power: off, for: 60 s",
            steps: [.refused(to: "aside"), .advance(60), .connect(1, to: "aside")]),
        FaultRow(
            2, "accepts, then never answers", "silence: connection, count: 1",
            steps: [
                .send([ask0]), .silent(), .send([ask0]), .silent(), .connect(1),
                .ask(ask0, told5, on: 1),
            ]),
        FaultRow(
            2, "drops in the middle of an answer", "resetAfter: 5",
            steps: [.send([ask0]), .hear("00 01 00 00 00"), .resets(), .struck(1)]),
        FaultRow(
            2, "drops instead of an answer", "resetAfter: 0", steps: [.send([ask0]), .resets()]),
        FaultRow(
            2, "closes after the answer", "close: politely",
            steps: [.send([ask0]), .hear(whole5(1)), .ends()]),
        FaultRow(
            2, "one silent unit stalls its neighbours", "silence: request",
            steps: [
                .send([ask0]), .ask(ask0, "03 02 00 06", unit: 2),
                .ask(ask0, "03 02 00 06", unit: 2),
                .silent(), .struck(1),
            ]),
        FaultRow(
            2, "one slow unit behind a shared connection", "delay: 100 s",
            steps: [
                .send([ask0]), .ask(ask0, "03 02 00 06", unit: 2), .advance(100), .hear(whole5(1)),
            ]),
        FaultRow(
            2, "requests pile up", "delay: 90 s",
            steps: (1...3).flatMap { id in
                [.send([ask0]), .silent(), .advance(90 + Double(86_400 * id)), .hear(whole5(id))]
            }),
    ]

    /// §3 of quirks.md, row by row.
    static let bytes: [FaultRow] =
        (1..<11).map { cut in
            let parts = hex(whole5(1))
            return FaultRow(
                3, "answer cut over several segments", "split: {at: \(cut), pause: 200 ms}",
                steps: [
                    .send([ask0]), .hear(text(parts[..<cut])), .silent(), .advance(0.2),
                    .hear(text(parts[cut...])), .struck(1),
                ])
        } + [
            FaultRow(
                3, "answer cut twice", "split: {at: [2, 8], pause: 200 ms}",
                steps: [
                    .send([ask0]), .hear("00 01"), .advance(0.2), .hear("00 00 00 05 01 03"),
                    .silent(), .advance(0.2), .hear("02 00 05"),
                ]),
            FaultRow(
                3, "one byte every n ms", "drip: {bytes: 1, every: 150 ms}",
                steps: [.send([ask0])]
                    + hex(whole5(1)).flatMap { byte in
                        [.hear(text([byte][...])), .silent(), .advance(0.15)]
                    }),
            FaultRow(
                3, "a dripping answer keeps the next behind it", "drip: {bytes: 6, every: 1 s}",
                steps: [
                    .send([ask0, ask0]), .hear("00 01 00 00 00 05"), .silent(), .advance(1),
                    .hear("01 03 02 00 05"), .hear("00 02 00 00 00 05"), .silent(), .advance(1),
                    .hear("01 03 02 00 05"),
                ]),
            FaultRow(
                3, "two answers in one segment", "join: 2",
                steps: [
                    .send([ask0]), .silent(), .send([ask0]), .hear(whole5(1)), .hear(whole5(2)),
                    .send([ask0]), .silent(), .clear, .hear(whole5(3)),
                ]),
            FaultRow(
                3, "a device loses the second request", "inFlight: firstOnly",
                steps: [.send([ask0, ask0]), .hear(whole5(1)), .silent()]),
            FaultRow(
                3, "bytes before the answer", "leading: \"FF FE\"",
                steps: [.send([ask0]), .hear("FF FE"), .hear(whole5(1))]),
            FaultRow(
                3, "bytes after the answer", "trailing: \"AA BB CC\"",
                steps: [.send([ask0]), .hear(whole5(1)), .hear("AA BB CC")]),
            FaultRow(
                3, "length field too small", "length: {add: -2}",
                steps: [.send([ask0]), .hear("00 01 00 00 00 03 01 03 02 00 05")]),
            FaultRow(
                3, "length field too large", "length: {fixed: 99}",
                steps: [.send([ask0]), .hear("00 01 00 00 00 63 01 03 02 00 05")]),
            FaultRow(
                3, "serial ADU with CRC inside TCP", "rtu: right",
                steps: [
                    .raw("01 03 00 00 00 01 84 0A"), .hear("01 03 02 00 05 78 47"),
                    .raw("02 03 00 00 00 01 84 39 01 03 00 00 00 01 84 0A", requests: 2),
                    .hear("02 03 02 00 06 7C 46"), .hear("01 03 02 00 05 78 47"),
                    .raw("01 03 00 00 00 01 84 0B", requests: 0), .raw("01 83", requests: 0),
                ]),
            FaultRow(
                3, "serial ADU with the wrong CRC", "rtu: {crc: wrong, requests: mbap}",
                steps: [.send([ask0]), .hear("01 03 02 00 05 78 B8")]),
        ]

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { String($0, radix: 16) }.joined(separator: " ")
    }
}
