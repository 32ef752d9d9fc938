import Fleet
import ModbusWire
import Profiles
import Tags

extension FleetControl {
    var journalOperations: [Operation] {
        [
            Operation(
                method: "GET", path: "/v1/journal", id: "readJournal",
                summary: "The latest requests that match, oldest first, and how many there were.",
                query: Self.parameters,
                answer: .init(
                    schema: .object([
                        .init("count", .count),
                        .init("exact", .flag, "Whether the count covers every request."),
                        .init("entries", .list(of: .named("Entry"), counts: 0...65_536)),
                    ]), summary: "What matches."),
                problems: [404, 422]
            ) { call async throws(Problem) in
                let query = try await Self.query(call.query, at: "", known: fleet.devices())
                let answer = await fleet.journal(query)
                return .json([
                    "count": JSON(answer.count), "exact": .flag(answer.isExact),
                    "entries": .list(answer.entries.map(Wire.json)),
                ])
            },
            Operation(
                method: "DELETE", path: "/v1/journal", id: "clearJournal",
                summary: "Forgets entries and counts; the numbers of requests go on.",
                answer: .init(status: 204, summary: "They are gone.")
            ) { _ async throws(Problem) in
                await fleet.clearJournal()
                return .empty
            },
            verifyOperation,
        ]
    }

    private var verifyOperation: Operation {
        Operation(
            method: "POST", path: "/v1/journal/verify", id: "verifyJournal",
            summary: "Whether as many requests match as expected; if not, what nearly matches.",
            body: .init(
                schema: .object(
                    [
                        .init("query", .named("JournalQuery")),
                        .init("count", .count, isRequired: false),
                        .init("atLeast", .count, isRequired: false),
                        .init("atMost", .count, isRequired: false),
                    ], atLeast: 2),
                examples: [
                    ["query": ["device": "steam", "functions": [3]], "count": 0],
                    [
                        "query": ["address": 0, "quantity": 10, "outcomes": ["exception"]],
                        "atLeast": 0, "atMost": 5,
                    ],
                ]),
            answer: .init(
                schema: .object([
                    .init("met", .flag), .init("count", .count),
                    .init("message", .text(lengths: 0...100_000)),
                ]), summary: "Whether it is so; an expectation not met is no error."),
            problems: [404, 413, 415, 422]
        ) { call async throws(Problem) in try await verify(call) }
    }

    private static let parameters: [Operation.Parameter] = [
        .init(name: "device", schema: .anyText, summary: "Who was asked."),
        .init(name: "unit", schema: .integer(0...255), summary: "Unit id."),
        .init(
            name: "function", schema: .list(of: .integer(0...255), counts: 1...256),
            summary: "Function codes, any of them.", isList: true),
        .init(
            name: "table",
            schema: .text(words: PrimaryTable.allCases.map(\.rawValue)),
            summary: "The table read or written."),
        .init(
            name: "address", schema: .integer(0...65_535),
            summary: "Requests that touch this address."),
        .init(
            name: "quantity", schema: .integer(1...65_536),
            summary: "Or one of so many from there."),
        .init(name: "from", schema: .named("Time"), summary: "Plant time."),
        .init(name: "to", schema: .named("Time"), summary: "Plant time, before it."),
        .init(
            name: "outcome",
            schema: .list(
                of: .text(words: JournalOutcome.allCases.map(\.rawValue))),
            summary: "Outcomes, any of them.", isList: true),
        .init(name: "client", schema: .anyText, summary: "Address without port."),
        .init(
            name: "connection", schema: .integer(1...Int(UInt32.max)),
            summary: "Number of the connection."),
        .init(
            name: "limit", schema: .integer(0...65_536),
            summary: "Entries at most; default 1000."),
    ]

    private func verify(_ call: ControlCall) async throws(Problem) -> ControlResponse {
        let count: JournalCount
        switch (call.body["count"]?.int, call.body["atLeast"]?.int, call.body["atMost"]?.int) {
        case (let exactly?, nil, nil): count = .exactly(exactly)
        case (nil, let least?, nil): count = .atLeast(least)
        case (nil, nil, let most?): count = .atMost(most)
        case (nil, let least?, let most?) where least <= most: count = .between(least...most)
        case (nil, .some, .some):
            throw .invalid([FieldError(field: "atMost", detail: "is below 'atLeast'.")])
        default:
            throw .invalid([
                FieldError(field: "count", detail: "cannot stand beside 'atLeast' or 'atMost'.")
            ])
        }
        var fields: [String: JSON] = [:]
        for member in call.body["query"]?.members ?? [] { fields[member.name] = member.value }
        fields["function"] = fields.removeValue(forKey: "functions")
        fields["outcome"] = fields.removeValue(forKey: "outcomes")
        let query = try await Self.query(fields, at: "query.", known: fleet.devices())
        let verdict = await fleet.verify(query, count: count)
        return .json([
            "met": .flag(verdict.isMet), "count": JSON(verdict.count),
            "message": .text(verdict.message),
        ])
    }

    /// The query that checked fields make.
    private static func query(
        _ fields: [String: JSON], at place: String, known: [DeviceState]
    ) throws(Problem) -> JournalQuery {
        var query = JournalQuery()
        if let device = fields["device"]?.string {
            let names = known.map(\.place.name)
            guard names.contains(device) else {
                throw .invalid([
                    FieldError(
                        field: place + "device",
                        detail: "\(FleetError.unknownDevice(device, known: names))")
                ])
            }
            query.device = device
        }
        query.unit = fields["unit"]?.int.map { UnitId(rawValue: UInt8(truncatingIfNeeded: $0)) }
        let codes = fields["function"]?.items ?? []
        query.functions = Set(
            codes.compactMap(\.int).map { FunctionCode(rawValue: UInt8(truncatingIfNeeded: $0)) })
        query.table = fields["table"]?.string.flatMap(PrimaryTable.init(rawValue:))
        if let address = fields["address"]?.int {
            let quantity = fields["quantity"]?.int ?? 1
            guard let range = AddressRange(start: address, count: quantity) else {
                throw .invalid([
                    FieldError(
                        field: place + "quantity",
                        detail: "is \(quantity) from address \(address); the last is 65535.")
                ])
            }
            query.addresses = range
        } else if fields["quantity"] != nil {
            throw .invalid([
                FieldError(field: place + "address", detail: "is missing beside 'quantity'.")
            ])
        }
        if let from = fields["from"] { query.from = try Wire.time(from, field: place + "from") }
        if let to = fields["to"] { query.to = try Wire.time(to, field: place + "to") }
        let outcomes = fields["outcome"]?.items ?? []
        query.outcomes = Set(
            outcomes.compactMap { $0.string.flatMap(JournalOutcome.init(rawValue:)) })
        query.client = fields["client"]?.string
        query.connection = fields["connection"]?.int
        query.limit = fields["limit"]?.int ?? query.limit
        return query
    }
}

extension Wire {
    static func json(_ entry: JournalEntry) -> JSON {
        func whole(_ number: Int?) -> JSON { number.map { JSON($0) } ?? .null }
        return [
            "sequence": JSON(entry.sequence), "time": json(entry.time),
            "machineTime": JSON(Int(clamping: entry.machineTime)),
            "connection": JSON(entry.connection),
            "client": JSON(entry.client), "device": JSON(entry.device),
            "unit": JSON(Int(entry.unit.rawValue)),
            "function": JSON(Int(entry.function.rawValue)), "table": JSON(entry.table?.rawValue),
            "address": whole(entry.address), "quantity": whole(entry.quantity),
            "writeAddress": whole(entry.writeAddress),
            "writeQuantity": whole(entry.writeQuantity),
            "words": entry.words.map { .list($0.map { JSON(Int($0)) }) } ?? .null,
            "outcome": .text(entry.outcome.rawValue),
            "exception": whole(entry.exception.map { Int($0.rawValue) }),
            "fault": whole(entry.fault), "requestBytes": JSON(entry.requestBytes),
            "answerBytes": JSON(entry.answerBytes),
        ]
    }
}
