import Fleet
import Profiles
import Tags

extension FleetControl {
    var faultOperations: [Operation] {
        let fault = Operation.Answer(schema: .named("Fault"), summary: "The fault as it is.")
        let faults = Operation.Answer(
            schema: .object([.init("faults", .list(of: .named("Fault")))]),
            summary: "Ended ones too, oldest first.")
        return [
            Operation(
                method: "GET", path: "/v1/faults", id: "listFaults",
                summary: "Every fault injected so far.", answer: faults
            ) { _ async throws(Problem) in
                .json(["faults": .list(await fleet.faults().map(Wire.json))])
            },
            Operation(
                method: "POST", path: "/v1/faults", id: "injectFault",
                summary: "Injects a fault, said as in a profile's 'faults' list.",
                body: .init(
                    schema: .map(of: .any),
                    examples: [
                        [
                            "name": "late", "device": profileDevice, "on": ["functions": [3, 4]],
                            "delay": "300 ms", "count": 5,
                        ]
                    ], types: ["application/json", "application/yaml"], limit: 65_536,
                    isRaw: true),
                answer: .init(status: 201, schema: .named("Fault"), summary: "It plays."),
                problems: [413, 415, 422]
            ) { call async throws(Problem) in try await inject(call.bytes) },
            Operation(
                method: "DELETE", path: "/v1/faults", id: "clearFaults",
                summary: "Ends every fault.",
                answer: .init(status: 204, summary: "None plays.")
            ) { _ async throws(Problem) in
                await fleet.clearFaults()
                return .empty
            },
            Operation(
                method: "GET", path: "/v1/faults/{fault}", id: "readFault",
                summary: "A fault by its number or its name.", answer: fault, problems: [404]
            ) { call async throws(Problem) in .json(Wire.json(try await find(call["fault"]))) },
            Operation(
                method: "DELETE", path: "/v1/faults/{fault}", id: "clearFault",
                summary: "Ends a fault, by its number or its name.",
                answer: .init(status: 204, summary: "It has ended."), problems: [404]
            ) { call async throws(Problem) in
                let number = try await find(call["fault"]).number
                try await attempt { () async throws(FleetError) in
                    try await fleet.clearFault(number)
                }
                return .empty
            },
        ]
    }

    /// A device for examples.
    private var profileDevice: JSON {
        .text(profile.devices.first(where: \.isSimulated)?.name ?? "device")
    }

    /// By number, or the latest of that name.
    private func find(_ text: String) async throws(Problem) -> FaultState {
        let faults = await fleet.faults()
        let found = faults.last { "\($0.number)" == text } ?? faults.last { $0.rule.name == text }
        guard let found else { throw .notFound("There is no fault '\(text.prefix(80))'.") }
        return found
    }

    private func inject(_ bytes: [UInt8]) async throws(Problem) -> ControlResponse {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .badRequest("The body is no UTF-8.")
        }
        let (rule, diagnostics) = FaultRuleReader.read(
            text, named: "request body", facts: profile.faultFacts)
        guard let rule else {
            throw .invalid(
                diagnostics.filter { $0.severity == .error }.map { diagnostic in
                    FieldError(
                        field: diagnostic.message.firstQuoted,
                        detail: "\(diagnostic.message) (line \(diagnostic.place.line), column "
                            + "\(diagnostic.place.column))")
                })
        }
        let number = try await attempt(field: { _ in "name" }) { () async throws(FleetError) in
            try await fleet.inject(rule)
        }
        let state = await fleet.faults().first { $0.number == number }
        guard let state else { throw .unavailable("\(FleetError.stopped)") }
        return .json(Wire.json(state), status: 201)
    }
}

extension String {
    /// The first word in single quotes behind `fault 'NAME'`: the field a finding is about; empty
    /// if there is none.
    fileprivate var firstQuoted: String {
        let parts = split(separator: "'", omittingEmptySubsequences: false)
        let number = hasPrefix("fault '") ? 3 : 1
        return parts.count > number + 1 ? String(parts[number]) : ""
    }
}

extension Wire {
    static func json(_ fault: FaultState) -> JSON {
        [
            "number": JSON(fault.number.rawValue), "name": .text(fault.rule.name),
            "rule": .text("\(fault.rule)"), "strikes": JSON(fault.strikes),
            "phase": .text(fault.phase.rawValue),
            "began": fault.began.map { json($0) } ?? .null,
            "ended": fault.ended.map { json($0) } ?? .null,
        ]
    }
}
