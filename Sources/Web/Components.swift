import Fleet
import ModbusWire

/// Schemas that the document names.
enum Components {
    static let schemas: [String: Schema] = [
        "Value": .oneOf([.anyNumber, .flag, .text()]),
        "Duration": .oneOf([.number(0...31_622_400, above: true), .text(lengths: 1...40)]),
        "Time": .oneOf([.number(0...3_162_240_000), .text(lengths: 1...40)]),
        "Values": .object([
            .init(
                "values", .map(of: .named("Value"), counts: 1...10_000),
                "Values in engineering units by name of the tag; all are taken, or none.")
        ]),
        "Tag": tag,
        "Tags": .object([
            .init("time", .anyNumber, "Plant time of the reading in seconds."),
            .init("tags", .list(of: .named("Tag"))),
        ]),
        "Fault": .object([
            .init("number", .count), .init("name", .anyText),
            .init("rule", .text(lengths: 0...100_000), "The rule on one line."),
            .init("strikes", .count),
            .init("phase", .text(words: ["waiting", "active", "ended"])),
            .init("began", .optional(.anyNumber)), .init("ended", .optional(.anyNumber)),
        ]),
        "TimeState": time,
        "Snapshot": .object([
            .init("id", .anyText), .init("name", .optional(.anyText)),
            .init("time", .anyNumber), .init("bytes", .count, "Size of its file."),
        ]),
        "JournalQuery": journalQuery,
        "Entry": entry,
        "Device": device,
        "Report": report,
        "Problem": .object([
            .init("type", .anyText), .init("title", .anyText), .init("status", .count),
            .init("detail", .text(lengths: 0...100_000)),
            .init(
                "errors",
                .list(
                    of: .object([
                        .init("field", .text(lengths: 0...100_000)),
                        .init("detail", .text(lengths: 0...100_000)),
                    ])), isRequired: false),
        ]),
    ]

    private static let tables = PrimaryTable.allCases.map(\.rawValue)
    private static let outcomes = JournalOutcome.allCases.map(\.rawValue)

    private static let tag = Schema.object([
        .init("name", .anyText), .init("device", .anyText),
        .init("value", .optional(.named("Value")), "In its unit; null if there is none."),
        .init("unit", .anyText), .init("status", .anyText, "good, or why there is no value."),
        .init("forced", .flag), .init("writable", .flag, "Whether clients may write it."),
        .init("type", .anyText), .init("table", .text(words: tables)),
        .init("address", .integer(0...65_535)), .init("quantity", .integer(1...65_536)),
        .init("limits", .optional(.list(of: .anyNumber, counts: 2...2))),
    ])

    private static let time = Schema.object([
        .init("time", .anyNumber, "The time told, in seconds of plant time."),
        .init("stepped", .anyNumber, "The end of the last whole plant step."),
        .init("steps", .count), .init("pace", .text(words: ["step", "clock"])),
        .init("factor", .optional(.anyNumber), "Seconds of plant time a second."),
    ])

    private static let journalQuery = Schema.object([
        .init("device", .anyText, isRequired: false),
        .init("unit", .integer(0...255), isRequired: false),
        .init("functions", .list(of: .integer(0...255), counts: 0...256), isRequired: false),
        .init("table", .text(words: tables), isRequired: false),
        .init(
            "address", .integer(0...65_535), isRequired: false,
            "Requests that touch this address or one of the quantity behind it."),
        .init("quantity", .integer(1...65_536), isRequired: false, "Default 1."),
        .init("from", .named("Time"), isRequired: false),
        .init("to", .named("Time"), isRequired: false),
        .init(
            "outcomes", .list(of: .text(words: outcomes), counts: 0...4), isRequired: false),
        .init("client", .anyText, isRequired: false, "Its address without the port."),
        .init("connection", .integer(1...Int(UInt32.max)), isRequired: false),
    ])

    private static let entry = Schema.object([
        .init("sequence", .count), .init("time", .anyNumber),
        .init("machineTime", .count, "Nanoseconds of a clock that never goes back."),
        .init("connection", .count), .init("client", .optional(.anyText)),
        .init("device", .optional(.anyText)), .init("unit", .integer(0...255)),
        .init("function", .integer(0...255)), .init("table", .optional(.text(words: tables))),
        .init("address", .optional(.integer(0...65_535))),
        .init("quantity", .optional(.integer(0...65_535))),
        .init("writeAddress", .optional(.integer(0...65_535))),
        .init("writeQuantity", .optional(.integer(0...65_535))),
        .init("words", .optional(.list(of: .integer(0...65_535)))),
        .init("outcome", .text(words: outcomes)),
        .init("exception", .optional(.integer(0...255))), .init("fault", .optional(.count)),
        .init("requestBytes", .count), .init("answerBytes", .count),
    ])

    private static let device = Schema.object([
        .init("name", .anyText), .init("host", .anyText), .init("port", .integer(0...65_535)),
        .init("unit", .integer(0...255)), .init("requests", .count),
        .init("exceptions", .count), .init("writes", .count), .init("connections", .count),
        .init("accepted", .count), .init("suspended", .flag),
    ])

    private static let report = Schema.object([
        .init("profile", .anyText), .init("seed", .any), .init("time", .anyNumber),
        .init("steps", .count), .init("requests", .count), .init("exceptions", .count),
        .init("unknownUnits", .count), .init("malformed", .count),
        .init("devices", .list(of: .named("Device"))),
        .init("faults", .list(of: .named("Fault"))),
    ])
}
