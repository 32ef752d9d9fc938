extension FaultRow {
    /// §6 of quirks.md, row by row.
    static let writes: [FaultRow] = [
        FaultRow(
            6, "FC 6 only", "exception: 1, on: {functions: 16}",
            steps: [
                .ask("10 00 00 00 01 02 00 01", "90 01"), .ask(ask0, told5),
                .ask("06 00 00 00 0C", "06 00 00 00 0C"),
            ]),
        FaultRow(
            6, "FC 16 only", "exception: 1, on: {functions: 6}",
            steps: [
                .ask("06 00 00 00 0C", "86 01"),
                .ask("10 00 00 00 01 02 00 01", "10 00 00 00 01"), .ask(ask0, "03 02 00 01"),
            ]),
        FaultRow(
            6, "FC 16 only, silently", "silence: request, on: {functions: 6}",
            steps: [.send(["06 00 00 00 0C"]), .silent(), .ask(ask0, told5)]),
        FaultRow(
            6, "two words must go in one request: refused", "halfWrites: {else: 3}",
            steps: [
                .ask("06 00 2A 00 07", "86 03"),
                .ask("10 00 2A 00 02 04 00 07 00 08", "10 00 2A 00 02"),
                .ask("03 00 2A 00 02", "03 04 00 07 00 08"), .ask("03 00 2A 00 01", "03 02 00 07"),
            ]),
        FaultRow(
            6, "two words must go in one request: taken and wrong", "halfWrites: zero",
            steps: [
                .ask("06 00 2A 00 07", "06 00 2A 00 07"),
                .ask("03 00 2A 00 02", "03 04 00 07 00 00"),
            ]),
        FaultRow(
            6, "accepted but clamped", "clamp: [20, 30], on: {tags: pump.set}",
            steps: [
                .ask("06 00 30 01 90", "06 00 30 01 90"), .ask("03 00 30 00 01", "03 02 01 2C"),
                .ask("10 00 30 00 01 02 00 00", "10 00 30 00 01"),
                .ask("03 00 30 00 01", "03 02 00 C8"),
            ]),
        FaultRow(
            6, "accepted but rounded", "round: 5, on: {tags: pump.set}",
            steps: [
                .ask("06 00 30 01 0E", "06 00 30 01 0E"), .ask("03 00 30 00 01", "03 02 00 FA"),
            ]),
        FaultRow(
            6, "accepted, echo untouched, nothing happens", "ignoreWrites: true",
            steps: [
                .ask("06 00 00 00 63", "06 00 00 00 63"), .ask(ask0, told5),
                .ask("10 00 00 00 01 02 00 01", "10 00 00 00 01"), .ask(ask0, told5),
                .ask("16 00 00 00 00 00 01", "16 00 00 00 00 00 01"), .ask(ask0, told5),
                .ask("17 00 00 00 01 00 00 00 01 02 00 63", "17 02 00 05"), .struck(4),
            ]),
        FaultRow(
            6, "accepted, then reverted", "revert: 30 s",
            steps: [
                .ask("06 00 31 00 08", "06 00 31 00 08"), .advance(29),
                .ask("03 00 31 00 01", "03 02 00 08"), .advance(1),
                .ask("03 00 31 00 01", "03 02 00 03"),
            ]),
        FaultRow(
            6, "another client writes over us",
            "otherClient: {value: 12, after: 5 s}, on: {tags: pump.total}",
            steps: [
                .ask("06 00 31 00 08", "06 00 31 00 08"), .advance(4),
                .ask("03 00 31 00 01", "03 02 00 08"), .advance(1),
                .ask("03 00 31 00 01", "03 02 00 0C"),
            ]),
        FaultRow(
            6, "another client writes by its own clock",
            "otherClient: {value: 12, every: 1 min}, on: {tags: pump.total}",
            steps: [
                .ask("06 00 31 00 08", "06 00 31 00 08"), .advance(60),
                .ask("03 00 31 00 01", "03 02 00 0C"), .ask("06 00 31 00 08", "06 00 31 00 08"),
                .advance(60), .ask("03 00 31 00 01", "03 02 00 0C"),
            ]),
        FaultRow(
            6, "refused for days unnoticed", "exception: 4, on: {functions: [5, 6, 15, 16, 22]}",
            steps: [
                .ask("06 00 31 00 08", "86 04"), .advance(259_200), .ask("06 00 31 00 08", "86 04"),
                .ask("03 00 31 00 01", "03 02 00 03"), .struck(2),
            ]),
        FaultRow(
            6, "setpoint falls back after n s",
            "watchdog: {after: 60 s, value: 20}, on: {tags: pump.set}",
            steps: [
                .advance(100), .ask("03 00 30 00 01", "03 02 00 FA"),
                .ask("06 00 30 01 2C", "06 00 30 01 2C"), .advance(59),
                .ask("06 00 30 01 2C", "06 00 30 01 2C"), .advance(59),
                .ask("03 00 30 00 01", "03 02 01 2C"), .advance(1),
                .ask("03 00 30 00 01", "03 02 00 C8"),
            ]),
        FaultRow(
            6, "setpoint stays for ever",
            steps: [
                .ask("06 00 30 01 2C", "06 00 30 01 2C"), .advance(86_400),
                .ask("03 00 30 00 01", "03 02 01 2C"),
            ]),
        FaultRow(
            6, "write counter with end of life",
            "writeBudget: {writes: 100000, spent: 99998, else: 4}",
            steps: [
                .ask("06 00 31 00 01", "06 00 31 00 01"), .ask("06 00 31 00 02", "06 00 31 00 02"),
                .ask("06 00 31 00 03", "86 04"), .ask("06 00 30 00 03", "06 00 30 00 03"),
                .ask("03 00 31 00 01", "03 02 00 02"), .struck(1),
            ]),
        FaultRow(
            6, "FC 22 absent", "exception: 1, on: {functions: 22}",
            steps: [.ask("16 00 34 FF 0F 00 50", "96 01"), .ask("03 00 34 00 01", "03 02 00 F0")]),
        FaultRow(
            6, "a second client changes another bit in between",
            "otherClient: {togglesBit: 3, after: 1 s}, on: {tags: pump.flags}",
            steps: [
                .ask("06 00 34 00 F1", "06 00 34 00 F1"), .advance(1),
                .ask("03 00 34 00 01", "03 02 00 F9"),
            ]),
        FaultRow(
            6, "first client to write locks out the rest", "writeLock: {else: 4, for: 60 s}",
            steps: [
                .connect(1), .ask("06 00 00 00 01", "06 00 00 00 01"),
                .ask("06 00 00 00 02", "86 04", on: 1), .ask(ask0, "03 02 00 01", on: 1),
                .advance(60), .ask("06 00 00 00 02", "06 00 00 00 02", on: 1),
                .ask("06 00 00 00 01", "86 04"),
            ]),
        FaultRow(
            6, "a wrong address trips the plant",
            "trip: {tag: pump.set, value: 0}, on: {addresses: 1}",
            steps: [
                .ask("06 00 30 01 2C", "06 00 30 01 2C"), .ask("06 00 01 00 01", "06 00 01 00 01"),
                .ask("03 00 30 00 01", "03 02 00 00"), .ask("06 00 30 01 2C", "06 00 30 01 2C"),
                .ask("03 00 30 00 01", "03 02 00 00"), .clear,
                .ask("06 00 30 01 2C", "06 00 30 01 2C"), .ask("03 00 30 00 01", "03 02 01 2C"),
            ]),
    ]

    static let all = answers + connections + bytes + blocks + numbers + writes
}
