extension FaultRow {
    /// §4 of quirks.md, row by row.
    static let blocks: [FaultRow] = [
        FaultRow(
            4, "fewer than 125 registers: exception 2",
            "exception: 2, on: {functions: [3, 4], quantity: [17, 125]}",
            steps: [
                .ask("04 00 00 00 11", "84 02"),
                .ask("04 00 00 00 10", "04 20" + String(repeating: " 00 09", count: 16)),
            ]),
        FaultRow(
            4, "fewer than 125 registers: exception 3",
            "exception: 3, on: {table: inputRegisters, quantity: [101, 125]}",
            steps: [.ask("04 00 00 00 65", "84 03"), .ask(ask0, told5)]),
        FaultRow(
            4, "fewer than 125 registers: silence", "silence: request, on: {quantity: [2, 125]}",
            steps: [.send(["03 00 00 00 02"]), .silent(), .ask(ask0, told5)]),
        FaultRow(
            4, "blocks must stay inside boundaries",
            "boundary: {every: 40, else: 2}, on: {table: inputRegisters}",
            steps: [
                .ask("04 00 27 00 02", "84 02"),
                .ask("04 00 28 00 28", "04 50" + String(repeating: " 00 09", count: 40)),
                .struck(1),
            ]),
        FaultRow(
            4, "a block must end with a whole value", "wholeValues: {else: 2}",
            steps: [
                .ask("03 00 28 00 01", "83 02"), .ask("03 00 28 00 02", "03 04 3F C0 00 00"),
                .ask("03 00 2C 00 02", "83 02"), .ask("03 00 29 00 03", "83 02"), .struck(3),
            ]),
        FaultRow(
            4, "a hole fails the whole block", "exception: 2, on: {addresses: 62}",
            steps: [
                .ask("03 00 3C 00 05", "83 02"), .ask("03 00 3C 00 02", "03 04 00 07 00 07"),
            ]),
        FaultRow(
            4, "a hole answers 0xFFFF", "holes: 0xFFFF",
            steps: [.ask("03 00 40 00 03", "03 06 00 07 FF FF 00 07")]),
        FaultRow(
            4, "a hole answers 0", "holes: 0",
            steps: [.ask("03 00 40 00 03", "03 06 00 07 00 00 00 07")]),
        FaultRow(
            4, "a hole of declared registers answers 0", "fill: 0, on: {addresses: [61, 62]}",
            steps: [.ask("03 00 3C 00 04", "03 08 00 07 00 00 00 00 00 07")]),
        FaultRow(
            4, "a hole that comes and goes",
            "exception: 2, on: {addresses: 62}, cycle: {every: 60 s, for: 30 s}",
            steps: [
                .ask("03 00 3E 00 01", "83 02"), .advance(30),
                .ask("03 00 3E 00 01", "03 02 00 07"), .advance(30),
                .ask("03 00 3E 00 01", "83 02"),
            ]),
        FaultRow(
            4, "one register or value a request only", "oneValue: {else: 3}",
            steps: [
                .ask("03 00 30 00 02", "83 03"), .ask("03 00 00 00 02", "83 03"),
                .ask("03 00 28 00 02", "03 04 3F C0 00 00"), .ask(ask0, told5),
            ]),
        FaultRow(
            4, "coils right only when read from 0", "bitsShifted: 1",
            steps: [
                .ask("01 00 00 00 08", "01 01 07"), .ask("01 00 01 00 08", "01 01 07"),
                .ask("01 00 02 00 08", "01 01 03"), .struck(2), .clear,
                .ask("01 00 01 00 08", "01 01 03"),
            ]),
        FaultRow(
            4, "32-bit value torn between two reads",
            "counter: {start: 65535, perMinute: 60, limit: 4294967295}, on: {tags: pump.count}",
            "torn: {age: 1 s}, on: {tags: pump.count}",
            steps: [
                .ask("03 00 2A 00 02", "03 04 00 00 FF FF"), .advance(1),
                .ask("03 00 2A 00 02", "03 04 00 00 00 00"), .advance(1),
                .ask("03 00 2A 00 02", "03 04 00 01 00 01"),
            ]),
        FaultRow(
            4, "32-bit value in one register", "fourBytes: true",
            steps: [
                .ask("03 00 28 00 01", "03 04 3F C0 00 00"),
                .ask("03 00 29 00 02", "03 08 00 00 00 01 00 01 00 02"),
            ]),
        FaultRow(
            4, "string bytes in the low half", "strings: low",
            steps: [.ask("03 00 2C 00 04", "03 08 00 50 00 55 00 4D 00 50")]),
        FaultRow(
            4, "string bytes in the high half", "strings: high",
            steps: [.ask("03 00 2C 00 04", "03 08 50 00 55 00 4D 00 50 00")]),
        FaultRow(
            4, "string bytes swapped", "strings: swapped",
            steps: [.ask("03 00 2C 00 04", "03 08 55 50 50 4D 00 00 00 00")]),
        FaultRow(
            4, "string padded with blanks", "strings: {layout: both, pad: blank}",
            steps: [.ask("03 00 2C 00 04", "03 08 50 55 4D 50 20 20 20 20")]),
        FaultRow(
            4, "exception 6 in bursts, for n requests", "exception: 6, count: 3",
            steps: [
                .ask(ask0, "83 06"), .ask(ask0, "83 06"), .ask(ask0, "83 06"), .ask(ask0, told5),
                .struck(3),
            ]),
        FaultRow(
            4, "exception 6 in bursts, for a time", "exception: 6, from: 1 s, for: 2 s",
            steps: [
                .ask(ask0, told5), .advance(1), .ask(ask0, "83 06"), .advance(2), .ask(ask0, told5),
            ]),
        FaultRow(
            4, "exception 11 for one unit, now and then", "exception: 0x0B, on: {every: 3}",
            steps: [
                .ask(ask0, told5), .ask(ask0, told5), .ask(ask0, "83 0B"),
                .ask(ask0, "03 02 00 06", unit: 2), .ask(ask0, told5), .struck(1),
            ]),
    ]

    /// §5 of quirks.md, row by row.
    static let numbers: [FaultRow] =
        [
            ("ABCD", "3F C0 00 00"), ("CDAB", "00 00 3F C0"), ("BADC", "C0 3F 00 00"),
            ("DCBA", "00 00 C0 3F"),
        ].map { order, words in
            FaultRow(
                5, "word order", "wordOrder: \(order), on: {tags: pump.level}",
                steps: [
                    .ask("03 00 28 00 02", "03 04 \(words)"),
                    .ask("03 00 28 00 01", "03 02 \(words.prefix(5))"),
                ])
        } + [
            FaultRow(
                5, "written in another order than read", "writeOrder: CDAB, on: {tags: pump.count}",
                steps: [
                    .ask("10 00 2A 00 02 04 00 05 00 06", "10 00 2A 00 02"),
                    .ask("03 00 2A 00 02", "03 04 00 06 00 05"),
                ]),
            FaultRow(
                5, "address off by one", "shift: 1",
                steps: [
                    .ask("03 00 29 00 02", "03 04 3F C0 00 00"),
                    .ask("06 00 32 00 09", "06 00 32 00 09"), .ask("03 00 32 00 01", "03 02 00 09"),
                    .ask(ask0, "83 02"), .clear, .ask("03 00 31 00 01", "03 02 00 09"),
                ]),
            FaultRow(
                5, "scale shifted", "scale: 10, on: {tags: pump.set}",
                steps: [
                    .ask("03 00 30 00 01", "03 02 09 C4"), .ask("03 00 31 00 01", "03 02 00 03"),
                ]),
            FaultRow(
                5, "\"not available\" codes by type", "notAvailable: true",
                steps: [
                    .ask("03 00 28 00 02", "03 04 7F C0 00 00"),
                    .ask("03 00 2A 00 02", "03 04 FF FF FF FF"),
                    .ask("03 00 30 00 02", "03 04 80 00 FF FF"),
                ]),
            FaultRow(
                5, "a \"not available\" code of one tag",
                "notAvailable: 0x7FFFFFFF, on: {tags: pump.count}",
                steps: [
                    .ask("03 00 2A 00 02", "03 04 7F FF FF FF"),
                    .ask("03 00 30 00 01", "03 02 00 FA"),
                ]),
            FaultRow(
                5, "\"not available\" at night",
                "notAvailable: true, on: {tags: pump.set}, "
                    + "cycle: {every: 24 h, from: 20 h, for: 10 h}",
                steps: [
                    .ask("03 00 30 00 01", "03 02 80 00"), .advance(6 * 3600),
                    .ask("03 00 30 00 01", "03 02 00 FA"), .advance(14 * 3600 - 1),
                    .ask("03 00 30 00 01", "03 02 00 FA"), .advance(1),
                    .ask("03 00 30 00 01", "03 02 80 00"),
                ]),
            FaultRow(
                5, "stale values: one tag", "freeze: true, on: {tags: pump.total}",
                steps: [
                    .ask("10 00 30 00 02 04 00 64 00 08", "10 00 30 00 02"),
                    .ask("03 00 30 00 02", "03 04 00 64 00 03"), .clear,
                    .ask("03 00 30 00 02", "03 04 00 64 00 08"),
                ]),
            FaultRow(
                5, "stale values: one block", "freeze: true, on: {addresses: [0, 4]}",
                steps: [
                    .ask("10 00 04 00 02 04 00 01 00 02", "10 00 04 00 02"),
                    .ask("03 00 04 00 02", "03 04 00 05 00 02"),
                ]),
            FaultRow(
                5, "stale values: the whole device", "freeze: true",
                steps: [
                    .ask("06 00 00 00 09", "06 00 00 00 09"), .ask(ask0, told5),
                    .ask("05 00 00 00 00", "05 00 00 00 00"), .ask("01 00 00 00 03", "01 01 07"),
                    .struck(1),
                ]),
            FaultRow(
                5, "scale factor changes between two reads",
                "scaleFactor: {factor: pump.factor, exponents: [-1, -2], every: 10 s}, "
                    + "on: {tags: pump.power}",
                steps: [
                    .ask("03 00 32 00 02", "03 04 FF FF 04 D2"), .advance(10),
                    .ask("03 00 33 00 01", "03 02 30 34"),
                    .ask("03 00 32 00 02", "03 04 FF FE 30 34"),
                ]),
            FaultRow(
                5, "counter rolls over at 16 bits",
                "counter: {start: 65535, perMinute: 60, limit: 65535}, on: {tags: pump.total}",
                steps: [
                    .ask("03 00 31 00 01", "03 02 FF FF"), .advance(1),
                    .ask("03 00 31 00 01", "03 02 00 00"),
                ]),
            FaultRow(
                5, "counter rolls over at 32 bits",
                "counter: {start: 4294967295, perMinute: 60, limit: 4294967295}, "
                    + "on: {tags: pump.count}",
                steps: [
                    .ask("03 00 2A 00 02", "03 04 FF FF FF FF"), .advance(1),
                    .ask("03 00 2A 00 02", "03 04 00 00 00 00"),
                ]),
            FaultRow(
                5, "counter rolls over at 9,999,999",
                "counter: {start: 9999999, perMinute: 60, limit: 9999999}, on: {tags: pump.count}",
                steps: [
                    .ask("03 00 2A 00 02", "03 04 00 98 96 7F"), .advance(1),
                    .ask("03 00 2A 00 02", "03 04 00 00 00 00"),
                ]),
            FaultRow(
                5, "the device's own counter rolls over",
                "rollover: {limit: 9, add: 8}, "
                    + "on: {tags: pump.total}",
                steps: [.ask("03 00 31 00 01", "03 02 00 01")]),
            FaultRow(
                5, "counter is reset", "counterReset: true, on: {tags: pump.total}",
                steps: [
                    .ask("03 00 31 00 01", "03 02 00 00"), .ask("06 00 31 00 05", "06 00 31 00 05"),
                    .ask("03 00 31 00 01", "03 02 00 02"),
                ]),
            FaultRow(
                5, "counter is reset at restart", "power: {off: reset}, from: 5 s, for: 10 s",
                steps: [
                    .ask("06 00 31 00 63", "06 00 31 00 63"), .advance(5),
                    .ask("03 00 31 00 01", "83 0B"), .advance(10),
                    .ask("03 00 31 00 01", "03 02 00 03"),
                ]),
            FaultRow(
                5, "device clock is off and drifts",
                "clock: {epoch: 1000, ahead: 90 s, gains: 36 s}, on: {tags: pump.clock}",
                steps: [
                    .ask("03 00 36 00 02", "03 04 00 00 04 42"), .advance(3600),
                    .ask("03 00 36 00 02", "03 04 00 00 12 76"),
                ]),
            FaultRow(
                5, "device clock jumps an hour", "clock: {}, on: {tags: pump.clock}",
                "clock: {ahead: 1 h}, on: {tags: pump.clock}, from: 10 s",
                steps: [
                    .advance(9), .ask("03 00 36 00 02", "03 04 00 00 00 09"), .advance(1),
                    .ask("03 00 36 00 02", "03 04 00 00 0E 1A"),
                ]),
            FaultRow(
                5, "samples of one balance are seconds apart",
                "counter: {start: 0, perMinute: 60, limit: 65535}, on: {tags: pump.total}",
                "delay: 2 s, on: {addresses: 49, request: 1}",
                steps: [
                    .send(["03 00 31 00 01"]), .advance(2),
                    .hear("00 01 00 00 00 05 01 03 02 00 00"),
                    .ask("03 00 31 00 01", "03 02 00 02"),
                ]),
        ]
}
